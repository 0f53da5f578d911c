"""Trino's query grammar, read by recursive descent.

A grammar of our own, because refusing is half of the job: what Athena's parser does not know must fail
at the token where Athena fails. The SQL libraries at hand read all dialects at once and refuse next to
nothing. Absent: DDL, MATCH_RECOGNIZE, JSON_TABLE and the JSON functions with words in their
parentheses.
"""

from athena.sql.queries import parse_expression, parse_query

__all__ = ["parse_expression", "parse_query"]
