"""Program models that an operator adds to ours, or changes."""

from __future__ import annotations

from typing import Final

from graph.statements import statement
from loaders.pipeline.source import Source
from loaders.pipeline.target import Target
from loaders.sources.vocabulary import ProgramModel, vocabulary_rows

PROGRAM_MODELS: Final = Source(
    name="program-models",
    label="ProgramModel",
    patterns=("program-models*",),
    contract=ProgramModel,
    rows=lambda models: vocabulary_rows(models, from_file=True),
    target=Target(statement("load/program_models")),
    headings={"name": ("model", "program model"), "description": ("about",)},
    max_bad_share=0.0,
    judge_after=1,
    delete=statement("load/vocabulary_remove"),
    list_keys=statement("load/program_models_every"),
)
