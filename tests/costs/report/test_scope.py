"""A part of a bill: its own figures, and SQL that gives them."""

from dataclasses import replace

import pytest

from costs.report.questions import Questions
from costs.report.scope import NotNarrowed, Scope
from costs.report.sections.order import sections_of
from modules.sealed import TABLES
from tests.costs.report.conftest import Made


def test_the_accounts_are_the_whole(made: Made) -> None:
    """Each narrowed to, one by one, over the same sealed months."""
    month = made.subject.period.month
    (whole,) = made.subject.questions.ask("spend/monthly_totals", [month]).rows
    costs = 0.0
    for account in made.subject.account_names:
        questions = Questions(made.bill, Scope(made.bill.database, account=account))
        (row,) = questions.ask("spend/monthly_totals", [month]).rows
        costs += float(row["net_amortized_cost"])
    assert costs == pytest.approx(float(whole["net_amortized_cost"]))


def test_the_sql_of_a_part_gives_its_figures(made: Made) -> None:
    """It is what the page shows, common tables of the query among it."""
    period = made.subject.period
    scope = Scope(made.bill.database, account="123456790123")
    asked = Questions(made.bill, scope).ask("spend/bridge", [period.month])
    assert asked.query.sql.count("\nWITH ") == 1
    again = made.bill.answer(asked.query.sql, asked.parameters)
    for found, row in zip(again.rows, asked.answer.rows, strict=True):
        assert found[:4] == row[:4]
        # An engine adds in any order.
        assert [*map(float, filter(None, found[4:]))] == pytest.approx(
            [*map(float, filter(None, row[4:]))]
        )
    assert {row["account_id"] for row in asked.rows} == {"123456790123"}


def test_a_tag_narrows_line_items(made: Made) -> None:
    """As their map has it; quotes in a value are its own."""
    month = made.subject.period.month
    values = made.subject.questions.ask(
        "allocation/by_tag", [month], {"tag key": "'user_team'"}
    ).rows
    wanted = {row["tag_value"]: row["net_amortized_cost"] for row in values}
    for value in ("data", "no 'such' team"):
        scope = Scope(made.bill.database, tag=("user_team", value))
        rows = Questions(made.bill, scope).ask("allocation/tag_keys", [month]).rows
        assert bool(rows) == (value in wanted)


def test_a_tag_that_is_not_sealed_is_told_with_the_setting(made: Made) -> None:
    """Sealed months have the tags of query.tags and no others."""
    scope = Scope(made.bill.database, tag=("user_team", "data"), tags=("user_name",))
    with pytest.raises(NotNarrowed, match=r"--tag user_team: .* query.tags .* have user_name"):
        Questions(made.bill, scope).ask("spend/monthly_totals", ["2026-01"])


def test_sealed_months_alone_are_a_report(made: Made) -> None:
    """As a reader of some rows has them: each section has figures, or says what isn't seen."""
    bill = replace(made.bill, relations=frozenset(TABLES))
    scope = Scope(made.bill.database, reader="data-team")
    sections = sections_of(replace(made.subject, questions=Questions(bill, scope)))
    unseen = {section.id for section in sections if "data-team doesn't see" in section.lead}
    assert unseen == {"tags", "kubernetes", "recommendations"}
    silent = unseen | {"anomalies"}  # no day of a generated month is one
    assert all(section.blocks for section in sections if section.id not in silent)
