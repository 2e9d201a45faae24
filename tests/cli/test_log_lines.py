"""Lines of requests reach standard error in order, and a pipe that is gone ends no request."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import Any

import pytest

from cli.log_lines import FLUSH_S, LogLines


def line(message: str) -> logging.LogRecord:
    return logging.LogRecord("test", logging.INFO, "", 0, message, None, None)


async def test_lines_are_written_together_in_their_order_and_soon(monkeypatch: Any) -> None:
    written: list[str] = []
    monkeypatch.setattr(sys.stderr, "write", written.append)
    handler = LogLines()
    for number in range(3):
        handler.handle(line(f"line {number}"))
        await asyncio.sleep(0)
    assert written == []
    await asyncio.sleep(2 * FLUSH_S)
    assert written == ["line 0\nline 1\nline 2\n"]
    handler.handle(line("later"))
    await asyncio.sleep(2 * FLUSH_S)
    assert written[1:] == ["later\n"]


def test_without_a_loop_a_line_is_written_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    LogLines().handle(line("alone"))
    assert capsys.readouterr().err == "alone\n"


def test_what_was_put_by_is_written_when_logging_ends(capsys: pytest.CaptureFixture[str]) -> None:
    handler = LogLines()

    async def ends_too_soon() -> None:
        handler.handle(line("last"))

    asyncio.run(ends_too_soon())
    assert capsys.readouterr().err == ""
    handler.flush()
    assert capsys.readouterr().err == "last\n"


def test_lines_that_a_loop_left_behind_are_written_by_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    handler = LogLines()

    async def logs(message: str, wait_s: float) -> None:
        handler.handle(line(message))
        await asyncio.sleep(wait_s)

    asyncio.run(logs("first", 0))
    asyncio.run(logs("second", 2 * FLUSH_S))
    assert capsys.readouterr().err == "first\nsecond\n"


def test_a_pipe_that_is_gone_loses_the_line_and_nothing_else(monkeypatch: Any) -> None:
    def gone(_: str) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(sys.stderr, "write", gone)
    LogLines().handle(line("lost"))


async def test_many_lines_are_few_writes_that_a_shared_pipe_keeps_together(monkeypatch: Any) -> None:
    written: list[str] = []
    monkeypatch.setattr(sys.stderr, "write", written.append)
    handler = LogLines()
    messages = [f"{number} {'x' * 100}" for number in range(100)] + ["y" * 10_000, "last"]
    for message in messages:
        handler.handle(line(message))
    await asyncio.sleep(2 * FLUSH_S)
    assert "".join(written) == "".join(f"{message}\n" for message in messages)
    assert len(written) <= 6
    assert all(len(text) <= 4096 or text.count("\n") == 1 for text in written)
