"""Whose the accounts are: a CSV file beside cdktf.json, read when the stack is synthesized.

Its rows become rows of the view `listed_accounts`: a change of the file is a change of a view in the
plan. A view holds some three thousand accounts; who has more joins a table of theirs.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from modules.settings.problems import refuse

PROJECT = Path(__file__).parent.parent.parent
# Glue takes 409,600 characters of a view, base64 of JSON; so much is left for the rows.
ROOM = 300_000
BESIDE_VALUES = 20  # characters of a row
REQUIRED = "account_id"
COPY = "correct the file; `SELECT account_id, account_name FROM accounts` is a start"


@dataclass(frozen=True)
class ListedAccount:
    """One row; all but the id may be empty."""

    account_id: str
    account_name: str = ""
    business_unit: str = ""
    owner: str = ""
    cost_center: str = ""
    environment: str = ""


COLUMNS = tuple(field.name for field in fields(ListedAccount))


def read_accounts(file: str) -> tuple[ListedAccount, ...]:
    """By a path relative to cdktf.json's folder. Raises what a validator raises, with line and fix."""
    lines = _lines(file)
    header = [name.strip() for name in lines[0]] if lines else []
    _check_header(file, header)
    accounts: dict[str, ListedAccount] = {}
    for number, account in _accounts(file, header, lines[1:]):
        if account.account_id in accounts:
            what = f"each account once; line {number} of {file} has {account.account_id} again"
            raise refuse(what, "take one of the two lines out")
        accounts[account.account_id] = account
    if (size := sum(map(size_in_view, accounts.values()))) > ROOM:
        what = f"{ROOM:,} characters at most, which a view can hold; {file} has {size:,} there"
        raise refuse(what, "list the accounts that somebody answers for, or join a table of yours")
    return tuple(accounts.values())


def size_in_view(account: ListedAccount) -> int:
    """Characters of its row in the view's JSON."""
    values = [value.replace("'", "''") for value in astuple(account)]
    return len(json.dumps(values)) + BESIDE_VALUES


def _lines(file: str) -> list[list[str]]:
    path = PROJECT / file
    try:
        text = path.read_text("utf-8-sig")
    except OSError as problem:
        what = f"a CSV file, by its path from cdktf.json's folder; {problem.strerror}: {file}"
        raise refuse(what, "correct the path, or leave the setting out") from None
    except UnicodeDecodeError:
        raise refuse(f"UTF-8 text; {file} is none", "save it as CSV UTF-8") from None
    try:
        return list(csv.reader(io.StringIO(text)))
    except csv.Error as problem:
        raise refuse(f"CSV; {file}: {problem}", COPY) from None


def _check_header(file: str, header: Sequence[str]) -> None:
    known = ", ".join(COLUMNS)
    if REQUIRED not in header:
        what = f"a first line with {REQUIRED}, and any of {known}; {file} has {_shown(header)}"
        raise refuse(what, f"name the column of account ids {REQUIRED}")
    unknown = [name for name in header if name not in COLUMNS]
    twice = [name for name in header if header.count(name) > 1]
    if unknown or twice:
        what = f"columns {known}, each once; {file} has {_shown(unknown or twice)}"
        raise refuse(what, "rename it, or take it out")


def _accounts(
    file: str, header: Sequence[str], lines: Sequence[Sequence[str]]
) -> Iterator[tuple[int, ListedAccount]]:
    for number, line in enumerate(lines, start=2):
        values = [value.strip() for value in line]
        if not any(values):
            continue
        if len(values) != len(header):
            what = f"{len(header)} values in each line; line {number} of {file} has {len(values)}"
            raise refuse(what, "put a value that has a comma in double quotes")
        account = ListedAccount(**dict(zip(header, values, strict=True)))
        if not re.fullmatch(r"\d{12}", account.account_id, re.ASCII):
            what = f"account ids of 12 digits; line {number} of {file} has {account.account_id!r}"
            raise refuse(what, f"{COPY}; a spreadsheet takes leading zeros away")
        if not all(value.isprintable() for value in values):
            what = f"printable characters; line {number} of {file} has others"
            raise refuse(what, COPY)
        yield number, account


def _shown(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names)) or "none"
