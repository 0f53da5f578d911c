"""A call that the emulator doesn't know is refused in words."""

import pytest
from botocore.exceptions import ClientError

from emulator.aws import unknown_actions
from emulator.cloud.cloud import Cloud


def refusal(cloud: Cloud) -> ClientError:
    with pytest.raises(ClientError) as caught:
        cloud.client("glue").list_statements(SessionId="1")
    return caught.value


def test_an_unknown_call_is_a_clear_error(cloud: Cloud) -> None:
    """The answer names service and call, and isn't one that clients repeat."""
    error = refusal(cloud)
    assert "the emulated AWS can't do glue:ListStatements" in str(error)
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_moto_alone_breaks(cloud: Cloud) -> None:
    """moto answers with a server error, which clients repeat; else this patch can go."""
    with unknown_actions.patch.taken_off():
        assert refusal(cloud).response["ResponseMetadata"]["HTTPStatusCode"] == 500
