"""The life of a statement: queued, running, finished, listed, stopped, repeated."""

import time

import pytest
from botocore.exceptions import ClientError

from athena.client import QueryFailed
from athena.engine import EngineResult, ResultColumn, Statement
from tests.athena.endpoint.conftest import DATABASE, RESULTS, WORKGROUP, Account

ENDLESS = "SELECT count(*) FROM usage a, usage b, UNNEST(sequence(1, 9000)) x(i), UNNEST(sequence(1, 9000)) y(j), UNNEST(sequence(1, 9000)) z(k)"  # noqa: E501


def finished(account: Account, id_: str) -> dict[str, object]:
    """Wait for a final state."""
    while (found := account.execution(id_))["Status"]["State"] in ("QUEUED", "RUNNING"):
        time.sleep(0.02)
    return found


def test_a_query_returns_the_rows_of_the_table(account: Account) -> None:
    """a query over a partitioned table sees every partition, with NULL and '' told apart."""
    found = account.run("SELECT service, cost, hours FROM usage ORDER BY cost")
    assert found.columns == ("service", "cost", "hours")
    assert found.rows == (
        ("AmazonS3", "0.25", None),
        ("", "1.0", "2"),
        ("AmazonEC2", "10.5", "24"),
        ("AmazonEC2", "12.0", "48"),
        ('Support, "gold"', "100.0", "1"),
    )


def test_a_finished_query_is_described_as_aws_does(account: Account) -> None:
    """a finished query reports state, times, bytes, workgroup, engine and statement type."""
    found = account.run("SELECT sum(cost) AS total FROM usage")
    execution = account.execution(found.execution_id)
    assert execution["Status"]["State"] == "SUCCEEDED"
    assert "StateChangeReason" not in execution["Status"]
    assert execution["Status"]["CompletionDateTime"] >= execution["Status"]["SubmissionDateTime"]
    assert (execution["StatementType"], execution["SubstatementType"]) == ("DML", "SELECT")
    assert execution["WorkGroup"] == WORKGROUP
    assert execution["EngineVersion"]["EffectiveEngineVersion"] == "Athena engine version 3"
    assert execution["QueryExecutionContext"] == {"Database": DATABASE}
    statistics = execution["Statistics"]
    assert statistics["DataScannedInBytes"] == found.scanned_bytes > 0
    assert statistics["TotalExecutionTimeInMillis"] >= statistics["EngineExecutionTimeInMillis"]
    assert statistics["ResultReuseInformation"] == {"ReusedPreviousResult": False}
    assert execution["ResultConfiguration"]["OutputLocation"] == (
        f"s3://{RESULTS}/athena/{found.execution_id}.csv"
    )


def test_a_failing_query_says_why(account: Account) -> None:
    """a query that fails is FAILED with Athena's reason and an AthenaError block."""
    with pytest.raises(QueryFailed) as failed:
        account.run("SELECT 1 FROM no_such_table")
    assert str(failed.value).startswith("TABLE_NOT_FOUND: line 1:15: ")
    status = account.execution(failed.value.execution_id)["Status"]
    assert status["State"] == "FAILED"
    assert status["AthenaError"] == {
        "ErrorCategory": 2,
        "ErrorType": 1301,
        "Retryable": False,
        "ErrorMessage": status["StateChangeReason"],
    }


def test_a_syntax_error_is_refused_before_anything_runs(account: Account) -> None:
    """a syntax error is refused when the query is started, and leaves no execution."""
    before = account.athena.list_query_executions(WorkGroup=WORKGROUP)["QueryExecutionIds"]
    with pytest.raises(ClientError) as refused:
        account.start("SELECT FROM WHERE")
    assert refused.value.response["Error"]["Code"] == "InvalidRequestException"
    assert dict(refused.value.response)["AthenaErrorCode"] == "MALFORMED_QUERY"
    assert account.athena.list_query_executions(WorkGroup=WORKGROUP)["QueryExecutionIds"] == before


def test_a_statement_athena_does_not_know_is_refused(account: Account) -> None:
    """a statement of no known kind, or none at all, is refused with Athena's words."""
    for sql in ("GRANT ALL ON usage TO x", "-- nothing"):
        with pytest.raises(ClientError, match="Queries of this type are not supported"):
            account.start(sql)


def test_a_running_query_can_be_stopped(account: Account) -> None:
    """a stopped query is CANCELLED at once, has no results, and can be stopped again."""
    id_ = account.start(ENDLESS)
    account.athena.stop_query_execution(QueryExecutionId=id_)
    status = account.execution(id_)["Status"]
    assert (status["State"], status["StateChangeReason"]) == (
        "CANCELLED",
        "Query cancelled by user",
    )
    account.athena.stop_query_execution(QueryExecutionId=id_)
    with pytest.raises(ClientError, match="Could not find results"):
        account.athena.get_query_results(QueryExecutionId=id_)


def test_results_are_not_there_before_the_end(account: Account) -> None:
    """results of an unfinished query are refused with its state, those of a failed one too."""
    id_ = account.start(ENDLESS)
    with pytest.raises(ClientError, match=r"not yet finished\. Current state: (QUEUED|RUN)"):
        account.athena.get_query_results(QueryExecutionId=id_)
    account.athena.stop_query_execution(QueryExecutionId=id_)
    failed = account.start("SELECT 1 FROM no_such_table")
    finished(account, failed)
    with pytest.raises(
        ClientError, match=r"did not finish successfully\. Final query state: FAILED"
    ):
        account.athena.get_query_results(QueryExecutionId=failed)


