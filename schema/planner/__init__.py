"""The query planner: one operation becomes one statement. README.md follows a query through it."""
