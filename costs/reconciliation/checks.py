"""The chain of comparisons, each a function of what there is."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from athena.quoting import quoted, text
from costs.reconciliation.books import Books, DeliveredMonth, NotAnswered, StoredFile
from costs.reconciliation.entries import (
    MEASURES,
    Telling,
    ask_costs,
    ask_lines,
    differing,
    lines_statement,
)
from costs.reconciliation.files import NotParquet, by_kind, row_count, total
from costs.reconciliation.findings import (
    FILES,
    HALF_A_CENT,
    ROWS,
    Comparison,
    Difference,
    Reconciliation,
)
from costs.reconciliation.readings import READINGS, charge_type
from costs.reconciliation.statements import exists, listed, statement
from emulator.bills.intake.totals import MonthTotals, added
from modules.datasets import DATASETS, Dataset
from modules.sealed import SOURCE, TABLES
from modules.views import views_over

UNBLENDED, NET = ("unblended_cost", "amortized_cost"), ("net_unblended_cost", "net_amortized_cost")
SPLIT_RULE = (
    "rows of split cost allocation repeat their instance's money and are in no view of costs"
)


def reconcile(books: Books, months: Sequence[str] = (), *, add_up_files: bool) -> Reconciliation:
    """All months, or these. Rows of files are counted; `add_up_files` reads what they cost, too."""
    deliveries = [d for d in books.deliveries() if not months or d.month in months]
    there = {*(d.month for d in deliveries), *books.months()}
    return _Chain(books, sorted(there & set(months or there)), add_up_files).run(deliveries)


class _Chain:
    """The comparisons of some months; what can't be asked is told and the others go on."""

    def __init__(self, books: Books, months: Sequence[str], add_up_files: bool) -> None:
        self._books = books
        self._months = months
        self._add_up_files = add_up_files
        self._unread: list[str] = []
        # Months of unreadable files: a statement that reads one fails.
        self._broken: set[str] = set()

    def run(self, deliveries: Sequence[DeliveredMonth]) -> Reconciliation:
        found: list[Comparison] = []
        for delivery in deliveries:
            if comparison := self._delivered(delivery):
                found.append(comparison)
        self._months = [month for month in self._months if month not in self._broken]
        notes: list[str] = []
        dialects = []
        for dataset in DATASETS:
            view = _view_of(dataset)
            told = self._costs(view) if view else None
            if told and exists(f"lines_{dataset.declared_table}"):
                dialects.append(told)
                found += self._lines(dataset, told)
        found += [c for one, other in _pairs(dialects) for c in _dialects(one, other)]
        if dialects and (costs := self._costs("costs")):
            read = _read_by_costs(self._books.relations)
            found += _best([told for told in dialects if told.name in read], costs)
            found += self._sealed(costs)
            notes += self._currencies()
        return Reconciliation(tuple(found), tuple(self._unread), tuple(notes))

    def _currencies(self) -> Iterator[str]:
        """Months of several: most questions add money up whatever it is in."""
        words = {"relation": "costs", "months": listed(self._months)}
        try:
            rows = self._ask(statement("currencies", words))
        except NotAnswered as failed:
            self._unread.append(f"currencies of costs: {failed}")
            return
        by_month: dict[str, list[str]] = {}
        for month, currency in rows:
            by_month.setdefault(str(month), []).append(str(currency))
        for month, currencies in by_month.items():
            if len(currencies) > 1:
                yield (
                    f"{month} is billed in {' and '.join(currencies)}: what isn't told by currency "
                    "or payer adds them up as if they were one"
                )

    def _costs(self, relation: str, sql: str = "costs") -> Telling | None:
        if relation not in self._books.relations or not self._months:
            return None
        try:
            return ask_costs(self._books, relation, self._months, sql)
        except NotAnswered as failed:
            self._unread.append(f"{relation}: {failed}")
            return None

    def _lines(self, dataset: Dataset, view: Telling) -> Iterator[Comparison]:
        """The bill's line items by invoice and the view over them."""
        table = dataset.declared_table
        try:
            lines = ask_lines(self._books, table, self._months)
        except NotAnswered as failed:
            self._unread.append(f"{table}: {failed}")
            return
        for payer, month in sorted({*lines.bills, *view.bills}):
            here, there = lines.of(payer, month), view.of(payer, month)
            counted = replace(here, entries=tuple(e for e in here.entries if not e.is_split))
            split = replace(here, entries=tuple(e for e in here.entries if e.is_split))
            differences, rounding = differing(
                counted,
                there,
                (ROWS, "unblended_cost"),
                lambda e: f"invoice {e.invoice or 'not yet issued'}, {e.line_item_type}",
            )
            shown = lines_statement(table, [month])
            differences = [replace(d, statement=shown) for d in differences]
            if split.entries:
                cost, rows = split.total("unblended_cost"), split.rows
                differences.append(Difference("split rows", ROWS, rows, 0, shown, SPLIT_RULE))
                if abs(cost) >= HALF_A_CENT:
                    differences.append(
                        Difference("split rows", "unblended_cost", cost, 0, shown, SPLIT_RULE)
                    )
            yield _comparison(payer, month, here, there.name, differences, rounding)

    def _sealed(self, costs: Telling) -> Iterator[Comparison]:
        for table in TABLES:
            name = table if table in self._books.relations else SOURCE.format(table)
            sealed = self._costs(name, "sealed")
            if sealed is None:
                continue
            for payer, month in sorted({*costs.bills, *sealed.bills}):
                here, there = costs.of(payer, month), sealed.of(payer, month)
                found, rounding = differing(here, there, (*MEASURES, ROWS), charge_type)
                found = [_shown(d, here, there, payer, month) for d in found]
                yield _comparison(payer, month, here, there.name, found, rounding)

    def _delivered(self, delivery: DeliveredMonth) -> Comparison | None:
        """The files of a delivery, what its manifest names, and what the table reads of them."""
        table = delivery.dataset.table
        if table not in self._books.relations:
            self._unread.append(f"{table}: {delivery.month} is delivered, and there is no table")
            return None
        asked = statement("files", _words(delivery))
        try:
            read = {
                str(r[0]): MonthTotals(int(r[1] or 0), float(r[2] or 0)) for r in self._ask(asked)
            }
        except NotAnswered as failed:
            self._unread.append(f"{table}: {failed}")
            return None
        differences = [Difference(uri, FILES, 1, 0, asked) for uri in delivery.missing]
        for file in delivery.surplus:
            differences += _surplus(delivery, file)
        held: list[MonthTotals] = []
        for file in delivery.files:
            seen = read.get(file.uri, MonthTotals(0, 0.0))
            held.append(self._held(delivery, file, seen))
            differences += _file_differs(file, held[-1], seen, asked)
        return Comparison(
            delivery.payer,
            delivery.month,
            f"files of {table}",
            table,
            added(held).rows,
            added(held).sum,
            tuple(differences),
        )

    def _ask(self, sql: str) -> Sequence[tuple[str | None, ...]]:
        return self._books.ask(sql)

    def _held(self, delivery: DeliveredMonth, file: StoredFile, seen: MonthTotals) -> MonthTotals:
        """Of an unreadable file nothing; its cost is taken as it is read, unless files are added up."""
        try:
            if self._add_up_files:
                return total(file, delivery.dataset)
            return MonthTotals(row_count(file), seen.sum)
        except NotParquet as broken:
            self._broken.add(delivery.month)
            self._unread.append(f"{file.uri}: {broken}: {delivery.month} is compared no further")
            return MonthTotals(0, 0.0)


