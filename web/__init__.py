"""The HTML pages of the service; `dist/` is built by `make web`."""
