"""Syntax trees as SQL, the way Trino's SqlFormatter writes them: parentheses around everything.

Also around operands of set operations, joins and every part of an expression, where Trino's grammar
allows them though its formatter leaves some out.
"""

from collections.abc import Callable, Iterable
from functools import singledispatch

from athena.sql import parse_query, tree

OF_RELATIONS = (tree.Join, tree.Aliased, tree.Sampled)


def shape(value: object) -> object:
    """A tree without the places in the text, and without queries that are nothing but another."""
    while (
        isinstance(value, tree.Query)
        and isinstance(value.body, tree.Nested)
        and not (value.tables or value.order or value.offset or value.limit)
    ):
        value = value.body.query
    if isinstance(value, tree.Node):
        parts = {name: shape(part) for name, part in vars(value).items() if name != "span"}
        return type(value).__name__, parts
    return [shape(part) for part in value] if isinstance(value, tuple) else value


def assert_the_same_with_all_parentheses(sql: str) -> None:
    """A query means the same when it is printed with all the parentheses that it could have."""
    printed = written(parse_query(sql))
    assert shape(parse_query(printed)) == shape(parse_query(sql)), printed


@singledispatch
def written(node: tree.Node) -> str:
    """A node's text."""
    raise TypeError(type(node).__name__)


def _add(kind: type[tree.Node], write: Callable[..., str]) -> None:
    written.register(kind, write)


def _name(name: str) -> str:
    return '"' + getattr(name, "written", name).replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _names(names: Iterable[str]) -> str:
    return ", ".join(_name(name) for name in names)


def _all(nodes: Iterable[tree.Node]) -> str:
    return ", ".join(written(node) for node in nodes)


def _of(value: tree.Node) -> str:
    """An expression in parentheses, but for what no parentheses may stand around."""
    if isinstance(value, tree.Lambda):
        return written(value)
    return f"({written(value)})"


def _values(values: Iterable[tree.Node]) -> str:
    return ", ".join(_of(value) for value in values)


def _after(word: str, node: tree.Node | None) -> str:
    return f" {word} {_of(node)}" if node is not None else ""


@written.register
def _type(node: tree.TypeName) -> str:
    kinds = [str(part) if isinstance(part, int) else written(part) for part in node.arguments]
    if node.name == "row":
        names = node.names or (None,) * len(kinds)
        kinds = [f"{_name(n)} {k}" if n else k for n, k in zip(names, kinds, strict=True)]
    name, _, zone = node.name.partition(" ") if "time" in node.name else (node.name, "", "")
    return name + (f"({', '.join(kinds)})" if kinds else "") + (f" {zone}" if zone else "")


@written.register
def _interval(node: tree.IntervalLiteral) -> str:
    to = f" TO {node.last}" if node.last != node.first else ""
    return f"INTERVAL {'-' if node.sign < 0 else ''}{_text(node.value)} {node.first}{to}"


@written.register
def _logical(node: tree.Logical) -> str:
    return f" {node.operator} ".join(_of(term) for term in node.terms)


@written.register
def _like(node: tree.Like) -> str:
    return f"{_of(node.value)} LIKE {_of(node.pattern)}{_after('ESCAPE', node.escape)}"


@written.register
def _case(node: tree.Case) -> str:
    operand = f" {_of(node.operand)}" if node.operand is not None else ""
    whens = "".join(f" WHEN {_of(w.condition)} THEN {_of(w.result)}" for w in node.whens)
    return f"CASE{operand}{whens}{_after('ELSE', node.default)} END"


@written.register
def _frame(node: tree.Frame) -> str:
    bounds = [
        f"{_of(value)} {words}" if value is not None else words
        for words, value in (node.start, node.end)
    ]
    return f" {node.unit} BETWEEN {bounds[0]} AND {bounds[1]}"


def _order(items: tuple[tree.SortItem, ...]) -> str:
    return f" ORDER BY {_all(items)}" if items else ""


@written.register
def _sort_item(node: tree.SortItem) -> str:
    nulls = " NULLS FIRST" if node.nulls_first else " NULLS LAST"
    return _of(node.value) + (" DESC" if node.descending else " ASC") + nulls


