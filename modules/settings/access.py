"""What an account asks of every role: `access`."""

from typing import Annotated

from pydantic import Field

from modules.settings.base import Settings, matching


class AccessSettings(Settings):
    """The roles of the stack: crawlers, crawl starter, event rules."""

    permissions_boundary: (
        Annotated[
            str,
            matching(
                r"arn:aws:iam::(\d{12}|aws):policy/[\w+=,.@\-/]+",
                "the ARN of a managed policy, e.g. 'arn:aws:iam::123456789012:policy/boundary'",
                "copy it from `aws iam list-policies`",
            ),
        ]
        | None
    ) = Field(None, description="managed policy that bounds every role; its ARN")
    role_path: Annotated[
        str,
        matching(
            r"/([\w+=,.@\-]+/)*",
            "a path that begins and ends with a slash, e.g. '/' or '/costs/'",
            "add the slashes, remove other characters than letters, digits and +=,.@-_",
        ),
    ] = Field("/", description="IAM path of every role")
