"""What a client does, call by call: a line of JSON each, for who reads it in another environment."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass

WORKS = "works"


@dataclass(frozen=True)
class Place:
    """What is told to every client beside AWS's own variables."""

    workgroup: str
    database: str
    bucket: str  # to write to

    @classmethod
    def told(cls) -> "Place":
        return cls(os.environ["WORKGROUP"], os.environ["DATABASE"], os.environ["BUCKET"])

    def folder(self, name: str) -> str:
        return f"s3://{self.bucket}/clients/{name}/"


class Calls:
    """Made in the order in which they are written; one that fails doesn't stop the others."""

    def __init__(self) -> None:
        self._calls: list[tuple[str, Callable[[], object]]] = []

    def __call__(self, name: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
        def register(call: Callable[[], object]) -> Callable[[], object]:
            self._calls.append((name, call))
            return call

        return register

    def make(self) -> None:
        for name, call in self._calls:
            try:
                call()
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # cid-cmd's own are no Exception
                say(name, f"{type(error).__name__}: {error}")
            else:
                say(name, WORKS)


def say(name: str, outcome: str) -> None:
    """A line for the test."""
    print(json.dumps({"call": name, "outcome": outcome}), flush=True)
