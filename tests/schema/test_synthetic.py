"""Statements, questions and documents of the explorer say how many of their requests are synthetic."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from explained import explain, planned
from graphql import (
    FieldNode,
    GraphQLObjectType,
    GraphQLSchema,
    SelectionSetNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    print_ast,
    visit,
)
from neo4j import AsyncSession

from graph.statements import names, statement
from schema.model import MODEL
from schema.planner.run.executor import Executor

ROOT = Path(__file__).parents[2]
QUESTIONS = sorted((ROOT / "docs/questions").glob("*.graphql"))
EXPLORER = sorted((ROOT / "web/explorer").rglob("*.graphql"))
STATEMENTS = [name for name in names() if name.startswith("research/")]

TEXT = re.compile(r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)
OF_REQUESTS = r"Request|Requester|SiteMonth|FROM|ANSWERED_BY|ABOUT|CONCERNS|LOAD"
OF_ANYTHING = r":\s*\$\(|-\[\w*\]-|--|MATCH \(\w*\)(?!\s*[-<])"
TOUCHES = re.compile(rf":\s*!?(?:\w+\s*[|&]\s*!?)*(?:{OF_REQUESTS})\b|{OF_ANYTHING}")
"""A label or type that leads to requests, one that a value names, or a node or relationship without one."""
FIRST = 3
"""Columns among which the number is."""


def touches(cypher: str) -> bool:
    """Whether a statement reads requests, or what is counted from them."""
    return TOUCHES.search(TEXT.sub(" ", cypher)) is not None


@pytest.mark.parametrize(
    ("cypher", "rests_on_requests"),
    [
        ("MATCH (q:Request) RETURN count(q)", True),
        ("MATCH (n:Topic|Request) RETURN n", True),
        ("MATCH (n:Requester&Jurisdiction) RETURN n", True),
        ("MATCH (s:Site)<-[a:ANSWERED_BY]-() RETURN count(a)", True),
        ("MATCH (m)<-[:ABOUT|CONCERNS]-(q) RETURN count(q)", True),
        ("MATCH (s:Site)-[:LOAD]->(m) RETURN sum(m.matched)", True),
        ("MATCH (n) RETURN count(n)", True),
        ("UNWIND $labels AS label MATCH (n:$(label)) RETURN count(n)", True),
        ("MATCH (s:Site)--(x) RETURN x", True),
        ("MATCH (s:Site)-[r]-(x) RETURN x", True),
        ("MATCH (s:Site)-[:OPERATES]->(m) RETURN m // :Request", False),
        ("MATCH (s:Site {name: ':Request'}) RETURN s", False),
        ("MATCH (s:Site {key: $key}) RETURN s", False),
    ],
)
def test_the_rule_finds_what_rests_on_requests(cypher: str, rests_on_requests: bool) -> None:
    assert touches(cypher) is rests_on_requests


@pytest.mark.parametrize("name", STATEMENTS)
async def test_statements_return_how_many_are_synthetic_among_their_first_columns(
    noticing: AsyncSession, name: str
) -> None:
    columns = (await explain(noticing, statement(name).text)).columns
    assert ("synthetic" in columns[:FIRST]) is touches(statement(name).text)


@pytest.mark.parametrize("path", QUESTIONS, ids=[path.stem for path in QUESTIONS])
def test_questions_select_how_many_are_synthetic_beside_each_count(executor: Executor, path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    assert unmarked(document) == []
    assert bool(marks(document)) is touches(planned(executor, document)[0])


@pytest.mark.parametrize("path", EXPLORER, ids=[path.stem for path in EXPLORER])
def test_documents_of_the_explorer_say_whether_their_requests_are_synthetic(path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    if found(document).of_requests:
        assert marks(document)


@pytest.mark.parametrize(
    "selection",
    [
        "requests { totalCount }",
        "requests { totalCount } synthetic: requests { totalCount }",
        "requests { edges { node { key month status state synthetic } } }",
        "coverageGaps { synthetic areas(by: STATE) { requests people syntheticRequests } }",
        'recommendSites(input: {for: {jurisdictionKey: "a"}}) { edges { node { score } } }',
    ],
)
def test_a_selection_without_the_number_is_found(selection: str) -> None:
    document = f"{{ {selection} }}"
    assert unmarked(document) or not marks(document)


def marks(document: str) -> set[str]:
    """The names under which a document selects what is synthetic."""
    return set(re.findall(r"\b(?:synthetic|syntheticRequests|requestsAreSynthetic)\b(?! *:\s*\{)", document))


def unmarked(document: str) -> list[str]:
    """The fields of a document that lack the number beside them."""
    return found(document).unmarked


def found(document: str) -> Finder:
    """What a document selects of requests."""
    finder = Finder(MODEL.executable)
    visit(parse(document), TypeInfoVisitor(finder.info, finder))
    return finder


class Finder(Visitor):
    """Collects requests, counts of requests and lists of which only the number is selected.

    `of_requests` are the types that rest on requests, `unmarked` what lacks the number of synthetic ones.
    """

    def __init__(self, schema: GraphQLSchema) -> None:
        super().__init__()
        self.info = TypeInfo(schema)
        self.of_requests: set[str] = set()
        self.unmarked: list[str] = []

    def enter_selection_set(self, node: SelectionSetNode, *_: object) -> None:
        """Compares fields with their neighbors."""
        of = get_named_type(self.info.get_type())
        fields = [each for each in node.selections if isinstance(each, FieldNode)]
        chosen = [field.name.value for field in fields]
        if not isinstance(of, GraphQLObjectType):
            return
        if "synthetic" in of.fields or ("syntheticRequests" in of.fields and "requests" in chosen):
            self.of_requests.add(of.name)
        if of.name == "Request" and "synthetic" not in chosen[:FIRST]:
            self.unmarked.append("Request")
        if "syntheticRequests" in of.fields and "requests" in chosen:
            place = chosen.index("requests") + 1
            if chosen[place : place + 1] != ["syntheticRequests"]:
                self.unmarked.append(f"{of.name}.requests")
        for place, field in enumerate(fields):
            if get_named_type(of.fields[field.name.value].type).name != "RequestConnection":
                continue
            beside = [*fields[max(place - 1, 0) : place], *fields[place + 1 : place + 2]]
            if selects(field, "totalCount") and not any(map(counts_synthetic, [field, *beside])):
                self.unmarked.append(f"{of.name}.{field.name.value}.totalCount")


def selects(field: FieldNode, name: str) -> bool:
    """Whether a field has a subfield of this name."""
    below = field.selection_set.selections if field.selection_set else ()
    return any(isinstance(each, FieldNode) and each.name.value == name for each in below)


def counts_synthetic(field: FieldNode) -> bool:
    """Whether a field is the number of synthetic requests, under the name `synthetic`."""
    filters = re.sub(r"\s+", " ", " ".join(map(print_ast, field.arguments or ())))
    return (
        field.alias is not None and field.alias.value == "synthetic" and "synthetic: { eq: true }" in filters
    )
