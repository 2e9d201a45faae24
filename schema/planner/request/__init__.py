"""The request: its operation, variables and selection."""
