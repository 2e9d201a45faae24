"""A small graph of ships and ports: its model, its content, and the nodes that hold it in Neo4j."""
