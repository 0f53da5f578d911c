"""What a saved query is asked with: what people write, or the months that are there."""

from collections.abc import Sequence

from athena.quoting import text
from emulator.bills.billed_month import BilledMonth
from modules.datasets import DATASETS
from modules.sql import EXAMPLE, SavedQuery, default_parameters


def literals(query: SavedQuery, given: Sequence[str]) -> tuple[str, ...]:
    """SQL literals of what people write: a text may lack its quotes, which the shell takes away."""
    lines = (*query.parameters, *[""] * len(given))
    return tuple(map(_literal, lines, given))


def _literal(line: str, value: str) -> str:
    example = EXAMPLE.search(line)
    is_text = example is not None and example[1].startswith("'")
    return text(value) if is_text and not value.startswith("'") else value


def defaults(query: SavedQuery, months: Sequence[BilledMonth]) -> tuple[str, ...]:
    """The months of the query's own table, else those of the best dataset, as `costs` chooses it."""
    found = {m.dataset for m in months}
    own = [d for d in DATASETS if d in found and d.table in query.reads]
    chosen = own or [d for d in DATASETS if d in found]
    return tuple(
        default_parameters(query.sql, [m.period for m in months if m.dataset in chosen[:1]])
    )


def told(query: SavedQuery, parameters: Sequence[str]) -> str:
    """`first billing period = '2026-01', last billing period = '2026-03'`."""
    lines = zip(query.parameters, parameters, strict=False)
    return ", ".join(f"{line.split(',')[0]} = {value}" for line, value in lines)
