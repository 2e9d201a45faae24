"""The statement of a selection: the only code that builds Cypher."""
