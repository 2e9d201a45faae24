"""The schema describes the default weights that are used."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from graphql import GraphQLInputObjectType

from domain.recommendation import FACTORS
from domain.similarity import WEIGHTS
from schema.model import MODEL


@pytest.mark.parametrize(
    ("type", "weights"), [("WeightsInput", FACTORS), ("SimilarityWeightsInput", WEIGHTS)]
)
def test_the_default_of_a_weight_is_described(type: str, weights: Mapping[str, float]) -> None:
    described = MODEL.executable.type_map[type]
    assert isinstance(described, GraphQLInputObjectType)
    for name, weight in weights.items():
        description = described.fields[name].description
        assert description is not None
        assert f"{weight:.2f}".removeprefix("0") in description
