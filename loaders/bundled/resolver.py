"""The resolver over the reference data that come with the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from graph.settings import Settings
from loaders.adjacency import Adjacency
from loaders.bundled.jurisdictions import read_adjacency, read_jurisdictions
from loaders.bundled.known_names import read_known_names
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.aliases import teach
from loaders.resolver.codes import ZipCounties
from loaders.resolver.kinds_report import GOVERNMENTS, by_kind, read_names
from loaders.resolver.known_names import KnownName
from loaders.resolver.report import Half, ResolverReport, report
from loaders.resolver.resolver import Resolver
from loaders.resolver.score import Scores
from loaders.resolver.zips import read_zips


def bundled_resolver(
    folder: Path | None = None,
    *,
    jurisdictions: Sequence[Jurisdiction] | None = None,
    own: Sequence[Jurisdiction] = (),
    zips: ZipCounties = MappingProxyType({}),
) -> Resolver:
    """A resolver of all jurisdictions, or of some of them, that knows neighbors and real names.

    `own` are those of an operator's files; one with the key of another takes its place. Raises DataInvalid.
    """
    bundled = _bundled() if folder is None else _read(folder)
    listed = bundled.jurisdictions if jurisdictions is None else jurisdictions
    every = {one.key: one for one in (*listed, *own)}
    return Resolver(list(every.values()), zips=zips, known=bundled.known, around=bundled.around)


def resolver_of(settings: Settings, own: Sequence[Jurisdiction] = ()) -> Resolver:
    """The resolver over our data, the operator's files, and the jurisdictions `own` that these have added.

    Without files and jurisdictions of an operator it is one and the same. Raises DataInvalid when a file is
    broken.
    """
    if not (own or settings.zip_counties or settings.jurisdiction_aliases):
        return _plain()
    zips = read_zips(settings.zip_counties) if settings.zip_counties else {}
    resolver = bundled_resolver(own=own, zips=zips)
    if settings.jurisdiction_aliases:
        teach(resolver, settings.jurisdiction_aliases)
    return resolver


def bundled_kinds_report(resolver: Resolver | None = None) -> Mapping[Half, Scores]:
    """How well one does by kind of government, on each half of the names that come with the program.

    Raises DataInvalid.
    """
    resolver, rows = resolver or bundled_resolver(), read_names(GOVERNMENTS)
    return {half: by_kind(resolver, (row for row in rows if row.half is half)) for half in Half}


def bundled_report(half: Half = Half.TEST, **numbers: float) -> ResolverReport:
    """How well it does on real names; `numbers` are those of `report`. Raises DataInvalid."""
    read = _bundled()
    return report(read.jurisdictions, half, known=read.known, around=read.around, **numbers)


class _Read(NamedTuple):
    """What the files of a folder say."""

    jurisdictions: Sequence[Jurisdiction]
    known: Sequence[KnownName]
    around: Callable[[Iterable[str]], frozenset[str]]


def _read(folder: Path | None) -> _Read:
    around = Adjacency(read_adjacency(folder)).around
    return _Read(read_jurisdictions(folder), [*read_known_names(folder)], around)


@cache
def _plain() -> Resolver:
    """Made once a process: it takes a second."""
    return bundled_resolver()


@cache
def _bundled() -> _Read:
    """Read once a process: it takes a second."""
    return _read(None)
