"""Result objects in S3: what Athena writes when a statement succeeds, and pages read back from them.

A query's CSV is quoted throughout; NULL is an empty field and an empty string is `""`. Other statements
write their lines as text, without a newline at the end. Content types and file names are as measured
by https://github.com/aoyagikouhei/athena-local (result-files.md). GetQueryResults is served from
these objects, so a result that someone deletes from S3 is gone, as in AWS.
"""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from threading import Event

from moto.s3.models import FakeKey

from athena.endpoint.results.metadata import ResultMetadata
from athena.endpoint.results.outcome import Outcome
from athena.errors import QueryCancelled
from athena.glue.objects import Objects, S3Uri, read_from
from athena.text import athena_text

# Possessive, so that a row cut at the end of a block costs no backtracking.
CSV_ROW = re.compile(rb'(?:[^"\n]++|"[^"]*+")*+\n')
CSV_FIELD = re.compile(rb'(?:"((?:[^"]++|"")*+)")?+[,\n]')
CANCEL_CHECK = 1000  # rows between two looks at the cancel event

Row = tuple[str | None, ...]


def render(outcome: Outcome, cancelled: Event) -> bytes:
    """The body of the result object: consumes the rows.

    Raises QueryCancelled, and whatever the engine raises while rows are read.
    """
    if outcome.types is None:
        return "\n".join(str(line) for (line,) in outcome.rows).encode()
    out = BytesIO()
    out.write(_csv_line(column.name for column in outcome.columns))
    for number, row in enumerate(outcome.rows):
        if number % CANCEL_CHECK == 0 and cancelled.is_set():
            raise QueryCancelled
        values = zip(row, outcome.types, strict=True)
        out.write(_csv_line(athena_text(value, type_) for value, type_ in values))
    return out.getvalue()


def store(objects: Objects, location: S3Uri, id_: str, outcome: Outcome, body: bytes) -> None:
    """Put the result, its metadata and its manifest at an OutputLocation. Raises NoSuchBucket."""
    if outcome.types is not None:
        objects.put(location, body)
    elif location.key.endswith(".txt"):
        objects.put(location, body, "binary/octet-stream")
    if outcome.manifest:
        listed = "".join(f"{uri}\n" for uri in outcome.manifest)
        objects.put(manifest_of(location), listed.encode())
    if outcome.columns:
        metadata = ResultMetadata(id_, outcome.columns, outcome.update_type, outcome.update_count)
        objects.put(metadata_of(location), metadata.encode())


def metadata_of(location: S3Uri) -> S3Uri:
    return S3Uri(location.bucket, location.key + ".metadata")


def manifest_of(location: S3Uri) -> S3Uri:
    return S3Uri(location.bucket, location.key.removesuffix(".csv") + "-manifest.csv")


def _csv_line(values: Iterable[str | None]) -> bytes:
    fields = ('"' + text.replace('"', '""') + '"' if text is not None else "" for text in values)
    return (",".join(fields) + "\n").encode()


def read_page(body: FakeKey, offset: int, count: int) -> tuple[list[Row], int | None]:
    """Up to `count` rows from a byte offset on, and the offset of the next page if there is one."""
    rows: list[Row] = []
    lines = (
        _csv_lines(body, offset) if str(body.name).endswith(".csv") else _text_lines(body, offset)
    )
    for line, start in lines:
        if len(rows) == count:
            return rows, start
        rows.append(line)
    return rows, None


def _csv_lines(body: FakeKey, offset: int) -> Iterator[tuple[Row, int]]:
    block = b""
    while more := read_from(body, offset + len(block)):
        block += more
        at = 0
        while found := CSV_ROW.match(block, at):
            yield tuple(_field(field[1]) for field in CSV_FIELD.finditer(found[0])), offset + at
            at = found.end()
        block, offset = block[at:], offset + at


def _field(quoted: bytes | None) -> str | None:
    return None if quoted is None else quoted.decode().replace('""', '"')


def _text_lines(body: FakeKey, offset: int) -> Iterator[tuple[Row, int]]:
    text = read_from(body, offset, body.size)
    if offset == 0 and not text:
        return
    for line in text.split(b"\n"):
        yield (line.decode(),), offset
        offset += len(line) + 1
