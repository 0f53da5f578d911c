"""The query stage as a whole."""

from syrupy.assertion import SnapshotAssertion

from tests.conftest import Synthesize
from tests.modules.snapshots import EACH_ENVIRONMENT, assert_stage_is_pinned


@EACH_ENVIRONMENT
def test_nothing_else_changed(
    name: str, synthesize: Synthesize, snapshot: SnapshotAssertion
) -> None:
    """Besides what the tests of its constructs look at."""
    assert_stage_is_pinned("query", name, synthesize, snapshot)
