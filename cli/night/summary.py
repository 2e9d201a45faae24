"""The summary of a night for a person: what failed, what is new, then the rest, on at most 20 lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from cli.exits import with_full_stop
from cli.ingest import file_summary
from cli.night.dropped import listed
from cli.night.result import NightResult
from domain.vocabulary import RunStatus
from loaders.pipeline.quarantine import QuarantineEntry

MAX_LINES: Final = 20
MAX_KINDS: Final = 3
"""Kinds of problem that the line of a file names."""


class Section(NamedTuple):
    """Lines on one matter; `more` says where the others are, if there is no room for all."""

    lines: Sequence[str]
    more: str


def night_summary(night: NightResult, *, most: int = MAX_LINES) -> list[str]:
    """The lines, the verdict first."""
    failed = [
        f"{each.path.name}: {each.status.name}: {with_full_stop(each.problem or '')}" for each in night.failed
    ]
    failed += [f"{name}: not fetched: {with_full_stop(why)}" for name, why in night.not_fetched.items()]
    new = [_new(name, list(entries)) for name, entries in groupby(_by_file(night.new), key=lambda e: e.file)]
    apart = [f"{name}: not loaded: {with_full_stop(why)}" for name, why in night.not_taken.items()]
    apart += [
        f"{name}: waits for the next night: {with_full_stop(why)}" for name, why in night.waiting.items()
    ]
    apart += [f"{name}: not moved: {why}" for name, why in night.not_moved.items()]
    left_out = night.dropped.left_out.items() if night.dropped else ()
    loaded = [
        f"{report.path.name}: {file_summary(report, dry_run=night.dry_run)}"
        for report in night.reports
        if report.status is RunStatus.DONE
    ]
    sections = [
        Section(failed, "files failed: `learning-sites runs`"),
        Section([f"Warning: {text}" for text in night.warnings], "warnings: --json"),
        Section(new, "files have new rows in quarantine: `learning-sites quarantine list`"),
        Section(apart, "files were not loaded or moved"),
        Section(
            [f"Left out, {kind}: {listed(names)}" for kind, names in left_out], "kinds of files left out"
        ),
        Section(_unplaced(night), ""),
        Section(loaded, "files loaded: `learning-sites runs`"),
    ]
    return [_verdict(night), *fitted(sections, most - 1)]


def fitted(sections: Sequence[Section], most: int) -> Iterator[str]:
    """Lines of all sections, `most` at most, in their order; each section has at least one."""
    sections = [section for section in sections if section.lines]
    for number, (lines, more) in enumerate(sections, 1):
        room = most - (len(sections) - number)
        shown = lines if len(lines) <= room else lines[: room - 1]
        yield from shown
        if len(shown) < len(lines):
            yield f"… and {len(lines) - len(shown)} more {more}."
        most -= min(len(lines), room)


def _verdict(night: NightResult) -> str:
    loaded = f"{len(night.reports) - len(night.failed)} of {len(night.reports)} files loaded."
    parts = [
        (len(night.failed), "file", "FAILED"),
        (len(night.not_fetched), "file", "not fetched"),
        (night.new_rows, "row", "new in quarantine"),
        (len(night.warnings), "warning", "below"),
        (len(night.not_taken), "file", "cannot be loaded"),
        (len(night.waiting), "file", "waiting"),
        (len(night.not_moved), "file", "not moved"),
    ]
    found = [f"the night ended with {night.error_code}"] if night.error_code else []
    found += [f"{_counted(number, noun)} {what}" for number, noun, what in parts if number]
    return f"{loaded} To look at: {', '.join(found)}." if found else f"{loaded} Nothing to do."


def _by_file(entries: Sequence[QuarantineEntry]) -> list[QuarantineEntry]:
    return sorted(entries, key=lambda entry: (entry.file, entry.line))


def _new(name: str, entries: Sequence[QuarantineEntry]) -> str:
    kinds = Counter(f"{each['field']} {each['code'].lower()}" for entry in entries for each in entry.problems)
    named = ", ".join(f"{rows:,} × {kind}" for kind, rows in kinds.most_common(MAX_KINDS))
    lines = listed([str(entry.line) for entry in entries])
    return (
        f"{name}: {_counted(len(entries), 'row')} new in quarantine: {named}; lines {lines}. "
        "See `learning-sites quarantine list`."
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _unplaced(night: NightResult) -> list[str]:
    names, rows = night.unplaced
    if not names:
        return []
    return [f"Unplaced: {_counted(names, 'name')} in {_counted(rows, 'row')}; `learning-sites unplaced`."]
