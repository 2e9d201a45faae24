"""The types of the schema, one per file; `DECLARATIONS` lists them."""

from __future__ import annotations

from schema.declare import Declaration
from schema.types.coverage import AreaCoverage, CoverageGaps, ModelGap
from schema.types.data_version import DataVersion
from schema.types.enums import SCALARS
from schema.types.jurisdiction import Jurisdiction
from schema.types.law_enforcement_agency import LawEnforcementAgency
from schema.types.load_run import LoadRun
from schema.types.mutation import Mutation
from schema.types.partner_agency import PartnerAgency
from schema.types.program import Program
from schema.types.program_model import ProgramModel
from schema.types.query import Query
from schema.types.recommendation import Evidence, Recommendation, RecommendationFactor
from schema.types.recording import (
    RecordedRequest,
    RecordRequestsPayload,
    RequestProblem,
    UpdateRequestPayload,
)
from schema.types.recruitment_gap import RecruitmentGap
from schema.types.request import Request
from schema.types.similar import SimilarityFactor, SiteSimilarityFactor
from schema.types.site import Site
from schema.types.source import Source
from schema.types.statistics import RequestStatistics, RequestStatisticsRow
from schema.types.subscription import Subscription
from schema.types.topic import Topic

FEW = "few nodes: {}"

DECLARATIONS = [
    Declaration.of(Site, "Site", text="site_text", bound=FEW.format("tens of sites")),
    Declaration.of(Jurisdiction, "Jurisdiction", text="jurisdiction_text", size="population"),
    Declaration.of(
        ProgramModel, "ProgramModel", text="program_model_text", bound=FEW.format("tens of models")
    ),
    Declaration.of(Topic, "Topic", text="topic_text", bound=FEW.format("tens of topics")),
    Declaration.of(
        PartnerAgency, "PartnerAgency", text="partner_agency_text", bound=FEW.format("hundreds of partners")
    ),
    Declaration.of(
        LawEnforcementAgency,
        "LawEnforcementAgency",
        text="law_enforcement_agency_text",
        size="populationServed",
    ),
    Declaration.of(Request, "Request", staff=True),
    Declaration.of(Source, "Source", bound=FEW.format("hundreds of pages")),
    Declaration.of(LoadRun, "LoadRun", bound=FEW.format("tens of runs a night, thousands a year")),
    *map(Declaration.of, (Recommendation, RecommendationFactor, Evidence, RecruitmentGap)),
    *map(Declaration.of, (DataVersion, Program)),
    *map(Declaration.of, (RequestStatistics, RequestStatisticsRow, CoverageGaps, AreaCoverage, ModelGap)),
    *map(Declaration.of, (SimilarityFactor, SiteSimilarityFactor)),
    *map(Declaration.of, (RecordRequestsPayload, UpdateRequestPayload, RecordedRequest, RequestProblem)),
    *map(Declaration.of, (Query, Mutation, Subscription)),
]

__all__ = ["DECLARATIONS", "SCALARS"]
