"""The deployed state machine that seals months, executed on Athena that runs SQL."""

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from athena.client import QueryFailed, run_query
from athena.endpoint.results.outcome import Outcome
from athena.endpoint.running import RUN
from athena.endpoint.running.session import Session
from emulator.cloud.cloud import Caller, Cloud
from modules.environment import MOST_PAYERS
from modules.running_cost import SEAL, SEAL_A_SHARE
from modules.views import VIEWS, read_view
from tests.conftest import Stack, Synthesize
from tests.emulator.sealing import DELIVERY, EXPORTS, MONTH, NAMES, Sealing, items
from tests.emulator.storm import storm
from tests.waiting import PATIENCE

COSTS = VIEWS / "costs/cur2.sql"
MONEY = [column.name for column in read_view(COSTS).columns if column.name.endswith("_cost")]
TOTAL = f"SELECT sum(unblended_cost) FROM daily_costs WHERE billing_period = '{MONTH}'"


@pytest.fixture
def sealing(cloud: Cloud, synthesize: Synthesize, tmp_path: Path) -> Iterator[Sealing]:
    with Sealing.on(cloud, synthesize(exports=EXPORTS), tmp_path) as running:
        yield running


def total(sealing: Sealing) -> float:
    return float(sealing.ask(TOTAL)[0][0] or 0)


def test_a_sealed_month_is_the_month(sealing: Sealing) -> None:
    """Each measure to the cent and every line item counted, in both tables."""
    sealing.deliver(items(1.25), items(-0.4, hours=30, account="3"))
    assert sealing.seal()["status"] == "SUCCEEDED"
    measures = ["usage_amount", *MONEY]
    sums = ", ".join(f"round(sum({measure}), 2)" for measure in measures)
    month = f"WHERE billing_period = '{MONTH}'"
    (raw,) = sealing.ask(f"SELECT {sums}, count(*) FROM costs {month}")
    for table in ("daily_costs", "resource_costs"):
        assert sealing.ask(f"SELECT {sums}, sum(line_items) FROM {table} {month}") == [raw]
    assert raw[1] == "-8.25"
    days = sealing.ask(f"SELECT count(*), count(DISTINCT day) FROM daily_costs {month}")
    assert days == [("3", "2")]


def test_the_running_cost_counts_the_states_that_are_entered(sealing: Sealing) -> None:
    """Of the third seal, the first that sweeps; a file more enters none."""
    counted = []
    for files in (1, 1, 1, 3):
        sealing.deliver(*[items(1.0)] * files)
        execution = sealing.seal()["executionArn"]
        counted.append(len(sealing.states_entered(execution)))
    assert counted[-2:] == [SEAL, SEAL]


def test_the_next_seal_swaps_and_sweeps(sealing: Sealing) -> None:
    """The last generation stays, for queries that were planned before; the one before it goes."""
    generations = []
    for cost in (1.0, 2.0, 3.0):
        sealing.deliver(items(cost))
        assert sealing.seal()["status"] == "SUCCEEDED"
        assert total(sealing) == 3 * cost
        generations.append(sealing.partition()["Parameters"]["folder"])
    assert sealing.folders() == set(generations[1:])
    told = sealing.partition()["Parameters"]
    assert told["previous_folder"] == generations[1]
    assert sealing.partition()["StorageDescriptor"]["Location"].endswith(generations[2])


def test_a_folder_of_many_objects_is_swept_whole(sealing: Sealing) -> None:
    """However many fit into a state: 400, here two."""
    states, s3 = sealing.cloud.client("stepfunctions"), sealing.cloud.client("s3")
    described = states.describe_state_machine(stateMachineArn=sealing.machine)["definition"]
    smaller = described.replace('"MaxKeys":400', '"MaxKeys":2')
    states.update_state_machine(stateMachineArn=sealing.machine, definition=smaller)
    sealing.deliver(items(1.0))
    sealing.seal()
    (oldest,) = sealing.folders()
    for number in range(5):
        s3.put_object(Bucket=NAMES.sealed_bucket, Key=f"{oldest}_{number}", Body=b"")
    for cost in (2.0, 3.0):
        sealing.deliver(items(cost))
        assert sealing.seal()["status"] == "SUCCEEDED"
    assert oldest not in sealing.folders()


