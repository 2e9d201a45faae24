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
RUN pip wheel --quiet --no-deps --no-build-isolation --wheel-dir /wheels . \
 && pip --python /opt/venv/bin/python install --quiet --no-index --find-links /wheels learning-sites-graph

FROM ${PYTHON}
RUN useradd --uid 10001 --create-home --home-dir /var/lib/learning-sites --shell /usr/sbin/nologin learning-sites
COPY --from=build /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:${PATH} PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    LEARNING_SITES_HOME=/var/lib/learning-sites LEARNING_SITES_CACHE=/var/lib/learning-sites/cache
USER 10001:10001
WORKDIR /var/lib/learning-sites
EXPOSE 8000
CMD ["learning-sites", "serve"]
