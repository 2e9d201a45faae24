"""What cannot be executed, and why."""

from __future__ import annotations

from graphql import GraphQLError

from graph.errors import GraphError


class InvalidOperation(Exception):
    """The document cannot be executed; `errors` says why, in GraphQL's own words."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("; ".join(error.message for error in errors))
        self.errors = errors

    @classmethod
    def of(cls, error: GraphError) -> InvalidOperation:
        """A refusal with an error of ours."""
        return cls([GraphQLError(str(error), original_error=error)])
