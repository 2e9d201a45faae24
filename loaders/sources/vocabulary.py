"""Vocabulary: the program models that sites operate and the topics that requests are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import Field

from loaders.bundled.reference import Contract, data_folder, read_jsonl
from loaders.pipeline.row import Row, stamped


class ProgramModel(Contract):
    """A response model. Models of one `family` are close enough that one counts half for another."""

    key: str = Field(pattern=r"^model:[a-z0-9-]+$", description="a key such as model:co-responder")
    name: str = Field(description="its name")
    description: str = Field(description="a sentence on it")
    family: str = Field(pattern=r"^family:[a-z0-9-]+$", description="a key such as family:co-response")


class Topic(Contract):
    """What a request is about, or a site specializes in, beside the response models."""

    key: str = Field(pattern=r"^topic:[a-z0-9-]+$", description="a key such as topic:rural")
    name: str = Field(description="its name")
    description: str = Field(description="a sentence on it")


def read_models(folder: Path | None = None) -> list[ProgramModel]:
    """All program models, by key. Raises DataInvalid."""
    return read_jsonl((folder or data_folder()) / "program_models.jsonl", ProgramModel)


def read_topics(folder: Path | None = None) -> list[Topic]:
    """All topics, by key. Raises DataInvalid."""
    return read_jsonl((folder or data_folder()) / "topics.jsonl", Topic)


def vocabulary_rows(words: Iterable[ProgramModel | Topic], *, from_file: bool = False) -> Iterator[Row]:
    """`{key, fromFile, properties}`; an operator's file stands before what comes with the program."""
    for word in words:
        yield stamped({"key": word.key, "fromFile": from_file, "properties": word.model_dump()})
