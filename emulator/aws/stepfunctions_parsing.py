"""Definitions and paths that are parsed once.

moto parses its definition anew for every execution, which takes a second of processor for ours, and a
path for every state that has one. What it makes of them is the same each time: all that an execution
changes lies in its `Environment`.
"""

from functools import lru_cache

from moto.stepfunctions.parser.asl.component.common.path import result_path
from moto.stepfunctions.parser.asl.parse.asl_parser import AmazonStateLanguageParser
from moto.stepfunctions.parser.asl.utils import json_path

from emulator.aws.patching import Patch

patch = Patch()
patch.sets(
    AmazonStateLanguageParser, "parse", staticmethod(lru_cache(64)(AmazonStateLanguageParser.parse))
)
patch.sets(json_path, "parse", lru_cache(1024)(json_path.parse))
patch.sets(result_path, "parse", lru_cache(1024)(result_path.parse))
