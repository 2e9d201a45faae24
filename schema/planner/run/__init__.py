"""One request from text to answer."""
