"""Lines of requests reach standard error in order, and a pipe that is gone ends no request."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any

import pytest

from cli.log_lines import LogLines


def line(message: str) -> logging.LogRecord:
    return logging.LogRecord("test", logging.INFO, "", 0, message, None, None)


async def test_lines_of_one_turn_are_written_together_in_their_order(monkeypatch: Any) -> None:
    written: list[str] = []
    monkeypatch.setattr(sys.stderr, "write", written.append)
    handler = LogLines()
    for number in range(3):
        handler.handle(line(f"line {number}"))
    assert written == []
    await asyncio.sleep(0)
    assert written == ["line 0\nline 1\nline 2\n"]
    handler.handle(line("later"))
    await asyncio.sleep(0)
    assert written[1:] == ["later\n"]


def test_without_a_loop_a_line_is_written_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    LogLines().handle(line("alone"))
    assert capsys.readouterr().err == "alone\n"


def test_what_was_put_by_is_written_when_logging_ends(capsys: pytest.CaptureFixture[str]) -> None:
    handler = LogLines()

    async def ends_before_the_next_turn() -> None:
        handler.handle(line("last"))
        asyncio.get_running_loop().stop()

    loop = asyncio.new_event_loop()
    task = loop.create_task(ends_before_the_next_turn())
    loop.run_forever()
    loop.run_until_complete(task)
    loop.close()
    handler.flush()
    assert capsys.readouterr().err == "last\n"


def test_a_pipe_that_is_gone_loses_the_line_and_nothing_else(monkeypatch: Any) -> None:
    def gone(_: str) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(sys.stderr, "write", gone)
    LogLines().handle(line("lost"))
