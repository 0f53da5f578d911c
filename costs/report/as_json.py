"""The same figures for programs: every section's blocks with all their rows."""

import json
from collections.abc import Sequence

from costs.report.blocks import Block, Bridge, Columns, Section, Table
from costs.report.questions import Asked
from costs.report.subject import Subject

Json = dict[str, object]


def as_json(subject: Subject, sections: Sequence[Section], notes: Sequence[str]) -> str:
    """An object: the month, its currency, and the sections in the page's order."""
    period = subject.period
    report = {
        "month": period.month,
        "before": period.before,
        "last_day": period.last_day.isoformat(),
        "partial": period.is_partial,
        "currency": subject.currency,
        "notes": list(notes),
        "sections": [_section(section) for section in sections],
    }
    return json.dumps(report, indent=1, ensure_ascii=False)


def _section(section: Section) -> Json:
    tiles = [
        {"title": t.title, "amount": t.amount, "basis": t.basis, **_source(t.asked)}
        for t in section.tiles
    ]
    return {
        "id": section.id,
        "title": section.title,
        "lead": section.lead,
        "figures": tiles,
        "tables": [_block(block) for block in section.blocks],
    }


def _block(block: Block) -> Json:
    if isinstance(block, Columns):
        return _block(block.table)
    if isinstance(block, Bridge):
        rows = [{"effect": step.title, "amount": step.amount} for step in block.steps]
        return {"title": block.title, "basis": block.basis, **_source(block.asked), "rows": rows}
    return _table(block)


def _table(table: Table) -> Json:
    names = [column.title for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.rows]
    return {"title": table.title, "basis": table.basis, **_source(table.asked), "rows": rows}


def _source(asked: Asked) -> Json:
    return {"query": asked.query.full_name, "parameters": list(asked.parameters)}
