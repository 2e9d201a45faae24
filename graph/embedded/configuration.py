"""neo4j.conf, written at each start from our settings: closed to the outside, small, quick to stop."""

from __future__ import annotations

from urllib.parse import urlsplit

from graph.settings import Settings

GUIDE_PATH = "/research/guide.html"
"""Where the web application serves the guide that Neo4j Browser opens after signing in."""


def neo4j_conf(settings: Settings, bolt_port: int, app_url: str | None) -> str:
    """The text of neo4j.conf. `app_url` is the address of the web application, when there is one."""
    values = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{bolt_port}",
        "server.bolt.advertised_address": f"127.0.0.1:{bolt_port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        # A Bolt WebSocket accepts any Origin, so a web page could reach us: the password is what stops it.
        "dbms.security.auth_enabled": "true",
        # LOAD CSV reads any file of ours and any address of our network, in a read-only database too.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        # Nothing calls out, and nothing listens for a fleet.
        "dbms.usage_report.enabled": "false",
        "dbms.fleet_manager.enabled": "false",
        "server.fleet_discovery.enabled": "false",
        "server.memory.heap.max_size": f"{settings.heap_mb}m",
        "server.memory.pagecache.size": f"{settings.page_cache_mb}m",
        # Takes effect when a database is made, so in a new home.
        "db.query.default_language": "CYPHER_25",
        "db.transaction.timeout": "10m",
        # Without these a new home takes 518 MB for its logs alone.
        "db.tx_log.preallocate": "false",
        "db.tx_log.rotation.size": "16m",
        "db.tx_log.rotation.retention_policy": "64m size",
        # Only a checkpoint shortens the log, and after a kill all since the last one is done again: in the
        # usual 15 minutes a million requests leave 2 GB. One takes half a second; none if nothing changed.
        "db.checkpoint.interval.time": "1m",
        # Signs of life while a question runs are for networks that forget connections. The driver answers
        # the offer with a task and a timer for each part that it reads: a seventh of its calls.
        "server.bolt.connection_keep_alive_for_requests": "OFF",
        # SIGTERM to exit in 0.2 to 1.2 s instead of 10 s. Internal names: look again when Neo4j changes.
        "internal.server.bolt.thread_pool_shutdown_wait_time": "0s",
        "internal.server.bolt.connection_shutdown_wait_time": "0s",
    }
    if app_url is not None:
        hosts = dict.fromkeys(("127.0.0.1", "localhost", urlsplit(app_url).hostname or ""))
        values["browser.remote_content_hostname_whitelist"] = ",".join(filter(None, hosts))
        values["browser.post_connect_cmd"] = f"clear; guide {app_url.rstrip('/')}{GUIDE_PATH}"
    lines = (f"{name}={value}" for name, value in values.items())
    return "\n".join(("# Written at each start by learning-sites; changes here are lost.", *lines, ""))
