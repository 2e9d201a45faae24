"""Which sites to ask: the answer, its factors, and the evidence behind it."""

from __future__ import annotations

from domain.vocabulary import DescribedEnum, RequestStatus
from schema.declare import SortKey, many, one, pages, prop
from schema.sources import FromParent
from schema.types.enums import graphql_enum
from schema.types.reasons import reason


@graphql_enum
class Factor(DescribedEnum):
    """What a recommendation is made of, in the order in which it is shown."""

    EVIDENCE = "EVIDENCE", "Requests of similar jurisdictions that the site answered."
    FIT = "FIT", "How similar the requester is to a jurisdiction that the site serves."
    COVERAGE = "COVERAGE", "Share of the wanted models and topics that the site has."
    CAPACITY = "CAPACITY", "How few requests the site had lately, beside the others."
    ASSISTANCE = "ASSISTANCE", "Share of the wanted kinds of help that the site offers."
    DISTANCE = "DISTANCE", "How near the site is, where a visit is wanted."


@graphql_enum
class RecommendationLabel(DescribedEnum):
    """How far the first site is ahead of the second."""

    CLOSE_CALL = "CLOSE_CALL", "By less than .03."
    LEANING = "LEANING", "By .03 or more, but less than .10."
    CLEAR = "CLEAR", "By .10 or more."


WEIGHTIEST_FIRST = (SortKey("weight", descending=True), SortKey("key"))


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
    contribution: float = prop(
        "Its part of the contribution of the factor EVIDENCE, or of the `weight` of a site that helped; "
        "all parts add up to it."
    )

    request = one("The request.", FromParent("request"), "Request", nullable=False)
    jurisdiction = one("Who asked.", FromParent("jurisdiction"), "Jurisdiction", nullable=False)


class Recommendation:
    """A site to ask, with the numbers that put it here."""

    score: float = prop("Between 0 and 1: the sum of the contributions of the factors.")
    former: bool = prop("True for a site that no longer belongs to the program.")

    site = one("The site.", FromParent("site"), "Site", nullable=False)
    factors = many("What the score is made of.", FromParent("factors"), "RecommendationFactor", order=())
    evidence = pages(
        "Past requests that the site answered for similar jurisdictions, weightiest first. For staff.",
        FromParent("evidence"),
        "Evidence",
        staff=True,
        order=WEIGHTIEST_FIRST,
    )


class RecommendationSummary:
    """What holds for the whole list."""

    label: RecommendationLabel | None = prop("How clear the first place is; null without a site.")
    documented_sites: int = prop("Current sites that public sources document: only they can be recommended.")
    current_sites: int = prop("Current sites of the program.")
    synthetic: bool = prop("True when evidence shown here was made by a generator.")


BEST_FIRST = (SortKey("rounded", descending=True), SortKey("key"))
