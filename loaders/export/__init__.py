"""Import files for `neo4j-admin database import full`: what a load makes, without a graph to load into.

Each source's file says once more, as lines of tables, what its statement in cypher/load/ makes of new rows.
A test holds both together: tests/loaders/export/.
"""
