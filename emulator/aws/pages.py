"""Lists in pages, where whoever reads only the first one would miss the rest."""

from collections.abc import Sequence

from emulator.aws.errors import ValidationException


def page(key: str, items: Sequence[object], size: int, token: str | None) -> dict[str, object]:
    """The items after those that `token` counts, and a token for what is left."""
    if token is not None and not token.isdigit():
        raise ValidationException("NextToken is not one that this service gave")
    start = int(token or 0)
    answer: dict[str, object] = {key: list(items[start : start + size])}
    return answer | ({"NextToken": str(start + size)} if start + size < len(items) else {})
