"""Values of arguments that graphql-core refuses while an operation runs: the caller's errors, not ours."""

from __future__ import annotations

from graphql import GraphQLError
from graphql.language import ValueNode

from graph.errors import InvalidInput


def classified(error: GraphQLError) -> GraphQLError:
    """The same error with InvalidInput as its cause, where graphql-core refused a value of the document.

    Validation cannot find all of these: a variable with a default may stand where null may not, and be null.
    They are known by where they point: at a value. Errors of an answer point at fields.
    """
    cause = error.original_error or error
    if isinstance(cause, GraphQLError) and any(isinstance(node, ValueNode) for node in cause.nodes or ()):
        invalid = InvalidInput(error.message)
        return GraphQLError(error.message, error.nodes, path=error.path, original_error=invalid)
    return error
