"""Who may assume a role that reads costs."""

from typing import Annotated

from modules.settings.base import matching

Principal = Annotated[
    str,
    matching(
        r"arn:aws:iam::\d{12}:(role|user)/[\w+=,.@\-/]+",
        "the ARN of a role or a user, e.g. 'arn:aws:iam::123456789012:role/grafana'",
        "copy it from `aws sts get-caller-identity` of who shall read, without its session",
    ),
]
ExternalId = Annotated[
    str,
    matching(
        r"[\w+=,.@:/\-]{2,1224}",
        "2 to 1,224 of a-z A-Z 0-9 and +=,.@:/_-",
        "remove other characters",
    ),
]
