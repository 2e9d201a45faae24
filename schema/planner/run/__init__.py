"""The run of an operation: from its text to the answer."""
