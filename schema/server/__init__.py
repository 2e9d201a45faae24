"""HTTP: the doors of the service."""
