"""The root fields of queries."""

from __future__ import annotations

import strawberry

from domain.program import CURRENT_SITES
from domain.recommendation import RECOMMENDATION
from domain.similarity import SIMILARITY
from domain.vocabulary import DescribedEnum, JurisdictionKind, JurisdictionType
from graph.statements import statement
from schema.declare import MAX_GROUPS, SortKey, many, one, pages
from schema.sources import Fragment, FullText, Ids, Label, Weight
from schema.types import question, statistics
from schema.types.coverage import GAPS
from schema.types.defaults import ENUM_TITLES, RECOMMENDATION_DEFAULTS
from schema.types.enums import Month, graphql_enum
from schema.types.program import PROGRAM
from schema.types.recommendation import BEST_FIRST, RecommendationSummary
from schema.types.recruitment_gap import RECRUITMENT_GAPS
from schema.types.resolution import RESOLUTION
from schema.types.similarity_map import SIMILARITY_MAP
from schema.types.site import NEWEST_FIRST, ONLY_DOCUMENTED
from schema.types.viewer import VIEWER

RECOMMEND = Fragment(
    statement("field/recommend_sites"),
    question.ask,
    question.fail,
    viewer=True,
    parameters={"similarity": SIMILARITY.parameter, "recommendation": RECOMMENDATION.parameter},
    for_readers=statement("field/recommend_sites_to_readers"),
    weight=Weight(run=15_000, planning=900),
)
STATISTICS = Fragment(
    statement("field/request_statistics"),
    statistics.ask,
    statistics.fail,
    check_reader=statistics.check_reader,
    max_rows=MAX_GROUPS,
    viewer=True,
    weight=Weight(run=15_000, planning=450),
)
DATA_VERSION = Fragment(
    statement("field/data_version"),
    lambda _: {"currentSites": CURRENT_SITES},
    weight=Weight(run=10, planning=40),
)


BEST_FOUND = (SortKey("score", descending=True), SortKey("key"))


@graphql_enum
class SearchType(DescribedEnum):
    """A type that `search` can search."""

    SITE = "Site", "Learning sites, by name, specialties and state."
    JURISDICTION = "Jurisdiction", "Jurisdictions, by name and state."
    PROGRAM_MODEL = "ProgramModel", "Program models, by name and description."
    TOPIC = "Topic", "Topics, by name and description."
    PARTNER_AGENCY = "PartnerAgency", "Partner agencies, by name."
    LAW_ENFORCEMENT_AGENCY = "LawEnforcementAgency", "Law-enforcement agencies, by name and state."


def _keyed(example: str) -> dict[str, tuple[object, str]]:
    return {"key": (str, f"Key, for example `{example}`.")}


