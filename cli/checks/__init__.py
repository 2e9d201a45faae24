"""The checks of `learning-sites doctor`: settings, this machine, the graph."""
