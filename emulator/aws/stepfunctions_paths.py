"""A path that can lead to one value alone is that value, also below an element of a list.

https://docs.aws.amazon.com/step-functions/latest/dg/amazon-states-language-paths.html: a reference
path "can identify only a single node". moto makes a list of what `$.list[0].name` leads to.
"""

import re

from moto.stepfunctions.parser.asl.utils import json_path

from emulator.aws.patching import Patch

# Names and numbers; no `*`, no slice, no filter, no descent.
ONE_NODE = re.compile(r"\$(\.\w+|\[\d+\]|\['[^']+'\])*")

patch = Patch()


@patch.replaces(json_path, "_is_singleton_array_access")
def _leads_to_one_node(path: str) -> bool:
    return ONE_NODE.fullmatch(path) is not None
