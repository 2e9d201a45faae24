"""The parts of README and docs/ that are made from the code: settings, commands, error codes.

`python docs/tables.py` writes them anew; `tests/docs/` fails while they differ from the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from cli.app import command_line
from graph.errors import GraphError
from graph.settings import Settings, variable
from schema.server import error_format

DOCS = Path(__file__).parent
README = DOCS.parent / "README.md"
ERRORS = DOCS / "errors.md"

UNIT = re.compile(r", (seconds|MiB|KiB)\.$")
PROTOCOL = {
    error_format.BAD_REQUEST: "The HTTP request is not valid: its media type, JSON, parameters or size.",
    error_format.PARSE_FAILED: "The document is not GraphQL, or has more tokens than are allowed.",
    error_format.VALIDATION_FAILED: "Document or variables do not fit the schema, or are nested too deep.",
}
"""Codes of GraphQL answers that no class of ours stands for."""


def settings() -> str:
    """README's table of settings: variable, default, unit, meaning."""
    rows = ["| variable | default | unit | meaning |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        description = field.description or ""
        unit = UNIT.search(description)
        meaning = UNIT.sub(".", description)
        default = _default(field.get_default(call_default_factory=True))
        rows.append(f"| `{variable(name)}` | {default} | {unit[1] if unit else ''} | {meaning} |")
    return "\n".join(rows)


def commands() -> str:
    """README's table of commands: how each is called, and its first sentence."""
    rows = ["| command | what it does |", "|---|---|"]
    rows += [
        f"| `{usage}` | {help_} |"
        for usage, help_ in _commands(get_command(command_line()), "learning-sites")
    ]
    return "\n".join(rows)


def errors() -> str:
    """docs/errors.md."""
    table = ["| code | again? | class | when |", "|---|---|---|---|"]
    for depth, kind in _tree(GraphError, 0):
        meaning = " ".join((kind.__doc__ or "").split())
        again = "yes" if kind.retryable else "no"
        table.append(f"| `{kind.code}` | {again} | {'· ' * depth}{kind.__name__} | {meaning} |")
    protocol = ["| code | when |", "|---|---|"]
    protocol += [f"| `{code}` | {meaning} |" for code, meaning in PROTOCOL.items()]
    return ERRORS_PAGE.format(classes="\n".join(table), protocol="\n".join(protocol))


def inserted(text: str, name: str, part: str) -> str:
    """`text` with what stands between the marks of `name` replaced by `part`."""
    marks = re.compile(rf"(<!-- {name}: [^>]* -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    made, count = marks.subn(lambda found: f"{found[1]}{part}\n{found[2]}", text)
    assert count == 1, f"{count} places are marked {name!r}"
    return made


def main() -> None:
    """Writes the made parts."""
    text = README.read_text(encoding="utf-8")
    text = inserted(inserted(text, "settings", settings()), "commands", commands())
    README.write_text(text, encoding="utf-8")
    ERRORS.write_text(errors(), encoding="utf-8")


def _default(value: object) -> str:
    if value is None or value == ():
        return "not set"
    if isinstance(value, Path):
        return f"`{value.as_posix().replace(Path.home().as_posix(), '~')}`"
    if isinstance(value, tuple):
        return f"`{','.join(value)}`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def _commands(command: Any, usage: str) -> Iterator[tuple[str, str]]:
    for name, each in getattr(command, "commands", {}).items():
        yield from _commands(each, f"{usage} {name}")
    if not hasattr(command, "commands"):
        options = [_option(p) for p in command.params if p.param_type_name == "option" and p.required]
        arguments = [_argument(p) for p in command.params if p.param_type_name == "argument"]
        yield " ".join((usage, *options, *arguments)), " ".join(command.help.split("\n\n")[0].split())


def _argument(parameter: Any) -> str:
    name = parameter.name.upper()
    if parameter.nargs == -1:
        name = f"{name}…"
    return name if parameter.required else f"[{name}]"


def _option(parameter: Any) -> str:
    return f"{parameter.opts[0]} {parameter.metavar or parameter.name.upper()}"


def _tree(kind: type[GraphError], depth: int) -> Iterator[tuple[int, type[GraphError]]]:
    yield depth, kind
    for each in kind.__subclasses__():
        if each.__module__ == GraphError.__module__:  # not one that a test makes
            yield from _tree(each, depth + 1)


ERRORS_PAGE = """\
# Error codes

Made from `graph/errors.py` by `docs/tables.py`. A code is stable: programs may rely on it, not on messages.

- **GraphQL**: `errors[].extensions` holds `code`, `requestId` and, for the classes below, `retryable`. What
  the caller can mend (`BAD_USER_INPUT` and the classes below it) comes with its full message: field, limit,
  remedy. All else comes with a general sentence; the log line of the same request id has the particulars.
- **Command line**: `error [CODE]: message` on standard error. Exit code 2 for what another argument or
  setting mends (`BAD_USER_INPUT` and below, `SETTING_INVALID`, `PORT_TAKEN`, `INSTANCE_RUNNING`), else 1.
- *again?* says whether the same call may succeed a little later without any change.

## Classes

A `·` stands for one step down: whoever handles a class handles those below it too.

{classes}

## Codes of GraphQL over HTTP

{protocol}
"""


if __name__ == "__main__":
    main()
