"""The file of accounts: what it gives, and what is refused in one message."""

import base64
import json
from pathlib import Path

import pytest

from modules.settings.accounts import ROOM, ListedAccount, size_in_view
from modules.settings.problems import SettingsError
from modules.views import VIEWS, read_view
from tests.conftest import environment

SHIPPED = "tests/modules/accounts.csv"
FIRST, SECOND = "123456789012", "123456790123"


def listed(file: str | Path) -> tuple[ListedAccount, ...]:
    return environment(query={"accounts": str(file)}).query.listed_accounts


def test_each_line_is_an_account() -> None:
    """Commas in quotes, apostrophes, and columns in any order."""
    payer, shop = listed(SHIPPED)
    assert (payer.account_id, payer.business_unit) == (FIRST, "Platform")
    assert (shop.account_name, shop.owner) == ("Shop, EU", "O'Neill")


def test_what_a_spreadsheet_writes_is_read(tmp_path: Path) -> None:
    """A byte order mark, spaces, empty lines; what isn't there is empty."""
    file = tmp_path / "accounts.csv"
    file.write_text(f"\ufeffowner, account_id\r\nops, {FIRST}\r\n,\r\n", newline="")
    assert listed(file) == (ListedAccount(FIRST, owner="ops"),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a first line with account_id"),
        (f"id,owner\n{FIRST},ops\n", "a first line with account_id"),
        (f"account_id,team\n{FIRST},shop\n", "has 'team'"),
        (f"account_id,owner,owner\n{FIRST},a,b\n", "has 'owner', 'owner'"),
        (f"account_id\n{FIRST}\n\n{FIRST}\n", f"line 4 of .* has {FIRST} again"),
        ("account_id\n23456789012\n", "line 2 of .* has '23456789012'"),
        ("account_id\n١٢٣٤٥٦٧٨٩٠١٢\n", "account ids of 12 digits"),
        (f"account_id,owner\n{FIRST},Doe, Jane\n", "line 2 of .* has 3"),
        (f"account_id,owner\n{FIRST},a\x07b\n", "printable characters; line 2"),
        (f"account_id,owner\n{FIRST},{'x' * 140_000}\n", "field larger than field limit"),
        (
            "account_id,owner\n" + "".join(f"{n:012d},{'x' * 100_000}\n" for n in range(3)),
            "300,000 characters at most",
        ),
    ],
)
def test_what_is_wrong_is_one_message(tmp_path: Path, text: str, told: str) -> None:
    """With the setting, the line and the fix."""
    file = tmp_path / "accounts.csv"
    file.write_text(text)
    with pytest.raises(SettingsError, match=told) as refused:
        listed(file)
    assert "context.environments.example.query.accounts" in str(refused.value)
    assert "1 problem" in str(refused.value)


def test_a_file_that_isn_t_there_is_one_message(tmp_path: Path) -> None:
    """Nor is one that is no text."""
    with pytest.raises(SettingsError, match="No such file"):
        listed(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes("account_id,owner\n1,Jürgen".encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        listed(tmp_path / "latin.csv")


def test_the_view_has_the_same_columns_with_and_without() -> None:
    """So no question that reads it becomes stale when the file comes or goes."""
    path = VIEWS / "listed_accounts.sql"
    without, with_file = read_view(path), read_view(path, accounts=listed(SHIPPED))
    assert with_file.columns == without.columns
    assert "'O''Neill'" in with_file.sql
    assert FIRST not in without.sql


@pytest.mark.parametrize("owner", ["", "'", "ü"])
def test_the_most_accounts_are_a_view_that_glue_takes(owner: str) -> None:
    """409,600 characters in base64 of JSON, where apostrophes and umlauts grow."""
    account = ListedAccount(FIRST, owner=owner * 40)
    fitting = [account] * (ROOM // size_in_view(account))
    view = read_view(VIEWS / "listed_accounts.sql", accounts=fitting)
    text = base64.b64encode(json.dumps({"originalSql": view.sql}).encode())
    assert len(fitting) > 600
    assert len(text) < 408_000
