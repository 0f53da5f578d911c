"""Real Terraform (or OpenTofu) on the synthesized JSON, pointed at the emulated AWS.

The JSON stays untouched. What differs on a laptop is in an override file beside it, which Terraform
merges by itself: the state file, and `max_retries` (with the provider's 25, one call that the emulator
refuses would hang for ten minutes). Endpoint and credentials are environment variables of the
subprocess. Terraform runs in a process group of its own, so that it never outlives the command.
"""

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from athena.errors import ExpectedFailure

Event = dict[str, Any]  # https://developer.hashicorp.com/terraform/internals/machine-readable-ui
OVERRIDE = "zz_override.tf.json"
PLAN = "plan.bin"
LOCK = ".terraform.lock.hcl"
# The provider writes its traces whether or not anybody wants them, and Terraform reads and drops them.
UNLOGGED = {
    f"TF_LOG_{part}": "off"
    for part in ("PROVIDER", "SDK", "SDK_FRAMEWORK", "SDK_HELPER_SCHEMA", "SDK_MUX", "SDK_PROTO")
}
MIRROR_LAYOUT = ("registry.terraform.io/hashicorp/aws", "registry.opentofu.org/hashicorp/aws")
MIRROR_PREFIXES = ("/usr/share/terraform", "/usr/local/share/terraform", "/opt", "/srv", "/var/lib")


class TerraformError(ExpectedFailure):
    """Terraform is missing or failed; `str()` has its own diagnostics."""


def find_terraform() -> str:
    """The program to run: `terraform`, or else OpenTofu's `tofu`."""
    for name in ("terraform", "tofu"):
        if found := shutil.which(name):
            return found
    raise TerraformError(
        "neither terraform nor tofu is on PATH: install one of them (1.5 or later)"
    )


def find_provider_mirror() -> Path | None:
    """A folder with the AWS provider in it, known by its layout; None: Terraform downloads it.

    `TF_PLUGIN_MIRROR` names one; else the usual places are looked through.
    """
    named = os.environ.get("TF_PLUGIN_MIRROR")
    home = Path.home()
    places = [Path(named)] if named else [home / ".terraform.d", home / ".local/share/terraform"]
    places += [Path(prefix) for prefix in MIRROR_PREFIXES]
    for place in places:
        for folder in (place, *_folders(place)):
            if any((folder / layout).is_dir() for layout in MIRROR_LAYOUT):
                return folder
    return None


def _folders(place: Path) -> list[Path]:
    try:
        return sorted(child for child in place.iterdir() if child.is_dir())
    except OSError:
        return []


