"""Answers that come faster than a network's are lost on Go's SDK."""

import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from emulator.cloud.round_trip import ROUND_TRIP, far_from_go

GO = "APN/1.0 HashiCorp/1.0 Terraform/1.11.4 terraform-provider-aws/5.100.0 aws-sdk-go-v2/1.36.3"
PYTHON = "Boto3/1.44.5 md/Botocore#1.44.5 lang/python#3.11.7"


@pytest.mark.parametrize(("client", "least"), [(GO, ROUND_TRIP), (PYTHON, 0.0)])
def test_only_terraform_waits_for_a_round_trip(
    client: str, least: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the work is done, so that the client has the processor to itself meanwhile."""
    happened: list[object] = []
    monkeypatch.setattr(time, "sleep", happened.append)

    def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        happened.append("answered")
        return [b"answer"]

    answer = far_from_go(app)({"HTTP_USER_AGENT": client}, lambda *_: None)
    assert list(answer) == [b"answer"]
    assert happened == ["answered", *([least] if least else [])]
