"""dbt with its Athena adapter: the project in `dbt/`, built twice."""

import os
import tempfile
from pathlib import Path

from dbt.cli.main import dbtRunner

from tests.terraform.clients.calls import WORKS, say

PROJECT = Path(__file__).with_name("dbt")
MODELS = {
    "monthly": "table model",
    "seen": "view model",
    "by_month": "incremental model, `insert_overwrite`",
    "appended": "incremental model, `append`, with a new column",
    "merged": "incremental model, `merge`, on Iceberg",
    "owners": "`dbt seed`",
    "not_null_monthly_billing_period": "`dbt test`",
}


def built(*arguments: str) -> dict[str, str]:
    """What became of each node."""
    given = ("--project-dir", str(PROJECT), "--profiles-dir", str(PROJECT), "--quiet")
    done = dbtRunner().invoke([*arguments, *given])
    if done.exception:
        raise done.exception
    return {
        result.node.name: WORKS
        if result.status in ("success", "pass")
        else str(result.message).strip()
        for result in getattr(done.result, "results", ())
    }


def main() -> None:
    """Made in a folder of its own, so that nothing is left in the project."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DBT_TARGET_PATH": folder, "DBT_LOG_PATH": folder}
        os.environ["DBT_SEND_ANONYMOUS_USAGE_STATS"] = "false"
        first = built("build")
        for node in ("monthly", "seen", "merged", "owners", "not_null_monthly_billing_period"):
            say(MODELS[node], first[node])
        again = built("run", "--select", "by_month", "appended")
        for node, outcome in again.items():
            say(MODELS[node], first[node] if first[node] != WORKS else outcome)
        built("docs", "generate")
        say("`dbt docs generate`", WORKS)


if __name__ == "__main__":
    main()
