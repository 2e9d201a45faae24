"""The GraphQL schema, its planner, and its server."""
