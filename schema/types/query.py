"""The root of the graph: every question begins here."""

from __future__ import annotations

import strawberry

from domain.program import CURRENT_SITES
from domain.recommendation import RECOMMENDATION
from domain.similarity import SIMILARITY
from domain.vocabulary import DescribedEnum
from graph.statements import statement
from schema.declare import MOST_GROUPS, By, many, one, pages
from schema.sources import Fragment, FullText, Ids, Label
from schema.types import question, statistics
from schema.types.coverage import GAPS
from schema.types.enums import Month, graphql_enum
from schema.types.recommendation import BEST_FIRST, RecommendationSummary
from schema.types.site import NEWEST_FIRST

RECOMMEND = Fragment(
    statement("field/recommend_sites"),
    question.ask,
    question.fail,
    viewer=True,
    parameters={"similarity": SIMILARITY.parameter, "recommendation": RECOMMENDATION.parameter},
)
STATISTICS = Fragment(
    statement("field/request_statistics"),
    statistics.ask,
    statistics.fail,
    readers=statistics.readers,
    most=MOST_GROUPS,
    viewer=True,
)
DATA_VERSION = Fragment(statement("field/data_version"), lambda _: {"currentSites": CURRENT_SITES})


BEST_FOUND = (By("score", descending=True), By("key"))


@graphql_enum
class SearchType(DescribedEnum):
    """A type that `search` looks through."""

    SITE = "Site", "Learning sites, by name, specialties and state."
    JURISDICTION = "Jurisdiction", "Jurisdictions, by name and state."
    PROGRAM_MODEL = "ProgramModel", "Program models, by name and description."
    TOPIC = "Topic", "Topics, by name and description."
    PARTNER_AGENCY = "PartnerAgency", "Partner agencies, by name."
    LAW_ENFORCEMENT_AGENCY = "LawEnforcementAgency", "Law-enforcement agencies, by name and state."


def _keyed(example: str) -> dict[str, tuple[object, str]]:
    return {"key": (str, f"Its key, for example `{example}`.")}


class Query:
    """Questions to the graph of learning sites."""

    node = one(
        "Anything by its global id.",
        Ids(),
        "Node",
        arguments={"id": (strawberry.ID, "A global id, from a field `id`.")},
    )
    nodes = many(
        "Several things by their global ids, in the order of the ids; null where there is none.",
        Ids(),
        "Node",
        arguments={"ids": (list[strawberry.ID], "Global ids, at most 100.")},
    )
    site = one("A learning site.", Label("Site"), "Site", arguments=_keyed("site:houston-pd"))
    sites = pages("All learning sites that are documented.", Label("Site"), "Site")
    jurisdiction = one(
        "A jurisdiction.", Label("Jurisdiction"), "Jurisdiction", arguments=_keyed("us-county:48201")
    )
    jurisdictions = pages("All jurisdictions.", Label("Jurisdiction"), "Jurisdiction")
    program_model = one(
        "A program model.", Label("ProgramModel"), "ProgramModel", arguments=_keyed("model:co-responder")
    )
    program_models = pages("All program models.", Label("ProgramModel"), "ProgramModel")
    topic = one("A topic.", Label("Topic"), "Topic", arguments=_keyed("topic:rural"))
    topics = pages("All topics.", Label("Topic"), "Topic")
    partner_agency = one(
        "A partner agency.",
        Label("PartnerAgency"),
        "PartnerAgency",
        arguments=_keyed("partner:nami-dane-county"),
    )
    partner_agencies = pages("All partner agencies.", Label("PartnerAgency"), "PartnerAgency")
    law_enforcement_agency = one(
        "A law-enforcement agency.",
        Label("LawEnforcementAgency"),
        "LawEnforcementAgency",
        arguments=_keyed("agency:TXHPD0000"),
    )
    law_enforcement_agencies = pages(
        "All law-enforcement agencies of the lists that were loaded.",
        Label("LawEnforcementAgency"),
        "LawEnforcementAgency",
    )
    request = one("A past request.", Label("Request"), "Request", arguments=_keyed("request:r-0001"))
    requests = pages("All past requests, newest first.", Label("Request"), "Request", order=NEWEST_FIRST)
    recommend_sites = pages(
        "Which sites to ask, best first, each with its reasons and the evidence behind it.",
        RECOMMEND,
        "Recommendation",
        order=BEST_FIRST,
        summary=RecommendationSummary,
        arguments={"input": (question.RecommendInput, "Who asks, and for what.")},
    )
    request_statistics = one(
        "How many requests there were, in groups: demand over time, by place, model, topic, site.",
        STATISTICS,
        "RequestStatistics",
        arguments={"input": (statistics.RequestStatisticsInput, "Which requests, and in which groups.")},
    )
    coverage_gaps = one(
        "Where few requests come from, and what is asked for that no similar site operates.",
        GAPS,
        "CoverageGaps",
        arguments={
            "from": (Month | None, "Received in this month or later; for staff."),
            "until": (Month | None, "Received in this month or earlier; for staff."),
        },
    )
    load_run = one("What a loader did once.", Label("LoadRun"), "LoadRun", arguments=_keyed("run:…"))
    load_runs = pages(
        "What loaders did, newest first.",
        Label("LoadRun"),
        "LoadRun",
        order=(By("startedAt", descending=True), By("key", descending=True)),
    )
    search = pages(
        "Anything whose text is found, best first.",
        FullText(),
        "SearchResult",
        order=BEST_FOUND,
        arguments={
            "query": (
                str,
                "Words; parts of words and small misspellings are found too. At most 200 characters.",
            ),
            "types": (list[SearchType] | None, "Only these types; all unless given."),
        },
    )
    data_version = one(
        "Which data answers rest on, and what of it is synthetic.",
        DATA_VERSION,
        "DataVersion",
        nullable=False,
    )
