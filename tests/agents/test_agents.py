"""Programs that write Cypher for a person: they get our schema instead of that of APOC, and read only."""

from __future__ import annotations

import ast
import json
import os
from pathlib import Path

import pytest
from mcp_session import mcp_session
from uv_tool import NEEDS_UV, python, tool

from graph.access import Access
from schema.server.browser.schema_text import EXAMPLE, as_text

LANGCHAIN = "langchain-neo4j==0.11.0"
MCP = "mcp-neo4j-cypher==0.6.0"

pytestmark = NEEDS_UV


@pytest.fixture
def schema(tmp_path: Path) -> Path:
    path = tmp_path / "schema.txt"
    path.write_text(as_text(), encoding="utf-8")
    return path


def test_langchain_asks_with_our_schema_and_without_apoc(access: Access, schema: Path) -> None:
    script = Path(__file__).with_name("langchain_graph.py")
    connection = (access.uri, access.username, access.password)
    printed = python((LANGCHAIN,), str(script), *connection, str(schema), timeout_s=300)
    sites = ast.literal_eval(printed.strip().splitlines()[-1])
    assert sites == sorted(sites)
    assert len(sites) > 3


def test_an_mcp_server_reads_with_our_schema_and_refuses_to_write(access: Access) -> None:
    known = {
        "NEO4J_URI": access.uri,
        "NEO4J_USERNAME": access.username,
        "NEO4J_PASSWORD": access.password,
        "NEO4J_DATABASE": access.database,
        "NEO4J_READ_ONLY": "true",
    }
    with mcp_session(tool(MCP, "--transport", "stdio"), {**os.environ, **known}) as session:
        tools = session.tools()
        read = next(name for name in tools if name.endswith("read_neo4j_cypher"))
        assert not any(name.endswith("write_neo4j_cypher") for name in tools)
        text, failed = session.call(read, query=EXAMPLE)
        assert not failed
        assert len([row["site"] for row in json.loads(text)]) > 3
        _, refused = session.call(read, query="CREATE (:Movie) RETURN 1 AS one")
        assert refused
