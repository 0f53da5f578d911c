"""What the settings cost: each figure by hand."""

import re
from datetime import date

import pytest

from modules.plan import Plan
from modules.running_cost import DAYS, LINES, PRICES, Bill, prices, running_cost, safety_crawls
from tests.conftest import Json, environment

CUR2_ALONE: Json = {"focus": {"enabled": False}}
REGISTERED: Json = {"cur2": {"catalog": "registered"}, "focus": {"enabled": False}}
LEGACY_ALONE: Json = {
    "cur2": {"enabled": False},
    "focus": {"enabled": False},
    "legacy_cur": {"enabled": True},
}
COH_ALONE: Json = {
    "cur2": {"enabled": False},
    "focus": {"enabled": False},
    "cost_optimization": {"enabled": True},
}
TEN = Bill(10)
CRAWL = 10 / 60 * 2 * 0.44  # US dollars


def cost(exports: Json, bill: Bill = TEN, **settings: object) -> dict[str, float]:
    plan = Plan.of(environment(exports=exports, **settings))
    return {line.what: line.usd for line in running_cost(plan, bill)}


@pytest.mark.parametrize(
    ("exports", "crawls"),
    [
        (CUR2_ALONE, 1 + DAYS / 7),
        (COH_ALONE, DAYS + DAYS / 7),
        (LEGACY_ALONE, 3 * DAYS),
        (REGISTERED, 0),
    ],
    ids=["a new month", "a new day", "every delivery", "registered"],
)
def test_a_crawl_is_ten_minutes_of_two_dpus(exports: Json, crawls: float) -> None:
    """Of a fixed schema for a new partition and weekly, of legacy CUR for each delivery."""
    assert cost(exports)["Glue crawls"] == pytest.approx(crawls * CRAWL)


def test_registered_saves_crawls_and_queue_and_nothing_else() -> None:
    """Its transitions are fewer, too."""
    crawled, registered = cost(CUR2_ALONE), cost(REGISTERED)
    cheaper = {what for what in crawled if registered[what] < crawled[what]}
    assert cheaper == {"Glue crawls", "SQS", "Step Functions", "CloudWatch logs"}
    assert registered["SQS"] == 0
    assert {what: registered[what] for what in crawled.keys() - cheaper} == {
        what: crawled[what] for what in crawled.keys() - cheaper
    }


def test_what_is_overwritten_is_kept_for_noncurrent_days() -> None:
    """Three deliveries a day of half a month, for seven days or one."""
    week = 3 * 5 * 7 * 0.023
    assert cost(CUR2_ALONE)["S3, overwritten"] == pytest.approx(week)
    day = cost(CUR2_ALONE, storage={"noncurrent_days": 1})["S3, overwritten"]
    assert day == pytest.approx(week / 7)


def test_a_question_reads_ten_megabytes_at_least() -> None:
    """A fifth of the month when that is more; where months are sealed, three questions of ten do."""
    questions = 20 * DAYS
    assert cost(CUR2_ALONE, Bill(0.001))["Athena"] == pytest.approx(questions * 0.00005)
    unsealed = cost(CUR2_ALONE, Bill(100), query={"sealed": {"enabled": False}})
    assert unsealed["Athena"] == pytest.approx(questions * 0.1)
    sealed = cost(CUR2_ALONE, Bill(100))
    assert sealed["Athena"] == pytest.approx(questions * (0.3 * 0.1 + 0.7 * 0.0015))


def test_a_reader_of_some_rows_is_two_tables_more() -> None:
    """Of the same bytes each, without the sums that all rows are held against."""
    readers = {"team": {"only": {"accounts": ["111122223333"]}}}
    alone, shared = (
        cost(CUR2_ALONE, consumers=consumers)["Sealed months"]
        for consumers in ({}, {"readers": readers})
    )
    seals = DAYS * 3 + 2 * DAYS / 7
    read = 2 * 5 * 0.55 / 1e3 * 5  # two tables, half a month's 10 GB, TB, US dollars a TB
    assert shared - alone == pytest.approx(seals * (read + 28 * 0.025 / 1e3))


def test_each_payer_delivers_as_much() -> None:
    """But they share the weekly crawl."""
    one = cost(CUR2_ALONE)
    three = cost(CUR2_ALONE, payers=["210987654321", "310987654321"], own_exports=True)
    assert three["S3, months kept"] == pytest.approx(3 * one["S3, months kept"])
    assert three["Glue crawls"] == pytest.approx((3 + DAYS / 7) * CRAWL)


def test_nothing_is_billed_where_only_exports_are() -> None:
    """In a payer: its data arrive in the hub."""
    assert cost({}, hub="210987654321") == {}


def test_keys_cost_only_when_they_are_set() -> None:
    """One for both uses is one; the alarms have their own."""
    key = "arn:aws:kms:eu-west-1:123456789012:key/1"
    off = {"enabled": False}
    assert cost(CUR2_ALONE, monitoring=off)["KMS"] == 0
    both = cost(CUR2_ALONE, storage={"results_kms_key": key}, events={"log_kms_key": key})
    assert both["KMS"] == pytest.approx(2 + 20 * DAYS * 3 / 10_000 * 0.03)


@pytest.mark.parametrize(
    ("schedule", "runs"),
    [
        ("cron(0 4 ? * SUN *)", DAYS / 7),
        ("cron(0 4 ? * MON-FRI *)", 5 * DAYS / 7),
        ("cron(0 4 ? * 2,4 *)", 2 * DAYS / 7),
        ("cron(0 4 * * ? *)", DAYS),
        ("cron(0 */6 * * ? *)", 4 * DAYS),
        ("cron(15 * * * ? *)", 24 * DAYS),
        ("cron(0 4 1,15 * ? *)", 2),
    ],
)
def test_the_safety_net_comes_as_often_as_its_schedule(schedule: str, runs: float) -> None:
    """Glue's cron, of six fields."""
    assert safety_crawls(schedule) == pytest.approx(runs)


def test_every_price_says_where_and_when_it_was_read() -> None:
    """And is used: a price that nothing costs is none of ours."""
    source = PRICES.with_name("running_cost.py").read_text()
    assert set(re.findall(r'prices\(\)\["(\w+)"\]', source)) == set(prices())
    for price in prices().values():
        assert price.source.startswith("https://")
        assert price.read >= date(2026, 11, 1)


def test_each_line_has_a_name_of_its_own() -> None:
    """And says what it counts."""
    costs = running_cost(Plan.of(environment()), Bill(10))
    assert len({line.what for line in costs}) == len(LINES)
    assert all(re.search(r"\d", line.because) for line in costs)
