"""The folder of the reference data, and the sites, models and topics that it holds."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from loaders.readers.strict import read_jsonl
from loaders.sources.sites.contract import Site
from loaders.sources.vocabulary import ProgramModel, Topic


def data_folder() -> Path:
    """The `data` package of this installation."""
    return Path(str(files("data")))


def read_models(folder: Path | None = None) -> list[ProgramModel]:
    """All program models, by key. Raises DataInvalid."""
    return read_jsonl((folder or data_folder()) / "program_models.jsonl", ProgramModel)


def read_topics(folder: Path | None = None) -> list[Topic]:
    """All topics, by key. Raises DataInvalid."""
    return read_jsonl((folder or data_folder()) / "topics.jsonl", Topic)


def read_sites(folder: Path | None = None) -> list[Site]:
    """All documented sites, current and former, by key. Raises DataInvalid."""
    return read_jsonl((folder or data_folder()) / "sites.jsonl", Site)
