"""Synthesize one stack per environment of cdktf.json into cdktf.out/."""

import sys
from pathlib import Path

from modules.environment import Environment, read_environments
from modules.pairs import mismatches
from modules.settings.problems import SettingsError

PROJECT = Path(__file__).parent


def synthesize(environments: dict[str, Environment]) -> None:
    """Write `cdktf.out/stacks/<environment>/cdk.tf.json` for every environment."""
    from modules.pipeline import add_stack
    from modules.providers import App

    app = App()
    for name, environment in environments.items():
        add_stack(app, name, environment)
    app.synth()


def main() -> int:
    """Refuse bad settings before anything is written."""
    try:
        environments = read_environments(PROJECT / "cdktf.json")
        if problems := mismatches(environments):
            raise SettingsError("cdktf.json", problems)
        synthesize(environments)
    except SettingsError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
