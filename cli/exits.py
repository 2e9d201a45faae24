"""How a command ends: 0 done, 1 failed, 2 wrong use, 3 done with new rows in quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

import typer

from graph.errors import GraphError, InstanceRunning, InvalidInput, PortTaken, SettingInvalid
from graph.settings import Settings

FAILED: Final = 1
WRONG_USE: Final = 2
QUARANTINED: Final = 3

MISUSE: Final = (InstanceRunning, PortTaken, SettingInvalid, InvalidInput)
"""Errors that another argument or setting avoids."""


@contextmanager
def exit_on_error() -> Iterator[Settings]:
    """Yields the settings; a GraphError ends the command with one line and the exit code of its kind."""
    try:
        yield Settings.read()
    except GraphError as error:
        typer.echo(f"error [{error.code}]: {with_full_stop(str(error))}", err=True)
        raise typer.Exit(exit_code_of(error)) from None


def exit_code_of(error: BaseException) -> int:
    """The exit code of a command that an error ends."""
    return WRONG_USE if isinstance(error, MISUSE) else FAILED


def with_full_stop(text: str) -> str:
    """A message as a sentence that ends."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def interrupt(_: int, __: FrameType | None) -> None:
    """The handler of a signal that ends a command as Ctrl-C does."""
    raise KeyboardInterrupt
