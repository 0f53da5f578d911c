"""The report page: what a month cost and why, as one HTML file."""
