"""The whole production shape on a container engine, as docs/operations.md tells an operator to bring it up.

One project for all tests, in a folder of its own; each test leaves it running. `make containers` runs them.
"""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from nginx import NGINX, nginx
from operations_page import lines
from processes import COMMAND, INHERITED
from tls_certificate import write_certificate

from deploy.containers import images
from deploy.containers.engine import Engine, NoEngine, find_engine
from deploy.containers.project import Project
from graph.embedded.ports import choose_port
from graph.settings import Settings

STATE = Settings().cache / "containers"


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine of this machine; without one its tests are skipped."""
    try:
        return find_engine(STATE)
    except NoEngine as error:
        pytest.skip(f"{error}; `make containers` sets one up")


@pytest.fixture(scope="session")
def image(engine: Engine) -> str:
    """Our image, built from the files as they stand."""
    for line in images.prepare(engine, STATE):
        print(line)
    return images.ours()


@pytest.fixture(scope="session")
def secret() -> dict[str, str]:
    """The keys that `keys create` printed, by role."""
    return {}


@pytest.fixture(scope="session")
def request_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic log of 510 requests."""
    path = tmp_path_factory.mktemp("log") / "requests.csv"
    command = [COMMAND, "generate", "requests", "--out", path]
    subprocess.run(command, env=INHERITED, check=True, capture_output=True, timeout=120)
    return path


@pytest.fixture(scope="session")
def project(
    engine: Engine,
    image: str,
    tmp_path_factory: pytest.TempPathFactory,
    secret: dict[str, str],
    request_log: Path,
) -> Iterator[Project]:
    """Neo4j, a loaded night and the API, by the lines of the page and nothing else."""
    folder = tmp_path_factory.mktemp("production")
    port = choose_port(0)
    project = Project(engine, folder, f"learning-sites-test-{os.getpid()}", PUBLISH=f"127.0.0.1:{port}")
    (folder / "incoming").mkdir()
    shutil.copy(request_log, folder / "incoming" / "requests-1.csv")
    try:
        dotenv, *rest = lines("production")
        (folder / ".env").write_text(f"{dotenv.partition('#')[0].strip()}\n")
        for line in rest:
            printed = project.shell(line).stdout
            if "keys create" in line:
                secret["reader"] = printed.split()[-1]
        staff = "docker compose run --rm api learning-sites keys create --name staff --role staff"
        secret["staff"] = project.shell(staff).stdout.split()[-1]
        yield project
    finally:
        project.down()


@pytest.fixture(scope="session")
def address(project: Project) -> str:
    """Where the API is published."""
    port = project.engine.says("port", project.container("api"), "8000/tcp").splitlines()[0]
    assert port.startswith("127.0.0.1:")
    return f"http://{port}"


@pytest.fixture(scope="session")
def ask(
    address: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str, str | None], httpx.Response]]:
    """Asks through Debian's nginx, over TLS, with a key or without."""
    if NGINX is None:
        pytest.skip("nginx is not installed (Debian: nginx-light)")
    folder = tmp_path_factory.mktemp("nginx")
    certificate = write_certificate(folder / "localhost.pem")
    trust = ssl.create_default_context(cafile=str(certificate))
    with (
        nginx(address, certificate, folder) as proxy,
        httpx.Client(base_url=proxy, verify=trust, timeout=60) as client,
    ):

        def send(query: str, key: str | None) -> httpx.Response:
            headers = {} if key is None else {"authorization": f"Bearer {key}"}
            return client.post("/graphql", json={"query": query}, headers=headers)

        yield send
