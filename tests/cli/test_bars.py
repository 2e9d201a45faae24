"""Progress bars: nothing but on a terminal; of a file the rows, their rate and the time that is left."""

from __future__ import annotations

import pytest

from cli import bars


def test_a_bar_of_a_file_shows_rows_and_rate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # a terminal, for all that Rich knows
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(bars, "PATIENCE_S", -1)
    with bars.file_bar("Loading log.csv") as advance:
        advance(1000, None)
        advance(1500, 0.5)
    shown = capsys.readouterr().err
    assert "Loading log.csv" in shown
    assert "2,500 rows" in shown
    assert " a second" in shown


def test_a_bar_says_nothing_where_nobody_looks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(bars, "PATIENCE_S", -1)
    with bars.file_bar("Loading log.csv") as advance:
        advance(1000, 0.5)
    captured = capsys.readouterr()
    assert captured.err == captured.out == ""
