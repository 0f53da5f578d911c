"""The views that cid-cmd makes for its core dashboards, on both engines: the same rows.

cid-cmd runs in an environment of its own (`.tools/clients`) and makes them through the endpoint; here
they are read from the catalog.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from athena.duckdb.engine import DuckDbEngine
from athena.endpoint import install
from athena.engine import Statement
from athena.glue.catalog import GlueCatalog
from athena.glue.publish import publish
from athena.trino.engine import TrinoEngine
from emulator.bills.billed_tables import BilledTables
from emulator.bills.sources import bills
from emulator.cloud.cloud import Cloud
from emulator.environment import PROJECT, Emulated

pytestmark = pytest.mark.engines
PYTHON = PROJECT / ".tools/clients/bin/python"
DATABASE = "cid_cur"
DATASETS = ("cur2", "focus")
ESTIMATED = {"resource_id_count"}  # by approx_distinct, which DuckDB counts exactly
VIEWS = {
    *("account_map", "summary_view", "ri_sp_mapping", "hourly_view", "resource_view"),
    *("ec2_running_cost", "compute_savings_plan_eligible_spend", "s3_view"),
    *("kpi_ebs_snap", "kpi_ebs_storage_all", "kpi_instance_mapping", "kpi_instance_all"),
    *("kpi_s3_storage_all", "kpi_tracker", "aws_accounts", "aws_regions"),
    *("aws_service_category_map", "payer_account_name_map", "monthly_bill_by_account"),
    *("daily_anomaly_detection", "monthly_anomaly_detection"),
    "focus_consolidation_view",
}
Row = tuple[object, ...]


@dataclass(frozen=True)
class Made:
    """What cid-cmd said, and an engine that Trino is compared with."""

    said: str
    views: set[str]
    duckdb: DuckDbEngine


@pytest.fixture(scope="module")
def made(trino: TrinoEngine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Over the newest month: the views ask for the last thirty days."""
    if not PYTHON.exists():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing(f"{PYTHON} is not there: `make test` or `make clients` installs it")
    emulated, folder = Emulated.read("example"), tmp_path_factory.mktemp("cid")
    names = emulated.names
    with Cloud.start(names.region, names.account_id) as cloud:
        months = [
            m for m in bills(None, folder).months if m.dataset.name in (*DATASETS, "legacy_cur")
        ]
        newest = max(month.period for month in months)
        months = [m for m in months if m.period == newest or m.dataset.name == "legacy_cur"]
        publish(BilledTables(emulated, months), names.account_id, names.region)
        catalog = GlueCatalog(names.account_id, names.region, folder / "objects")
        duckdb = DuckDbEngine(catalog)
        service = install(duckdb, catalog, names.account_id, names.region)
        add_workgroup(cloud, names.workgroup, names.results_bucket)
        done = subprocess.run(
            [PYTHON, "-W", "ignore", "-m", "tests.terraform.clients.with_cid"],
            cwd=PROJECT,
            env=os.environ
            | cloud.environment()
            | {"WORKGROUP": names.workgroup, "DATABASE": names.database, "BUCKET": "none"},
            capture_output=True,
            text=True,
            check=True,
        )
        views = {name for name in catalog.tables(DATABASE) if name != "cur2_view"}
        yield Made(done.stdout, views, duckdb)
        service.close()
        duckdb.close()


def add_workgroup(cloud: Cloud, name: str, bucket: str) -> None:
    place = {"LocationConstraint": cloud.region}
    cloud.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    results = {"OutputLocation": f"s3://{bucket}/results/"}
    configuration = {"EnforceWorkGroupConfiguration": True, "ResultConfiguration": results}
    cloud.client("athena").create_work_group(Name=name, Configuration=configuration)


def test_cid_cmd_makes_its_views(made: Made) -> None:
    """Each of them, through Athena."""
    assert made.views == VIEWS, made.said


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_both_engines_read_a_view_alike(made: Made, trino: TrinoEngine, view: str) -> None:
    """Row by row; money in whatever order it was added up."""
    asked = Statement(f"SELECT * FROM {view}", DATABASE)
    theirs, ours = trino.run(asked), made.duckdb.run(asked)
    names = [column.name for column in ours.columns]
    assert names == [column.name for column in theirs.columns]
    exact = [number for number, name in enumerate(names) if name not in ESTIMATED]
    found, expected = by_key([*ours.rows], exact), by_key([*theirs.rows], exact)
    assert found.keys() == expected.keys()
    for key, values in expected.items():
        assert found[key] == pytest.approx(values, abs=1e-6), key


def by_key(rows: Sequence[Row], exact: Sequence[int]) -> dict[str, list[float]]:
    """Numbers under everything else."""
    kept = [tuple(row[number] for number in exact) for row in rows]
    found: dict[str, list[float]] = {}
    for row in sorted(kept, key=repr):
        key = repr(tuple(value for value in row if not isinstance(value, float)))
        found.setdefault(key, []).extend(value for value in row if isinstance(value, float))
    return found
