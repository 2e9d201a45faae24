"""`make containers`: a container engine, images, and the tests of docker-compose.yml on them.

`engine` finds Docker or podman, `podman` installs and configures the latter, `substitutes` makes base images
where no registry answers, `images` builds ours, `compose` runs the project under a name of its own.
"""
