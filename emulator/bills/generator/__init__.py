"""Billing months that never were: one organisation's ledger, rendered as CUR 2.0.

No real CUR 2.0 is public, and the real legacy months have no Savings Plans, credits or split costs. The
same story gives the same bytes on every machine. Absent: reservations that end within the story.
"""

from emulator.bills.generator.months import GeneratedMonth, write_months
from emulator.bills.generator.story import BillingStory

__all__ = ["BillingStory", "GeneratedMonth", "write_months"]
