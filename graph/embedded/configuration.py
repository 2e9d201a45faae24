"""neo4j.conf, written at each start from our settings: loopback only, little disk, a quick stop."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from graph.settings import Settings

GUIDE_PATH = "/research/guide.html"
"""Where the web application serves the guide that Neo4j Browser opens after signing in."""


def neo4j_conf(
    settings: Settings, bolt_port: int, app_url: str | None, changed: Mapping[str, str] | None = None
) -> str:
    """The text of neo4j.conf. `app_url` is the address of the web application, when there is one.

    `changed` holds values by name that take the place of ours, or are added to them.
    """
    values = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{bolt_port}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt_port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        # Bolt over WebSocket accepts any Origin, so any web page could connect: only the password stops it.
        "dbms.security.auth_enabled": "true",
        # LOAD CSV reads any local file and any address of the network, in a read-only transaction too.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        # No usage reports, no fleet management.
        "dbms.usage_report.enabled": "false",
        "dbms.fleet_manager.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        "server.memory.heap.max_size": f"{settings.heap_mb}m",
        "server.memory.pagecache.size": f"{settings.page_cache_mb}m",
        # Takes effect when a database is made, so in a new home.
        "db.query.default_language": "CYPHER_25",
        "db.transaction.timeout": "10m",
        # Without these the transaction logs of a new home take 518 MB.
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.size": "16m",
        "db.tx_log.rotation.retention_policy": "64m size",
        # Only a checkpoint shortens the log, and recovery after a kill starts at the last one: in the default
        # 15 minutes a million requests write 2 GB. A checkpoint takes 0.5 s, and nothing without changes.
        "db.checkpoint.interval.time": "1m",
        # Heartbeats during a query are for networks that drop idle connections. With them the driver makes a
        # task and a timer for each chunk that it reads: a seventh of its calls.
        "server.bolt.connection_keep_alive_for_requests": "OFF",
        # Exit 0.2 to 1.2 s after SIGTERM instead of 10 s. Internal settings: check them in each version.
        "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
        "internal.server.bolt.connection_shutdown_wait_time": "0s",
    }
    if app_url is not None:
        hosts = dict.fromkeys(("127.0.0.1", "localhost", urlsplit(app_url).hostname or ""))
        values["browser.remote_content_hostname_whitelist"] = ",".join(filter(None, hosts))
        values["browser.post_connect_cmd"] = f"clear; guide {app_url.rstrip('/')}{GUIDE_PATH}"
    values |= changed or {}
    lines = (f"{name}={value}" for name, value in values.items())
    return "\n".join(("# Written at each start by learning-sites; changes here are lost.", *lines, ""))


def last_port(conf: Path) -> int | None:
    """The Bolt port of the last start, from its neo4j.conf; None when there is none."""
    try:
        found = re.search(r"^server\.bolt\.listen_address=.*:(\d+)$", conf.read_text(encoding="utf-8"), re.M)
    except (OSError, ValueError):
        return None
    return int(found[1]) if found else None
