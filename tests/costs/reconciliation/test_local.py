"""A folder is reconciled; what is planted in it is found, named and shown."""

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from costs.cli import main
from costs.reconciliation.findings import Difference
from tests.costs.reconciliation.planted import PAYER, PERIOD, export, plant_in

CUR2_FILES, FOCUS_FILES = (f"{n}/data/BILLING_PERIOD={PERIOD}" for n in ("cur2", "focus"))
NET = ("line_item_unblended_cost", "line_item_net_unblended_cost")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both exports of one ledger."""
    return export(tmp_path_factory.mktemp("export"), tmp_path_factory.mktemp("made"))


@pytest.fixture
def data(whole: Path, tmp_path: Path) -> Path:
    """A copy to plant in."""
    return Path(shutil.copytree(whole, tmp_path / "data"))


def differences(data: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """What `--format json` says of those that nobody has explained."""
    assert main(["reconcile", "--data", str(data), "--format", "json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    return [row for row in rows if row["verdict"] == "differs" and row["what"]]


def test_a_whole_bill_meets(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files, tables, dialects and what would be sealed, in one line; the split rows are explained."""
    assert main(["reconcile", "--data", str(data)]) == 0
    month, explained, last = capsys.readouterr().out.splitlines()
    assert month.startswith(f"{PERIOD}  {PAYER}  reconciled: files of cur2, cur2, ")
    assert "costs_cur2, costs_focus, costs, daily_costs" in month
    assert "split cost allocation" in explained
    assert last == "reconciled: 8 comparisons, every cent in each"


def test_a_month_in_two_currencies_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing differs, and sums are wrong all the same."""
    assert main(["reconcile", "--data", str(data)]) == 0
    assert "billed in" not in capsys.readouterr().err
    for dataset, column in (("cur2", "line_item_currency_code"), ("focus", "BillingCurrency")):
        for file in (data / dataset).rglob("a.snappy.parquet"):
            in_rupees(file, column)
    assert main(["reconcile", "--data", str(data)]) == 0
    assert (
        f"{PERIOD} is billed in INR and USD: what isn't told by currency" in capsys.readouterr().err
    )


def in_rupees(file: Path, column: str) -> None:
    """The first of its line items."""
    rows = pq.read_table(file)
    place = rows.column_names.index(column)
    currencies = ["INR", *rows[column].to_pylist()[1:]]
    pq.write_table(rows.set_column(place, rows.schema.field(place), pa.array(currencies)), file)


def test_a_cent_in_cur2_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By payer, month, charge type and amount, with the account and the service that have it."""
    plant_in(data / CUR2_FILES / "a.snappy.parquet", "line_item_line_item_type", "Tax", *NET)
    found = differences(data, capsys)
    assert {(d["payer_account_id"], d["billing_period"]) for d in found} == {(PAYER, str(PERIOD))}
    assert {(d["left"], d["right"], d["what"], d["measure"], d["difference"]) for d in found} == {
        ("costs_cur2", "costs_focus", "Tax", "net_unblended_cost", -0.01),
        ("costs_cur2", "costs_focus", "Tax", "net_amortized_cost", -0.01),
    }
    statement = str(found[0]["statement"])
    assert main(["query", statement, "--data", str(data), "--format", "csv"]) == 0
    (row,) = capsys.readouterr().out.splitlines()[1:]
    assert row.endswith(",-0.01")


def test_a_cent_in_focus_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On the one cost basis that it was planted in."""
    plant_in(data / FOCUS_FILES / "b.snappy.parquet", "ChargeCategory", "Usage", "BilledCost")
    (found,) = differences(data, capsys)
    assert (found["what"], found["measure"], found["difference"]) == (
        "Usage",
        "net_unblended_cost",
        0.01,
    )


def test_a_file_that_is_gone_is_named(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And what the month lacks for it, by charge type."""
    gone = data / CUR2_FILES / "b.snappy.parquet"
    gone.unlink()
    found = differences(data, capsys)
    (file,) = (d for d in found if d["measure"] == "files")
    assert file["what"] == str(gone)
    lacking = {d["what"]: d["difference"] for d in found if d["measure"] == "net_unblended_cost"}
    assert float(str(lacking["Usage"])) > 100


def test_a_file_that_is_there_twice_is_named(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Athena would read it; its rows, and its cost by the bill's own charge types."""
    place = data / CUR2_FILES
    shutil.copy(place / "b.snappy.parquet", place / "b-copy.snappy.parquet")
    found = differences(data, capsys)
    assert {d["left"] for d in found} == {"files of cur2"}
    assert found[0]["measure"] == "rows"
    assert found[0]["what"] == str(place / "b-copy.snappy.parquet")
    usage = next(d for d in found if d["what"] == "Usage")
    assert float(str(usage["difference"])) > 100


def test_a_surplus_file_without_rows_is_no_difference(data: Path) -> None:
    """So AWS leaves chunks of a month that shrank."""
    import pyarrow.parquet as pq

    place = data / FOCUS_FILES
    rows = pq.read_table(place / "a.snappy.parquet", partitioning=None)
    pq.write_table(rows.slice(0, 0), place / "c.snappy.parquet")
    assert main(["reconcile", "--data", str(data)]) == 0


def test_what_can_t_be_read_makes_it_partial(data: Path, tmp_path: Path) -> None:
    """Exit code 3; without anything to compare, too."""
    (data / "broken.csv").write_text("lineItem/UnblendedCost\ncut o")
    assert main(["reconcile", "--data", str(data)]) == 3
    assert main(["reconcile", "--data", str(data), "--month", "2020-01"]) == 3


def test_a_month_is_a_month(capsys: pytest.CaptureFixture[str]) -> None:
    """Anything else is told, with what is wanted."""
    assert main(["reconcile", "--month", "January"]) == 2
    assert "write it as YYYY-MM" in capsys.readouterr().err


def test_zero_has_no_sign() -> None:
    """Covered usage and its negation leave -1e-17."""
    assert str(Difference("Usage", "unblended_cost", 1e-17, 0).amount) == "0.0"
