"""The command: what is called is there, and nothing else is imported for it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from processes import Command
from typer.main import get_group

from cli.app import COMMANDS, command_line
from schema.model import MODEL

IMPORTED = "import sys; from cli.app import command_line; command_line([{name!r}]); print(*sys.modules)"


def test_the_help_names_every_command_in_its_order() -> None:
    assert list(get_group(command_line()).commands) == [*COMMANDS]


def test_a_wrong_setting_is_named(learning_sites: Command) -> None:
    refused = learning_sites("database", "status", LEARNING_SITES_HEAP_MB="many")
    assert refused.returncode == 2
    assert "LEARNING_SITES_HEAP_MB" in refused.stderr


def test_the_schema_is_printed(learning_sites: Command) -> None:
    assert learning_sites("schema", "print").stdout == MODEL.sdl


@pytest.mark.parametrize("name", ["load", "nightly", "runs", "database"])
def test_a_command_without_graphql_imports_none_of_it(name: str) -> None:
    program = IMPORTED.format(name=name)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    found = {module.partition(".")[0] for module in done.stdout.split()}
    assert not found & {"schema", "strawberry", "graphql"}
    assert "graph" in found


@pytest.mark.parametrize("name", ["serve", "load"])
def test_the_driver_brings_no_data_frames_and_who_wants_them_has_them(name: str) -> None:
    program = IMPORTED.format(name=name) + "; import pandas, pyarrow; print(pandas.DataFrame, pyarrow.table)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    found, later = done.stdout.splitlines()
    assert not {module.partition(".")[0] for module in found.split()} & {"pandas", "pyarrow"}
    assert "pandas" in later
