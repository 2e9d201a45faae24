# The service and its loaders. `docker compose build api` makes it; docker-compose.yml runs it.
ARG PYTHON=python:3.11.14-slim-trixie

FROM ${PYTHON} AS build
WORKDIR /build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
COPY requirements.lock ./
# Every package of the lock arrives and is checked against its hash; what follows installs from these alone.
RUN pip download --quiet --require-hashes --only-binary :all: --dest /wheels --requirement requirements.lock \
 && pip install --quiet --no-index --find-links /wheels --upgrade setuptools \
 && python -m venv --without-pip /opt/venv
COPY . ./
# Without extras: no Java and no embedded Neo4j. Bytecode of what is used is made here, for a read-only container
# cannot keep it; that of all packages would take 25 MB more.
RUN pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels . \
 && pip --python /opt/venv/bin/python install --quiet --no-compile --no-index --find-links /wheels learning-sites-graph \
 && find /opt/venv -type d '(' -name tests -o -name f2py ')' -prune -exec rm -rf {} + \
 && find /opt/venv -type f -regex '.*\.\(pyi\|h\|a\|c\|pyx\|pxd\)' -delete \
 && /opt/venv/bin/learning-sites schema print > /dev/null \
 && /opt/venv/bin/python -c 'import cli.serve, cli.nightly, cli.keys, cli.doctor, openpyxl'

FROM ${PYTHON}
ARG PYTHON
LABEL org.opencontainers.image.title="learning-sites-graph" \
      org.opencontainers.image.description="The GraphQL service and the loaders of the Learning Sites graph" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="${PYTHON}"
# Any user may run it, so any may write the home; what is secret there only its owner can read.
RUN useradd --uid 10001 --create-home --home-dir /var/lib/learning-sites --shell /usr/sbin/nologin learning-sites \
 && chmod 1777 /var/lib/learning-sites
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:${PATH} PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/var/lib/learning-sites \
    LEARNING_SITES_HOME=/var/lib/learning-sites LEARNING_SITES_CACHE=/var/lib/learning-sites/cache
USER 10001:10001
WORKDIR /var/lib/learning-sites
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=4 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ.get(\"PORT\", 8000)}/readyz', timeout=4)"]
CMD ["learning-sites", "serve"]
