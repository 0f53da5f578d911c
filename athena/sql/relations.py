"""What FROM takes: tables, derived tables, UNNEST, joins, aliases and samples."""

from athena.sql import tree
from athena.sql.expressions import Expressions

JOIN_STARTS = ("JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL")
COUNT_STARTS = ("ALL", "?", "FIRST", "NEXT")


class Relations(Expressions):
    """Adds `relations`, the whole of a FROM clause."""

    def relations(self) -> tree.Relation:
        start = self.next.start
        found = self.relation()
        while self.skip(","):
            right = self.relation()
            found = tree.Join(self.span(start), "IMPLICIT", found, right)
        return found

    def relation(self) -> tree.Relation:
        start = self.next.start
        found = self._sampled()
        while self.next.word in JOIN_STARTS:
            found = self._join(start, found)
        return found

    def _join(self, start: int, left: tree.Relation) -> tree.Relation:
        if self.skip("CROSS"):
            self.expect("JOIN")
            right = self._sampled()
            return tree.Join(self.span(start), "CROSS", left, right)
        natural = self.skip("NATURAL")
        kind = "INNER"
        if self.next.word in ("LEFT", "RIGHT", "FULL"):
            kind = self.take().word
            if not self.skip("OUTER") and not self.sees("JOIN"):
                raise self.unexpected("'JOIN', 'OUTER'")
        else:
            self.skip("INNER")
        self.expect("JOIN")
        if natural:
            right = self._sampled()
            return tree.Join(self.span(start), kind, left, right, natural=True)
        right = self.relation()
        if self.skip("ON"):
            condition = self.expression()
            return tree.Join(self.span(start), kind, left, right, condition)
        if not self.skip("USING"):
            raise self.unexpected("'ON', 'USING'")
        using = self.wrapped(lambda: self.listed(self._identifier))
        return tree.Join(self.span(start), kind, left, right, using=using)

    def _identifier(self) -> tree.Identifier:
        start = self.next.start
        name = self.name()
        return tree.Identifier(self.span(start), name)

    def _sampled(self) -> tree.Relation:
        start = self.next.start
        found = self._aliased()
        if not self.sees("TABLESAMPLE"):
            return found
        self.take()
        method = self.one_of("BERNOULLI", "SYSTEM")
        percentage = self.wrapped(self.expression)
        return tree.Sampled(self.span(start), found, method, percentage)

    def _aliased(self) -> tree.Relation:
        start = self.next.start
        found = self._plain()
        if self.sees("MATCH_RECOGNIZE", "("):
            raise self.refused("MATCH_RECOGNIZE")
        explicit = self.skip("AS")
        if not explicit and not (self.sees_name and self._sees_alias):
            return found
        name = self.name()
        columns = self.names() if self.sees("(") else ()
        if self.sees("MATCH_RECOGNIZE", "("):
            raise self.refused("MATCH_RECOGNIZE")
        return tree.Aliased(self.span(start), found, name, columns)

    @property
    def _sees_alias(self) -> bool:
        """Is the name that comes next an alias, not the beginning of a clause?"""
        word, after = self.next.word, self.ahead(1)
        if word in ("LIMIT", "OFFSET", "FETCH"):
            return after.kind != "integer" and after.word not in COUNT_STARTS
        if word == "TABLESAMPLE":
            return after.word not in ("BERNOULLI", "SYSTEM")
        return not (word == "WINDOW" and self.ahead(2).word == "AS")

    def _plain(self) -> tree.Relation:
        start = self.next.start
        if self.sees("UNNEST"):
            return self._unnest(start)
        lateral = self.sees("LATERAL", "(")
        if lateral:
            self.take()
        if lateral:
            return self._derived(start, lateral)
        if self.sees("("):
            return self.first_that_fits(
                lambda: self._derived(start, False),
                lambda: self.wrapped(self.relation),
                self.may_be_query,
            )
        if self.sees("TABLE", "("):
            raise self.refused("a table function")
        if self.sees("JSON_TABLE"):
            raise self.refused("JSON_TABLE")
        name = self.qualified_name()
        table = tree.Table(self.span(start), name)
        if self.sees("FOR") and self.ahead(1).word in ("TIMESTAMP", "VERSION"):
            raise self.refused("a table's earlier version")
        return table

    def _derived(self, start: int, lateral: bool) -> tree.Relation:
        query = self.wrapped(self.query)
        return tree.Derived(self.span(start), query, lateral)

    def _unnest(self, start: int) -> tree.Relation:
        self.take()
        values = self.wrapped(lambda: self.listed(self.expression))
        ordinality = self.skip("WITH", "ORDINALITY")
        return tree.Unnest(self.span(start), values, ordinality)
