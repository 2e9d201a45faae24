"""Generated parts of docs/: settings, commands, metrics, codes, values, and the markers that delimit them.

NOTICE and CITATION.cff are generated, too.

`python docs/tables.py` renews them; `tests/docs/` fails while they differ from the code.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from cli.app import command_line
from domain.credits import notice
from domain.data_model import EnumValue
from domain.release import software_citation
from graph.errors import GraphError
from graph.settings import Settings, variable
from monitoring.graph_state import GraphState
from monitoring.metrics import Metrics
from schema.data_model import DATA_MODEL
from schema.server import error_format

DOCS = Path(__file__).parent
SETTINGS = DOCS / "settings.md"
COMMANDS = DOCS / "commands.md"
MONITORING = DOCS / "monitoring.md"
ERRORS = DOCS / "errors.md"
DATA_MODEL_PAGE = DOCS / "data-model.md"
ROOT = DOCS.parent

UNIT = re.compile(r", (seconds|MiB|KiB)\.$")
PROTOCOL = {
    error_format.BAD_REQUEST: "The HTTP request is not valid: media type, JSON, parameters or size.",
    error_format.PARSE_FAILED: "The document is not GraphQL, or has too many tokens.",
    error_format.VALIDATION_FAILED: "Document or variables do not fit the schema, or nest too deep.",
}
"""Codes of GraphQL answers without an error class."""

PROJECT_NOTICE = """\
learning-sites-graph

This product contains data of others. Their terms apply to the folder data/ and to what is derived from it.

"""
NOTICE = """\
Reference data of learning-sites-graph: sources, licenses, and what comes from each

{table}

CC-BY-4.0 is Creative Commons Attribution 4.0 (https://creativecommons.org/licenses/by/4.0/). README.md of
the folder data/ says how each file was made. Requests for help are made by a generator of this project, or
come from the logs of whoever runs it. Neither the Council of State Governments Justice Center nor the Bureau
of Justice Assistance endorses this project. It uses Census Bureau data but is not endorsed or certified by
the Census Bureau.
"""


def settings() -> str:
    """The table of docs/settings.md: variable, default, unit, meaning."""
    rows = ["| variable | default | unit | meaning |", "|---|---|---|---|"]
    for name, field in Settings.model_fields.items():
        description = field.description or ""
        unit = UNIT.search(description)
        meaning = UNIT.sub(".", description)
        default = _default(field.get_default(call_default_factory=True))
        rows.append(f"| `{variable(name)}` | {default} | {unit[1] if unit else ''} | {meaning} |")
    return "\n".join(rows)


def commands() -> str:
    """The table of docs/commands.md: usage of each command, and the first paragraph of its help."""
    rows = ["| command | what it does |", "|---|---|"]
    rows += [
        f"| `{usage}` | {help_} |"
        for usage, help_ in _commands(get_command(command_line()), "learning-sites")
    ]
    return "\n".join(rows)


def metrics() -> str:
    """The table of docs/monitoring.md: the metrics of the service, with their labels in the meaning."""
    shown = Metrics()
    shown.add(GraphState(None))  # type: ignore[arg-type] # it is not read
    rows = ["| metric | type | meaning |", "|---|---|---|"]
    for family in shown.families():
        name = f"{family.name}_total" if family.type == "counter" else family.name
        rows.append(f"| `{name}` | {family.type} | {family.documentation} |")
    return "\n".join(rows)


def errors() -> str:
    """The text of docs/errors.md."""
    table = ["| code | retryable | class | when |", "|---|---|---|---|"]
    for depth, kind in _tree(GraphError, 0):
        meaning = " ".join((kind.__doc__ or "").split())
        retryable = "yes" if kind.retryable else "no"
        table.append(f"| `{kind.code}` | {retryable} | {'· ' * depth}{kind.__name__} | {meaning} |")
    protocol = ["| code | when |", "|---|---|"]
    protocol += [f"| `{code}` | {meaning} |" for code, meaning in PROTOCOL.items()]
    return ERRORS_PAGE.format(classes="\n".join(table), protocol="\n".join(protocol))


def values() -> str:
    """The values of docs/data-model.md: a table for each list of values, with the properties that have it."""
    uses: dict[tuple[str, tuple[EnumValue, ...]], list[str]] = {}
    for table, each in DATA_MODEL.properties():
        if each.values:
            uses.setdefault((each.enum, each.values), []).append(f"`{table}.{each.name}`")
    parts = []
    for (_, listed), properties in sorted(uses.items(), key=lambda use: use[0][0]):
        rows = ["| value | title | meaning |", "|---|---|---|"]
        rows += [f"| `{each.stored}` | {each.title} | {each.description} |" for each in listed]
        parts += ["", f"{', '.join(properties)}:", "", *rows]
    return "\n".join([*parts, ""])


def notices() -> dict[Path, str]:
    """The texts of both NOTICE files: of the project, and of the folder data/ for who takes only that."""
    data = NOTICE.format(table=notice())
    return {ROOT / "NOTICE": PROJECT_NOTICE + data, ROOT / "data" / "NOTICE": data}


def citation() -> str:
    """The text of CITATION.cff, with the version of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return software_citation(project["version"])


def inserted(text: str, name: str, part: str) -> str:
    """`text` with `part` between the markers of `name`."""
    replaced, count = _markers(name).subn(lambda found: f"{found[1]}{part}\n{found[3]}", text)
    assert count == 1, f"{count} places are marked {name!r}"
    return replaced


def marked(text: str, name: str) -> str:
    """What is between `<!-- name -->` and `<!-- end of name -->` in `text`."""
    found = _markers(name).findall(text)
    assert len(found) == 1, f"{len(found)} places are marked {name!r}"
    return str(found[0][1])


def main() -> None:
    """Writes the generated parts."""
    for page, name, table in (
        (SETTINGS, "settings", settings()),
        (COMMANDS, "commands", commands()),
        (MONITORING, "metrics", metrics()),
        (DATA_MODEL_PAGE, "values", values()),
    ):
        page.write_text(inserted(page.read_text(encoding="utf-8"), name, table), encoding="utf-8")
    ERRORS.write_text(errors(), encoding="utf-8")
    (ROOT / "CITATION.cff").write_text(citation(), encoding="utf-8")
    for path, text in notices().items():
        path.write_text(text, encoding="utf-8")


def _markers(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name}(?:: [^>]*)? -->\n)(.*?)(<!-- end of {name} -->)", re.DOTALL)


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

Generated from `graph/errors.py` by `docs/tables.py`. Codes are stable; messages may change.

- **GraphQL**: `errors[].extensions` holds `code`, `requestId` and, for the classes below, `retryable`. Errors
  that the caller can fix (`BAD_USER_INPUT` and its subclasses) carry the full message: field, limit, remedy.
  All others carry a general message; the log line of the same request id has the details.
- **Command line**: `error [CODE]: message` on standard error. Exit code 2 if another argument or setting is
  needed (`BAD_USER_INPUT` and its subclasses, `SETTING_INVALID`, `PORT_TAKEN`, `INSTANCE_RUNNING`), else 1.
- *retryable*: the same call may succeed a little later without any change.

## Classes

Each `·` is one level of inheritance: a handler of a class handles its subclasses too.

{classes}

## GraphQL over HTTP

{protocol}
"""


if __name__ == "__main__":
    main()
