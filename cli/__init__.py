"""The command `learning-sites`."""
