"""The answer: how a record becomes JSON, as generated Python."""
