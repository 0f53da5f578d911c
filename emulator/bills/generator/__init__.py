"""Billing months that never were: one organisation's ledger, rendered as CUR 2.0.

No real CUR 2.0 is public, and the real legacy months have no Savings Plans, credits or split costs. The
same story gives the same bytes on every machine, and the same bill whatever month it begins with.
Absent: holidays, and reservations that end within the story.
"""
