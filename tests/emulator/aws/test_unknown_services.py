"""A service that the emulator doesn't have is refused in words."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.aws import unknown_services
from emulator.cloud.cloud import Cloud

REQUESTS: dict[str, tuple[str, dict[str, Any]]] = {
    "pricing": ("describe_services", {}),
}


def refusal(cloud: Cloud, service: str) -> ClientError:
    operation, request = REQUESTS[service]
    with pytest.raises(ClientError) as caught:
        getattr(cloud.client(service), operation)(**request)
    return caught.value


@pytest.mark.parametrize("service", REQUESTS)
def test_a_service_that_nobody_plays_is_a_clear_error(
    cloud: Cloud, service: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the service, isn't one that clients repeat, and says nothing on the terminal."""
    error = refusal(cloud, service)
    assert f"the emulated AWS doesn't have {service}: nobody plays it" in str(error)
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert capsys.readouterr() == ("", "")


def test_moto_alone_breaks(cloud: Cloud) -> None:
    """An HTML page as a server's error; else this patch can go."""
    with unknown_services.patch.taken_off():
        assert refusal(cloud, "pricing").response["ResponseMetadata"]["HTTPStatusCode"] == 500