def test_executions_are_listed_newest_first(account: Account) -> None:
    """a workgroup's executions are listed newest first, page by page, and fetched in a batch."""
    ids = [account.run(f"SELECT {number} AS n").execution_id for number in range(3)]
    pages = account.athena.get_paginator("list_query_executions").paginate(
        WorkGroup=WORKGROUP, PaginationConfig={"PageSize": 2}
    )
    listed = [id_ for page in pages for id_ in page["QueryExecutionIds"]]
    assert listed[:3] == ids[::-1]
    assert len(listed) == len(set(listed))
    batch = account.athena.batch_get_query_execution(QueryExecutionIds=[*ids, "unknown"])
    assert [one["QueryExecutionId"] for one in batch["QueryExecutions"]] == ids
    assert batch["UnprocessedQueryExecutionIds"][0]["QueryExecutionId"] == "unknown"


def test_an_unknown_execution_is_not_found(account: Account) -> None:
    """an unknown execution id is refused by every action that takes one."""
    for action in ("get_query_execution", "get_query_results", "stop_query_execution"):
        with pytest.raises(ClientError, match="QueryExecution nope was not found"):
            getattr(account.athena, action)(QueryExecutionId="nope")


def test_a_repeated_request_token_runs_once(account: Account) -> None:
    """a repeated ClientRequestToken gives the first execution, and must mean the same query."""
    token = "t" * 32
    first = account.start("SELECT 1 AS n", ClientRequestToken=token)
    assert account.start("SELECT 1 AS n", ClientRequestToken=token) == first
    with pytest.raises(ClientError, match="Idempotent parameters do not match"):
        account.start("SELECT 2 AS n", ClientRequestToken=token)


def test_parameters_fill_the_question_marks(account: Account) -> None:
    """execution parameters are SQL literals; a plain word counts as a string."""
    sql = "SELECT cost FROM usage WHERE service = ? AND month = ?"
    assert account.run(sql, "'AmazonEC2'", "'2026-01'").rows == (("10.5",),)
    assert account.run("SELECT cost FROM usage WHERE service = ?", "AmazonS3").rows == (("0.25",),)
    assert account.run("SELECT 1 AS n", "ignored").rows == (("1",),)


def test_a_query_string_has_a_longest_length(account: Account) -> None:
    """a query string of more than 262,144 characters is refused."""
    sql = "SELECT 1 -- " + "x" * 262_144
    with pytest.raises(ClientError, match="Member must have length less than or equal to 262144"):
        account.start(sql)


def test_another_region_is_told_where_athena_runs(account: Account) -> None:
    """a query sent to another region is refused with the region to use."""
    elsewhere = account.cloud.client("athena", "us-east-1")
    with pytest.raises(ClientError, match="Set the client's region to eu-west-1"):
        elsewhere.start_query_execution(QueryString="SELECT 1")


def test_runtime_statistics_are_measured(account: Account) -> None:
    """runtime statistics repeat the execution's times and bytes."""
    found = account.run("SELECT * FROM usage")
    statistics = account.athena.get_query_runtime_statistics(QueryExecutionId=found.execution_id)
    measured = statistics["QueryRuntimeStatistics"]
    assert measured["Rows"]["InputBytes"] == found.scanned_bytes
    assert measured["OutputStage"]["State"] == "SUCCEEDED"
    assert measured["Timeline"]["TotalExecutionTimeInMillis"] >= 0


def test_a_prepared_statement_runs_with_its_values(account: Account) -> None:
    """a statement prepared in SQL runs with USING, and is gone after DEALLOCATE."""
    account.run("PREPARE by_service FROM SELECT cost FROM usage WHERE service = ? AND month = ?")
    assert account.run("EXECUTE by_service USING 'AmazonEC2', '2026-02'").rows == (("12.0",),)
    assert account.run("EXECUTE by_service", "'AmazonS3'", "'2026-01'").rows == (("0.25",),)
    stored = account.athena.get_prepared_statement(StatementName="by_service", WorkGroup=WORKGROUP)
    assert stored["PreparedStatement"]["QueryStatement"].startswith("SELECT cost")
    account.run("DEALLOCATE PREPARE by_service")
    with pytest.raises(QueryFailed, match="Prepared statement not found: by_service"):
        account.run("EXECUTE by_service")


class Planner:
    """An engine that explains and does nothing else."""

    name = "planner"

    def run(self, statement: Statement) -> EngineResult:
        assert statement.sql == "EXPLAIN SELECT cost FROM usage"
        return EngineResult((ResultColumn("Query Plan", "varchar"),), iter([("Scan\n  usage",)]), 0)

    def validate(self, statement: Statement) -> tuple[ResultColumn, ...]:
        return ()

    def close(self) -> None:
        pass


def test_explain_returns_the_plan(account: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    """EXPLAIN returns the engine's plan as lines of one column, below their heading."""
    monkeypatch.setattr(account.service, "engine", Planner())
    found = account.run("EXPLAIN SELECT cost FROM usage")
    assert (found.columns, found.rows) == (("Query Plan",), (("Scan",), ("  usage",)))
    page = account.athena.get_query_results(QueryExecutionId=found.execution_id, MaxResults=2)
    assert [row["Data"][0]["VarCharValue"] for row in page["ResultSet"]["Rows"]] == [
        "Query Plan",
        "Scan",
    ]
    assert "NextToken" in page


def test_the_database_may_come_in_backquotes(account: Account) -> None:
    """As awswrangler sends it before DDL."""
    started = account.athena.start_query_execution(
        QueryString="DESCRIBE `usage`;",
        QueryExecutionContext={"Database": f"`{DATABASE}`"},
        WorkGroup=WORKGROUP,
    )
    finished(account, started["QueryExecutionId"])
    assert account.execution(started["QueryExecutionId"])["Status"]["State"] == "SUCCEEDED"
