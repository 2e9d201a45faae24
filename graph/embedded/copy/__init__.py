"""The read-only copy of a database, which researchers explore while the database itself is used.

    copy = ReadOnlyCopy(settings)
    with copy.fresh(with_requests=True, console=console) as fresh:   # copied, started once, stopped
        copy.replace(fresh)
    with copy.start(app_url=url, console=console) as server:
        …

`database_files` copies the files of a running database, `without_requests` builds a copy that holds none,
`copy_facts` says what a copy holds, `read_only_copy` combines these.
"""

from graph.embedded.copy.copy_facts import CopyFacts
from graph.embedded.copy.read_only_copy import FreshCopy, ReadOnlyCopy

__all__ = ["CopyFacts", "FreshCopy", "ReadOnlyCopy"]
