"""The limit on the depth of an operation: a validation rule, so that nothing is planned beyond it."""

from __future__ import annotations

from typing import Any

from graphql import (
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    OperationDefinitionNode,
    SelectionSetNode,
    ValidationContext,
    ValidationRule,
)


def depth_rule(limit: int) -> type[ValidationRule]:
    """A rule against operations whose fields nest deeper than `limit`.

    Introspection does not count: GraphQL's own rules bound its depth, and tools ask for 13 levels.
    """

    class DepthRule(ValidationRule):
        def __init__(self, context: ValidationContext) -> None:
            super().__init__(context)
            self._depths: dict[str, int] = {}

        def enter_operation_definition(self, node: OperationDefinitionNode, *_: Any) -> None:
            depth = self._depth(node.selection_set, frozenset())
            if depth > limit:
                self.report_error(
                    GraphQLError(
                        f"The operation nests {depth} levels deep; at most {limit} are allowed. "
                        "Split it into several operations, or raise LEARNING_SITES_MAX_DEPTH.",
                        node,
                    )
                )

        def _depth(self, selections: SelectionSetNode | None, within: frozenset[str]) -> int:
            deepest = 0
            for selection in selections.selections if selections else ():
                if isinstance(selection, FragmentSpreadNode):
                    deepest = max(deepest, self._fragment_depth(selection.name.value, within))
                elif isinstance(selection, FieldNode):
                    if not selection.name.value.startswith("__"):
                        deepest = max(deepest, 1 + self._depth(selection.selection_set, within))
                else:
                    deepest = max(deepest, self._depth(getattr(selection, "selection_set", None), within))
            return deepest

        def _fragment_depth(self, name: str, within: frozenset[str]) -> int:
            # A cycle is the error of another rule; here it must only not loop.
            fragment = self.context.get_fragment(name)
            if name in within or fragment is None:
                return 0
            if name not in self._depths:
                self._depths[name] = self._depth(fragment.selection_set, within | {name})
            return self._depths[name]

    return DepthRule
