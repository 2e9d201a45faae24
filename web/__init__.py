"""Pages that the service hands out; `dist/` is built by `make web`."""
