"""How well the resolver does by kind of government, on a file of names with their keys or FIPS codes.

The names that come with the program, `governments.csv`, are of public lists; how they are written was drawn
(`tests/loaders/resolver/write_governments.py`). One half may tune the resolver's rules, the other is held
out: which one a name is in, a hash decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import JurisdictionType
from graph.errors import DataInvalid
from loaders.jurisdiction import Jurisdiction
from loaders.readers.strict import StrictRow, read_csv
from loaders.resolver.answer import Resolved
from loaders.resolver.government_kinds import JURISDICTIONS, government_of
from loaders.resolver.report import Half
from loaders.resolver.resolver import Resolver
from loaders.resolver.score import Judged, Scores, scored

GOVERNMENTS: Final = Path(__file__).with_name("governments.csv")
SEED: Final = "20261130"
COUNTY_DIGITS: Final = 5


def _split(cell: object) -> object:
    return tuple(cell.replace("|", ";").replace(" ", "").split(";")) if isinstance(cell, str) else cell or ()


def _with_zero(codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code.zfill(2 if len(code) <= 2 else COUNTY_DIGITS) for code in codes)


class NamedGovernment(StrictRow):
    """A row of a file of names: only `name` is needed; a column with another heading is ignored.

    `name`, `state` and `jurisdiction_type` are given to the resolver. The others say what is right: `key`,
    one or several separated by `;`, else `fips`, the codes of counties, or of a state, that it lies in.
    Without both nothing is right: our data lack it. `kind` is a kind of government; by default the words of
    the name tell it.
    """

    model_config = ConfigDict(extra="ignore")
    REMEDY: ClassVar[str] = (
        "fix the line (columns name, state, jurisdiction_type, kind, key, fips; save as UTF-8)"
    )

    name: Annotated[str, Field(min_length=1, max_length=200)]
    state: str | None = None
    jurisdiction_type: JurisdictionType | None = None
    kind: Annotated[str, Field(max_length=60)] | None = None
    key: Annotated[tuple[str, ...], BeforeValidator(_split)] = ()
    fips: Annotated[
        tuple[Annotated[str, Field(pattern=r"^\d{1,5}$")], ...],
        BeforeValidator(_split),
        AfterValidator(_with_zero),
    ] = ()

    @property
    def government(self) -> str:
        """Its kind of government."""
        return self.kind or government_of(self.name, self.jurisdiction_type)

    @property
    def half(self) -> Half:
        """The half that it is in, by a hash of what the resolver is given."""
        given = "|".join((SEED, self.name, self.state or "", self.jurisdiction_type or ""))
        return list(Half)[hashlib.blake2b(given.encode()).digest()[0] % 2]


def read_names(path: Path) -> Sequence[NamedGovernment]:
    """The rows of a file. Raises DataInvalid, which names file, line and field, also for an empty file."""
    rows = read_csv(path, NamedGovernment)
    if not rows:
        raise DataInvalid(f"{path.name} has no rows; {NamedGovernment.REMEDY}")
    return rows


def by_kind(resolver: Resolver, rows: Iterable[NamedGovernment]) -> Scores:
    """The scores of these names, by kind of government."""
    judged = (_judged(resolver, row) for row in rows)
    return scored(sorted(judged, key=lambda one: _order(one.group)))


def _order(group: str) -> tuple[int, str]:
    kinds = list(JURISDICTIONS)
    return (kinds.index(group), "") if group in kinds else (len(kinds), group)


def _judged(resolver: Resolver, row: NamedGovernment) -> Judged:
    answer = resolver.resolve(row.name, state=row.state, kind=row.jurisdiction_type)
    keys = answer.keys if isinstance(answer, Resolved) else ()
    right = (
        set(keys) == {*row.key}
        if row.key
        else bool(row.fips) and all(_lies_there(resolver, resolver.jurisdiction(key), row) for key in keys)
    )
    return Judged(row.government, row.name, row.state, row.key or row.fips, keys, right)


def _lies_there(resolver: Resolver, one: Jurisdiction, row: NamedGovernment) -> bool:
    """True for a jurisdiction of the row's kind of government in one of its counties, or in its state."""
    kinds = {each.kind for each in one.identities()}
    if not kinds & JURISDICTIONS.get(row.government, frozenset(Kind)):
        return False
    if one.kind is Kind.STATE:
        return any(code[:2] == one.fips for code in row.fips)
    if one.kind is Kind.COUNTY:
        return any(code in (one.fips, (one.fips or "")[:2]) for code in row.fips)
    return any(
        resolver.reaches(one, code) if len(code) == COUNTY_DIGITS else (one.county or "")[:2] == code
        for code in row.fips
    )
