"""From a selection set to one statement."""
