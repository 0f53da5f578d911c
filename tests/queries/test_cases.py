"""What is wrong with a case is said so that its author can mend it."""

from pathlib import Path

import pytest

from tests.queries.cases import CaseError, case_folders, read_case

GOOD = {
    "case.toml": 'says = "Why."',
    "input.csv": "billing_period,line_item_unblended_cost,resource_tags,line_item_product_code\n"
    '2026-01,1.5,user_team=a;user_env=b,""\n2026-02,,,\n',
    "expected.csv": "billing_period,service,unblended_cost\n",
}


def write_case(folder: Path, query: str = "cur2/monthly_cost_by_service", **changed: str) -> Path:
    """A good case but for these files: `input="…"` for input.csv."""
    case = folder / query / "case"
    case.mkdir(parents=True)
    for name, text in GOOD.items():
        (case / name).write_text(changed.get(name.partition(".")[0], text))
    return case


def test_empty_cells_are_null_and_quoted_ones_empty(tmp_path: Path) -> None:
    """And a map is `key=value;key=value`."""
    january, february = read_case(write_case(tmp_path)).months.values()
    assert january.to_pylist() == [
        {
            "line_item_unblended_cost": 1.5,
            "resource_tags": [("user_team", "a"), ("user_env", "b")],
            "line_item_product_code": "",
        }
    ]
    assert set(february.to_pylist()[0].values()) == {None}


def test_parameters_are_the_inputs_months_unless_the_case_has_its_own(tmp_path: Path) -> None:
    """First and last, as SQL literals."""
    assert read_case(write_case(tmp_path / "a")).parameters == ("'2026-01'", "'2026-02'")
    own = """says = "Why."\nparameters = ["'2025-12'", "'2026-01'"]"""
    assert read_case(write_case(tmp_path / "b", case=own)).parameters == ("'2025-12'", "'2026-01'")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"query": "cur2/cost_by_mood"}, r"there is no queries/cur2/cost_by_mood.sql"),
        ({"case": "parameters = []"}, r"case.toml: it has says"),
        ({"case": 'says = "Why."\nparameter = []'}, r"case.toml: it has says"),
        ({"input": "line_item_unblended_cost\n1\n"}, r"input.csv: the column billing_period"),
        ({"input": "billing_period,cost\n2026-01,1\n"}, r"input.csv: CUR 2.0 has no column cost"),
        (
            {"input": "billing_period,line_item_unblended_cost\n2026-01,much\n"},
            r"input.csv: .*'much'",
        ),
        ({"expected": "billing_period,service\n2026-01\n"}, r"expected.csv: .*Expected 2 columns"),
    ],
    ids=["query", "no sentence", "misspelt", "no month", "no such column", "no number", "ragged"],
)
def test_a_bad_case_names_file_and_fix(
    changed: dict[str, str], message: str, tmp_path: Path
) -> None:
    with pytest.raises(CaseError, match=message):
        read_case(write_case(tmp_path, **changed))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """All of them at once."""
    case = write_case(tmp_path)
    (case / "case.toml").unlink()
    (case / "expected.csv").unlink()
    with pytest.raises(CaseError, match=r"case.toml and expected.csv missing"):
        read_case(case)


def test_a_folder_without_a_case_toml_is_not_passed_over(tmp_path: Path) -> None:
    """Every folder three levels down is a case."""
    case = write_case(tmp_path)
    (case / "case.toml").unlink()
    assert case_folders(tmp_path) == [case]
