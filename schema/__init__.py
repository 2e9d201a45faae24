"""All that knows GraphQL."""
