"""From the text of a request to one checked operation, kept for the next time."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    OperationDefinitionNode,
    OperationType,
    ValuesOfCorrectTypeRule,
    parse,
    specified_rules,
    validate,
)
from graphql.execution.collect_fields import FragmentDetails
from graphql.language import FragmentDefinitionNode

from schema.planner.request.depth import depth_rule
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.mismatch import ValuesRule
from schema.planner.request.plan_key import Key, Steering
from schema.planner.request.variables import Variables
from schema.recent import Recent

MOST_TEXT: Final = 1_000_000
"""Characters of documents that are kept; a parsed one takes some fifty times as many bytes."""
LEAST_WEIGHT: Final = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation of a valid document; `key` takes out of variables what decides its plan."""

    document: DocumentNode
    definition: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    variables: Variables
    key: Key

    @property
    def name(self) -> str | None:
        """The operation's name, if it has one."""
        return self.definition.name.value if self.definition.name else None

    @property
    def type(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.definition.operation


class Operations:
    """Parses and validates, and keeps operations by text and name, those used last.

    `rows` are the input types of rows that the mutations judge one by one.
    """

    def __init__(
        self, schema: GraphQLSchema, *, max_tokens: int, max_depth: int, rows: Collection[str] = ()
    ) -> None:
        self._schema = schema
        self._rows = rows
        self._max_tokens = max_tokens
        standard = [ValuesRule if rule is ValuesOfCorrectTypeRule else rule for rule in specified_rules]
        self._rules = [*standard, depth_rule(max_depth)]
        self._steering = Steering(schema)
        self._kept: Recent[Operation] = Recent(MOST_TEXT)

    def get(self, text: str, name: str | None) -> Operation:
        """The operation of that name, or the only one. Raises InvalidOperation."""
        key = (text, name)
        if found := self._kept.get(key):
            return found
        operation = self._check(text, name)
        self._kept.put(key, operation, len(text) + LEAST_WEIGHT)
        return operation

    def _check(self, text: str, name: str | None) -> Operation:
        try:
            # By default graphql-core takes `{}` for a selection set; GraphQL wants a selection in it.
            document = parse(text, max_tokens=self._max_tokens, allow_empty_selection_sets=False)
        except GraphQLError as error:
            raise InvalidOperation([error]) from None
        if errors := validate(self._schema, document, self._rules):
            raise InvalidOperation(errors)
        fragments = {
            d.name.value: FragmentDetails(d)
            for d in document.definitions
            if isinstance(d, FragmentDefinitionNode)
        }
        definition = _choose(document, name)
        variables = Variables(
            self._schema,
            definition.variable_definitions or (),
            mutation=definition.operation is OperationType.MUTATION,
            rows=self._rows,
        )
        return Operation(document, definition, fragments, variables, self._steering.key_of(definition))


def _choose(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if name is None and len(operations) == 1:
        return operations[0]
    names = ", ".join(o.name.value for o in operations if o.name)
    if name is None:
        message = f"operationName is needed: the document has several operations ({names})."
        raise InvalidOperation([GraphQLError(message if operations else "The document has no operation.")])
    for operation in operations:
        if operation.name and operation.name.value == name:
            return operation
    raise InvalidOperation(
        [GraphQLError(f"operationName: no operation is named {name[:60]!r}; there is {names}.")]
    )
