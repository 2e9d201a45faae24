"""Type errors in the values of a mutation, reported without the values: they may be personal data.

graphql-core finds the errors; its own messages show the whole object around one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from typing import Any, Final

from graphql import (
    SKIP,
    GraphQLEnumType,
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    OperationType,
    ValueNode,
    ValuesOfCorrectTypeRule,
    VariableDefinitionNode,
    VisitorAction,
    get_named_type,
    get_nullable_type,
    is_required_input_field,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature
from graphql.language import ListValueNode
from graphql.pyutils import print_path_list, suggestion_list
from graphql.utilities import validate_input_literal, validate_input_value

from schema.planner.request.limit_errors import MAX_ERRORS

Path = tuple[str | int, ...]

MAX_NAME: Final = 60
"""Characters of a field's name that a message shows."""
MAX_NAMES: Final = 3
"""Unknown fields of one object that a message names: a suggestion takes a millisecond to find."""
MAX_LITERAL: Final = 1_000
"""Characters of a value of a query that messages show: each error of graphql-core repeats all of it."""

Note = Callable[[GraphQLError, list[str | int]], None]


class ValuesRule(ValuesOfCorrectTypeRule):
    """GraphQL's own rule; of a long value, or one in a mutation, it reports path and expected type alone."""

    _in_mutation = False

    def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
        """Remembers whether the values belong to a mutation."""
        self._in_mutation = node.operation is OperationType.MUTATION

    def leave_operation_definition(self, *_: Any) -> None:
        """Values of fragments belong to no operation."""
        self._in_mutation = False

    def is_valid_value_node(self, node: ValueNode, input_type: GraphQLInputType | None) -> VisitorAction:
        """Reports each path in the value that does not fit its type."""
        shown = (
            not self._in_mutation and node.loc is not None and node.loc.end - node.loc.start <= MAX_LITERAL
        )
        if shown or input_type is None:
            return super().is_valid_value_node(node, input_type)
        wrong = _wrong(lambda note: validate_input_literal(node, input_type, note, hide_suggestions=True))
        for path, nodes in wrong.items():
            text = (
                f"Invalid value{print_path_list([*path])}: {expected(input_type, path, _names(node, path))}"
            )
            self.report_error(GraphQLError(text, nodes or node))
        return SKIP


def variable_errors(
    definition: VariableDefinitionNode, signature: GraphQLVariableSignature, value: Any
) -> Iterator[GraphQLError]:
    """An error for each path in a variable that does not fit its type."""
    for path in _wrong(lambda note: validate_input_value(value, signature.type, note, hide_suggestions=True)):
        found: Any = value
        for step in path:
            found = found[step]
        text = expected(signature.type, path, found if isinstance(found, dict) else None)
        where = f"Variable '${signature.name}' has invalid value{print_path_list([*path])}"
        yield GraphQLError(f"{where}: {text}", definition)


def expected(of: Any, path: Path, names: Collection[str] | None) -> str:
    """What is expected at a path in a value of an input type; `names` are the fields of the object there."""
    for step in path:
        of = get_nullable_type(of).of_type if isinstance(step, int) else _item(of).fields[step].type
    type_ = get_named_type(of)
    if isinstance(type_, GraphQLEnumType):
        return f"expected one of {', '.join(type_.values)}."
    if not isinstance(type_, GraphQLInputObjectType) or names is None:
        return f"expected a value of type '{of}'."
    known = type_.fields
    unknown = [name for name in names if name not in known]
    parts = [_unknown(type_, name) for name in unknown[:MAX_NAMES]]
    if len(unknown) > MAX_NAMES:
        parts.append(f"{len(unknown) - MAX_NAMES} more unknown fields")
    parts += [
        f"'{n}' is missing" for n, field in known.items() if n not in names and is_required_input_field(field)
    ]
    if type_.is_one_of:
        parts.append(f"exactly one of {', '.join(known)} is required, and not null")
    return f"{'; '.join(parts)}."


def _unknown(of: GraphQLInputObjectType, name: str) -> str:
    near = suggestion_list(name, list(of.fields))
    remedy = f"leave it out, or write '{near[0]}'" if near else "leave it out"
    return f"'{of.name}' has no field '{name[:MAX_NAME]}'; {remedy}"


def _item(of: Any) -> Any:
    """The type of one item: a single value is coerced to a list of one, and its path has no index then."""
    of = get_nullable_type(of)
    return _item(of.of_type) if isinstance(of, GraphQLList) else of


def _names(node: ValueNode, path: Path) -> list[str] | None:
    """The names of the fields of the object at a path in a literal, None for another value."""
    found: Any = node
    for step in path:
        if isinstance(step, int):
            assert isinstance(found, ListValueNode)
            found = found.values[step]
        else:
            found = next(field.value for field in found.fields if field.name.value == step)
    return [field.name.value for field in found.fields] if isinstance(found, ObjectValueNode) else None


class _Enough(Exception):
    """Enough is known of what is wrong."""


def _wrong(validate: Callable[[Note], None]) -> dict[Path, Sequence[Node] | None]:
    """The paths that do not fit, with their nodes: `MAX_ERRORS` and one, until `MAX_NAMES` came twice."""
    found: dict[Path, Sequence[Node] | None] = {}
    again = 0

    def note(error: GraphQLError, path: list[str | int]) -> None:
        nonlocal again
        again += tuple(path) in found
        found.setdefault(tuple(path), error.nodes)
        if again >= MAX_NAMES or len(found) > MAX_ERRORS:
            raise _Enough

    with suppress(_Enough):
        validate(note)
    return found
