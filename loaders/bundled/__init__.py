"""The data that come with the program."""
