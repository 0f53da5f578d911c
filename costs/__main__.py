"""`python -m costs`."""

from costs.cli import main

main()
