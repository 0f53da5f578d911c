"""Where this machine keeps what is fetched or made once."""

import os
from pathlib import Path


def cache_folder() -> Path:
    """The user's, below XDG_CACHE_HOME or ~/.cache; it may not be there yet."""
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "aws-cost-pipeline"
