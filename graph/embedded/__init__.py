"""The managed Neo4j that runs as our child process."""
