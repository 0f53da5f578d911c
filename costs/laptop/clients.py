"""What `up` tells those who come with a client: variables, tables, and a command to paste."""

import shlex
from collections.abc import Iterator, Mapping, Sequence

from athena.glue.definitions import GlueTable
from modules.naming import Names

VIEW = "VIRTUAL_VIEW"
COSTS = (
    "SELECT billing_period, sum(unblended_cost) AS unblended_cost FROM costs GROUP BY 1 ORDER BY 1"
)


def exports(variables: Mapping[str, str]) -> str:
    """Lines for a shell to read."""
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())


def introduction(names: Names, found: Sequence[GlueTable]) -> Iterator[str]:
    """Lines about what is there; `found` are the database's tables and views."""
    views = [str(table["Name"]) for table in found if table.get("TableType") == VIEW]
    tables = [str(table["Name"]) for table in found if table.get("TableType") != VIEW]
    yield f"workgroup {names.workgroup}, database {names.database}"
    yield f"tables: {', '.join(tables)}"
    yield f"views: {', '.join(views)} (docs/cost-language.md)"
    yield f"a bucket to write to: {names.results_bucket}"
    yield "exports live in us-east-1, whatever the region: aws --region us-east-1 bcm-data-exports …"


def command(names: Names, found: Sequence[GlueTable]) -> str:
    """A statement by the aws CLI: start, wait, read."""
    relations = [str(table["Name"]) for table in found]
    question = COSTS if "costs" in relations else f"SELECT count(*) FROM {relations[0]}"
    start = shlex.join(
        [
            *("aws", "athena", "start-query-execution", "--work-group", names.workgroup),
            *("--query-execution-context", f"Database={names.database}"),
            *("--query-string", question, "--query", "QueryExecutionId", "--output", "text"),
        ]
    )
    read = "aws athena get-query-results --output text --query-execution-id"
    return f"id=$({start}); sleep 3; {read} $id"
