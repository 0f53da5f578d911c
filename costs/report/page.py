"""Sections as one HTML file: no script, nothing fetched, in the reader's light or dark.

Names in a bill are foreign text: the template escapes whatever isn't drawn here.
"""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import jinja2
from markupsafe import Markup, escape

from costs.report import charts
from costs.report.blocks import Kind, Section, Value
from costs.report.effects import DEFINED, EFFECTS
from costs.report.questions import Asked
from costs.report.subject import Subject
from costs.report.writing import money, percent, quantity, signed

FOLDER = Path(__file__).parent
WRITTEN: dict[Kind, Callable[[float], str]] = {
    Kind.MONEY: money,
    Kind.BAR: money,
    Kind.CHANGE: signed,
    Kind.SHARE: percent,
    Kind.NUMBER: quantity,
}
BASES = {
    "net amortized": "basis-net-amortized",
    "amortized": "basis-amortized",
    "net unblended": "basis-net-unblended",
    "unblended": "basis-unblended",
    "public": "basis-public",
}


def page(subject: Subject, sections: Sequence[Section], notes: Sequence[str]) -> str:
    """The file's text."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"written": _written, "basis": _basis}
    environment.globals |= {
        "effects": EFFECTS,
        "defined": DEFINED,
        "charts": charts,
        "kinds": Kind,
        "block_kind": _block_kind,
    }
    return environment.get_template("page.html.j2").render(
        subject=subject,
        sections=sections,
        notes=notes,
        asked=_in_order(subject),
        style=Markup((FOLDER / "page.css").read_text()),
        made=datetime.now(UTC),
    )


def _in_order(subject: Subject) -> list[Asked]:
    return sorted(subject.questions.asked.values(), key=lambda asked: asked.number)


def _block_kind(block: object) -> str:
    return type(block).__name__


def _written(value: Value, kind: Kind) -> str | Markup:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return charts.months(value)
    if isinstance(value, str):
        return value if kind is Kind.TEXT else Markup("<wbr>").join(_pieces(value))
    return WRITTEN[kind](value)


def _pieces(text: str) -> list[str]:
    """Where an id may break: after a slash or a colon."""
    return re.findall(r"[^/:]*[/:]|[^/:]+$", text)


def _basis(text: str) -> Markup:
    """With a link to its definition."""
    for name, anchor in BASES.items():
        if text.startswith(name):
            return Markup('<a href="#{}">{}</a>').format(anchor, text)
    return escape(text)