class Terraform:
    """One working folder: a copy of `cdk.tf.json`, the override, the state."""

    def __init__(self, configuration: Path, folder: Path, environment: Mapping[str, str]) -> None:
        self._program = find_terraform()
        self.folder = folder
        self._environment = self.environment(environment)
        folder.mkdir(parents=True, exist_ok=True)
        self.configure(configuration)
        self.write_override({})

    @staticmethod
    def environment(of_cloud: Mapping[str, str]) -> dict[str, str]:
        """Of its process. The endpoint is its own proxy, too, where `of_cloud` names one.

        S3 Control, by which providers since 6.23 read a bucket's tags, puts the account before the
        endpoint's host: 123456789012.127.0.0.1, which no resolver knows. Go asks the proxy for any host
        but this machine's own, and the endpoint takes whole URLs.
        """
        endpoint = of_cloud.get("AWS_ENDPOINT_URL")
        proxy = {"HTTP_PROXY": endpoint} if endpoint else {}
        return _without_users_settings() | dict(of_cloud) | proxy

    def configure(self, configuration: Path) -> None:
        """From now on with this `cdk.tf.json`; the state stays."""
        shutil.copy(configuration, self.folder / configuration.name)
        self.configuration = json.loads(configuration.read_text())

    def write_override(self, resources: Mapping[str, object]) -> None:
        """Point the stack at the laptop; `resources` overrides arguments of resources."""
        aliases = [provider.get("alias") for provider in self.configuration["provider"]["aws"]]
        override: dict[str, object] = {
            "terraform": {"backend": {"local": {"path": "terraform.tfstate"}}},
            "provider": {
                "aws": [
                    {"max_retries": 3} | ({"alias": alias} if alias else {}) for alias in aliases
                ]
            },
        }
        if resources:
            override["resource"] = resources
        (self.folder / OVERRIDE).write_text(json.dumps(override, indent=1))

    def act_as(self, environment: Mapping[str, str]) -> None:
        """From now on with other credentials."""
        self._environment |= environment

    def init(self) -> None:
        """Find the provider, in a mirror if there is one."""
        mirror = find_provider_mirror()
        self._run("init", *([f"-plugin-dir={mirror}"] if mirror else []))
        # Each command would hash the provider's 600 MB anew.
        lock = self.folder / LOCK
        lock.write_text(re.sub(r"^ *hashes = \[.*?\]\n", "", lock.read_text(), flags=re.M | re.S))

    def validate(self) -> None:
        self._run("validate")

    def plan(self) -> list[str]:
        """Addresses that an apply would change, each with its action; empty when nothing would."""
        changes = []
        for event in self._events("plan"):
            if event.get("type") == "planned_change":
                change = event["change"]
                changes.append(f"{change['action']} {change['resource']['addr']}")
        return changes

    def plan_as_json(self, *, refresh: bool = True) -> str:
        """The plan that `plan` lists, as `terraform show -json` writes it."""
        self._run("plan", "-input=false", _refresh(refresh), f"-out={PLAN}")
        return self._run("show", "-json", PLAN)

    def apply(
        self,
        progress: Callable[[int, int], None] = lambda done, total: None,
        *,
        refresh: bool = True,
    ) -> int:
        """Make it so; `progress(done, total)` counts resources. Returns how many were changed."""
        return self._change("apply", progress, _refresh(refresh))

    def apply_planned(self) -> int:
        """Apply what `plan_as_json` told, and nothing else."""
        return self._change("apply", lambda done, total: None, PLAN)

    def destroy(self, *, refresh: bool = True) -> int:
        """Undo it. Resources with prevent_destroy make it fail, as they should."""
        return self._change("destroy", lambda done, total: None, _refresh(refresh))

    def destroy_protected(self) -> int:
        """Destroy after lifting, by override, every protection that the stack has."""
        self.write_override(_unprotected(self.configuration["resource"]))
        self.apply(refresh=False)
        return self.destroy(refresh=False)

    def outputs(self) -> dict[str, str]:
        found = json.loads(self._run("output", "-json"))
        return {name: output["value"] for name, output in found.items()}

    def _change(self, command: str, progress: Callable[[int, int], None], *options: str) -> int:
        done, total = 0, 0
        for event in self._events(command, "-auto-approve", "-parallelism=30", *options):
            total += event.get("type") == "planned_change"
            done += event.get("type") == "apply_complete"
            progress(done, total)
        return done

    def _events(self, command: str, *options: str) -> Iterator[Event]:
        problems = []
        with self._process(command, "-json", "-input=false", *options) as process:
            assert process.stdout is not None
            for line in process.stdout:
                event = json.loads(line) if line.startswith("{") else {"@message": line}
                if event.get("@level") == "error":
                    problems.append(_diagnostic(event))
                yield event
        if process.returncode:
            raise TerraformError(f"terraform {command} failed\n\n" + "\n".join(problems))

    def _run(self, command: str, *options: str) -> str:
        with self._process(command, "-no-color", *options) as process:
            output, _ = process.communicate()
        if process.returncode:
            raise TerraformError(f"terraform {command} failed\n\n{output}")
        return output

    @contextmanager
    def _process(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        process = subprocess.Popen(
            [self._program, *arguments],
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        try:
            yield process
            process.wait()
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            if process.stdout:
                process.stdout.close()


def _refresh(wanted: bool) -> str:
    return f"-refresh={str(wanted).lower()}"


def _without_users_settings() -> dict[str, str]:
    """The environment without the user's AWS account and Terraform habits.

    Decoding the provider's schema is most of a command's work; with fewer collections it takes a third
    less processor and 200 MB more memory.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "TF_")) or name == "TF_PLUGIN_CACHE_DIR"
    }
    quiet = {"TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "CHECKPOINT_DISABLE": "1"}
    return {"GOGC": "400"} | kept | quiet | UNLOGGED


def _diagnostic(event: Event) -> str:
    found = event.get("diagnostic")
    if not found:
        return str(event.get("@message"))
    where = f" ({found['address']})" if found.get("address") else ""
    return f"{found.get('summary')}{where}\n{found.get('detail', '')}"


def _unprotected(
    resources: Mapping[str, Mapping[str, Mapping[str, object]]],
) -> Mapping[str, object]:
    lifted: dict[str, dict[str, object]] = {}
    for kind, instances in resources.items():
        for name, arguments in instances.items():
            lifecycle = arguments.get("lifecycle")
            if isinstance(lifecycle, dict) and lifecycle.get("prevent_destroy"):
                change: dict[str, object] = {"lifecycle": {"prevent_destroy": False}}
                if kind == "aws_s3_bucket":
                    change["force_destroy"] = True
                lifted.setdefault(kind, {})[name] = change
    return lifted
