"""Topics that an operator adds to ours, or changes."""

from __future__ import annotations

from typing import Final

from graph.statements import statement
from loaders.pipeline.source import Source
from loaders.pipeline.target import Target
from loaders.sources.vocabulary import Topic, vocabulary_rows

TOPICS: Final = Source(
    name="topics",
    label="Topic",
    patterns=("topics*",),
    contract=Topic,
    rows=lambda topics: vocabulary_rows(topics, from_file=True),
    target=Target(statement("load/topics")),
    headings={"name": ("topic",), "description": ("about",)},
    max_bad_share=0.0,
    judge_after=1,
    delete=statement("load/vocabulary_remove"),
    list_keys=statement("load/topics_every"),
)
