"""One export or report, as AWS has it or as Terraform would ask for it: told alike, so they compare."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modules.datasets import BillingService

EXPORT, REPORT = "aws_bcmdataexports_export", "aws_cur_report_definition"
COLUMNS = "columns"
ABSENT = "FALSE"  # what AWS means by a table configuration that it doesn't tell
_STATEMENT = re.compile(
    r"\s*SELECT\s+(.+?)\s+FROM\s+\"?(\w+)\"?\s*;?\s*", re.IGNORECASE | re.DOTALL
)

Detail = str | frozenset[str]


@dataclass(frozen=True)
class Delivered:
    """`details` decides what is in the files: table configurations, output, columns."""

    service: BillingService
    id: str  # Terraform imports it by this
    name: str
    table: str  # of Data Exports; '' for a legacy report
    bucket: str
    prefix: str
    region: str
    details: Mapping[str, Detail]

    @classmethod
    def of_export(cls, export: Mapping[str, Any]) -> "Delivered":
        """From GetExport's `Export`."""
        query = export["DataQuery"]
        destination = export["DestinationConfigurations"]["S3Destination"]
        output = destination["S3OutputConfigurations"]
        columns, table = _selected(query["QueryStatement"])
        return cls(
            BillingService.DATA_EXPORTS,
            export.get("ExportArn", ""),
            export["Name"],
            table,
            destination["S3Bucket"],
            destination["S3Prefix"],
            destination["S3Region"],
            query.get("TableConfigurations", {}).get(table, {})
            | {
                "overwrite": output["Overwrite"],
                "format": output["Format"],
                "compression": output["Compression"],
                "output type": output["OutputType"],
                COLUMNS: columns,
            },
        )

    @classmethod
    def of_report(cls, report: Mapping[str, Any]) -> "Delivered":
        """From one of DescribeReportDefinitions."""
        return cls(
            BillingService.LEGACY_REPORT,
            report["ReportName"],
            report["ReportName"],
            "",
            report["S3Bucket"],
            report["S3Prefix"],
            report["S3Region"],
            {
                "time unit": report["TimeUnit"],
                "format": report["Format"],
                "compression": report["Compression"],
                "versioning": report.get("ReportVersioning", "CREATE_NEW_REPORT"),
                "refreshing of closed reports": str(report.get("RefreshClosedReports", True)),
                "schema elements": frozenset(report.get("AdditionalSchemaElements", ())),
                "artifacts": frozenset(report.get("AdditionalArtifacts", ())),
            },
        )

    @classmethod
    def of_terraform(cls, kind: str, arguments: Mapping[str, Any]) -> "Delivered":
        """From the synthesized arguments of an EXPORT or REPORT."""
        if kind == REPORT:
            return cls.of_report(_as_api(arguments))
        (asked,) = arguments["export"]
        (query,), (places,) = asked["data_query"], asked["destination_configurations"]
        (destination,) = places["s3_destination"]
        (output,) = destination["s3_output_configurations"]
        s3 = _as_api(destination) | {"S3OutputConfigurations": _as_api(output)}
        return cls.of_export(
            {
                "Name": asked["name"],
                "DataQuery": {
                    "QueryStatement": query["query_statement"],
                    "TableConfigurations": query.get("table_configurations", {}),
                },
                "DestinationConfigurations": {"S3Destination": s3},
            }
        )


def differences(there: Delivered, asked: Delivered) -> Iterator[str]:
    """What AWS can't change without ending the one that is there, in words."""
    places = (
        ("bucket", there.bucket, asked.bucket),
        ("prefix", there.prefix, asked.prefix),
        ("region", there.region, asked.region),
    )
    yield from (f"its {what} is {its}, here {ours}" for what, its, ours in places if its != ours)
    for what, ours in asked.details.items():
        told = there.details.get(what, ABSENT if isinstance(ours, str) else frozenset())
        if isinstance(ours, frozenset) and isinstance(told, frozenset):
            yield from _more_and_less(what, told, ours)
        elif told != ours:
            yield f"its {what} is {told}, here {ours}"


def _more_and_less(what: str, theirs: frozenset[str], ours: frozenset[str]) -> Iterator[str]:
    if more := sorted(theirs - ours):
        yield f"its {what} have {', '.join(more)}, here not"
    if less := sorted(ours - theirs):
        yield f"its {what} lack {', '.join(less)}"


def _selected(statement: str) -> tuple[frozenset[str], str]:
    """Columns and table; a statement that is more than a list of columns is one strange column."""
    found = _STATEMENT.fullmatch(statement)
    if not found:
        return frozenset({statement}), ""
    return frozenset(column.strip() for column in found[1].split(",")), found[2]


def _as_api(arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {name.title().replace("_", ""): value for name, value in arguments.items()}
