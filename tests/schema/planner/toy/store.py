"""Puts a toy graph into Neo4j, in place of the one before."""

from __future__ import annotations

from typing import Any

from graph.database import Database, Transaction
from graph.deadline import Deadline
from graph.statements import Statement
from toy.content import Content
from toy.words import Grade

FOLDING = "OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'standard-folding'}}}}"
INDEXES = {
    "toy_ship_key": "CONSTRAINT {} IF NOT EXISTS FOR (n:ToyShip) REQUIRE n.key IS UNIQUE",
    "toy_port_key": "CONSTRAINT {} IF NOT EXISTS FOR (n:ToyPort) REQUIRE n.key IS UNIQUE",
    "toy_ship_name": "RANGE INDEX {} IF NOT EXISTS FOR (n:ToyShip) ON (n.name)",
    "toy_ship_crew": "RANGE INDEX {} IF NOT EXISTS FOR (n:ToyShip) ON (n.crew, n.key)",
    "toy_ship_age": "RANGE INDEX {} IF NOT EXISTS FOR (n:ToyShip) ON (n.age)",
    "toy_ship_built": "RANGE INDEX {} IF NOT EXISTS FOR (n:ToyShip) ON (n.built, n.key)",
    "toy_ship_seen": "RANGE INDEX {} IF NOT EXISTS FOR (n:ToyShip) ON (n.seen, n.key)",
    "toy_ship_afloat": "RANGE INDEX {} IF NOT EXISTS FOR (n:ToyShip) ON (n.afloat, n.key)",
    "toy_ship_berth": "POINT INDEX {} IF NOT EXISTS FOR (n:ToyShip) ON (n.berth)",
    "toy_ship_text": f"FULLTEXT INDEX {{}} IF NOT EXISTS FOR (n:ToyShip) ON EACH [n.name, n.note] {FOLDING}",
    "toy_ship_text_words": "FULLTEXT INDEX {} IF NOT EXISTS FOR (n:ToyShip) ON EACH [n.note, n.name]",
    "toy_follows": "RANGE INDEX {} IF NOT EXISTS FOR ()-[r:TOY_FOLLOWS]-() ON (r.follower, r.followed)",
    "toy_port_text": f"FULLTEXT INDEX {{}} IF NOT EXISTS FOR (n:ToyPort) ON EACH [n.name] {FOLDING}",
    "toy_port_text_words": "FULLTEXT INDEX {} IF NOT EXISTS FOR (n:ToyPort) ON EACH [n.note, n.name]",
}
LABELS = {"Ship": "ToyShip", "Port": "ToyPort"}
MONTHS = ("built", "lost", "month")
GRADES = ("grade", "oldGrade", "customs")
MOMENTS = ("seen", "checked", "since")
PLACES = ("berth", "spot")

EMPTY = Statement("toy-empty", "CYPHER 25 MATCH (n:ToyShip|ToyPort) DETACH DELETE n")
NODES = """CYPHER 25 UNWIND $rows AS row CREATE (n:{label}) SET n = row.values
SET n += {{seen: datetime(row.moments.seen), checked: datetime(row.moments.checked),
  berth: point(row.places.berth), spot: point(row.places.spot)}}"""
EDGES = """CYPHER 25 UNWIND $rows AS row
MATCH (a:ToyShip|ToyPort {{key: row.start}}) MATCH (b:ToyShip|ToyPort {{key: row.end}})
CREATE (a)-[r:{type}]->(b) SET r = row.values
SET r.since = datetime(row.moments.since), r.follower = a.key, r.followed = b.key"""


def stored(values: dict[str, Any]) -> dict[str, Any]:
    """Values as Neo4j holds them; moments and places come apart, for Cypher to make."""
    plain, moments, places = {}, {}, {}
    for name, value in values.items():
        if name in PLACES:
            places[name] = value and {"latitude": value[0], "longitude": value[1]}
        elif name in MOMENTS:
            moments[name] = value
        elif value is not None and name in MONTHS:
            plain[name] = int(value[:4]) * 12 + int(value[5:]) - 1
        elif value is not None and name in GRADES:
            plain[name] = list(Grade.__members__).index(value)
        else:
            plain[name] = value
    return {"values": plain, "moments": moments, "places": places}


async def put(database: Database, content: Content) -> None:
    """Makes the toy graph in the database this one, in one transaction."""

    async def work(transaction: Transaction) -> None:
        await transaction.run(EMPTY, {})
        for type, label in LABELS.items():
            rows = [stored(node.values) for node in content.of_type(type)]
            await transaction.run(Statement("toy-nodes", NODES.format(label=label)), {"rows": rows})
        for type in {edge.type for edge in content.edges}:
            rows = [
                {"start": e.start, "end": e.end, **stored(e.values)} for e in content.edges if e.type == type
            ]
            await transaction.run(Statement("toy-edges", EDGES.format(type=type)), {"rows": rows})

    await database.transact(work, Deadline.after(60))


async def open_indexes(database: Database) -> None:
    """Makes the toy's indexes."""
    for name, text in INDEXES.items():
        await database.execute(
            Statement("toy-index", f"CYPHER 25 CREATE {text.format(name)}"), {}, Deadline.after(60)
        )
    await database.execute(
        Statement("toy-wait", "CYPHER 25 CALL db.awaitIndexes(60)"), {}, Deadline.after(60)
    )


async def drop_all(database: Database) -> None:
    """Takes nodes and indexes away."""
    await put(database, Content())
    for name, text in INDEXES.items():
        kind = "CONSTRAINT" if text.startswith("CONSTRAINT") else "INDEX"
        await database.execute(Statement("toy-drop", f"CYPHER 25 DROP {kind} {name}"), {}, Deadline.after(60))
