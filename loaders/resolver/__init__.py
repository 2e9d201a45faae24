"""From the ways in which people write the name of a jurisdiction to its key."""
