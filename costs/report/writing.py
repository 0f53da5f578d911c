"""Figures as people read them: thousands apart, a real minus, no cents lost, nothing in red alone."""

MINUS = "−"


def money(amount: float) -> str:
    """1,234.50; what rounds to nothing has no sign."""
    return f"{amount:z,.2f}".replace("-", MINUS)


def signed(amount: float) -> str:
    """+1,234.50 or −1,234.50."""
    return f"{amount:+z,.2f}".replace("-", MINUS) if round(amount, 2) else "0.00"


def counted(number: int, noun: str) -> str:
    """1 day, 2 days."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def percent(share: float | None, *, sign: bool = False) -> str:
    """12.3 %; empty for unknown."""
    if share is None:
        return ""
    return f"{share * 100:{'+' if sign else ''}z,.1f} %".replace("-", MINUS)


def quantity(amount: float) -> str:
    """1,234, or 0.25 where it is small."""
    text = f"{amount:z,.0f}" if abs(amount) >= 100 or amount == int(amount) else f"{amount:z,.2f}"
    return text.replace("-", MINUS)


def short(amount: float) -> str:
    """12.1k: beside a drawing whose table has the cents."""
    for size, unit in ((1e9, "bn"), (1e6, "m"), (1e3, "k")):
        if abs(amount) >= size:
            return f"{amount / size:.1f}{unit}".replace("-", MINUS)
    return f"{amount:z,.0f}".replace("-", MINUS)
