"""The `.metadata` object that Athena writes next to a result.

Athena's JDBC driver reads it, and so does GetQueryResults here: nothing about a finished result stays
in memory. It is protobuf without a published schema; the field numbers are those read by
https://github.com/burtcorp/athena-jdbc (AthenaMetaDataParser). For SHOW statements Athena encrypts it;
here it is plain for all.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from athena.endpoint.results.columns import ColumnInfo

QUERY_ID, UPDATE_TYPE, UPDATE_COUNT, COLUMN = 1, 2, 3, 4
CATALOG, NAME, LABEL, TYPE, PRECISION, SCALE, NULLABLE, CASE_SENSITIVE = 1, 4, 5, 6, 7, 8, 9, 10
UNKNOWN = 3  # Nullable


@dataclass(frozen=True)
class ResultMetadata:
    """What a result consists of; `update_count` is set for statements that write rows."""

    query_id: str
    columns: tuple[ColumnInfo, ...]
    update_type: str | None = None  # Trino's: CREATE TABLE, INSERT
    update_count: int | None = None

    def encode(self) -> bytes:
        fields = [_text(QUERY_ID, self.query_id)]
        if self.update_type is not None:
            fields.append(_text(UPDATE_TYPE, self.update_type))
        if self.update_count is not None:
            fields.append(_number(UPDATE_COUNT, self.update_count))
        fields += [_bytes(COLUMN, _encode_column(column)) for column in self.columns]
        return b"".join(fields)

    @classmethod
    def decode(cls, body: bytes) -> "ResultMetadata":
        query_id, update_type, update_count, columns = "", None, None, []
        for field, value in _fields(body):
            match field, value:
                case 1, bytes():
                    query_id = value.decode()
                case 2, bytes():
                    update_type = value.decode()
                case 3, int():
                    update_count = value
                case 4, bytes():
                    columns.append(_decode_column(value))
        return cls(query_id, tuple(columns), update_type, update_count)


def _encode_column(column: ColumnInfo) -> bytes:
    fields = [
        _text(CATALOG, "hive"),
        _text(NAME, column.name),
        _text(LABEL, column.name),
        _text(TYPE, column.type),
    ]
    optional = ((PRECISION, column.precision), (SCALE, column.scale), (NULLABLE, UNKNOWN))
    fields += [_number(field, value) for field, value in optional if value is not None]
    if column.case_sensitive is not None:
        fields.append(_number(CASE_SENSITIVE, column.case_sensitive))
    return b"".join(fields)


def _decode_column(body: bytes) -> ColumnInfo:
    texts: dict[int, str] = {}
    numbers: dict[int, int] = {}
    for field, value in _fields(body):
        if isinstance(value, bytes):
            texts[field] = value.decode()
        else:
            numbers[field] = value
    case_sensitive = bool(numbers[CASE_SENSITIVE]) if CASE_SENSITIVE in numbers else None
    return ColumnInfo(
        texts[NAME], texts[TYPE], numbers.get(PRECISION), numbers.get(SCALE), case_sensitive
    )


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _fields(body: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0

    def varint() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = body[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    while at < len(body):
        tag = varint()
        number = varint()
        if tag & 7 == 2:
            yield tag >> 3, body[at : at + number]
            at += number
        else:
            yield tag >> 3, number
