"""All that knows Neo4j."""
