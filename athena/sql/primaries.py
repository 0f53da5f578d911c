"""Primary expressions: literals, names, parentheses, CASE, CAST and the forms with words inside."""

from collections.abc import Callable

from athena.errors import unsupported
from athena.sql import tree
from athena.sql.calls import Calls
from athena.sql.cursor import INTERVAL_UNITS
from athena.sql.lexer import NUL, RESERVED, Span, whole
from athena.sql.tree import Expression

EXTRACT_FIELDS = """YEAR QUARTER MONTH WEEK DAY DAY_OF_MONTH DAY_OF_WEEK DOW DAY_OF_YEAR DOY
    YEAR_OF_WEEK YOW HOUR MINUTE SECOND TIMEZONE_MINUTE TIMEZONE_HOUR""".split()
QUERY_STARTS = ("SELECT", "WITH", "VALUES", "TABLE")
NUMBERS = ("integer", "decimal", "double")


class Primaries(Calls):
    """Adds `primary`, an expression without operators before or after it."""

    def primary(self) -> Expression:
        start = self.next.start
        found = self._primary(start)
        while True:
            if self.skip("["):
                index = self.value()
                self.expect("]")
                found = tree.Subscript(self.span(start), found, index)
            elif self.sees(".") and self.ahead(1).word != "*":
                self.take()
                found = tree.Dereference(self.span(start), found, self.name())
            else:
                return found

    def _primary(self, start: int) -> Expression:
        token = self.next
        if token.kind in NUMBERS:
            return self.number(start, "")
        if token.kind in ("string", "unicode"):
            return self._string(start)
        if token.kind == "binary":
            return tree.Binary(self._taken(start), token.value.replace(" ", ""))
        if token.word == "(":
            return self._parenthesis(start)
        if token.word == "?":
            before = self._tokens[: self._at]
            number = sum(1 for other in before if other.word == "?")
            return tree.Parameter(self._taken(start), number)
        form = self._form(token.word, self.ahead(1).word)
        if form:
            return form(start)
        if self.sees_name:
            return self._named(start)
        raise self.unexpected("<expression>")

    def _form(self, word: str, following: str) -> Callable[[int], Expression] | None:
        """What reads an expression that begins with a word of the grammar."""
        always: dict[str, Callable[[int], Expression]] = {
            "NULL": lambda start: tree.Null(self._taken(start)),
            "TRUE": lambda start: tree.Boolean(self._taken(start), True),
            "FALSE": lambda start: tree.Boolean(self._taken(start), False),
            "CASE": self._case,
            "EXISTS": self._exists,
            "CAST": self._cast,
            "EXTRACT": self._extract,
            "TRIM": self.trim,
            "GROUPING": self._grouping,
            "LISTAGG": self.listagg,
            "NORMALIZE": self.normalize,
        }
        before_parenthesis = {
            "TRY_CAST": self._cast,
            "ROW": self._row,
            "POSITION": self.position,
            "SUBSTRING": self.substring,
        }
        if word in RESERVED and word.startswith(("CURRENT_", "LOCALTIME")):
            return self._current
        if word in ("JSON_EXISTS", "JSON_VALUE", "JSON_QUERY", "JSON_OBJECT", "JSON_ARRAY"):
            raise self.refused(word)
        if following == "(" and word in before_parenthesis:
            return before_parenthesis[word]
        if following == "[" and word == "ARRAY":
            return self._array
        return always.get(word)

    def _taken(self, start: int) -> Span:
        self.take()
        return self.span(start)

    def number(self, start: int, sign: str) -> Expression:
        token = self.take()
        integer = token.kind == "integer"
        digits = sign + (str(whole(token.text)) if integer else token.text.replace("_", ""))
        return tree.Number(self.span(start), token.kind, digits)

    def _string(self, start: int) -> Expression:
        token = self.take()
        if token.kind == "string":
            return tree.String(self.span(start), token.value)
        escape = self.string() if self.skip("UESCAPE") else "\\"
        pieces = token.value.replace(escape * 2, "\0").split(escape)
        text = pieces[0]
        for piece in pieces[1:]:
            digits = 6 if piece.startswith("+") else 4
            code, rest = piece.lstrip("+")[:digits], piece.lstrip("+")[digits:]
            if not code.strip("0"):
                raise unsupported(NUL)
            text += chr(int(code, 16)) + rest
        return tree.String(self.span(start), text.replace("\0", escape))

    def _parenthesis(self, start: int) -> Expression:
        if self.sees_lambda:
            return self._lambda(start)
        return self.first_that_fits(
            lambda: self._subquery(start), lambda: self._grouped(start), self.may_be_query
        )

    def _subquery(self, start: int) -> Expression:
        query = self.wrapped(self.query)
        return tree.Subquery(self.span(start), query)

    def _grouped(self, start: int) -> Expression:
        """An expression in parentheses, or a row of several."""
        values = self.wrapped(lambda: self.listed(self.expression))
        return values[0] if len(values) == 1 else tree.Row(self.span(start), values)

    @property
    def may_be_query(self) -> bool:
        """Do the parentheses here, however many, begin with a word that only queries begin with?"""
        depth = 0
        while self.ahead(depth).word == "(":
            depth += 1
        word, following = self.ahead(depth).word, self.ahead(depth + 1)
        return word in QUERY_STARTS and (word != "TABLE" or following.kind in ("word", "quoted"))

    @property
    def sees_lambda(self) -> bool:
        if self.sees_name:
            return self.ahead(1).word == "->"
        place = 1
        while self.ahead(place).kind in ("word", "quoted") or self.ahead(place).word == ",":
            place += 1
        return (
            self.sees("(") and self.ahead(place).word == ")" and self.ahead(place + 1).word == "->"
        )

    def _lambda(self, start: int) -> Expression:
        if self.skip("(", ")"):
            names: tuple[str, ...] = ()
        else:
            names = self.names() if self.sees("(") else (self.name(),)
        self.expect("->")
        return tree.Lambda(self.span(start), names, self.expression())

    def _named(self, start: int) -> Expression:
        """A name: of a column, a function, or a type before a string."""
        if self.sees_lambda:
            return self._lambda(start)
        following = self.ahead(1)
        if self.sees("INTERVAL") and self._sees_interval:
            return self._interval(start)
        typed = self.sees("DOUBLE", "PRECISION") and self.ahead(2).kind == "string"
        if (following.kind in ("string", "unicode") and self.next.kind == "word") or typed:
            type_ = self.type_name()
            return tree.TypedLiteral(self.span(start), type_, self.string())
        return self.call_or_name(start)

    @property
    def _sees_interval(self) -> bool:
        signed = self.ahead(1).word in ("+", "-")
        value, unit = self.ahead(2 if signed else 1), self.ahead(3 if signed else 2)
        return value.kind == "string" and unit.word in INTERVAL_UNITS

    def _interval(self, start: int) -> Expression:
        self.expect("INTERVAL")
        sign = -1 if self.skip("-") else 1
        self.skip("+")
        value = self.string()
        first = last = self.one_of(*INTERVAL_UNITS)
        if self.skip("TO"):
            last = self.one_of(*INTERVAL_UNITS)
        return tree.IntervalLiteral(self.span(start), sign, value, first, last)

    def _case(self, start: int) -> Expression:
        self.expect("CASE")
        operand = None if self.sees("WHEN") else self.expression()
        whens = [self._when()]
        while self.sees("WHEN"):
            whens.append(self._when())
        default = self.expression() if self.skip("ELSE") else None
        self.expect("END")
        return tree.Case(self.span(start), operand, tuple(whens), default)

    def _when(self) -> tree.When:
        start = self.next.start
        self.expect("WHEN")
        condition = self.expression()
        self.expect("THEN")
        return tree.When(self.span(start), condition, self.expression())

    def _cast(self, start: int) -> Expression:
        safe = self.take().word == "TRY_CAST"
        self.expect("(")
        value = self.expression()
        self.expect("AS")
        type_ = self.type_name()
        self.expect(")")
        return tree.Cast(self.span(start), value, type_, safe)

    def _extract(self, start: int) -> Expression:
        self.expect("EXTRACT", "(")
        field = self.name().upper()
        self.expect("FROM")
        value = self.value()
        self.expect(")")
        span = self.span(start)
        if field not in EXTRACT_FIELDS:
            valid = ", ".join(EXTRACT_FIELDS)
            what = f"Invalid EXTRACT field {field}, valid fields are: {valid}"
            raise span.error("SYNTAX_ERROR", what)
        return tree.Extract(span, field, value)

    def _row(self, start: int) -> Expression:
        self.take()
        values = self.wrapped(lambda: self.listed(self.expression))
        return tree.Row(self.span(start), values)

    def _array(self, start: int) -> Expression:
        self.expect("ARRAY", "[")
        items = () if self.sees("]") else self.listed(self.expression)
        self.expect("]")
        return tree.Array(self.span(start), items)

    def _exists(self, start: int) -> Expression:
        self.take()
        query = self.wrapped(self.query)
        return tree.Exists(self.span(start), query)

    def _grouping(self, start: int) -> Expression:
        self.take()
        columns = self.wrapped(lambda: self.listed(self._column_name))
        return tree.Grouping(self.span(start), columns)

    def _column_name(self) -> Expression:
        start = self.next.start
        first, *fields = self.qualified_name()
        found: Expression = tree.Identifier(self.span(start), first)
        for field in fields:
            found = tree.Dereference(self.span(start), found, field)
        return found

    def _current(self, start: int) -> Expression:
        what = self.take().word
        precision = None
        if what.endswith(("TIME", "TIMESTAMP")) and self.sees("("):
            precision = self.wrapped(self.integer)
        return tree.Current(self.span(start), what, precision)