class Query:
    """Queries of the graph of learning sites."""

    node = one(
        "Fetches an object by its global ID.",
        Ids(),
        "Node",
        arguments={"id": (strawberry.ID, "A global ID, from a field `id`.")},
    )
    nodes = many(
        "Fetches objects by their global IDs, in the order of the IDs; null for an ID without an object.",
        Ids(),
        "Node",
        arguments={"ids": (list[strawberry.ID], "Global IDs, at most 100.")},
    )
    site = one(
        "Fetches a learning site by its key.", Label("Site"), "Site", arguments=_keyed("site:houston-pd")
    )
    sites = pages(f"All documented learning sites. {ONLY_DOCUMENTED}", Label("Site"), "Site")
    jurisdiction = one(
        "Fetches a jurisdiction by its key.",
        Label("Jurisdiction"),
        "Jurisdiction",
        arguments=_keyed("us-county:48201"),
    )
    resolve_jurisdiction = one(
        "What a name of a jurisdiction or its agency means, looked up as names in files are: the "
        "jurisdiction, candidates, or nothing.",
        RESOLUTION,
        "JurisdictionResolution",
        arguments={
            "name": (str, "A name as people write it, at most 200 characters: `Houston Police Department`."),
            "state": (str | None, "State: two letters, or its name."),
            "kind": (JurisdictionType | None, "Type of jurisdiction: it narrows what the name can mean."),
            "fips": (str | None, "FIPS code of the county, or of a county that it lies in."),
        },
    )
    jurisdictions = pages("All jurisdictions.", Label("Jurisdiction"), "Jurisdiction")
    program_model = one(
        "Fetches a program model by its key.",
        Label("ProgramModel"),
        "ProgramModel",
        arguments=_keyed("model:co-responder"),
    )
    program_models = pages("All program models.", Label("ProgramModel"), "ProgramModel")
    topic = one("Fetches a topic by its key.", Label("Topic"), "Topic", arguments=_keyed("topic:rural"))
    topics = pages("All topics.", Label("Topic"), "Topic")
    partner_agency = one(
        "Fetches a partner agency by its key.",
        Label("PartnerAgency"),
        "PartnerAgency",
        arguments=_keyed("partner:nami-dane-county"),
    )
    partner_agencies = pages("All partner agencies.", Label("PartnerAgency"), "PartnerAgency")
    law_enforcement_agency = one(
        "Fetches a law-enforcement agency by its key.",
        Label("LawEnforcementAgency"),
        "LawEnforcementAgency",
        arguments=_keyed("agency:TXHPD0000"),
    )
    law_enforcement_agencies = pages(
        "All law-enforcement agencies of the loaded lists.",
        Label("LawEnforcementAgency"),
        "LawEnforcementAgency",
    )
    request = one(
        "Fetches a past request by its key. For staff.",
        Label("Request"),
        "Request",
        arguments=_keyed("request:r-0001"),
    )
    requests = pages(
        "All past requests, newest first. For staff.", Label("Request"), "Request", order=NEWEST_FIRST
    )
    recommend_sites = pages(
        f"Recommends sites to ask, best first, each with reasons and evidence. {ONLY_DOCUMENTED}",
        RECOMMEND,
        "Recommendation",
        order=BEST_FIRST,
        summary=RecommendationSummary,
        arguments={"input": (question.RecommendInput, "The requester, and what they want.")},
    )
    similarity_map = one(
        "Similarity of a requester to every county or state, for a map; `similar` explains single ones.",
        SIMILARITY_MAP,
        "SimilarityMap",
        arguments={
            "for": (question.RequesterInput, "The requester."),
            "kind": (JurisdictionKind, "COUNTY or STATE."),
            "weights": (question.SimilarityWeightsInput | None, "Weights of the parts of similarity."),
        },
        defaults={"kind": JurisdictionKind.COUNTY},
    )
    recommendation_defaults = one(
        "The weights of a recommendation unless a caller gives others, and the bounds of its label.",
        RECOMMENDATION_DEFAULTS,
        "RecommendationDefaults",
        nullable=False,
    )
    request_statistics = one(
        "Counts of requests in groups: demand over time, by place, model, topic or site.",
        STATISTICS,
        "RequestStatistics",
        arguments={"input": (statistics.RequestStatisticsInput, "Filters and groups.")},
    )
    coverage_gaps = one(
        "Areas with few requests, and requested models that no similar site operates.",
        GAPS,
        "CoverageGaps",
        arguments={
            "from": (Month | None, "Received in this month or later. For staff."),
            "until": (Month | None, "Received in this month or earlier. For staff."),
        },
    )
    recruitment_gaps = many(
        "Program models and topics that no documented current site has, most requests first.",
        RECRUITMENT_GAPS,
        "RecruitmentGap",
        order=(),
        unpaged=True,
    )
    load_run = one(
        "Fetches a run of a loader by its key.", Label("LoadRun"), "LoadRun", arguments=_keyed("run:…")
    )
    load_runs = pages(
        "Runs of loaders, newest first.",
        Label("LoadRun"),
        "LoadRun",
        order=(SortKey("startedAt", descending=True), SortKey("key", descending=True)),
    )
    search = pages(
        "Full-text search over several types, best matches first.",
        FullText(),
        "SearchResult",
        order=BEST_FOUND,
        arguments={
            "query": (
                str,
                "Words, at most 200 characters. Parts of words and small misspellings match too.",
            ),
            "types": (list[SearchType] | None, "Types to search. Default all."),
        },
    )
    program = one(
        "The program: its sites, documented or not, the age of these facts, and how to ask for help.",
        PROGRAM,
        "Program",
    )
    viewer = one("The caller, and what they may see and do.", VIEWER, "Viewer", nullable=False)
    enum_titles = many(
        "Short titles of the values of enums, for people, in the order of the enums.",
        ENUM_TITLES,
        "EnumTitle",
        order=(),
        unpaged=True,
        arguments={"enums": (list[str] | None, "Names of enums. Default all that have titles.")},
    )
    data_version = one(
        "The version of the data, and which of it is synthetic.",
        DATA_VERSION,
        "DataVersion",
        nullable=False,
    )
