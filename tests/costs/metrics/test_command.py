"""`python -m costs metrics`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client import parser as older
from prometheus_client.openmetrics import parser
from prometheus_client.samples import Sample

from costs.cli import main
from tests.emulator.bills.intake_folders import HEADER, ROW, text

COLUMNS = (
    "bill/BillingPeriodStartDate,bill/PayerAccountId,lineItem/UsageAccountId,lineItem/ProductCode,"
    "lineItem/LineItemType,lineItem/UsageStartDate,lineItem/CurrencyCode,lineItem/UnblendedCost"
)
LABELS = {"account_id": "2", "currency": "USD", "payer_account_id": "1", "service_code": "AmazonS3"}


def row(day: str, cost: float, payer: str = "1", service: str = "AmazonS3") -> str:
    month = f"{day[:7]}-01T00:00:00Z"
    return f"{month},{payer},2,{service},Usage,{day}T00:00:00Z,USD,{cost}"


@pytest.fixture
def bill(tmp_path: Path) -> str:
    """Payer 1 has usage until 2 March, payer 2 until 10 February."""
    rows = [
        row("2026-02-01", 1),
        row("2026-02-28", 2),
        row("2026-03-01", 4),
        row("2026-03-01", 8),
        row("2026-03-01", 32, service='"Amazon ""S3"" \\ new"'),
        row("2026-03-02", 16),
        row("2026-02-09", 64, payer="2"),
        row("2026-02-10", 128, payer="2"),
    ]
    text(tmp_path / "bill.csv", COLUMNS, *rows)
    return str(tmp_path)


def samples(exposed: str, name: str) -> Iterator[Sample]:
    families = list(parser.text_string_to_metric_families(exposed))
    return (s for family in families for s in family.samples if s.name == name)


def test_the_day_that_is_still_filled_is_not_told(
    bill: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each payer has its own newest full day, and its month ends there."""
    assert main(["metrics", "--data", bill]) == 0
    exposed = capsys.readouterr().out
    for cost in ("aws_cost_day_unblended", "aws_cost_day_amortized"):
        found = {(s.labels["payer_account_id"], s.value) for s in samples(exposed, cost)}
        assert found == {("1", 12), ("1", 32), ("2", 64)}
    month = list(samples(exposed, "aws_cost_month_to_date_unblended"))
    assert next(s.value for s in month if s.labels == LABELS) == 12
    until = samples(exposed, "aws_cost_complete_until_timestamp_seconds")
    # 2 March and 10 February 2026, 0:00 UTC
    assert {s.labels["payer_account_id"]: s.value for s in until} == {
        "1": 1772409600,
        "2": 1770681600,
    }


def test_both_formats_of_prometheus_read_the_text(
    bill: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """OpenMetrics, and the one of the textfile collector; a service may be called anything."""
    main(["metrics", "--data", bill])
    exposed = capsys.readouterr().out
    assert exposed.endswith("# EOF\n")
    new = list(parser.text_string_to_metric_families(exposed))
    old = list(older.text_string_to_metric_families(exposed))
    assert [family.samples for family in new] == [family.samples for family in old]
    assert {family.type for family in new} == {"gauge"}
    services = {s.labels["service_code"] for s in samples(exposed, "aws_cost_day_amortized")}
    assert 'Amazon "S3" \\ new' in services


def test_every_cost_says_its_basis_and_unit(bill: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Where Prometheus shows it."""
    main(["metrics", "--data", bill])
    families = parser.text_string_to_metric_families(capsys.readouterr().out)
    costs = {f.name: f.documentation for f in families if "currency" in f.samples[0].labels}
    assert len(costs) == 4
    for name, meaning in costs.items():
        assert meaning.startswith("Unblended" if "unblended" in name else "Amortized")
        assert "in the unit of the label currency" in meaning


def test_a_file_is_replaced_in_one_step(bill: str, tmp_path: Path) -> None:
    """Nothing half written is ever collected, and nothing stays beside it."""
    out = tmp_path / "out"
    out.mkdir()
    old = out / "aws_costs.prom"
    old.write_text("old")
    with old.open() as being_read:
        assert main(["metrics", "--data", bill, "--out", str(old)]) == 0
        assert being_read.read() == "old"
    assert old.read_text().endswith("# EOF\n")
    assert list(out.iterdir()) == [old]


def test_a_bill_of_a_single_day_has_no_full_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said instead of printed as a cost of nothing; and the last file stays."""
    text(tmp_path / "bill.csv", COLUMNS, row("2026-03-01", 1))
    out = tmp_path / "aws_costs.prom"
    assert main(["metrics", "--data", str(tmp_path), "--out", str(out)]) == 1
    assert "2026-03 has no full day yet" in capsys.readouterr().err
    assert not out.exists()


def test_a_bill_that_lacks_rows_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3, as that of `query`."""
    text(tmp_path / "whole.csv", COLUMNS, row("2026-03-01", 1), row("2026-03-02", 1))
    text(tmp_path / "broken.csv", HEADER, ROW, "cut o")
    assert main(["metrics", "--data", str(tmp_path)]) == 3
    assert "broken.csv" in capsys.readouterr().err
