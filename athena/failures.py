"""Failures that a user can mend."""


class CommandFailed(Exception):
    """`str()` is one clear message; commands print it without a traceback and end with 1."""