def test_a_generation_that_may_not_be_swept_is_told(sealing: Sealing) -> None:
    """The month is sealed and compared; the failed execution says what lies there for good."""
    for cost in (1.0, 2.0):
        sealing.deliver(items(cost))
        sealing.seal()
    oldest = sealing.folders() - {sealing.partition()["Parameters"]["folder"]}
    sealing.forbid("s3:DeleteObject")
    sealing.deliver(items(3.0))
    ended = sealing.seal()
    assert (ended["status"], ended["error"]) == ("FAILED", "GenerationNotSwept")
    assert ended["cause"].startswith(f"Of {MONTH} an older or overtaken generation is still there")
    assert re.search(f"s3://{NAMES.sealed_bucket}/(daily|resource)_costs/{MONTH}/", ended["cause"])
    assert "s3:DeleteObject" in ended["cause"]
    assert total(sealing) == 9.0
    assert oldest < sealing.folders()
    assert ("CentsMissing", "daily_costs") in sealing.metrics()


def test_a_month_of_many_files_is_sealed(sealing: Sealing) -> None:
    """What is looked at of them fits into a hash, which takes 10,000 characters."""
    sealing.deliver(*[items(1.0)] * 300)
    ended = sealing.seal()
    assert ended["status"] == "SUCCEEDED", ended["cause"]
    assert total(sealing) == pytest.approx(900)


def test_a_full_hub_is_sealed(sealing: Sealing) -> None:
    """As many payers as a hub takes, a hundred files each, within the 25,000 events of an execution."""
    states = sealing.cloud.client("stepfunctions")
    described = states.describe_state_machine(stateMachineArn=sealing.machine)["definition"]
    definition = json.loads(described)
    definition["States"]["Know the environment"]["Result"]["deliveries"] *= MOST_PAYERS + 1
    states.update_state_machine(stateMachineArn=sealing.machine, definition=json.dumps(definition))
    sealing.deliver(*[items(1.0)] * 100)
    ended = sealing.seal()
    assert ended["status"] == "SUCCEEDED", ended["cause"]


def test_the_last_file_that_is_listed_may_be_the_newer_one(sealing: Sealing) -> None:
    """Then the next delivery is under way, and its manifest starts the next execution."""
    sealing.deliver(*[items(1.0)] * 200)
    sealing.overwrite(200, items(2.0))
    assert sealing.seal()["status"] == "SUCCEEDED"
    assert sealing.metrics()["MonthSuperseded", "daily_costs"] == [1]
    assert sealing.folders() == set()


def test_a_failed_seal_leaves_the_month_as_it_was(sealing: Sealing) -> None:
    """And is a failed execution that says why; what it wrote is gone."""
    sealing.deliver(items(1.0))
    sealing.seal()
    before = sealing.folders()
    sealing.deliver(items(2.0))
    glue = sealing.cloud.client("glue")
    glue.delete_table(DatabaseName=NAMES.database, Name="costs")
    ended = sealing.seal()
    assert (ended["status"], ended["error"]) == ("FAILED", "MonthNotSealed")
    assert ended["cause"].startswith(f"{MONTH} was not sealed: ")
    assert "TABLE_NOT_FOUND" in ended["cause"]
    assert total(sealing) == 3.0
    assert sealing.folders() == before


