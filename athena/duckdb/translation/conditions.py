"""Which conditions of a statement speak of partition keys alone.

They decide which partitions are read at all: what Athena bills, and which broken file matters. A
condition is taken apart at its ANDs; of an OR it keeps what each side says about the keys.
"""

from collections.abc import Collection

from athena.duckdb.translation.placeholders import exchanged
from athena.duckdb.translation.session import Session
from athena.duckdb.translation.typed import Field, Key, Typed


def note_conditions(session: Session, condition: Typed, of: Collection[Field]) -> None:
    """Remember what a condition demands of the partition keys among these columns.

    They are those of the FROM whose rows it selects: of a row outside of a subquery it demands nothing.
    """
    for number, source in enumerate(session.sources):
        kept = _relaxed(condition, number, of)
        if kept is not None:
            source.conditions.append(_over_keys(kept, number))


def keys_of(value: Typed) -> frozenset[Key]:
    """What a value is of partition keys: itself one, or made of those of one table."""
    if not value.pure or not value.fields:
        return frozenset()
    sources = {key.source for field in value.fields for key in field.keys}
    return frozenset(
        Key(source, f"({_over_keys(value, source)})")
        for source in sources
        if all(_key(field, source) for field in value.fields)
    )


def _over_keys(value: Typed, source: int) -> str:
    """Its SQL with the source's partition keys in the place of the columns."""
    keys = {field.sql: key.sql for field in value.fields if (key := _key(field, source))}
    return exchanged(value.sql, keys)


def _key(field: Field, source: int) -> Key | None:
    return next((key for key in field.keys if key.source == source), None)


def _relaxed(condition: Typed, source: int, of: Collection[Field]) -> Typed | None:
    """The part of a condition that holds whenever it holds and speaks of one table's keys alone."""
    if condition.operator == "AND":
        parts = [_relaxed(term, source, of) for term in condition.terms]
        kept = [part for part in parts if part is not None]
        return _joined("AND", kept) if kept else None
    if condition.operator == "OR":
        parts = [_relaxed(term, source, of) for term in condition.terms]
        kept = [part for part in parts if part is not None]
        return _joined("OR", kept) if len(kept) == len(parts) else None
    of_keys = all(_key(field, source) and field in of for field in condition.fields)
    return condition if condition.fields and condition.pure and of_keys else None


def _joined(operator: str, parts: list[Typed]) -> Typed:
    sql = f"({f' {operator} '.join(part.sql for part in parts)})"
    fields = frozenset().union(*(part.fields for part in parts))
    return Typed(sql, parts[0].type, fields=fields)
