"""What GraphQL operations mean, in plain Python over a toy graph in memory: the planner's oracle.

It shares the schema and its declarations with the planner, and no code.
"""
