"""Recommendations of sites: their factors, and the evidence behind them."""

from __future__ import annotations

from domain.program import sites_note
from domain.recommendation import Tier
from domain.vocabulary import DescribedEnum, RequestStatus
from schema.declare import SortKey, many, one, pages, prop
from schema.sources import FromParent
from schema.types.enums import graphql_enum
from schema.types.reasons import assumption, reason


@graphql_enum
class Factor(DescribedEnum):
    """The factors of a recommendation, in the order of the answer."""

    EVIDENCE = (
        "EVIDENCE",
        "Answered requests of similar jurisdictions; for readers from rounded counts by urban class.",
    )
    FIT = "FIT", "How similar the requester is to a jurisdiction that the site serves."
    COVERAGE = "COVERAGE", "Share of the requested models and topics that the site has."
    CAPACITY = (
        "CAPACITY",
        "How few requests the site had lately, compared with the others; for readers from rounded counts.",
    )
    ASSISTANCE = "ASSISTANCE", "Share of the requested kinds of help that the site offers."
    DISTANCE = "DISTANCE", "How near the site is, if a visit is requested."
    CAMPUS = "CAMPUS", "Whether the site serves a campus, if the requester is one."
    TRIBE = "TRIBE", "Whether a tribe is a partner of the site, if the requester is one."


@graphql_enum
class RecommendationLabel(DescribedEnum):
    """Lead of the first site over the next of its tier, in score."""

    CLOSE_CALL = "CLOSE_CALL", "Less than 0.03."
    LEANING = "LEANING", "At least 0.03; or at least 0.10 where the site operates no requested model."
    CLEAR = "CLEAR", "At least 0.10, and the first site operates a requested model, if one is requested."


graphql_enum(Tier, name="RecommendationTier")

WEIGHTIEST_FIRST = (SortKey("weight", descending=True), SortKey("key"))


class RecommendationFactor:
    """One part of a score: weight × value = contribution, and the contributions add up to the score."""

    name: Factor = prop("Name of the factor.")
    weight: float = prop("Weight of the factor; the weights of all factors in the answer add up to 1.")
    value: float = prop("Between 0 and 1.")
    contribution: float = prop("Weight × value.")
    reason: str = prop("The numbers behind the value, as a sentence.", needs=("name", "facts"), read=reason)


class Evidence:
    """A past request of a similar jurisdiction that the site answered."""

    similarity: float = prop("Similarity of its jurisdiction to the requester, 0 to 1.")
    match: float = prop("Share of the requested models and topics that it was about.")
    decay: float = prop("Weight of its age: 1 for this month, one half after 24 months.")
    outcome: RequestStatus = prop("Status of the answer at that time.")
    weight: float = prop("Similarity × match × decay × weight of the outcome.")
    contribution: float = prop(
        "Its share of the contribution of the factor EVIDENCE, or of the `weight` of a site that helped."
    )

    request = one("The request.", FromParent("request"), "Request", nullable=False)
    jurisdiction = one(
        "The jurisdiction that made the request.", FromParent("jurisdiction"), "Jurisdiction", nullable=False
    )


class Recommendation:
    """A recommended site, with the numbers behind its rank."""

    score: float = prop("Between 0 and 1: the sum of the contributions of the factors.")
    tier: Tier | None = prop(
        "How far it operates the requested models; null if none is requested. Higher tiers come first."
    )
    former: bool = prop("True if the site has left the program.")

    site = one("The site.", FromParent("site"), "Site", nullable=False)
    offers = many(
        "Requested models that it operates.",
        FromParent("offers"),
        "ProgramModel",
        order=(),
        unpaged=True,
    )
    lacks = many(
        "Requested models that it does not operate.",
        FromParent("lacks"),
        "ProgramModel",
        order=(),
        unpaged=True,
    )
    factors = many("The factors of the score.", FromParent("factors"), "RecommendationFactor", order=())
    evidence = pages(
        "Past requests of similar jurisdictions that the site answered, highest weight first. For staff.",
        FromParent("evidence"),
        "Evidence",
        staff=True,
        order=WEIGHTIEST_FIRST,
    )


class RecommendationSummary:
    """Facts about the whole list."""

    label: RecommendationLabel | None = prop(
        "Lead of the first site over the next of its tier; null without a site."
    )
    documented_sites: int = prop(
        "Number of current sites that public sources document; only these can be recommended."
    )
    current_sites: int = prop("Number of current sites of the program.")
    sites_note: str = prop(
        "Both numbers in words, and why some sites are in no list.",
        needs=("documentedSites",),
        read=sites_note,
    )
    synthetic: bool = prop("True if evidence in this answer is synthetic.")
    assumption: str | None = prop(
        "What is used instead of unknown features of an agency or a tribe.",
        needs=("assumption",),
        read=assumption,
    )

    gaps = many(
        "Requested models and topics that no documented current site has, but for those that serve the "
        "requester.",
        FromParent("gaps"),
        "RecruitmentGap",
        order=(),
        unpaged=True,
    )


BEST_FIRST = (SortKey("tierOrder"), SortKey("rounded", descending=True), SortKey("key"))
