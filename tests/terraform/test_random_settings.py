"""Settings that are accepted are Terraform's, too."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from emulator.cloud.terraform import Terraform
from modules.environment import Environment, parse_environments
from modules.settings.problems import SettingsError
from tests.conftest import Json
from tests.modules.random_settings import plausible

pytestmark = pytest.mark.terraform
STACKS = 3  # seconds each to synthesize and to validate


def test_random_settings_that_are_accepted_validate(tmp_path: Path) -> None:
    """As modules of one configuration, for each start of the provider takes seconds."""
    accepted: list[Environment] = []

    @settings(
        max_examples=20 * STACKS,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(plausible())
    def draw(made: Json) -> None:
        found = parsed(made)
        if found and found not in accepted and len(accepted) < STACKS:
            accepted.append(found)

    draw()
    assert len(accepted) == STACKS
    modules = {f"random{number}": made for number, made in enumerate(accepted)}
    for name, made in modules.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "cdk.tf.json").write_text(json.dumps(as_module(made)))
    root = tmp_path / "root.tf.json"
    sources = {name: {"source": str(tmp_path / name)} for name in modules}
    root.write_text(json.dumps({"provider": {"aws": [{}]}, "module": sources}))
    terraform = Terraform(root, tmp_path / "stack", {})
    terraform.init()
    terraform.validate()


def parsed(made: Json) -> Environment | None:
    try:
        return parse_environments("cdktf.json", {"random": made})["random"]
    except SettingsError:
        return None


def as_module(made: Environment) -> Json:
    """The stack's JSON without the backend, which belongs to the root."""
    from modules.pipeline import add_stack  # starts jsii

    from cdktf import Testing as CdktfTesting  # isort: skip

    synthesized: Json = add_stack(CdktfTesting.app(), "random", made).to_terraform()
    for backend in ("backend", "cloud"):
        synthesized["terraform"].pop(backend, None)
    return synthesized