def _words(delivery: DeliveredMonth) -> dict[str, str]:
    """Of the statements about files."""
    dataset = delivery.dataset
    keys = (f"{quoted(key)} = {text(value)}" for key, value in delivery.partition.items())
    return {
        "relation": dataset.table,
        "cost": dataset.summed_column,
        "kind": dataset.kind_column or "CAST('' AS varchar)",
        "partition": " AND ".join(keys),
    }


def _surplus(delivery: DeliveredMonth, file: StoredFile) -> Iterator[Difference]:
    """A file that no manifest names, by kind of charge: Athena reads it like the others."""
    shown = statement("file_kinds", _words(delivery) | {"file": text(file.uri)})
    try:
        kinds = by_kind(file, delivery.dataset)
    except NotParquet as broken:
        yield Difference(f"{file.uri}: {broken}", FILES, 0, 1, shown)
        return
    yield Difference(file.uri, ROWS, 0, added(list(kinds.values())).rows, shown)
    for kind, found in sorted(kinds.items()):
        if abs(found.sum) >= HALF_A_CENT:
            yield Difference(kind or file.uri, delivery.dataset.summed_column, 0, found.sum, shown)


def _file_differs(
    file: StoredFile, held: MonthTotals, seen: MonthTotals, asked: str
) -> Iterator[Difference]:
    if held.rows != seen.rows:
        yield Difference(file.uri, ROWS, held.rows, seen.rows, asked)
    if abs(held.sum - seen.sum) >= HALF_A_CENT:
        yield Difference(file.uri, "cost", held.sum, seen.sum, asked)


