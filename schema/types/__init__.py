"""The types of the schema, one noun per file; `DECLARATIONS` lists them."""

from __future__ import annotations

from schema.declare import Declaration
from schema.types.data_version import DataVersion
from schema.types.jurisdiction import Jurisdiction
from schema.types.load_run import LoadRun
from schema.types.partner_agency import PartnerAgency
from schema.types.program_model import ProgramModel
from schema.types.query import Query
from schema.types.recommendation import Evidence, Recommendation, RecommendationFactor
from schema.types.request import Request
from schema.types.site import Site
from schema.types.source import Source
from schema.types.subscription import Subscription
from schema.types.topic import Topic
from schema.types.words import SCALARS

NODES = (Site, Jurisdiction, ProgramModel, Topic, PartnerAgency, Request, Source, LoadRun)
ROWS = (Recommendation, RecommendationFactor, Evidence, DataVersion, Query, Subscription)

DECLARATIONS = [
    *(Declaration.of(node, label=node.__name__) for node in NODES),
    *(Declaration.of(row) for row in ROWS),
]

__all__ = ["DECLARATIONS", "SCALARS"]
