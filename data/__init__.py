"""Reference data: small, derived, with its sources in NOTICE."""
