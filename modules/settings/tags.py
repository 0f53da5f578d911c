"""Tags that every AWS service takes: `tags`.

The strictest of the services decides, since default tags go to all of them. Keys of IAM differ by more
than case: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
"""

import re
from collections import Counter
from typing import Annotated

from pydantic import AfterValidator

from modules.settings.problems import refuse

PROJECT = {"Project": "aws-cost-pipeline"}
MOST = 50
# Letters and digits of any script. Neither ${ nor %{, which Terraform reads as a template.
CHARACTERS = r"[\w +\-=.:/@]"
ALLOWED = "letters, digits, spaces and _+-=.:/@"


def with_project(tags: dict[str, str]) -> dict[str, str]:
    """What every resource is tagged with."""
    return PROJECT | tags


def _check(tags: dict[str, str]) -> dict[str, str]:
    for key, value in tags.items():
        if not re.fullmatch(f"{CHARACTERS}{{1,128}}", key):
            raise refuse(f"keys of 1 to 128 {ALLOWED}; {key!r} is none", "rename it")
        if key.lower().startswith("aws:"):
            raise refuse(f"keys that don't begin with aws:, as {key!r} does", "rename it")
        if not re.fullmatch(f"{CHARACTERS}{{0,256}}", value):
            raise refuse(f"values of at most 256 {ALLOWED}; that of {key!r} is none", "change it")
    found = Counter(key.lower() for key in with_project(tags))
    if twice := [key for key, times in found.items() if times > 1]:
        raise refuse(f"keys that differ by more than case, as {twice[0]!r} doesn't", "rename one")
    if len(found) > MOST:
        raise refuse(f"{MOST} tags at most, Project included", "leave some out")
    return tags


Tags = Annotated[dict[str, str], AfterValidator(_check)]
