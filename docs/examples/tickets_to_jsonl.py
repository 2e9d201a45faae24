"""Tickets of a database as a request log: JSON Lines that `learning-sites nightly` loads.

    python tickets_to_jsonl.py tickets.sqlite /srv/learning-sites/inbox/requests-tickets.jsonl

Change QUERY to your own tables, and `connect` to the driver of your database. The aliases are the columns of
the request log. Contact data and free text are not selected, so they never leave the database.
"""

import json
import sqlite3
import sys
from pathlib import Path

QUERY = """
SELECT t.number AS request_id, substr(t.opened_at, 1, 7) AS month, a.city AS jurisdiction,
  'city' AS jurisdiction_type, a.state AS state, t.state AS status, t.changed_at AS updated_at,
  (SELECT group_concat(c.name, ';') FROM category c WHERE c.ticket = t.id) AS models
FROM ticket t JOIN agency a ON a.id = t.agency
WHERE t.queue = 'Technical assistance'
ORDER BY t.id
"""


def write(database: Path, target: Path) -> int:
    """Replaces the file at once, so that no night reads half of it; how many rows it has."""
    part = target.with_name(f".{target.name}.part")
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    rows = 0
    with part.open("w", encoding="utf-8") as file:
        for row in connection.execute(QUERY):
            known = {name: value for name, value in dict(row).items() if value is not None}
            file.write(json.dumps(known) + "\n")
            rows += 1
    part.replace(target)
    return rows


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]), Path(sys.argv[2]))} rows")
