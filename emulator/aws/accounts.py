"""A call is its caller's account's.

A key belongs to one account (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html).
The door says which, in the header that moto reads; but moto lets MOTO_ACCOUNT_ID, the account of
all that has no header, win over it.
"""

from typing import Any

from moto.core.responses import BaseResponse

from emulator.aws.patching import Patch

HEADER = "x-moto-account-id"

patch = Patch()
_moto_finds = BaseResponse.get_current_account


@patch.replaces(BaseResponse, "get_current_account")
def _get_current_account(response: Any) -> str:
    return str(response.headers.get(HEADER) or _moto_finds(response))