def _view_of(dataset: Dataset) -> str | None:
    """The view of costs over one dataset's table."""
    views = views_over({dataset.declared_table})
    found = (v.name for v in views if v.name.startswith("costs_") and len(v.reads) == 1)
    return next(found, None)


def _read_by_costs(relations: Collection[str]) -> tuple[str, ...]:
    """Its dialects: beside CUR 2.0 it takes no month from FOCUS."""
    views = views_over({d.declared_table for d in DATASETS} & set(relations))
    return next((view.reads for view in views if view.name == "costs"), ())


def _pairs(dialects: Sequence[Telling]) -> list[tuple[Telling, Telling]]:
    return [(one, other) for n, one in enumerate(dialects) for other in dialects[n + 1 :]]


def _dialects(left: Telling, right: Telling) -> Iterator[Comparison]:
    """Months that both have, on the cost bases that both know."""
    measures = NET if _knows_net_only(left) or _knows_net_only(right) else UNBLENDED
    for payer, month in sorted({*left.bills} & {*right.bills}):
        here, there = left.of(payer, month), right.of(payer, month)
        differences: list[Difference] = []
        rounding = 0.0
        for measure in measures:
            found, deviation = _best_reading(here, there, measure)
            differences += (_shown(d, here, there, payer, month) for d in found)
            rounding = max(rounding, deviation)
        yield _comparison(payer, month, here, there.name, differences, rounding)


def _knows_net_only(told: Telling) -> bool:
    """FOCUS takes discounts off each row: its gross and net costs are the same, and the types differ."""
    return told.name == "costs_focus"


def _best_reading(left: Telling, right: Telling, measure: str) -> tuple[list[Difference], float]:
    """As charge types are told, or by the rule that leaves the fewest differences."""
    best, rounding = differing(left, right, (measure,), charge_type)
    as_told = best
    for reading in READINGS:
        if best and reading.evidence(left, right, measure):
            found, deviation = differing(left, right, (measure,), reading.label)
            if len(found) < len([d for d in best if not d.rule]):
                known = [replace(d, rule=reading.rule) for d in as_told]
                best, rounding = [*found, *known], deviation
    return best, rounding


def _best(dialects: Sequence[Telling], costs: Telling) -> Iterator[Comparison]:
    """`costs` has each payer's month once, from the first that has it."""
    seen = {bill for dialect in dialects for bill in dialect.bills}
    for payer, month in sorted({*seen, *costs.bills}):
        parts = [dialect.of(payer, month) for dialect in dialects]
        here = next((part for part in parts if part.entries), Telling("no dialect", ()))
        there = costs.of(payer, month)
        found, rounding = differing(here, there, (*MEASURES, ROWS), charge_type)
        found = [_shown(d, here, there, payer, month) for d in found]
        yield _comparison(payer, month, here, there.name, found, rounding)


def _shown(
    difference: Difference, left: Telling, right: Telling, payer: str, month: str
) -> Difference:
    """With the statement that shows it by account and service."""
    types = sorted({e.charge_type for e in (*left.entries, *right.entries)})
    named = [t for t in types if t in difference.what.split(", ")] or types
    words = {
        "left": left.name,
        "right": right.name,
        "measure": "unblended_cost" if difference.measure == ROWS else difference.measure,
        "month": text(month),
        "payer": text(payer),
        "charge_types": listed(named),
    }
    return replace(difference, statement=statement("difference", words))


def _comparison(
    payer: str,
    month: str,
    left: Telling,
    right: str,
    differences: Sequence[Difference],
    rounding: float,
) -> Comparison:
    return Comparison(
        payer,
        month,
        left.name,
        right,
        left.rows,
        left.total("unblended_cost"),
        tuple(differences),
        rounding,
    )
