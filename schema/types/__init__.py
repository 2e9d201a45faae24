"""The types of the schema, one per file; `DECLARATIONS` lists them."""

from __future__ import annotations

from schema.declare import Declaration
from schema.types.coverage import AreaCoverage, CoverageGaps, ModelGap
from schema.types.data_version import DataVersion
from schema.types.defaults import EnumTitle, FactorDefault, RecommendationDefaults, SimilarityPartDefault
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
from schema.types.resolution import JurisdictionMatch, JurisdictionResolution
from schema.types.similar import SimilarityFactor, SiteSimilarityFactor
from schema.types.similarity_map import SimilarityMap, SimilarityMapParts, SimilarityWeight
from schema.types.site import Site
from schema.types.source import Source
from schema.types.statistics import RequestStatistics, RequestStatisticsRow
from schema.types.subscription import Subscription
from schema.types.topic import Topic
from schema.types.viewer import Viewer

FEW = "few nodes: {}"

DECLARATIONS = [
    Declaration.of(Site, "Site", text="site_text", bound=FEW.format("tens of sites"), rows=15),
    Declaration.of(Jurisdiction, "Jurisdiction", text="jurisdiction_text", size="population", rows=24_500),
    Declaration.of(
        ProgramModel, "ProgramModel", text="program_model_text", bound=FEW.format("tens of models"), rows=20
    ),
    Declaration.of(Topic, "Topic", text="topic_text", bound=FEW.format("tens of topics"), rows=15),
    Declaration.of(
        PartnerAgency,
        "PartnerAgency",
        text="partner_agency_text",
        bound=FEW.format("hundreds of partners"),
        rows=65,
    ),
    Declaration.of(
        LawEnforcementAgency,
        "LawEnforcementAgency",
        text="law_enforcement_agency_text",
        size="populationServed",
        rows=18_700,
    ),
    Declaration.of(Request, "Request", staff=True, rows=510),
    Declaration.of(Source, "Source", bound=FEW.format("hundreds of pages"), rows=70),
    Declaration.of(LoadRun, "LoadRun", bound=FEW.format("tens of runs a night, thousands a year")),
    *map(Declaration.of, (Recommendation, RecommendationFactor, Evidence, RecruitmentGap)),
    *map(Declaration.of, (JurisdictionResolution, JurisdictionMatch)),
    *map(Declaration.of, (DataVersion, Program, Viewer)),
    *map(Declaration.of, (RecommendationDefaults, FactorDefault, SimilarityPartDefault, EnumTitle)),
    *map(Declaration.of, (RequestStatistics, RequestStatisticsRow, CoverageGaps, AreaCoverage, ModelGap)),
    *map(Declaration.of, (SimilarityFactor, SiteSimilarityFactor)),
    *map(Declaration.of, (SimilarityMap, SimilarityMapParts, SimilarityWeight)),
    *map(Declaration.of, (RecordRequestsPayload, UpdateRequestPayload, RecordedRequest, RequestProblem)),
    *map(Declaration.of, (Query, Mutation, Subscription)),
]

__all__ = ["DECLARATIONS", "SCALARS"]
