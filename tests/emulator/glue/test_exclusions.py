"""Glue's exclude patterns."""

import pytest

from emulator.glue.exclusions import excluded


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("**.json", "a.json", True),
        ("**.json", "123/cid/metadata/x-Manifest.json", True),
        ("**.json", "a.json.parquet", False),
        ("*.json", "a/b.json", False),
        ("*.json", "b.json", True),
        ("**/metadata/**", "123/cid/metadata/BILLING_PERIOD=2026-01/a", True),
        ("**/metadata/**", "123/cid/metadata.parquet", False),
        ("**/cost_and_usage_data_status/*", "a/cost_and_usage_data_status/s.parquet", True),
        ("**/cost_and_usage_data_status/*", "a/cost_and_usage_data_status/b/s.parquet", False),
        ("aws-programmatic-access-test-object", "aws-programmatic-access-test-object", True),
        ("month?", "month1", True),
        ("month?", "month10", False),
        ("month?", "month/", False),
        ("[ab].csv", "b.csv", True),
        ("[!ab].csv", "b.csv", False),
        ("*.{csv,gz}", "x.gz", True),
        ("*.{csv,gz}", "x.zip", False),
        ("a,b", "a,b", True),
        ("a+b.csv", "a+b.csv", True),
        ("a+b.csv", "aab.csv", False),
        (r"\*.csv", "*.csv", True),
        (r"\*.csv", "a.csv", False),
    ],
)
def test_a_pattern_matches_as_in_glue(pattern: str, path: str, matches: bool) -> None:
    """One star stays in a folder, two cross folders; the whole path must match."""
    assert excluded(path, (pattern,)) is matches


def test_any_pattern_excludes() -> None:
    """A path is excluded when one of the patterns matches."""
    assert excluded("a.json", ("*.csv", "*.json"))
    assert not excluded("a.parquet", ("*.csv", "*.json"))
    assert not excluded("a.parquet", ())
