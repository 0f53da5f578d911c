"""Athena SQL on the embedded engine, DuckDB: the meaning of a statement becomes its answer.

The way a statement takes: `engine.py` gets it; `statement.py` has it parsed (`athena/sql`) and
translated into DuckDB's SQL (`translation/`); `partitions.py` asks which partitions its conditions
admit; `parquet.py` makes the view that reads their files as the catalog declares them; `macros.py`
creates the macros that it calls; DuckDB runs it; `values.py` turns what comes back into Trino's values
and `errors.py` words what fails as Athena does.

Frozen: the engine learns a function or a clause only when a shipped statement, CID's core views or a
real client needs it. Everything else is refused, and Trino answers it.
"""
