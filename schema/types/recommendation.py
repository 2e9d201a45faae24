"""Which sites to ask: the answer, its factors, and the evidence behind it."""

from __future__ import annotations

from enum import StrEnum

import strawberry

from graph.vocabulary import RequestStatus
from schema.declare import By, Column, many, one, pages, prop
from schema.types.reasons import reason


@strawberry.enum(description="What a recommendation is made of.")
class Factor(StrEnum):
    """The factors, in the order in which they are shown."""

    EVIDENCE = "EVIDENCE"
    FIT = "FIT"
    COVERAGE = "COVERAGE"
    CAPACITY = "CAPACITY"
    ASSISTANCE = "ASSISTANCE"
    DISTANCE = "DISTANCE"


@strawberry.enum(description="How far the first site is ahead of the second.")
class RecommendationLabel(StrEnum):
    """By the gap of the scores: below .03, below .10, or more."""

    CLOSE_CALL = "CLOSE_CALL"
    LEANING = "LEANING"
    CLEAR = "CLEAR"


class RecommendationFactor:
    """One part of a score: weight × value = contribution, and the contributions add up to the score."""

    name: Factor = prop("Which factor.")
    weight: float = prop("Share of this factor; the weights of all factors shown add up to 1.")
    value: float = prop("Between 0 and 1.")
    contribution: float = prop("Weight × value.")
    reason: str = prop("The numbers behind the value, in a sentence.", needs=("name", "facts"), read=reason)


class Evidence:
    """A past request of a similar jurisdiction that the site answered."""

    similarity: float = prop("How similar the jurisdiction is to the one that asks now.")
    match: float = prop("Share of the wanted models and topics that the request was about.")
    decay: float = prop("1 for a request of this month, half after 24 months.")
    outcome: RequestStatus = prop("How the answer stood at that time.")
    weight: float = prop("Similarity × match × decay × what the outcome counts.")
    contribution: float = prop("Its part of the contribution of the factor EVIDENCE; all add up to it.")

    request = one("The request.", Column("request"), "Request", nullable=False)
    jurisdiction = one("Who asked.", Column("jurisdiction"), "Jurisdiction", nullable=False)


class Recommendation:
    """A site to ask, with the numbers that put it here."""

    score: float = prop("Between 0 and 1: the sum of the contributions of the factors.")
    former: bool = prop("True for a site that no longer belongs to the program.")

    site = one("The site.", Column("site"), "Site", nullable=False)
    factors = many("What the score is made of.", Column("factors"), "RecommendationFactor", order=())
    evidence = pages(
        "Past requests that the site answered for similar jurisdictions, weightiest first.",
        Column("evidence"),
        "Evidence",
        order=(By("weight", descending=True), By("key")),
    )


class RecommendationSummary:
    """What holds for the whole list."""

    label: RecommendationLabel | None = prop("How clear the first place is; null without a site.")
    documented_sites: int = prop("Current sites that public sources document: only they can be recommended.")
    current_sites: int = prop("Current sites of the program.")
    synthetic: bool = prop("True when evidence shown here was made by a generator.")


BEST_FIRST = (By("rounded", descending=True), By("key"))
