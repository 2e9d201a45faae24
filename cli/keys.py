"""`learning-sites keys`: the API keys with which programs sign in."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from cli.exits import exit_on_error
from cli.options import AsJson
from graph.viewer import Role
from sign_in.api_keys import ApiKey, ApiKeys

app = typer.Typer(no_args_is_help=True, help="API keys, with which programs sign in: create, list, revoke.")

MAX_DAYS = 3650


@app.command("create")
def create(
    name: Annotated[str, typer.Option(help="The program that will use it, such as `county-dashboard`.")],
    role: Annotated[Role, typer.Option(help="What it may do; staff see single requests, loaders write.")],
    days: Annotated[int | None, typer.Option(help="Days until it expires.", min=1, max=MAX_DAYS)] = 365,
    forever: Annotated[bool, typer.Option("--forever", help="It never expires.")] = False,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, this once: only its hash is stored."""
    with exit_on_error() as settings:
        key, text = ApiKeys(settings).create(name, role, None if forever else days)
    if as_json:
        typer.echo(orjson.dumps(_facts(key) | {"key": text}))
        return
    until = "never expires" if key.expires is None else f"expires on {key.expires:%Y-%m-%d}"
    typer.echo(text)
    typer.echo(
        f"Role {key.role}, {until}. It is not shown again; send it as `authorization: Bearer`.", err=True
    )


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """List the keys, with their last use; none can be shown again."""
    with exit_on_error() as settings:
        keys = ApiKeys(settings)
        used = keys.used()
        found = [_facts(key) | {"lastUsed": used.get(key.id)} for key in keys.all()]
    if as_json:
        typer.echo(orjson.dumps(found))
        return
    table = Table("id", "name", "role", "state", "created", "expires", "last used", box=None, pad_edge=False)
    for each in found:
        days = (f"{each[name]:%Y-%m-%d}" if each[name] else "never" for name in ("created", "expires"))
        last = f"{each['lastUsed']:%Y-%m-%d %H:%M}" if each["lastUsed"] else "never"
        table.add_row(each["id"], each["name"], each["role"], each["state"], *days, last)
    Console().print(table)


@app.command("revoke")
def revoke(id: Annotated[str, typer.Argument(help="The id of the key, as the list shows it.")]) -> None:
    """End a key. Services stop accepting it within a second, and end its connections within ten."""
    with exit_on_error() as settings:
        key = ApiKeys(settings).revoke(id)
    typer.echo(f"The key {key.id} ({key.name}) is revoked.")


def _facts(key: ApiKey) -> dict[str, Any]:
    facts = {"id": key.id, "name": key.name, "role": str(key.role), "state": key.state}
    return facts | {"created": key.created, "expires": key.expires, "revoked": key.revoked}
