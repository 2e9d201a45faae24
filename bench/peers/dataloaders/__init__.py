"""Strawberry as it comes: resolvers by hand over the same driver, a DataLoader for each relationship."""
