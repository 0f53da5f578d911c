"""Functions: which there are (functions.txt), which overload fits, and what DuckDB makes of them."""
