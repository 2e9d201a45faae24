"""Operations that cannot be executed."""

from __future__ import annotations

from graphql import GraphQLError

from graph.errors import GraphError


class InvalidOperation(Exception):
    """The operation cannot be executed, for the reasons in `errors`."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors

    @classmethod
    def of(cls, error: GraphError) -> InvalidOperation:
        """The exception for one error of this service."""
        return cls([GraphQLError(str(error), original_error=error)])
