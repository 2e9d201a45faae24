"""Drawn rows as the text that a log holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from domain.months import month_text
from domain.vocabulary import CountingRule, JurisdictionType, SwornBandBasis
from loaders.generate.block import Block
from loaders.generate.outcomes import NEVER, STATUSES
from loaders.generate.preference import NOBODY, UNDOCUMENTED
from loaders.generate.requesters import AGENCIES, BANDS, NONE, ROLES, Asker, Requesters
from loaders.generate.wishes import ASSISTANCE
from loaders.generate.world import World
from loaders.pipeline.source import UPDATED
from loaders.sources.requests.contract import NOT_DOCUMENTED, RequestRow

COLUMNS = tuple(name for name in RequestRow.model_fields if name not in ("zip", UPDATED))
"""Order of the columns of a log: that of the contract; every row has a name, and none was changed."""

Texts = NDArray[np.object_]
_TYPES = {
    Asker.PLACE: JurisdictionType.CITY,
    Asker.COUNTY: JurisdictionType.COUNTY,
    Asker.CAMPUS: JurisdictionType.CAMPUS,
    Asker.COALITION: JurisdictionType.MULTI_JURISDICTION,
    Asker.TRIBAL: JurisdictionType.TRIBAL,
}


class Wording:
    """The texts of one world; every table ends with an empty text, which the index -1 (none) finds."""

    def __init__(self, world: World) -> None:
        units = world.candidates.units
        arguments = world.arguments
        self._world = world
        self._keys = _table([unit.key for unit in units])
        self._names = _table([f"{unit.name}, {unit.state}" for unit in units])
        self._campuses = _table([f"campus in {unit.name}, {unit.state}" for unit in units])
        self._counties = _table([unit.county or "" for unit in units])
        self._states = _table([state.state for state in world.states])
        self._tribes = _table([f"tribal government in {state.name}" for state in world.states])
        self._months = _table([month_text(month) for month in range(arguments.first, arguments.last + 1)])

    def columns(self, block: Block) -> list[Sequence[str]]:
        """One text a row for each of COLUMNS: empty for unknown, `;` between the values of a list."""
        world, asks, outcomes = self._world, block.requesters, block.outcomes
        band = asks.band(world.candidates)
        single = block.has_fips & np.isin(asks.kind, (Asker.PLACE, Asker.COUNTY, Asker.CAMPUS))
        site_labels = {NOBODY: "", UNDOCUMENTED: NOT_DOCUMENTED} | dict(enumerate(world.sites.keys))
        numbers, rows = (block.number + 1).tolist(), len(block.number)
        models, topics = (
            {NONE: ""} | dict(enumerate(keys)) for keys in (world.wishes.models, world.wishes.topics)
        )
        columns: dict[str, Sequence[str]] = {
            "request_id": [f"syn-{world.arguments.seed}-{number:07d}" for number in numbers],
            "month": self._month(block.month),
            "jurisdiction": self._jurisdictions(asks),
            "jurisdiction_type": _table([_TYPES[kind] for kind in Asker])[asks.kind].tolist(),
            "jurisdiction_key": self._jurisdiction_keys(asks),
            "state": self._states[asks.state].tolist(),
            "fips": self._counties[np.where(single, asks.unit, NONE)].tolist(),
            "agency_type": _table(AGENCIES)[asks.agency].tolist(),
            "sworn_band": _table(BANDS)[band].tolist(),
            "sworn_band_basis": _table([SwornBandBasis.ESTIMATED])[np.where(band == NONE, NONE, 0)].tolist(),
            "asker_role": _table(ROLES)[block.role].tolist(),
            "grantee": np.where(asks.grantee, "true", "false").tolist(),
            "models": _joined(block.wishes.models, models),
            "topics": _joined(_marked(block.wishes.topics), topics),
            "assistance_types": _joined(
                _marked(block.wishes.assistance), {NONE: ""} | dict(enumerate(ASSISTANCE))
            ),
            "sites": _joined(block.sites, site_labels),
            "status": _table(STATUSES)[outcomes.status].tolist(),
            "matched_month": self._month(outcomes.matched),
            "days_to_match": ["" if days == NEVER else str(days) for days in outcomes.days.tolist()],
            "closed_month": self._month(outcomes.closed),
            "counting_rule": [CountingRule.PROGRAM_OVERVIEW.value] * rows,
            "synthetic": ["true"] * rows,
        }
        return [columns[name] for name in COLUMNS]

    def _month(self, month: NDArray[np.int64]) -> list[str]:
        texts: list[str] = self._months[
            np.where(month < 0, NONE, month - self._world.arguments.first)
        ].tolist()
        return texts

    def _jurisdictions(self, asks: Requesters) -> list[str]:
        units, texts = self._world.candidates.units, self._names[asks.unit]
        campus, tribal = asks.kind == Asker.CAMPUS, asks.kind == Asker.TRIBAL
        texts[campus] = self._campuses[asks.unit[campus]]
        texts[tribal] = self._tribes[asks.state[tribal]]
        for row in np.flatnonzero(asks.kind == Asker.COALITION).tolist():
            names = _together([units[number].name for number in asks.members(row)])
            texts[row] = f"{names}, {self._states[asks.state[row]]}"
        joined: list[str] = texts.tolist()
        return joined

    def _jurisdiction_keys(self, asks: Requesters) -> list[str]:
        texts = self._keys[asks.unit]
        for row in np.flatnonzero(asks.kind == Asker.COALITION).tolist():
            texts[row] = ";".join(self._keys[asks.members(row)])
        joined: list[str] = texts.tolist()
        return joined


def _table(texts: Sequence[str]) -> Texts:
    return np.array([*map(str, texts), ""], dtype=object)


def _marked(chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Rows × items of true and false as rows × items of the item's index and NONE."""
    return np.where(chosen, np.arange(chosen.shape[1]), NONE)


def _joined(chosen: NDArray[np.int64], labels: dict[int, str]) -> list[str]:
    """The labels of each row, `;` between them; every combination is written once, then looked up."""
    least = min(labels)
    place = len(labels) ** np.arange(chosen.shape[1])
    _, first, inverse = np.unique((chosen - least) @ place, return_index=True, return_inverse=True)
    texts = [";".join(filter(None, map(labels.__getitem__, row))) for row in chosen[first].tolist()]
    joined: list[str] = _table(texts)[inverse].tolist()
    return joined


def _together(names: list[str]) -> str:
    """ "Gallia, Jackson and Meigs Counties"; names that are not all of counties stay whole."""
    if all(name.endswith(" County") for name in names):
        names = [name.removesuffix(" County") for name in names]
        return f"{', '.join(names[:-1])} and {names[-1]} Counties"
    return f"{', '.join(names[:-1])} and {names[-1]}"
