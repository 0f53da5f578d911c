"""From text to meaning: every statement is cut by one tokenizer and read with one cursor.

`lexer.py` makes tokens and `cursor.py` walks over them. Upon them stand Trino's query grammar, read by
recursive descent into the classes of `tree.py`, a file a level: calls, primaries, expressions,
relations, queries; `statement_cursor.py`, which reads Hive's DDL and what stands around queries; and
`kinds.py`, which tells a statement's kind from its first words.

A grammar of our own, because refusing is half of the job: what Athena's parser does not know must fail
at the token where Athena fails. The SQL libraries at hand read all dialects at once and refuse next to
nothing. Absent: MATCH_RECOGNIZE, JSON_TABLE and the JSON functions with words in their parentheses.
"""

from athena.sql.queries import parse_expression, parse_query

__all__ = ["parse_expression", "parse_query"]
