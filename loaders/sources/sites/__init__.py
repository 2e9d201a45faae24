"""Learning sites: contract, rows, source."""
