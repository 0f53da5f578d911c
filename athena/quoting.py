"""Names and strings as SQL writes them; DuckDB and Trino read them alike."""


def quoted(name: str) -> str:
    """An identifier that is taken as it is."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A string literal."""
    return "'" + value.replace("'", "''") + "'"
