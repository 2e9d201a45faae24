"""Debian's nginx with the configuration of docs/sign-in.md."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.deadline import Deadline

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin:/opt/homebrew/bin")
PAGE = Path(__file__).parents[1] / "docs" / "sign-in.md"


@contextmanager
def nginx(upstream: str, certificate: Path, folder: Path) -> Iterator[str]:
    """nginx with the configuration of the page; only names, ports and files are those of the test."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    block = re.search(r"<!-- nginx -->\n```nginx\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    text = block[1].replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    text = text.replace("sites.example;", "localhost;").replace("http://127.0.0.1:8000", upstream)
    text = re.sub(r"/etc/ssl/sites\.example\.(pem|key)", str(certificate), text)
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    configuration = folder / "nginx.conf"
    configuration.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ access_log off; {temporary}\n{text}\n}}\n"
    )
    assert NGINX is not None
    process = subprocess.Popen([NGINX, "-e", f"{folder}/error.log", "-c", str(configuration)])
    try:
        until = Deadline.after(20)
        while until.left() > 0 and process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        assert process.poll() is None, (folder / "error.log").read_text()
        yield f"https://localhost:{port}"
    finally:
        process.terminate()
        process.wait(20)
