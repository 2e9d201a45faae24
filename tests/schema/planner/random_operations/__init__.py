"""Random operations over a schema, for Hypothesis: valid documents that a client could send."""
