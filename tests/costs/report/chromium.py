"""The Chromium that a machine has; Playwright's own would have to be downloaded."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Its path; None: apt-get install chromium."""
    return next(filter(None, map(shutil.which, NAMES)), None)
