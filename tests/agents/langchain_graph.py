"""LangChain over Bolt with our schema: address, user, password and file of the schema are its arguments."""

from __future__ import annotations

import sys
from pathlib import Path

from langchain_neo4j import Neo4jGraph

uri, user, password, schema = sys.argv[1:]
graph = Neo4jGraph(url=uri, username=user, password=password, refresh_schema=False)
text = Path(schema).read_text(encoding="utf-8")
graph.schema = text
assert graph.get_schema == text
example = text.rpartition("Example\n")[2]
sys.stdout.write(repr([row["site"] for row in graph.query(example)]))
