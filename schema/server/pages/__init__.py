"""Pages for people with a browser: the explorer and GraphiQL, with the files that they load."""
