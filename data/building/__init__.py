"""Parts of `data/build.py`."""
