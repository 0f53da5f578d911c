"""What a statement hands back before Athena writes it to S3."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from athena.endpoint.results.columns import ColumnInfo
from athena.engine import EngineResult, ResultColumn


@dataclass
class Outcome:
    """Columns and rows, and what it cost; a statement that only acts returns an empty one.

    `types` are the Trino types of the columns, by which values are rendered; a statement whose result
    is text has none, and its rows are single lines.
    """

    columns: tuple[ColumnInfo, ...] = ()
    rows: Iterable[tuple[object, ...]] = ()
    types: tuple[str, ...] | None = None
    update_type: str | None = None
    update_count: int | None = None
    manifest: tuple[str, ...] = ()  # URIs of the data files that CTAS and UNLOAD wrote
    scan: EngineResult | None = field(default=None, repr=False)

    @property
    def scanned_bytes(self) -> int:
        """Final once the rows are consumed."""
        return self.scan.scanned_bytes if self.scan else 0


def rows_of(result: EngineResult) -> Outcome:
    """The result of a query."""
    return Outcome(
        columns=tuple(ColumnInfo.of(column) for column in result.columns),
        rows=result.rows,
        types=tuple(column.type for column in result.columns),
        scan=result,
    )


def lines(names: Iterable[str], rows: Iterable[str], type_: str = "string") -> Outcome:
    """The result of SHOW, DESCRIBE or EXPLAIN: one text a row, whatever the number of columns."""
    columns = tuple(ColumnInfo(name, type_) for name in names)
    return Outcome(columns, [(row,) for row in rows], update_count=0)


def written_rows(scan: EngineResult, update_type: str, count: int, files: Iterable[str]) -> Outcome:
    """The result of a statement that wrote rows: no rows of its own, but their number."""
    columns = (ColumnInfo.of(ResultColumn("rows", "bigint")),)
    return Outcome(
        columns, update_type=update_type, update_count=count, manifest=tuple(files), scan=scan
    )
