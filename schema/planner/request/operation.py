"""The operation of a request: parsed, validated, and cached by its text."""

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

from graph.activity import describe
from monitoring.request_tally import FieldUse
from schema.lru_cache import LRUCache
from schema.planner.request import document_size
from schema.planner.request.depth import depth_rule
from schema.planner.request.field_use import field_use
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.request.limit_errors import MAX_ERRORS, limited, with_setting
from schema.planner.request.limits import Limits
from schema.planner.request.mismatch import ValuesRule
from schema.planner.request.plan_key import KeyFunction, PlanKeys
from schema.planner.request.variables import MAX_SUGGESTIONS, Variables

OPERATION_BYTES: Final = 15_000
TOKEN_BYTES: Final = 450
"""Measured with tracemalloc: of an operation, and of each token, its node and its location."""
MAX_SUGGESTED: Final = 5_000
"""Characters of a document that is validated again for suggestions."""
MAX_NAME: Final = 80
"""Characters of an operation's name in logs; a document may give it any number."""


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One operation of a valid document; `plan_key` is a function of its coerced variables.

    `field_use` counts what it selects.
    """

    document: DocumentNode
    definition: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    variables: Variables
    plan_key: KeyFunction
    field_use: FieldUse

    @property
    def weight(self) -> int:
        """The bytes that it takes, roughly."""
        return OPERATION_BYTES + TOKEN_BYTES * self.document.token_count

    @property
    def name(self) -> str | None:
        """The operation's name, if it has one."""
        return self.definition.name.value if self.definition.name else None

    @property
    def log_name(self) -> str | None:
        """Its name, shortened to what logs take."""
        return self.name and self.name[:MAX_NAME]

    @property
    def type(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.definition.operation


class Operations:
    """Parses and validates operations, and caches them by text and name, in half of the memory for plans.

    `rows` are the names of input types whose rows a mutation checks one by one. With `suggest` the errors of
    validation name what was perhaps meant.
    """

    def __init__(
        self, schema: GraphQLSchema, limits: Limits, *, rows: Collection[str] = (), suggest: bool = True
    ) -> None:
        self._schema = schema
        self._rows = rows
        self._limits = limits
        self._suggest = suggest
        standard = [ValuesRule if rule is ValuesOfCorrectTypeRule else rule for rule in specified_rules]
        self._rules = [*standard, depth_rule(limits.max_depth)]
        self._plan_keys = PlanKeys(schema)
        self._operations: LRUCache[Operation] = LRUCache(limits.plan_cache_mb << 19)

    def get(self, text: str, name: str | None) -> Operation:
        """The operation of that name, or the only one. Raises InvalidOperation."""
        if cached := self.cached(text, name):
            return cached
        operation = self._check(text, name)
        self._operations.put((text, name), operation, operation.weight)
        return operation

    def cached(self, text: str, name: str | None) -> Operation | None:
        """The operation, if it is in the cache."""
        if found := self._operations.get((text, name)):
            _describe(found.name)
        return found

    def _errors(self, document: DocumentNode) -> list[GraphQLError]:
        """The errors of validation; with suggestions where they are few, because these are dear to find."""
        errors = validate(self._schema, document, self._rules, MAX_ERRORS, hide_suggestions=True)
        short = document.loc is not None and document.loc.end <= MAX_SUGGESTED
        if self._suggest and short and 0 < len(errors) <= MAX_SUGGESTIONS:
            errors = validate(self._schema, document, self._rules)
        return limited(errors)

    def _check(self, text: str, name: str | None) -> Operation:
        try:
            # graphql-core accepts the selection set `{}` by default, which GraphQL does not allow.
            document = parse(text, max_tokens=self._limits.max_tokens, allow_empty_selection_sets=False)
        except GraphQLError as error:
            raise InvalidOperation([with_setting(error)]) from None
        _unlink(document)
        _describe(_name_in(document, name))
        document_size.check(document, self._limits)
        if errors := self._errors(document):
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
            suggest=self._suggest,
        )
        return Operation(
            document,
            definition,
            fragments,
            variables,
            self._plan_keys.function(definition),
            field_use(self._schema, definition, fragments),
        )


def _unlink(document: DocumentNode) -> None:
    """Lets the tokens of a document end with it; each refers to the one before, which nothing reads.

    Else those of refused documents, thousands each, wait for the garbage collector, which holds up all
    requests (measured: 30 to 107 ms at a time).
    """
    token = document.loc and document.loc.start_token
    while token:
        token.prev, token = None, token.next


def _describe(name: str | None) -> None:
    """Names the operation in the log."""
    if name is not None:
        describe(operation=name[:MAX_NAME])


def _name_in(document: DocumentNode, asked: str | None) -> str | None:
    """The name of the operation that is asked for, or of the only one; None where the document has none."""
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    names = [each.name.value if each.name else None for each in operations]
    if asked is None:
        return names[0] if len(names) == 1 else None
    return asked if asked in names else None


def _choose(document: DocumentNode, name: str | None) -> OperationDefinitionNode:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    if name is None and len(operations) == 1:
        return operations[0]
    names = ", ".join(o.name.value for o in operations if o.name)
    if name is None:
        message = f"operationName is required: the document has several operations ({names})."
        raise InvalidOperation([GraphQLError(message if operations else "The document has no operation.")])
    for operation in operations:
        if operation.name and operation.name.value == name:
            return operation
    remedy = f"name one of {names}" if names else "the document names none; leave operationName out"
    raise InvalidOperation([GraphQLError(f"operationName: no operation is named {name[:60]!r}; {remedy}.")])
