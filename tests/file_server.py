"""Files at an address: a small server for HTTPS, and the part of S3 that reads an object."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Served:
    """What a path answers; `length` may be wrong, or None for chunks without one."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = -1


@dataclass
class FileServer:
    """Its address, what it serves by path, and the paths that were asked for."""

    address: str
    files: dict[str, Served]
    asked: list[str]


@contextmanager
def file_server(certificate: Path | None = None) -> Iterator[FileServer]:
    """A server on this machine, with TLS where it has a certificate."""
    files, asked = dict[str, Served](), list[str]()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            served = files.get(self.path.partition("?")[0], Served(status=404))
            self.send_response(served.status)
            headers = {"etag": '"1"', "last-modified": "Sat, 01 Nov 2025 00:00:00 GMT"} | dict(served.headers)
            for name, value in headers.items():
                self.send_header(name, value)
            if served.length is None:
                self.send_header("transfer-encoding", "chunked")
            else:
                self.send_header(
                    "content-length", str(len(served.body) if served.length < 0 else served.length)
                )
            self.end_headers()
            if self.command == "HEAD":
                return
            if served.length is None:
                chunk = f"{len(served.body):x}\r\n".encode() + served.body + b"\r\n"
                self.wfile.write(chunk + b"0\r\n\r\n")
                return
            self.wfile.write(served.body)
            self.close_connection = served.length >= 0

        do_HEAD = do_GET  # noqa: N815 (the name of the library)

        def log_message(self, format: str, *arguments: object) -> None:
            """Prints nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield FileServer(f"{scheme}://127.0.0.1:{server.server_address[1]}", files, asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
