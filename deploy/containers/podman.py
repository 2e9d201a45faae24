"""podman in place of Docker, without a daemon: its packages, and a configuration and storage of our own.

The images of these tests are never seen by the podman of the machine's users, nor theirs by the tests.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from deploy.containers import ROOT

PROGRAMS: Final = {"podman": "podman", "runc": "runc", "iptables": "iptables", "mmdebstrap": "mmdebstrap"}
"""Debian's package of each program."""
FILES: Final = {
    "/usr/lib/podman/netavark": "netavark",
    "/usr/lib/podman/aardvark-dns": "aardvark-dns",
    "/usr/bin/catatonit": "catatonit",
}
COMPOSE: Final = "podman-compose==1.6.0"
MOST_FILES: Final = 60_000
MOST_PROCESSES: Final = 4096

CONTAINERS = """\
[containers]
# More than the machine allows is refused: "setrlimit: Operation not permitted".
default_ulimits = ["nofile={files}:{files}", "nproc={processes}:{processes}"]
log_driver = "k8s-file"
[engine]
# crun refuses the cgroups of some machines; runc takes both versions.
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
tmp_dir = "{state}/tmp"
[network]
network_backend = "netavark"
network_config_dir = "{state}/networks"
"""
STORAGE = """\
[storage]
driver = "overlay"
graphroot = "{state}/storage"
runroot = "{state}/run"
"""
DOCKER = """\
#!/bin/sh
export PYTHONPATH="{root}"
exec "{python}" -m deploy.containers.docker_for_podman "$@"
"""


def missing() -> list[str]:
    """Debian's packages that are not installed."""
    programs = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    return programs + [package for path, package in FILES.items() if not Path(path).exists()]


def install(packages: list[str]) -> str | None:
    """Installs packages with apt where this user may; else the one line that says how to."""
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        return f"missing: {', '.join(packages)}. Install Docker, or these packages."
    if os.geteuid() != 0:
        return f"missing: {', '.join(packages)}. As root: {' '.join(command)}"
    print("installing", *packages, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "--quiet"], env=quiet, capture_output=True, check=False)
    ended = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
    return f"apt-get failed: {(ended.stderr.strip() or '?').splitlines()[-1]}" if ended.returncode else None


def configure(state: Path) -> dict[str, str]:
    """Writes configuration and a `docker` that is podman; the variables that make programs use them."""
    (state / "bin").mkdir(parents=True, exist_ok=True)
    values = {
        "state": state,
        "files": most_files(),
        "processes": _hard(resource.RLIMIT_NPROC, MOST_PROCESSES),
    }
    (state / "containers.conf").write_text(CONTAINERS.format(**values))
    (state / "storage.conf").write_text(STORAGE.format(state=state))
    docker = state / "bin" / "docker"
    docker.write_text(DOCKER.format(root=ROOT, python=sys.executable))
    docker.chmod(0o755)
    return {
        "CONTAINERS_CONF": str(state / "containers.conf"),
        "CONTAINERS_STORAGE_CONF": str(state / "storage.conf"),
        "DISABLE_HC_SYSTEMD": "true",
        "PATH": f"{docker.parent}:{os.environ['PATH']}",
    }


def most_files() -> int:
    """Open files of a container: those of docker-compose.yml, or what the machine allows."""
    return _hard(resource.RLIMIT_NOFILE, MOST_FILES)


def override() -> str:
    """What differs with podman-compose: a log of podman's, limits of this machine, probes that exist."""
    logging = "    logging: !override {driver: k8s-file}\n"
    probe = "    healthcheck: {start_interval: !reset null}\n"
    return (
        f"services:\n  neo4j:\n{logging}{probe}"
        f"    ulimits: {{nofile: {most_files()}, nproc: {MOST_PROCESSES}}}\n"
        f"  api:\n{logging}{probe}  loader:\n{logging}"
    )


def _hard(kind: int, most: int) -> int:
    hard = resource.getrlimit(kind)[1]
    return most if hard == resource.RLIM_INFINITY else min(hard, most)
