"""What a graph needs before it can answer: migrations, reference data, and at first a sample of requests."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from rich.console import Console

from cli.bars import bar
from domain.program import sites_note
from domain.vocabulary import SiteStatus
from graph.database import Database
from graph.deadline import Deadline
from graph.migrations import migrate
from loaders.bundled.bundled import REFERENCE, SAMPLE
from loaders.bundled.load import load
from loaders.bundled.reference import read_sites
from loaders.bundled.sample import remember_sample, sample_was_offered
from loaders.bundled.stamp import reference_is_current, stamp_reference
from loaders.generate import GenerateArguments, write
from loaders.pipeline.writer import Counts
from loaders.similarity.rebuild import RebuildResult, rebuild
from loaders.similarity.rebuild_plan import Mode, is_due, plan_rebuild

SETUP_DEADLINE_S: Final = 120.0


async def fill(database: Database, console: Console) -> None:
    """Brings the graph up to date and prints what it does. A second time it changes nothing and is quick."""
    await bring_migrations(database, console)
    await bring_reference(database, console)
    await bring_sample(database, console)


async def bring_migrations(database: Database, console: Console) -> list[str]:
    """Applies pending migrations and returns their names."""
    applied = await migrate(database, _deadline())
    if applied:
        console.print(f"Migrations applied: {', '.join(applied)}.")
    return applied


async def bring_reference(database: Database, console: Console, *, force: bool = False) -> dict[str, Counts]:
    """Loads the reference data unless the graph holds exactly these files; counts by source."""
    if not force and await reference_is_current(database, _deadline()):
        return {}
    counts = {}
    for source in REFERENCE:
        with bar(f"Loading {source.name}", None) as advance:
            counts[source.name] = await load(database, source, progress=advance)
        console.print(f"{source.name}: {sentence(counts[source.name])}")
    console.print(sites_note(sum(site.status is SiteStatus.CURRENT for site in read_sites())))
    counts["similarity"] = (await bring_similarity(database, console)).counts
    await stamp_reference(database, _deadline())
    return counts


async def bring_similarity(database: Database, console: Console, *, full: bool = False) -> RebuildResult:
    """Brings the lists of SIMILAR_TO up to date; see `loaders.similarity.rebuild`."""
    planned = await plan_rebuild(database, full=full)
    with bar("Comparing jurisdictions", len(planned.rows)) as advance:
        built = await rebuild(database, planned, advance)
    console.print(f"similarity: {account(built)}")
    return built


async def bring_due_similarity(database: Database, console: Console) -> None:
    """As `bring_similarity`, if a run has changed jurisdictions since; comparing all takes seconds."""
    if await is_due(database):
        await bring_similarity(database, console)
    else:
        console.print("similarity: nothing to do, no jurisdiction has changed.")


async def bring_sample(database: Database, console: Console) -> None:
    """Loads synthetic requests once, so that there is evidence to look at before a real log is loaded."""
    if await sample_was_offered(database, _deadline()):
        return
    with tempfile.TemporaryDirectory() as folder, console.status("Making a sample of synthetic requests …"):
        path = Path(folder) / "sample.jsonl"
        write(path, GenerateArguments())
        counts = await load(database, SAMPLE, path)
    await remember_sample(database, _deadline())
    console.print(
        f"requests: {sentence(counts)} They are synthetic: the real log is not public. "
        "`learning-sites generate remove` deletes them."
    )


def sentence(counts: Counts) -> str:
    """What became of the rows, as a sentence."""
    if not counts.changed and not counts.quarantined:
        return f"{counts.read:,} rows read, nothing changed."
    quarantined = f", {counts.quarantined:,} quarantined" if counts.quarantined else ""
    deleted = f", {counts.deleted:,} deleted" if counts.deleted else ""
    return (
        f"{counts.read:,} rows read: {counts.created:,} created, {counts.updated:,} updated{deleted}, "
        f"{counts.unchanged:,} unchanged{quarantined}."
    )


def account(built: RebuildResult) -> str:
    """What a run over the lists of SIMILAR_TO did, as a sentence."""
    lists = built.counts.read
    if built.mode is Mode.NOTHING:
        return f"nothing to do, all {lists:,} lists are current; {built.seconds:.1f} s."
    return (
        f"{built.mode}, {built.computed:,} of {lists:,} lists computed: {built.counts.created:,} created, "
        f"{built.counts.updated:,} updated; {built.edges:,} relationships; {built.seconds:.1f} s."
    )


def _deadline() -> Deadline:
    return Deadline.after(SETUP_DEADLINE_S)
