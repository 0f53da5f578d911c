"""`python -m emulator`."""

from emulator.cli import app

app()
