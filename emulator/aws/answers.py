"""Change an answer of moto's before it is written as XML or JSON."""

from collections.abc import Callable
from typing import Any


def amended(
    response: Any, answer_of: Callable[[Any], Any], amend: Callable[[dict[str, Any]], None]
) -> Any:
    """What `answer_of(response)` returns, after `amend` had its result; errors pass unchanged."""

    def serialized(answer: Any) -> Any:
        del response.serialized
        if isinstance(answer.result, dict):
            amend(answer.result)
        return response.serialized(answer)

    response.serialized = serialized
    try:
        return answer_of(response)
    finally:
        vars(response).pop("serialized", None)
