"""The messages of limits at which graphql-core stops: its own name neither the limit nor a remedy."""

from __future__ import annotations

from typing import Final

from graphql import GraphQLError, GraphQLSyntaxError
from graphql.validation.validate import ValidationAbortedError

from graph.settings import variable

MAX_ERRORS: Final = 50
"""After these the rest is not checked."""
TOO_MANY: Final = f"There are more than {MAX_ERRORS} errors. These are the first; fix them to see the others."
TOO_COMPLEX: Final = (
    "The fragments of this document are nested or used too often to be validated; write some of them out."
)
_STOPPED: Final = " Parsing aborted."


def limited(errors: list[GraphQLError]) -> list[GraphQLError]:
    """The first errors of validation or of variables, then whether there are more."""
    if len(errors) > MAX_ERRORS:
        return [*errors[:MAX_ERRORS], GraphQLError(TOO_MANY)]
    return [
        GraphQLError(TOO_COMPLEX) if isinstance(each, ValidationAbortedError) else each for each in errors
    ]


def with_setting(error: GraphQLError) -> GraphQLError:
    """An error of the parser; that of too many tokens names the setting."""
    if error.source is None or not error.message.endswith(_STOPPED):
        return error
    said = error.message.removeprefix("Syntax Error: ").removesuffix(_STOPPED)
    [position] = error.positions or [0]
    return GraphQLSyntaxError(
        error.source, position, f"{said} Send a shorter one, or raise {variable('max_tokens')}."
    )
