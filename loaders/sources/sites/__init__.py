"""Learning sites."""