@written.register
def _window(node: tree.Window) -> str:
    partition = f" PARTITION BY {_values(node.partition)}" if node.partition else ""
    frame = written(node.frame) if node.frame is not None else ""
    return f"{_name(node.name) if node.name else ''}{partition}{_order(node.order)}{frame}"


@written.register
def _call(node: tree.Call) -> str:
    over = ""
    if node.over is not None:
        alone = node.over.name and not (node.over.partition or node.over.order or node.over.frame)
        over = f" OVER {_name(node.over.name or '')}" if alone else f" OVER ({written(node.over)})"
    where = f" FILTER (WHERE {_of(node.where)})" if node.where is not None else ""
    nulls = " IGNORE NULLS" if node.ignore_nulls else ""
    distinct = "DISTINCT " if node.distinct else ""
    if node.name == "listagg":
        value, *more = node.arguments
        inside = ", ".join([_of(value), *(written(text) for text in more)])
        within = f" WITHIN GROUP ({_order(node.order)})"
        return f"LISTAGG({distinct}{inside}){within}{where}{over}"
    inside = "*" if node.star else _values(node.arguments)
    name = ".".join(_name(part) for part in node.name.split("."))
    return f"{name}({distinct}{inside}{_order(node.order)}){where}{nulls}{over}"


@written.register
def _item(node: tree.SelectItem) -> str:
    if node.value is None:
        return f"{_of(node.of)}.*" if node.of is not None else "*"
    return _of(node.value) + (f" AS {_name(node.alias)}" if node.alias is not None else "")


@written.register
def _grouping_element(node: tree.GroupingElement) -> str:
    sets = [f"({_values(columns)})" for columns in node.sets]
    words = {"SIMPLE": "", "SETS": "GROUPING SETS"}.get(node.kind, node.kind)
    return f"{words} ({', '.join(sets)})" if words else sets[0]


def _relation(node: tree.Relation) -> str:
    return f"({written(node)})" if isinstance(node, OF_RELATIONS) else written(node)


@written.register
def _join(node: tree.Join) -> str:
    left, right = _relation(node.left), _relation(node.right)
    if node.kind == "IMPLICIT":
        return f"{written(node.left)}, {right}"
    natural = "NATURAL " if node.natural else ""
    using = f" USING ({_all(node.using)})" if node.using else ""
    return f"{left} {natural}{node.kind} JOIN {right}{using}{_after('ON', node.on)}"


@written.register
def _aliased(node: tree.Aliased) -> str:
    columns = f" ({_names(node.columns)})" if node.columns else ""
    return f"{_relation(node.relation)} AS {_name(node.name)}{columns}"


@written.register
def _select(node: tree.Select) -> str:
    text = f"SELECT {'DISTINCT ' if node.distinct else ''}{_all(node.items)}"
    if isinstance(node.relation, tree.Join) and node.relation.kind == "IMPLICIT":
        text += f" FROM {written(node.relation)}"
    elif node.relation is not None:
        text += f" FROM {_relation(node.relation)}"
    text += _after("WHERE", node.where)
    text += f" GROUP BY {_all(node.group)}" if node.group is not None else ""
    text += _after("HAVING", node.having)
    windows = ", ".join(f"{_name(w.name)} AS ({written(w.window)})" for w in node.windows)
    return text + (f" WINDOW {windows}" if windows else "")


@written.register
def _set_operation(node: tree.SetOperation) -> str:
    operator = f"{node.operator} {'DISTINCT' if node.distinct else 'ALL'}"
    return f"({written(node.left)}) {operator} ({written(node.right)})"


@written.register
def _limit(node: tree.Limit) -> str:
    count = written(node.count) if node.count is not None else "ALL"
    return f"FETCH FIRST {count} ROWS WITH TIES" if node.with_ties else f"LIMIT {count}"


@written.register
def _common_table(node: tree.CommonTable) -> str:
    columns = f" ({_names(node.columns)})" if node.columns else ""
    return f"{_name(node.name)}{columns} AS ({written(node.query)})"