def test_a_half_written_generation_is_thrown_away(
    sealing: Sealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in AWS a query that fails leaves files; nobody sees them."""
    sealing.deliver(items(1.0))
    sealing.seal()
    before = sealing.folders()
    unload, both = RUN["UNLOAD"], threading.Barrier(2)

    def fails_at_the_end(session: Session) -> Outcome:
        unload(session)
        both.wait(PATIENCE)  # else the slower one would write what the other's failure has swept
        raise RuntimeError("an exhausted cluster")

    monkeypatch.setitem(RUN, "UNLOAD", fails_at_the_end)
    sealing.deliver(items(2.0))
    assert sealing.seal()["error"] == "MonthNotSealed"
    assert sealing.folders() == before
    assert total(sealing) == 3.0


@pytest.mark.parametrize("rows", [items(0.0, hours=0), None], ids=["no rows", "no delivery"])
def test_an_empty_month_is_refused(sealing: Sealing, rows: pa.Table | None) -> None:
    """It never replaces a full one."""
    if rows is not None:
        sealing.deliver(items(1.0))
        sealing.seal()
        sealing.deliver(rows)
    ended = sealing.seal()
    assert (ended["status"], ended["error"]) == ("FAILED", "EmptyMonth")
    assert ended["cause"] == f"{MONTH} has no costs"
    assert total(sealing) == (0.0 if rows is None else 3.0)


def test_a_month_that_no_crawl_has_found_is_waited_for(sealing: Sealing) -> None:
    """Ten minutes; then it is told, and nothing empty is sealed."""
    sealing.deliver(items(1.0))
    sealing.cloud.client("glue").delete_partition(
        DatabaseName=NAMES.database,
        TableName="cur2",
        PartitionValues=list(DELIVERY.partition_values(MONTH)),
    )
    ended = sealing.seal()
    assert (ended["status"], ended["error"]) == ("FAILED", "SourceMonthMissing")
    assert ended["cause"].startswith(f"{MONTH} is delivered and not in the catalog")


def test_who_is_overtaken_by_a_delivery_steps_back(
    sealing: Sealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it read may be a mix; the new delivery's manifest starts the next execution."""
    sealing.deliver(items(1.0))
    sealing.seal()
    before = sealing.folders()
    unload = RUN["UNLOAD"]

    def overtaken(session: Session) -> Outcome:
        outcome = unload(session)
        sealing.deliver(items(3.0))
        return outcome

    sealing.deliver(items(2.0))
    with monkeypatch.context() as patched:
        patched.setitem(RUN, "UNLOAD", overtaken)
        ended = sealing.seal()
    assert (ended["status"], sealing.states_entered(ended["executionArn"])[-1]) == (
        "SUCCEEDED",
        "Superseded",
    )
    assert (total(sealing), sealing.folders()) == (3.0, before)
    sealing.seal()
    assert total(sealing) == 9.0


def test_a_delivery_under_way_is_not_read(sealing: Sealing) -> None:
    """A file that is newer than the manifest: the rest may be still to come."""
    sealing.deliver(items(1.0), items(1.0))
    sealing.seal()
    sealing.deliver(items(2.0), manifest=False)
    ended = sealing.seal()
    assert sealing.states_entered(ended["executionArn"])[-1] == "Superseded"
    assert total(sealing) == 6.0


def test_the_last_months_are_sealed_by_one_command(sealing: Sealing) -> None:
    """Each in an execution of its own, so that one that fails is told by itself."""
    sealing.deliver(items(1.0))
    assert sealing.seal(last_months=12)["status"] == "SUCCEEDED"
    assert total(sealing) == 3.0
    states = sealing.cloud.client("stepfunctions")
    listed = states.list_executions(stateMachineArn=sealing.machine)["executions"]
    assert [found["status"] for found in listed] == ["SUCCEEDED", "SUCCEEDED"]


def test_readers_see_one_delivery_or_another(sealing: Sealing) -> None:
    """Overwrites, seals and queries at once: an old total or a new one, never a mix, never nothing."""
    found = storm(sealing, overwrites=2, queries=12)
    assert found.queries >= 12
    assert found.mixes == 0
    assert total(sealing) == found.totals[-1]


def test_a_reader_of_some_rows_has_them_sealed_alone(
    cloud: Cloud, synthesize: Synthesize, tmp_path: Path
) -> None:
    """In the same execution, in a database of its own; all rows are sealed and compared as ever."""
    readers = {"team": {"only": {"accounts": ["000000000003", "000000000004"]}}}
    stack = synthesize(exports=EXPORTS, consumers={"readers": readers})
    with Sealing.on(
        cloud, stack, tmp_path, beside=("catalog/reader_team_tables", "consumers/reader_team")
    ) as sealing:
        sealing.deliver(items(1.0), items(5.0, account="000000000003"))
        assert sealing.seal()["status"] == "SUCCEEDED"
        for _ in "23":
            sealing.deliver(items(1.0), items(7.0, account="000000000003"))
            execution = sealing.seal()
            assert execution["status"] == "SUCCEEDED"
        states = sealing.states_entered(execution["executionArn"])
        assert len(states) == SEAL + 2 * SEAL_A_SHARE
        for table in ("daily_costs", "resource_costs"):
            sums = f"SELECT sum(unblended_cost), sum(line_items) FROM {{}}.{table}"
            assert sealing.ask(sums.format(NAMES.database)) == [("24.0", "6")]
            assert sealing.ask(sums.format(NAMES.reader_database("team"))) == [("21.0", "3")]
        _assert_no_other_rows(sealing, stack)
        assert sealing.metrics()["RowsMissing", "daily_costs"] == [0, 0, 0]


def _assert_no_other_rows(sealing: Sealing, stack: Stack) -> None:
    """With the reader's deployed policy alone: answered of its tables, refused of all others."""
    policy = stack.policy("aws_iam_policy", "consumers_reader_team_policy")
    sealing.cloud.restrict(Caller.READER, [policy])
    athena = sealing.cloud.client("athena", caller=Caller.READER)
    workgroup, own = NAMES.reader_workgroup("team"), NAMES.reader_database("team")
    asked = "SELECT count(*) FROM {}.{}"
    assert run_query(athena, asked.format(own, "daily_costs"), workgroup, own).rows == (("1",),)
    for name in ("daily_costs", "costs", "cur2"):
        with pytest.raises(QueryFailed, match="not authorized to perform: glue:GetTable on"):
            run_query(athena, asked.format(NAMES.database, name), workgroup, own)


def test_a_seal_is_held_against_what_it_was_made_of(sealing: Sealing) -> None:
    """Rows and cents of each table; nothing is missing, which is put, too."""
    sealing.deliver(items(1.25), items(-0.4, hours=30, account="3"))
    assert sealing.seal()["status"] == "SUCCEEDED"
    assert sealing.metrics() == {
        (metric, table): [value]
        for metric, value in (("MonthSealed", 1), ("RowsMissing", 0), ("CentsMissing", 0))
        for table in ("daily_costs", "resource_costs")
    }


def test_what_a_sealed_month_lacks_is_counted(
    sealing: Sealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Athena wrote less than the month has: 33 line items of -8.25 are nowhere in the first table."""
    unload = RUN["UNLOAD"]

    def loses_its_file(session: Session) -> Outcome:
        outcome = unload(session)
        s3 = sealing.cloud.client("s3")
        listed = s3.list_objects_v2(Bucket=NAMES.sealed_bucket, Prefix="daily")
        for found in listed.get("Contents", []):
            s3.delete_object(Bucket=NAMES.sealed_bucket, Key=found["Key"])
        return outcome

    monkeypatch.setitem(RUN, "UNLOAD", loses_its_file)
    sealing.deliver(items(1.25), items(-0.4, hours=30, account="3"))
    assert sealing.seal()["status"] == "SUCCEEDED"
    found = sealing.metrics()
    assert (found["RowsMissing", "daily_costs"], found["CentsMissing", "daily_costs"]) == (
        [33],
        [825],
    )
    assert found["CentsMissing", "resource_costs"] == [0]


def test_files_that_the_manifest_names_and_that_are_not_there_are_counted(sealing: Sealing) -> None:
    """Each time that somebody looks: before the month is read and after."""
    sealing.deliver(items(1.0), lost=2)
    assert sealing.seal()["status"] == "SUCCEEDED"
    assert sealing.metrics()["FilesMissing", "cur2"] == [2, 2]


def test_a_month_that_somebody_published_since_is_not_compared(
    sealing: Sealing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another delivery's sums would be told as missing."""
    sealing.deliver(items(1.0))
    sealing.seal()
    select = RUN["SELECT"]

    def overtaken(session: Session) -> Outcome:
        glue = sealing.cloud.client("glue")
        for table in ("daily_costs", "resource_costs"):
            partition = sealing.partition(table)
            glue.update_partition(
                DatabaseName=NAMES.database,
                TableName=table,
                PartitionValueList=partition["Values"],
                PartitionInput={
                    "Values": partition["Values"],
                    "StorageDescriptor": partition["StorageDescriptor"],
                    "Parameters": partition["Parameters"] | {"execution": "another"},
                },
            )
        return select(session)

    before = sealing.metrics()
    sealing.deliver(items(2.0))
    with monkeypatch.context() as patched:
        patched.setitem(RUN, "SELECT", overtaken)
        assert sealing.seal()["status"] == "SUCCEEDED"
    found = sealing.metrics()
    assert found["MonthSealed", "daily_costs"] == [1, 1]
    for metric in ("RowsMissing", "CentsMissing"):
        assert found[metric, "daily_costs"] == before[metric, "daily_costs"]
