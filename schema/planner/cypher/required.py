"""A relationship that a filter requires: where the graph has few of it, rows are found at its ends.

A list in the order of its keys reads nodes until its page is full, which is all of them where few pass the
filter. Neo4j knows how many relationships of a type and nodes of a label there are, so the statement itself
chooses what it reads when it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from schema.declare import Declaration
from schema.planner.cypher.comparison import each_of
from schema.planner.cypher.context import PlanContext
from schema.planner.cypher.pattern import pattern
from schema.planner.request.arguments import ArgumentValues
from schema.planner.shape.work import Work
from schema.sources import Relationship


class AtLeastOne(NamedTuple):
    """Whether a comparison of a count with a value passes only nodes with a relationship: Cypher, Python."""

    cypher: str
    holds: Callable[[Any], bool]


COMPARISONS: Final = {
    "eq": AtLeastOne("{0} > 0", lambda value: value > 0),
    "gte": AtLeastOne("{0} > 0", lambda value: value > 0),
    "gt": AtLeastOne("{0} >= 0", lambda value: value >= 0),
    "in": AtLeastOne("all({1} IN {0} WHERE {1} > 0)", lambda values: all(value > 0 for value in values)),
}


@dataclass(frozen=True, slots=True)
class RequiredRelationship:
    """A relationship that each row has. `fewer` is Cypher: there are fewer of it than nodes to read.

    `share` is how much of the work of all nodes is left, on the sample graph.
    """

    relationship: Relationship
    node: str
    edge: str
    key: str
    fewer: str
    share: Work

    def ends(self, tests: tuple[str, ...]) -> str:
        """Clauses that bind each node at its end that passes the tests, in any order."""
        match = f"MATCH {pattern(self.relationship, self.node, '', '')}"
        return f"{match} WITH DISTINCT {self.node} WHERE {' AND '.join(tests)}"

    def ends_by_key(self, seeks: list[str], tests: tuple[str, ...]) -> str:
        """The same in the order of the nodes' keys, which `key` holds; `seeks` are of `stored_key`."""
        match = f"MATCH {pattern(self.relationship, self.node, self.edge, '')}"
        index = self.relationship.index
        hint = f"USING INDEX {self.edge}:{self.relationship.type}({', '.join(index)})"
        present = [f"{self.edge}.{name} IS NOT NULL" for name in index]
        return (
            f"{match} {hint} WHERE {' AND '.join([*present, *seeks])} "
            f"WITH DISTINCT {self.node}, {self.stored_key} AS {self.key} WHERE {' AND '.join(tests)} WITH *"
        )

    @property
    def stored_key(self) -> str:
        """The node's key as the relationship holds it: the first property of its index."""
        return f"{self.edge}.{self.relationship.index[0]}"


def required(
    declaration: Declaration,
    label: str,
    where: ArgumentValues,
    node: str,
    context: PlanContext,
    *,
    indexed: bool,
) -> RequiredRelationship | None:
    """The relationship that a filter requires, if most nodes have none and nothing else is compared.

    An index may find few nodes by another condition. With `indexed` only a relationship with an index of its
    nodes' keys. Raises InvalidInput.
    """
    given = [(name, operand) for name, operand in where.items() if operand.value is not None]
    if not all(name in declaration.related for name, _ in given):
        return None
    for name, quantifiers in given:
        source = declaration.related[name].source
        if not isinstance(source, Relationship) or (indexed and not source.index):
            continue
        if source.mean is None or source.mean >= 1:
            continue
        found = _requiring(quantifiers)
        if found is not None:
            counts = f"COUNT {{ ()-[:{source.type}]->() }} < COUNT {{ (:{label}) }}"
            number, share = _number(*found, source.mean, context)
            fewer = " AND ".join([*number, counts])
            return RequiredRelationship(source, node, context.fresh("r"), context.fresh("k"), fewer, share)
    return None


def _requiring(quantifiers: ArgumentValues) -> tuple[str, ArgumentValues] | None:
    """The first quantifier, or comparison of a count, that may require a relationship, with its operand."""
    for quantifier, operand in quantifiers.items():
        if operand.value is None:
            continue
        if quantifier in ("some", "single"):
            return quantifier, operand
        if quantifier == "count":
            for operator, value in operand.items():
                if operator in COMPARISONS:
                    return operator, value
    return None


def _number(
    operator: str, operand: ArgumentValues, mean: float, context: PlanContext
) -> tuple[list[str], Work]:
    """The condition on the number of a comparison, and the share of the work that is left with it."""
    comparison = COMPARISONS.get(operator)
    if comparison is None:
        return [], Work.fixed(mean)
    value = context.parameter(operand, each_of(None) if operator == "in" else None)
    times = context.shape_value(operand, lambda given: 1 if comparison.holds(given) else 1 / mean)
    return [comparison.cypher.format(value, context.fresh("x"))], Work.sized(times, mean)
