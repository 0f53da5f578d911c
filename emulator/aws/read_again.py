"""A call that reads is answered again when what it reads changes meanwhile.

Terraform's provider makes ten calls at once, and moto goes through its dictionaries without a lock: one
in some thousands ended as a server error with a stack trace here. That this is needed is the
emulator's own.
"""

from typing import Any

from moto.core.responses import BaseResponse

from emulator.aws.patching import Patch

READS = ("Describe", "Get", "List", "BatchGet")

patch = Patch()
_moto_answers = BaseResponse._dispatch


@patch.replaces(BaseResponse, "_dispatch")
def _dispatch(response: Any, *call: Any) -> Any:
    while True:
        try:
            return _moto_answers(response, *call)
        except RuntimeError as error:  # Python's, of a dictionary, a set or a deque
            if "during iteration" not in str(error) or not _reads(response):
                raise


def _reads(response: Any) -> bool:
    return str(response._get_action()).startswith(READS)
