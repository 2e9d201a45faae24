"""The types of the schema, one noun per file."""
