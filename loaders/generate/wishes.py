"""What a request is for: models, topics and kinds of assistance. The weights are ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.vocabulary import AssistanceType
from loaders.generate.archetypes import Archetype

SECOND_MODEL: Final = 0.45
THIRD_MODEL: Final = 0.12
ASSISTANCE: Final = {
    AssistanceType.PHONE_CALL: 0.55,
    AssistanceType.EMAIL_EXCHANGE: 0.45,
    AssistanceType.DOCUMENT_SHARING: 0.40,
    AssistanceType.VIRTUAL_CONSULTATION: 0.30,
    AssistanceType.VISIT_HOSTED: 0.12,
    AssistanceType.SITE_TRAVELS: 0.04,
    AssistanceType.TRAINING_REVIEW: 0.08,
}
"""Share of the requests that name each kind; drawn apart, so that about 8 % name none."""

MODEL_WEIGHTS: Final = {
    "model:co-responder": 20.0,
    "model:cit": 14.0,
    "model:mobile-crisis": 10.0,
    "model:embedded-clinician": 8.0,
    "model:case-management": 6.0,
    "model:diversion-to-treatment": 6.0,
    "model:homeless-outreach": 6.0,
    "model:telehealth-co-response": 5.0,
    "model:dispatch-embedded-clinician": 4.0,
    "model:dispatch-triage": 4.0,
    "model:civilian-responder": 3.0,
    "model:crisis-receiving-center": 3.0,
    "model:crisis-stabilization-unit": 3.0,
    "model:jail-based-services": 3.0,
    "model:mental-health-liaison-officers": 3.0,
    "model:substance-use-outreach": 3.0,
    "model:jail-reentry": 2.0,
    "model:training-hub": 2.0,
}
MODEL_TILTS: Final = {
    Archetype.METRO: {
        "model:homeless-outreach": 2.0,
        "model:dispatch-embedded-clinician": 2.0,
        "model:civilian-responder": 2.0,
        "model:crisis-receiving-center": 1.5,
        "model:jail-based-services": 0.2,
        "model:jail-reentry": 0.2,
    },
    Archetype.COUNTY_METRO: {
        "model:telehealth-co-response": 2.0,
        "model:jail-based-services": 3.0,
        "model:jail-reentry": 3.0,
        "model:diversion-to-treatment": 1.5,
    },
    Archetype.MID: {"model:mental-health-liaison-officers": 2.0, "model:embedded-clinician": 1.5},
    Archetype.SUBURB: {
        "model:embedded-clinician": 2.0,
        "model:substance-use-outreach": 2.0,
        "model:jail-based-services": 0.1,
        "model:jail-reentry": 0.1,
    },
    Archetype.RURAL: {
        "model:cit": 1.5,
        "model:telehealth-co-response": 2.5,
        "model:training-hub": 3.0,
        "model:crisis-stabilization-unit": 2.0,
        "model:homeless-outreach": 0.3,
        "model:dispatch-embedded-clinician": 0.5,
    },
    Archetype.CAMPUS: {
        "model:co-responder": 1.5,
        "model:embedded-clinician": 2.0,
        "model:homeless-outreach": 0.1,
        "model:jail-based-services": 0.0,
        "model:jail-reentry": 0.0,
    },
}
"""Factors on MODEL_WEIGHTS; 1 where none is given."""

TOPIC_CHANCES: Final = {
    "topic:data-evaluation": 0.15,
    "topic:information-sharing": 0.15,
    "topic:frequent-callers": 0.08,
    "topic:multi-jurisdiction": 0.05,
    "topic:substance-use": 0.06,
}
"""Whatever the models and the archetype."""
TOPICS_OF_MODELS: Final = {
    "model:case-management": {"topic:frequent-callers": 0.7, "topic:information-sharing": 0.4},
    "model:cit": {"topic:cit-training": 0.85},
    "model:civilian-responder": {"topic:dispatch-988": 0.5},
    "model:co-responder": {"topic:co-response": 0.85},
    "model:crisis-receiving-center": {"topic:diversion": 0.85},
    "model:crisis-stabilization-unit": {"topic:diversion": 0.8},
    "model:dispatch-embedded-clinician": {"topic:dispatch-988": 0.9},
    "model:dispatch-triage": {"topic:dispatch-988": 0.9},
    "model:diversion-to-treatment": {"topic:diversion": 0.85, "topic:substance-use": 0.2},
    "model:embedded-clinician": {"topic:co-response": 0.6, "topic:information-sharing": 0.3},
    "model:homeless-outreach": {"topic:homelessness": 0.9, "topic:substance-use": 0.2},
    "model:jail-based-services": {"topic:diversion": 0.5, "topic:information-sharing": 0.3},
    "model:jail-reentry": {"topic:diversion": 0.4, "topic:substance-use": 0.3},
    "model:mental-health-liaison-officers": {"topic:frequent-callers": 0.5, "topic:cit-training": 0.4},
    "model:mobile-crisis": {"topic:dispatch-988": 0.5, "topic:diversion": 0.3},
    "model:substance-use-outreach": {"topic:substance-use": 0.9},
    "model:telehealth-co-response": {"topic:co-response": 0.7},
    "model:training-hub": {"topic:cit-training": 0.9},
}
TOPICS_OF_ARCHETYPES: Final = {
    Archetype.METRO: {"topic:homelessness": 0.2, "topic:frequent-callers": 0.2},
    Archetype.COUNTY_METRO: {"topic:diversion": 0.2},
    Archetype.RURAL: {"topic:rural": 0.65},
    Archetype.CAMPUS: {"topic:campus": 0.9},
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the rows of a block ask for."""

    models: NDArray[np.int64]
    """Rows × 3, indexes into the models, the first the most wanted, -1 for none."""
    topics: NDArray[np.bool_]
    """Rows × topics."""
    assistance: NDArray[np.bool_]
    """Rows × kinds of ASSISTANCE."""


