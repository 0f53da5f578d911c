"""Bills to deliver: somebody's own, or generated."""
