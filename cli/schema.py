"""`learning-sites schema`: the GraphQL schema, and what it changed for clients."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer
from graphql import GraphQLError, GraphQLSchema, build_schema

from cli.exits import FAILED, exit_on_error
from cli.plan import plan_
from graph.errors import InvalidInput
from schema.changes import RELEASED, SchemaChanges, schema_changes
from schema.model import MODEL

app = typer.Typer(
    no_args_is_help=True, help="The GraphQL schema: print it, check it, see what an operation becomes."
)


app.command("plan")(plan_)


@app.command("print")
def print_() -> None:
    """Print the schema definition language."""
    typer.echo(MODEL.sdl, nl=False)


@app.command("check")
def check_(
    file: Annotated[
        Path | None, typer.Argument(help="The earlier schema, as SDL. Default: that of the last release.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Tell what this version changed for clients of an earlier schema; fails on a breaking change."""
    with exit_on_error():
        found = schema_changes(_earlier(file), MODEL.executable)
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2) if json else _lines(found))
        if found.breaking:
            raise typer.Exit(FAILED)


def _earlier(file: Path | None) -> GraphQLSchema:
    try:
        earlier = build_schema((file or RELEASED).read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidInput(f"{file} cannot be read: {error.strerror}.") from error
    except (GraphQLError, TypeError, UnicodeDecodeError) as error:
        raise InvalidInput(f"{file} is not a valid GraphQL schema: {str(error).splitlines()[0]}") from error
    if earlier.query_type is None:
        raise InvalidInput(f"{file} is not a valid GraphQL schema: it has no type Query.")
    return earlier


def _lines(found: SchemaChanges) -> str:
    lines = [f"breaking   {change.kind}: {change.description}" for change in found.breaking]
    lines += [f"dangerous  {change.kind}: {change.description}" for change in found.dangerous]
    return "\n".join([*lines, f"{len(found.breaking)} breaking, {len(found.dangerous)} dangerous."])