class WishList:
    """Draws wishes over the vocabulary `models`, `topics` (keys); a key without a weight here counts 1."""

    def __init__(self, models: Sequence[str], topics: Sequence[str]) -> None:
        self.models, self.topics = models, topics

    def draw(self, archetype: NDArray[np.int64], random: np.random.Generator) -> Wishes:
        """Wishes of requesters of these archetypes."""
        rows = len(archetype)
        score = self._log_weights[archetype] + random.gumbel(size=(rows, len(self.models)))
        ranked = np.argsort(-score, axis=1)[:, :3].astype(np.int64)
        more = random.random(rows)
        ranked[more >= SECOND_MODEL, 1] = -1
        ranked[more >= THIRD_MODEL, 2] = -1

        silent = self._silence[archetype].copy()
        for place in range(3):
            silent *= self._model_silence[ranked[:, place]]
        topics = random.random(silent.shape) >= silent
        none = ~topics.any(axis=1)
        topics[none, np.argmin(silent[none], axis=1)] = True

        assistance = random.random((rows, len(ASSISTANCE))) < np.array(list(ASSISTANCE.values()))
        return Wishes(ranked, topics, assistance)

    @cached_property
    def _log_weights(self) -> NDArray[np.float64]:
        """Archetypes × models. Gumbel noise on a log weight and taking the best is drawing by weight."""
        weights = [
            [MODEL_WEIGHTS.get(model, 1.0) * MODEL_TILTS[kind].get(model, 1.0) for model in self.models]
            for kind in Archetype
        ]
        with np.errstate(divide="ignore"):
            logs: NDArray[np.float64] = np.log(np.array(weights))
        return logs

    @cached_property
    def _silence(self) -> NDArray[np.float64]:
        """Archetypes × topics: the chance that neither setting nor habit brings a topic up."""
        return np.array(
            [
                [
                    (1 - TOPIC_CHANCES.get(topic, 0.0))
                    * (1 - TOPICS_OF_ARCHETYPES.get(kind, {}).get(topic, 0.0))
                    for topic in self.topics
                ]
                for kind in Archetype
            ]
        )

    @cached_property
    def _model_silence(self) -> NDArray[np.float64]:
        """(Models + 1) × topics: the chance that a model does not bring a topic up; last row: no model."""
        rows = [
            [1 - TOPICS_OF_MODELS.get(model, {}).get(topic, 0.0) for topic in self.topics]
            for model in self.models
        ]
        return np.array([*rows, [1.0] * len(self.topics)])