@written.register
def _query(node: tree.Query) -> str:
    recursive = "RECURSIVE " if node.recursive else ""
    tables = f"WITH {recursive}{_all(node.tables)} " if node.tables else ""
    return f"{tables}({written(node.body)}){_end(node)}"


@written.register
def _in_query(node: tree.InQuery) -> str:
    """`IN ((SELECT ...))` is a list of one item."""
    bare = written(node.query) if node.query.tables else written(node.query.body) + _end(node.query)
    return f"{_of(node.value)} IN ({bare})"


def _end(node: tree.Query) -> str:
    offset = f" OFFSET {written(node.offset)}" if node.offset is not None else ""
    limit = f" {written(node.limit)}" if node.limit is not None else ""
    return f"{_order(node.order)}{offset}{limit}"


_add(tree.Null, lambda node: "NULL")
_add(tree.Boolean, lambda node: str(node.value).upper())
_add(tree.Number, lambda node: node.digits)
_add(tree.String, lambda node: _text(node.value))
_add(tree.Binary, lambda node: f"X'{node.hexadecimal}'")
_add(tree.TypedLiteral, lambda node: f"{written(node.type)} {_text(node.value)}")
_add(tree.Parameter, lambda node: "?")
_add(tree.Identifier, lambda node: _name(node.name))
_add(tree.Dereference, lambda node: f"{_of(node.base)}.{_name(node.field)}")
_add(
    tree.Current,
    lambda node: node.what + (f"({node.precision})" if node.precision is not None else ""),
)
_add(tree.Sign, lambda node: f"{node.operator}{_of(node.value)}")
_add(tree.Arithmetic, lambda node: f"{_of(node.left)} {node.operator} {_of(node.right)}")
_add(tree.Comparison, lambda node: f"{_of(node.left)} {node.operator} {_of(node.right)}")
_add(tree.Not, lambda node: f"NOT {_of(node.value)}")
_add(tree.Between, lambda node: f"{_of(node.value)} BETWEEN {_of(node.low)} AND {_of(node.high)}")
_add(tree.InList, lambda node: f"{_of(node.value)} IN ({_values(node.items)})")
_add(
    tree.Quantified,
    lambda node: f"{_of(node.value)} {node.operator} {node.quantifier} ({written(node.query)})",
)
_add(tree.IsNull, lambda node: f"{_of(node.value)} IS NULL")
_add(tree.Subscript, lambda node: f"{_of(node.base)}[{_of(node.index)}]")
_add(tree.AtTimeZone, lambda node: f"{_of(node.value)} AT TIME ZONE {_of(node.zone)}")
_add(
    tree.Cast,
    lambda node: f"{'TRY_' if node.safe else ''}CAST({_of(node.value)} AS {written(node.type)})",
)
_add(tree.Extract, lambda node: f"EXTRACT({node.field} FROM {_of(node.value)})")
_add(tree.Row, lambda node: f"ROW({_values(node.values)})")
_add(tree.Array, lambda node: f"ARRAY[{_values(node.items)}]")
_add(tree.Exists, lambda node: f"EXISTS ({written(node.query)})")
_add(tree.Subquery, lambda node: f"({written(node.query)})")
_add(tree.Lambda, lambda node: f"({_names(node.names)}) -> {_of(node.body)}")
_add(tree.Grouping, lambda node: f"GROUPING({_all(node.columns)})")
_add(tree.Table, lambda node: ".".join(_name(part) for part in node.parts))
_add(tree.Derived, lambda node: f"{'LATERAL ' if node.lateral else ''}(({written(node.query)}))")
_add(
    tree.Unnest,
    lambda node: f"UNNEST({_values(node.values)}){' WITH ORDINALITY' if node.ordinality else ''}",
)
_add(
    tree.Sampled,
    lambda node: f"{_relation(node.relation)} TABLESAMPLE {node.method} ({_of(node.percentage)})",
)
_add(tree.Values, lambda node: f"VALUES {_values(node.rows)}")
_add(tree.TableBody, lambda node: f"TABLE {written(node.table)}")
_add(tree.Nested, lambda node: f"({written(node.query)})")
