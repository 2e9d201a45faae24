"""Invalid values of arguments that graphql-core finds while an operation runs: errors of the caller."""

from __future__ import annotations

from graphql import GraphQLError
from graphql.language import ValueNode

from graph.errors import InvalidInput


def classify(error: GraphQLError) -> GraphQLError:
    """The error with InvalidInput as its cause where it is about a value of the document, else the error.

    Validation cannot find all of these: a variable with a default may be used where null is not allowed, and
    be null. Such an error has the node of a value; errors of an answer have the nodes of fields.
    """
    cause = error.original_error or error
    if isinstance(cause, GraphQLError) and any(isinstance(node, ValueNode) for node in cause.nodes or ()):
        invalid = InvalidInput(error.message)
        return GraphQLError(error.message, error.nodes, path=error.path, original_error=invalid)
    return error
