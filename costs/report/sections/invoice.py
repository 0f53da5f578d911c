"""Do these figures meet the invoice?"""

from costs.report.blocks import Block, Column, Kind, Row, Section, Table
from costs.report.subject import UNBLENDED, Subject, number

TITLE = "Invoice"
TOLERATED = 0.005


def invoice(subject: Subject) -> Section:
    """What the invoices say, of what they consist, and whether costs say the same."""
    asked = subject.asked_of_month("invoice/by_invoice")
    open_ = sum(number(row["unblended_cost"]) for row in asked.rows if not row["invoice_id"])
    invoices = Table(
        "Invoices",
        UNBLENDED,
        asked,
        (
            Column("Invoice"),
            Column("From", wide=True),
            Column("Before tax", Kind.MONEY, wide=True, total=True),
            Column("Tax", Kind.MONEY, total=True),
            Column("Invoiced", Kind.MONEY, total=True),
        ),
        tuple(
            (
                row["invoice_id"] or "no number yet",
                row["seller"],
                number(row["before_tax_unblended_cost"]),
                number(row["tax_unblended_cost"]),
                number(row["unblended_cost"]),
            )
            for row in asked.rows
        ),
    )
    lead = _checked(subject)
    if open_:
        lead += f" {subject.money(open_)} has no invoice number yet and may change."
    return Section("invoice", TITLE, lead, (invoices, _consists(subject), *_sides(subject)))


def _checked(subject: Subject) -> str:
    if not subject.questions.can_ask("invoice/reconciliation"):
        return "The sums of what the bill calls invoices."
    checks = subject.asked_of_month("invoice/reconciliation").rows
    off = [row for row in checks if abs(number(row["unblended_cost_difference"])) > TOLERATED]
    if not checks:
        return "The month isn't in CUR 2.0, whose line items the sums are held against."
    billed = sum(number(row["billed_unblended_cost"]) for row in checks)
    if off:
        difference = sum(number(row["unblended_cost_difference"]) for row in off)
        by = subject.money(difference)
        return f"Not reconciled: costs differ from the bill's own line items by {by}."
    return (
        f"Reconciled to the cent: the bill's own line items are {subject.money(billed)},"
        " and so are the costs on this page."
    )


def _sides(subject: Subject) -> tuple[Block, ...]:
    """Both sides of the reconciliation, where there is one."""
    if not subject.questions.can_ask("invoice/reconciliation"):
        return ()
    asked = subject.asked_of_month("invoice/reconciliation")
    rows = tuple(
        (
            row["invoice_id"] or "no number yet",
            number(row["billed_unblended_cost"]),
            number(row["unblended_cost"]),
            number(row["unblended_cost_difference"]),
        )
        for row in asked.rows
    )
    columns = (
        Column("Invoice"),
        Column("The bill's line items", Kind.MONEY, total=True),
        Column("Costs", Kind.MONEY, total=True),
        Column("Difference", Kind.CHANGE, total=True),
    )
    return (Table("Reconciliation", UNBLENDED, asked, columns, rows),) if rows else ()


def _consists(subject: Subject) -> Block:
    asked = subject.asked_of_month("invoice/by_charge_type")
    kinds: dict[str, list[float]] = {}
    for row in asked.rows:
        sums = kinds.setdefault(row["charge_type"], [0.0, 0.0])
        sums[0] += number(row["unblended_cost"])
        sums[1] += number(row["amortized_cost"])
    ranked = sorted(kinds.items(), key=lambda item: -item[1][0])
    columns = (
        Column("Kind of charge"),
        Column("Invoiced", Kind.MONEY, total=True),
        Column("Amortized", Kind.MONEY, total=True),
    )
    rows: tuple[Row, ...] = tuple((kind, *sums) for kind, sums in ranked)
    return Table("What it consists of", "unblended and amortized cost", asked, columns, rows)
