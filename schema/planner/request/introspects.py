"""Whether an operation selects the schema itself, which not everyone may see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, OperationDefinitionNode
from graphql.execution.collect_fields import FragmentDetails

NAMES: Final = ("__schema", "__type")


def introspects(definition: OperationDefinitionNode, fragments: Mapping[str, FragmentDetails]) -> bool:
    """True for an operation that selects the schema, at its root or in a fragment there."""
    seen, todo = set[str](), [definition.selection_set]
    while todo:
        for node in todo.pop().selections:
            match node:
                case FieldNode(name=name) if name.value in NAMES:
                    return True
                case InlineFragmentNode(selection_set=below):
                    todo.append(below)
                case FragmentSpreadNode(name=name) if name.value not in seen:
                    seen.add(name.value)
                    todo.append(fragments[name.value].definition.selection_set)
    return False
