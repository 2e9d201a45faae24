"""Files at an address: whole and with the right checksum, or what was there before."""

from __future__ import annotations

import gzip
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from file_server import FileServer, Served, file_server
from pydantic import ValidationError
from tls_certificate import write_certificate

from graph.errors import ExtraMissing, FetchFailed
from loaders.readers.remote_file import BYTES_PER_MB, RemoteFile, fetch

CONTENT = b"request_id,month\n1,2025-03\n"
SHA256 = hashlib.sha256(CONTENT).hexdigest()
OTHER = hashlib.sha256(b"other").hexdigest()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_certificate(tmp_path_factory.mktemp("tls") / "localhost.pem")


@pytest.fixture
def server(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    """A server over HTTPS that the test trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with file_server(certificate) as opened:
        opened.files["/log.csv"] = Served(CONTENT)
        yield opened


def named(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("sha256", [None, SHA256, SHA256.upper(), "address"])
def test_a_file_with_the_right_checksum_comes_under_its_name(
    server: FileServer, tmp_path: Path, sha256: str | None
) -> None:
    server.files["/log.csv.sha256"] = Served(f"{SHA256}  log.csv\n".encode())
    if sha256 == "address":
        sha256 = f"{server.address}/log.csv.sha256"
    path = fetch(RemoteFile(address=f"{server.address}/log.csv?key=s3cret", sha256=sha256), tmp_path)
    assert (path, path.read_bytes()) == (tmp_path / "log.csv", CONTENT)
    assert path.stat().st_mode & 0o077 == 0
    fetch(RemoteFile(address=f"{server.address}/log.csv", name="other.csv"), tmp_path)
    assert named(tmp_path) == ["log.csv", "other.csv"]


def test_a_compressed_file_stays_as_it_is(server: FileServer, tmp_path: Path) -> None:
    server.files["/log.csv.gz"] = Served(
        gzip.compress(CONTENT), headers={"content-encoding": "gzip"}, length=None
    )
    assert gzip.decompress(fetch(RemoteFile(address=f"{server.address}/log.csv.gz"), tmp_path).read_bytes())


REFUSED: dict[str, tuple[Served, dict[str, Any], str]] = {
    "other checksum": (Served(CONTENT), {"sha256": OTHER}, f"its SHA-256 is {SHA256}, not {OTHER}"),
    "missing": (Served(status=404), {}, "status 404"),
    "forbidden": (Served(status=403), {}, "status 403"),
    "cut off": (Served(CONTENT, length=len(CONTENT) + 1), {}, "not read to its end"),
    "too large": (Served(b"x" * (BYTES_PER_MB + 1)), {"max_mb": 1}, "is larger than 1 MB; raise max_mb"),
    "too large, of unknown size": (
        Served(b"x" * (BYTES_PER_MB + 1), length=None),
        {"max_mb": 1},
        "is larger than 1 MB",
    ),
    "leads elsewhere": (
        Served(status=302, headers={"location": "http://127.0.0.1:9/log.csv"}),
        {},
        "a redirect leads away from HTTPS",
    ),
    "in a circle": (Served(status=302, headers={"location": "/new.csv"}), {}, "TooManyRedirects"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_not_right_replaces_nothing(server: FileServer, tmp_path: Path, case: str) -> None:
    served, options, message = REFUSED[case]
    server.files["/new.csv"] = served
    (tmp_path / "new.csv").write_text("of the night before")
    with pytest.raises(FetchFailed, match=message) as refused:
        fetch(RemoteFile(address=f"{server.address}/new.csv?key=s3cret", **options), tmp_path)
    assert "s3cret" not in str(refused.value)
    assert named(tmp_path) == ["new.csv"]
    assert (tmp_path / "new.csv").read_text() == "of the night before"


def test_a_redirect_to_https_is_followed(server: FileServer, tmp_path: Path) -> None:
    server.files["/latest.csv"] = Served(status=307, headers={"location": f"{server.address}/log.csv"})
    assert fetch(RemoteFile(address=f"{server.address}/latest.csv"), tmp_path).read_bytes() == CONTENT


def test_a_checksum_file_without_one_is_refused(server: FileServer, tmp_path: Path) -> None:
    remote = RemoteFile(address=f"{server.address}/log.csv", sha256=f"{server.address}/log.csv")
    with pytest.raises(FetchFailed, match="does not begin with a SHA-256 of 64 hex digits"):
        fetch(remote, tmp_path)


def test_a_server_that_nobody_vouches_for_is_refused(certificate: Path, tmp_path: Path) -> None:
    with file_server(certificate) as stranger:
        stranger.files["/log.csv"] = Served(CONTENT)
        with pytest.raises(FetchFailed, match="certificate is not trusted; SSL_CERT_FILE"):
            fetch(RemoteFile(address=f"{stranger.address}/log.csv"), tmp_path)
    assert stranger.asked == []


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match=r"^https://127.0.0.1:9/log.csv: .*ConnectError"):
        fetch(RemoteFile(address="https://user:s3cret@127.0.0.1:9/log.csv"), tmp_path)


def test_a_folder_that_cannot_be_written_is_named(server: FileServer, tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="cannot be written"):
        fetch(RemoteFile(address=f"{server.address}/log.csv"), tmp_path / "gone")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    """A server that answers as S3 does for one object."""
    with file_server() as opened:
        monkeypatch.setenv("AWS_ENDPOINT_URL", opened.address)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
        yield opened


def test_an_object_of_s3_is_a_file(bucket: FileServer, tmp_path: Path) -> None:
    bucket.files["/logs/2026/log.csv"] = Served(CONTENT)
    path = fetch(RemoteFile(address="s3://logs/2026/log.csv", sha256=SHA256), tmp_path)
    assert path.read_bytes() == CONTENT
    with pytest.raises(FetchFailed, match=r"^s3://logs/2026/none.csv: it cannot be read") as refused:
        fetch(RemoteFile(address="s3://logs/2026/none.csv"), tmp_path)
    assert "s3cret" not in str(refused.value)
    assert named(tmp_path) == ["log.csv"]


def test_s3_without_its_package_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(ExtraMissing, match=r"learning-sites-graph\[s3\]"):
        fetch(RemoteFile(address="s3://logs/log.csv"), tmp_path)
    assert named(tmp_path) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"address": "http://example.org/log.csv"}, "address"),
        ({"address": "https:///log.csv"}, "address"),
        ({"address": "file:///etc/passwd"}, "address"),
        ({"address": "https://example.org/"}, "name"),
        ({"address": "https://example.org/a%2F..%2Fb"}, "name"),
        ({"address": "https://example.org/log.csv", "name": "../log.csv"}, "name"),
        ({"address": "https://example.org/log.csv", "name": ".log.csv"}, "name"),
        ({"address": "https://example.org/log.csv", "sha256": "12"}, "sha256"),
        ({"address": "https://example.org/log.csv", "sha256": "http://example.org/sums"}, "sha256"),
        ({"address": "https://example.org/log.csv", "max_mb": 0}, "max_mb"),
    ],
)
def test_a_wrong_value_names_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        RemoteFile(**values)
    assert refused.value.errors()[0]["loc"] == (field,)
