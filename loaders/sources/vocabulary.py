"""Vocabulary: the program models that sites operate and the topics that requests are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pydantic import Field

from loaders.pipeline.row import Row
from loaders.readers.strict import StrictRow
from loaders.sources.fields import ModelKey, TopicKey


class ProgramModel(StrictRow):
    """A response model. Models of one `family` are close enough that one counts half for another."""

    key: ModelKey = Field(description="a key such as model:co-responder")
    name: str = Field(description="its name")
    description: str = Field(description="a sentence on it")
    family: str = Field(pattern=r"^family:[a-z0-9-]+$", description="a key such as family:co-response")


class Topic(StrictRow):
    """What a request is about, or a site specializes in, beside the response models."""

    key: TopicKey = Field(description="a key such as topic:rural")
    name: str = Field(description="its name")
    description: str = Field(description="a sentence on it")


def vocabulary_rows(words: Iterable[ProgramModel | Topic], *, from_file: bool = False) -> Iterator[Row]:
    """`{key, fromFile, properties}`; an operator's file counts more than what comes with the program."""
    for word in words:
        yield {"key": word.key, "fromFile": from_file, "properties": word.model_dump()}
