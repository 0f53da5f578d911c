"""The generated parts of the documentation: `python -m modules.reference` (`make docs`) rewrites them.

`policies/<environment>/` has what who plans, applies and reads needs; docs/settings.md and
queries/README.md are written whole; docs/running-cost.md and docs/hcp-terraform.md hold blocks between
`<!-- begin NAME -->` and `<!-- end NAME -->`. A test compares them with what this module makes of the
settings, the queries, the synthesized stack and the prices.
"""

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from modules import iam
from modules.environment import Environment, parse_environments, read_environments
from modules.library_page import library_page
from modules.plan import Plan
from modules.running_cost import Bill, Cost, managed_cost, prices, running_cost
from modules.settings_page import settings_page

PROJECT = Path(__file__).parent.parent
ON, REGISTERED = {"enabled": True}, {"catalog": "registered"}
# What docs/running-cost.md prices: `exports`, for bills of so many GB a month.
TYPICAL: dict[str, dict[str, object]] = {
    "CUR 2.0 and FOCUS, crawled": {},
    "the same, registered": {"cur2": REGISTERED, "focus": REGISTERED},
    "CUR 2.0, FOCUS and legacy CUR, crawled": {"legacy_cur": ON},
}
SIZES = (1, 10, 100)
SHOWN_SIZE = 10  # line by line
LIBRARY = ("aws_athena_named_query", "aws_athena_prepared_statement")


def prices_table() -> str:
    """The price list, as Markdown."""
    rows = ["| US dollars | for one | read |", "|---|---|---|"]
    rows += [f"| {p.usd:g} | {p.unit} | [{p.read}]({p.source}) |" for p in prices().values()]
    return "\n".join(rows) + "\n"


def totals_table() -> str:
    """What typical environments cost a month, by the size of the bill."""
    rows = [
        "| | " + " | ".join(f"{size} GB" for size in SIZES) + " |",
        "|---|" + "---:|" * len(SIZES),
    ]
    for name in TYPICAL:
        totals = [sum(cost.usd for cost in _typical(name, size)) for size in SIZES]
        rows.append(f"| {name} | " + " | ".join(f"{total:,.2f}" for total in totals) + " |")
    return "\n".join(rows) + "\n"


def lines_table() -> str:
    """The same for one size, line by line."""
    columns = [_typical(name, SHOWN_SIZE) for name in TYPICAL]
    rows = ["| | " + " | ".join(TYPICAL) + " |", "|---|" + "---:|" * len(TYPICAL)]
    for costs in zip(*columns, strict=True):
        cells = " | ".join(f"{cost.usd:,.2f}" for cost in costs)
        rows.append(f"| {costs[0].what} | {cells} |")
    return "\n".join(rows) + "\n"


def _typical(name: str, gigabytes: int) -> list[Cost]:
    settings = {"account_id": "123456789012", "region": "us-east-1", "exports": TYPICAL[name]}
    environment = parse_environments("docs/running-cost.md", {name: settings})[name]
    return running_cost(Plan.of(environment), Bill(gigabytes))


def running_cost_page(text: str) -> str:
    """docs/running-cost.md with its generated blocks up to date."""
    for name, table in (
        ("prices", prices_table()),
        ("totals", totals_table()),
        ("lines", lines_table()),
    ):
        text = replaced(text, name, table)
    return text


def managed_table(resources: Mapping[str, Mapping[str, object]]) -> str:
    """How many resources a stack has, and what HCP Terraform bills for them a month, as Markdown."""
    whole = sum(map(len, resources.values()))
    library = sum(len(resources[kind]) for kind in LIBRARY)
    rows = [
        "| | resources | " + " | ".join(managed_cost(0)) + " |",
        "|---|---:|" + "---:|" * len(managed_cost(0)),
    ]
    for what, number in (("`example`", whole), ("the same without library", whole - library)):
        usd = (f"{usd:,.2f}" for usd in managed_cost(number).values())
        rows.append(f"| {what} | {number} | " + " | ".join(usd) + " |")
    return "\n".join(rows) + "\n"


def policies(environment: Environment) -> dict[str, str]:
    """The files of `policies/<environment>/`: for who plans, applies and reads (not a source)."""
    plan = Plan.of(environment)
    written = {f"plan-{part}": policy for part, policy in iam.plan_access(plan).items()}
    if not environment.hub:
        written["read"] = iam.read_access(plan)
        written["redrive"] = iam.redrive_access(plan)
    written |= {f"apply-{part}": policy for part, policy in iam.apply_access(plan).items()}
    return {f"{name}.json": json.dumps(found, indent=2) + "\n" for name, found in written.items()}


def replaced(text: str, name: str, block: str) -> str:
    """`text` with the block of that name exchanged; raises ValueError when it has none."""
    begin, end = f"<!-- begin {name} -->\n", f"<!-- end {name} -->"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"no block {begin.strip()} … {end}")
    return pattern.sub(lambda _: begin + block + end, text)


def main() -> int:
    """Rewrite the files from `cdktf.json` and `cdktf.out`."""
    for name, environment in read_environments(PROJECT / "cdktf.json").items():
        folder = PROJECT / "policies" / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, policy in policies(environment).items():
            (folder / file).write_text(policy)
    path = PROJECT / "cdktf.out/stacks/example/cdk.tf.json"
    if path.exists():  # a cdktf.json of one's own needs none
        _tell_of(json.loads(path.read_text()))
    (PROJECT / "queries/README.md").write_text(library_page())
    path = PROJECT / "docs/running-cost.md"
    path.write_text(running_cost_page(path.read_text()))
    return 0


def _tell_of(stack: dict[str, dict[str, dict[str, str]]]) -> None:
    """What a synthesized stack gives out, and how much it is."""
    (PROJECT / "docs/settings.md").write_text(settings_page(stack["output"]))
    path = PROJECT / "docs/hcp-terraform.md"
    path.write_text(replaced(path.read_text(), "managed", managed_table(stack["resource"])))


if __name__ == "__main__":
    sys.exit(main())
