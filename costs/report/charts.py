"""Charts as SVG, drawn by hand: columns by month, a bridge, small months.

Positions across are percentages and there is no viewBox, so one drawing fits a phone and a wide screen
and its text stays as large as the page's; colours are classes, so dark and print need no other one.
Altair with vl-convert was measured against it: 94 MB of wheels, two seconds for the first chart, 30 KB
each against 2 KB here, and labels that shrink with the drawing (docs/adr/0015).
"""

import math
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from costs.report.blocks import Bridge, Columns, Step
from costs.report.writing import money, short

PLOT, ABOVE, BELOW = 190, 8, 40  # pixels: columns, room over them, the months under them
ZOOM = 0.5  # a bridge whose changes take less of its height than this begins above zero


def columns(chart: Columns) -> Markup:
    """A column a month; a mark across it for the second figure."""
    top = _ceiling([*chart.values, *chart.marks, 0.0])
    bottom = min([*chart.values, *chart.marks, 0.0])
    slot = 100 / max(len(chart.values), 1)
    parts = [*_grid(top, bottom)]
    for i, (label, value) in enumerate(zip(chart.labels, chart.values, strict=True)):
        middle = (i + 0.5) * slot
        last = i == len(chart.values) - 1
        kind = "bar" + (" now" if last else "") + (" partial" if last and chart.partial else "")
        y0, y1 = sorted((_y(0, top, bottom), _y(value, top, bottom)))
        parts.append(
            f'<rect class="{kind}" x="{middle - slot * 0.32:.2f}%" y="{y0:.1f}"'
            f' width="{slot * 0.64:.2f}%" height="{max(y1 - y0, 0.5):.1f}">'
            f"<title>{label}: {money(value)}</title></rect>"
        )
        parts.append(_text(middle, ABOVE + PLOT - 8, short(value), f"{kind} figure"))
        if chart.marks:
            y = _y(chart.marks[i], top, bottom)
            parts.append(
                f'<line class="mark" x1="{middle - slot * 0.42:.2f}%" x2="{middle + slot * 0.42:.2f}%"'
                f' y1="{y:.1f}" y2="{y:.1f}"/>'
            )
        month, _, year = label.partition(" ")
        parts.append(_text(middle, ABOVE + PLOT + 16, month[:3]))
        if i == 0 or month == "January":
            parts.append(_text(middle, ABOVE + PLOT + 31, year, "year"))
    kind = "columns many" if len(chart.values) > 6 else "columns"
    size = f'style="max-width:{110 * len(chart.values)}px" height="{ABOVE + PLOT + BELOW}"'
    return Markup(
        f'<svg class="{kind}" {size} aria-hidden="true" focusable="false">{"".join(parts)}</svg>'
    )


def _grid(top: float, bottom: float) -> Iterator[str]:
    step = _ceiling([top / 4])
    value = 0.0
    while value <= top:
        y = _y(value, top, bottom)
        kind = "axis" if value == 0 else "grid"
        yield f'<line class="{kind}" x1="0" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
        value += step


def _y(value: float, top: float, bottom: float) -> float:
    return ABOVE + PLOT * (top - value) / ((top - bottom) or 1)


def _text(x: float, y: float, text: str, kind: str = "") -> str:
    return f'<text class="{kind}" x="{x:.2f}%" y="{y:.1f}" text-anchor="middle">{text}</text>'


def _ceiling(values: Sequence[float]) -> float:
    """A round figure at or above all of them."""
    largest = max(values)
    if largest <= 0:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(largest))
    return next(
        unit * round_
        for round_ in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
        if largest <= unit * round_
    )


def months(values: Sequence[float]) -> Markup:
    """Small columns, the last one marked."""
    top = max([*values, 0.0])
    bottom = min([*values, 0.0])
    height = 22
    slot = 100 / 13
    parts = []
    for i, value in enumerate(values):
        if not value:
            continue
        y0, y1 = sorted(height * (top - v) / ((top - bottom) or 1) for v in (0.0, value))
        x = 100 - (len(values) - i) * slot
        kind = "now" if i == len(values) - 1 else "past"
        parts.append(
            f'<rect class="{kind}" x="{x + 0.8:.2f}%" y="{y0:.1f}" width="{slot - 1.6:.2f}%"'
            f' height="{max(y1 - y0, 0.5):.1f}"/>'
        )
    return Markup(
        f'<svg class="months" height="{height}" aria-hidden="true" focusable="false">'
        f"{''.join(parts)}</svg>"
    )


def bridge(chart: Bridge) -> list[tuple[Step, Markup]]:
    """A bar for each step, on one scale; whole ones fade out where the scale begins above zero."""
    first, last = scale(chart)
    span = (last - first) or 1.0

    def across(value: float) -> float:
        return 100 * (value - first) / span

    drawn = []
    for number, step in enumerate(chart.steps):
        left, right = sorted((across(max(step.start, first)), across(step.end)))
        kind = "whole" if step.whole else "more" if step.amount > 0 else "less"
        if step.whole and first > 0:
            kind += " cut"
        joined = across(step.end)
        following = number < len(chart.steps) - 1
        line = f'<line class="join" x1="{joined:.2f}%" x2="{joined:.2f}%" y1="22%" y2="122%"/>'
        drawn.append(
            (
                step,
                Markup(
                    '<svg class="step" aria-hidden="true" focusable="false">'
                    f"{line if following else ''}"
                    f'<rect class="{kind}" x="{left:.2f}%" width="{max(right - left, 0.25):.2f}%"'
                    ' y="22%" height="56%"/></svg>'
                ),
            )
        )
    return drawn


def scale(chart: Bridge) -> tuple[float, float]:
    """From where to where a bridge is drawn: from zero, unless its changes would be too thin to see."""
    reached = [value for step in chart.steps for value in (step.end, step.start) if not step.whole]
    ends = [step.end for step in chart.steps if step.whole]
    low, high = min([*reached, *ends]), max([*reached, *ends, 0.0])
    if low > 0 and high - low < high * ZOOM:
        return low - (high - low) * 0.3, high + (high - low) * 0.02
    return min(low, 0.0), high
