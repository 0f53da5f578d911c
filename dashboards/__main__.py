"""`python -m dashboards` (`make dashboards`): writes `dashboards/json/`, those of the environment
`everything`. Those of another one: `python -m costs grafana ENVIRONMENT`.
"""

from pathlib import Path

from dashboards.render import files
from dashboards.subject import Subject
from modules.environment import read_environments
from modules.plan import Plan

PROJECT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "json"


def committed() -> dict[str, str]:
    """What `json/` holds: every panel there is."""
    environments = read_environments(PROJECT / "cdktf.json")
    return files(Subject.of(Plan.of(environments["everything"])))


def main() -> None:
    """Write them, and remove what no dashboard makes any more."""
    made = committed()
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
