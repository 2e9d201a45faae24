"""`make containers`: a container engine, images, and the tests of docker-compose.yml on them.

`engine` finds Docker or podman, `podman` installs and configures the latter, `substitutes` makes base images
where no registry answers, `images` builds ours, `project` runs the project under a name of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
"""The folder of the project, which has Dockerfile and docker-compose.yml."""
