"""CASE, IF, COALESCE, CAST, subscripts, time zones and subqueries."""

from dataclasses import replace
from zoneinfo import available_timezones

from athena.duckdb.translation.casts import cast_sql, castable, widened
from athena.duckdb.translation.predicates import Predicates, compared
from athena.duckdb.translation.translator import QueryResult
from athena.duckdb.translation.type_names import named_type
from athena.duckdb.translation.typed import Typed, made_of
from athena.duckdb.widening import common
from athena.errors import SqlError, unsupported
from athena.sql import tree
from athena.types import BIGINT, BOOLEAN, UNKNOWN, ZONED, Type, UnknownTypeError, array, row

SAME = "Value expression and result of subquery must be of the same type"


class Forms(Predicates):
    """The forms of the grammar that are no functions, and those that only look like functions."""

    def on_case(self, node: tree.Case) -> Typed:
        results = [when.result for when in node.whens]
        conditions = [self._when(node, when) for when in node.whens]
        last = [node.default] if node.default is not None else []
        values, type_ = self.shared([*results, *last], "All CASE results")
        branches = "".join(
            f" WHEN {condition.sql} THEN {value.sql}"
            for condition, value in zip(conditions, values, strict=False)
        )
        default = f" ELSE {values[-1].sql}" if last else ""
        parts = (*conditions, *values)
        return made_of(f"CASE{branches}{default} END", type_, parts)

    def _when(self, node: tree.Case, when: tree.When) -> Typed:
        if node.operand is None:
            message = "CASE WHEN clause must evaluate to a boolean (actual: {type})"
            return self.condition(when.condition, message)
        operand, value = self.typed(node.operand), self.typed(when.condition)
        type_ = common(operand.type, value.type)
        if type_ is None:
            what = "CASE operand type does not match WHEN clause operand type"
            text = f"{what}: {operand.type} vs {value.type}"
            raise when.condition.span.error("TYPE_MISMATCH", text)
        sql = compared("=", widened(operand, type_), widened(value, type_))
        return made_of(sql, BOOLEAN, (operand, value))

    def form_if(self, node: tree.Call) -> Typed:
        message = "IF condition must evaluate to a boolean (actual: {type})"
        condition = self.condition(node.arguments[0], message)
        values = self.all_typed(node.arguments[1:])
        type_ = values[0].type if len(values) == 1 else common(values[0].type, values[1].type)
        if type_ is None:
            what = f"Result types for IF must be the same: {values[0].type} vs {values[1].type}"
            raise node.span.error("TYPE_MISMATCH", what)
        branches = [widened(value, type_).sql for value in values]
        default = f" ELSE {branches[1]}" if len(branches) == 2 else ""
        sql = f"CASE WHEN {condition.sql} THEN {branches[0]}{default} END"
        return made_of(sql, type_, (condition, *values))

    def form_coalesce(self, node: tree.Call) -> Typed:
        values, type_ = self.shared(node.arguments, "All COALESCE operands")
        sql = f"coalesce({', '.join(value.sql for value in values)})"
        return made_of(sql, type_, values)

    def form_nullif(self, node: tree.Call) -> Typed:
        first, second = self.all_typed(node.arguments)
        type_ = common(first.type, second.type)
        if type_ is None:
            what = f"Types are not comparable with NULLIF: {first.type} vs {second.type}"
            raise node.span.error("TYPE_MISMATCH", what)
        same = compared("=", widened(first, type_), widened(second, type_))
        sql = f"CASE WHEN {same} THEN NULL ELSE {first.sql} END"
        return made_of(sql, first.type, (first, second))

    def form_try(self, node: tree.Call) -> Typed:
        value = self.typed(node.arguments[0])
        return value.as_(f"TRY({value.sql})", value.type)

    def on_cast(self, node: tree.Cast) -> Typed:
        value = self.typed(node.value)
        try:
            type_ = named_type(node.type)
        except UnknownTypeError as error:
            raise node.span.error("TYPE_MISMATCH", f"Unknown type: {error}") from None
        if not castable(value.type, type_):
            what = f"Cannot cast {value.type} to {type_}"
            raise node.span.error("TYPE_MISMATCH", what)
        if type_.base == value.type.base == ZONED:
            type_ = replace(type_, zone=value.type.zone)
        return value.as_(cast_sql(value.sql, value.type, type_, node.safe), type_)

    def on_array(self, node: tree.Array) -> Typed:
        if not node.items:
            return made_of("[]", array(UNKNOWN), ())
        values, type_ = self.shared(node.items, "All ARRAY elements")
        return made_of(f"[{', '.join(value.sql for value in values)}]", array(type_), values)

    def on_subscript(self, node: tree.Subscript) -> Typed:
        base, index = self.typed(node.base), self.typed(node.index)
        if base.type.base == "map":
            key = common(base.type.of[0], index.type)
            if key is not None:
                whole = widened(base, Type("map", of=(key, base.type.of[1])))
                # Trino fails where the key is missing; Athena gives NULL.
                sql = f"({whole.sql})[{widened(index, key).sql}]"
                return made_of(sql, base.type.of[1], (base, index))
        if base.type.base == "array" and common(index.type, BIGINT) == BIGINT:
            sql = f"trino_subscript({base.sql}, {widened(index, BIGINT).sql})"
            return made_of(sql, base.type.of[0], (base, index))
        what = f"Cannot use {index.type} for subscript of {base.type}"
        raise node.span.error("TYPE_MISMATCH", what)

    def on_attimezone(self, node: tree.AtTimeZone) -> Typed:
        value, zone = self.typed(node.value), self.typed(node.zone)
        if value.type.base not in ("timestamp", ZONED):
            what = "Type of value must be a time or timestamp with or without time zone"
            raise node.span.error("TYPE_MISMATCH", f"{what} (actual {value.type})")
        type_ = Type(ZONED, value.type.size, zone=zone_name(zone, node))
        return made_of(value.sql, type_, (value, zone))

    def on_lambda(self, node: tree.Lambda) -> Typed:
        what = "Lambda expression should always be used inside a function"
        raise node.span.error("TYPE_MISMATCH", what)

    # Subqueries

    def on_subquery(self, node: tree.Subquery) -> Typed:
        found = self._inner(node.query)
        if len(found.columns) == 1:
            return _reading(f"({found.sql})", found.columns[0].type, found)
        type_ = _row_of(found)
        fields = ", ".join(f"'{name}': c{n}" for n, name in enumerate(type_.field_names))
        return _reading(f"(SELECT {{{fields}}} FROM ({found.sql}))", type_, found)

    def _inner(self, query: tree.Query) -> QueryResult:
        """A query inside. Trino can't plan every one that looks outside, DuckDB can."""
        found = self.query(query)
        limited = any(isinstance(node, tree.Limit) for node in query.walk())
        if found.outer and (limited or not found.outer <= set(self.scope.fields)):
            raise unsupported(
                "a query with a LIMIT, or two levels deep, that depends on the rows around it"
            )
        return found

    def on_exists(self, node: tree.Exists) -> Typed:
        found = self._inner(node.query)
        return _reading(f"EXISTS ({found.sql})", BOOLEAN, found)

    def on_inquery(self, node: tree.InQuery) -> Typed:
        value, found = self.typed(node.value), self._inner(node.query)
        if isinstance(node.value, tree.Row) and len(found.columns) == len(node.value.values) > 1:
            raise unsupported("IN over the rows of a query")
        if len(found.columns) != 1:
            raise node.span.error("TYPE_MISMATCH", f"{SAME}: {row(value.type)} vs {_row_of(found)}")
        column = found.columns[0]
        type_ = common(value.type, column.type)
        if type_ is None:
            raise node.span.error("TYPE_MISMATCH", f"{SAME}: {value.type} vs {column.type}")
        if type_.holds("map"):
            raise unsupported("IN over maps")
        items = f"SELECT {cast_sql('c0', column.type, type_)} FROM ({found.sql})"
        inner = _reading("", BOOLEAN, found)
        sql = f"({widened(value, type_).sql} IN ({items}))"
        return made_of(sql, BOOLEAN, (value, inner), pure=False)

    def on_quantified(self, node: tree.Quantified) -> Typed:
        value, found = self.typed(node.value), self._inner(node.query)
        column = found.columns[0]
        type_ = common(value.type, column.type)
        if type_ is None or len(found.columns) != 1 or not type_.comparable:
            what = f"{SAME} for quantified comparison: {value.type} vs {column.type}"
            raise node.span.error("TYPE_MISMATCH", what)
        items = f"SELECT {cast_sql('c0', column.type, type_)} FROM ({found.sql})"
        inner = _reading("", BOOLEAN, found)
        sql = f"({widened(value, type_).sql} {node.operator} {node.quantifier} ({items}))"
        return made_of(sql, BOOLEAN, (value, inner), pure=False)


def zone_name(zone: Typed, node: tree.Expression) -> str:
    """The region a string literal names; it must be known before rows are."""
    if zone.literal is None:
        raise unsupported("a time zone that is no string literal")
    if zone.literal not in available_timezones():
        what = f"'{zone.literal}' is not a valid time zone"
        raise SqlError("INVALID_FUNCTION_ARGUMENT", what)
    return zone.literal


def _row_of(query: QueryResult) -> Type:
    names = tuple(column.name for column in query.columns)
    return row(*(column.type for column in query.columns), names=names)


def _reading(sql: str, type_: Type, query: QueryResult) -> Typed:
    reads = query.always.union(*(column.reads for column in query.columns))
    return Typed(sql, type_, reads, query.outer, pure=False)
