"""The patches as a whole."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from emulator.aws.patching import Patch
from emulator.cloud.behaviours import BEHAVIOURS, install


def test_every_behaviour_is_tested_against_moto_alone() -> None:
    """Each behaviour has a test file that also takes its patch off, so that it can go one day."""
    for behaviour in BEHAVIOURS:
        name = behaviour.__name__.rsplit(".", 1)[-1]
        tests = Path(__file__).parents[1] / behaviour.__name__.split(".")[1]
        test = tests / f"test_{name}.py"
        assert f"{name}.patch.taken_off()" in test.read_text(), name


def test_every_behaviour_says_what_it_is_for() -> None:
    """Each behaviour's docstring names AWS's page (or says that it is our own) and moto's way."""
    for behaviour in BEHAVIOURS:
        text = behaviour.__doc__ or ""
        assert "moto" in text, behaviour
        assert "https://docs.aws.amazon.com" in text or "emulator's own" in text, behaviour


def test_installing_twice_does_no_harm() -> None:
    """A second cloud in one process installs over the first."""
    install()
    install()


def test_a_patch_can_be_taken_off() -> None:
    """Replaced and added attributes are as before, inside the block only."""
    owner = SimpleNamespace(there=1)
    patch = Patch()
    patch.sets(owner, "there", 2)
    patch.sets(owner, "added", 3)
    patch.apply()
    with patch.taken_off():
        assert vars(owner) == {"there": 1}
    assert vars(owner) == {"there": 2, "added": 3}


def test_two_patches_of_one_method_are_refused() -> None:
    """A patch that would undo another is an error."""
    owner = SimpleNamespace(__name__="Owner", there=1)
    one, other = Patch(), Patch()
    one.sets(owner, "there", 2)
    other.sets(owner, "there", 3)
    one.apply()
    with pytest.raises(RuntimeError, match=r"two patches replace Owner\.there"):
        other.apply()
