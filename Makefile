# Everything a person runs here. The virtual environment makes itself, and only when the lock changed.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
.DEFAULT_GOAL := help
.PHONY: help up check test slow containers fuzz kills lint bench web pictures lock licenses sbom audit clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: $(READY) ## set up and run everything: Neo4j, data, GraphQL, Browser
	@exec $(BIN)/learning-sites up

check: lint ## style, types and every test that needs no Neo4j: about a minute
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest -q -n 2 -m "not neo4j and not slow"

# Three files at a time (tests/work_units.py), each worker with a Neo4j of its own. The commands that tests run start sooner with bytecode.
test: lint ## set up and run the tests, but those of `make slow`
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder -m "not slow"

slow: $(READY) ## the tests that take long or wait: killed processes, timeouts, full disks, backups, exports, the read-only copy
	@$(BIN)/pytest -m slow

containers: $(READY) ## build the image, run docker-compose.yml on Docker or podman (installed where root may) and test it
	@$(BIN)/python -m deploy.containers

fuzz: $(READY) ## random operations, requests, weights, changes, damaged logs; every name; questions of a reader (OPERATIONS=…, REQUESTS=…, EXAMPLES=…, LOGS=…, QUESTIONS=…, SEED=… replays)
	@seed=$${SEED:-$$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}; echo "SEED=$$seed"; \
	  SEED=$$seed FUZZ_OPERATIONS=$${OPERATIONS:-5000} FUZZ_LOGS=$${LOGS:-1000} FUZZ_QUESTIONS=$${QUESTIONS:-2000} \
	  FUZZ_REQUESTS=$${REQUESTS:-3000} FUZZ_EXAMPLES=$${EXAMPLES:-100} \
	  SCHEMATHESIS="$(CURDIR)/$(BIN)/uv tool run --quiet --from schemathesis==4.32.5 st" $(BIN)/pytest \
	  tests/schema/server/test_transport_fuzz.py tests/schema/server/test_generated_operations.py \
	  tests/schema/planner/test_random_operations.py tests/schema/planner/test_explain.py \
	  tests/schema/planner/test_one_statement.py tests/schema/planner/test_random_leaks.py tests/schema/test_search_own_names.py \
	  tests/schema/recommendation/test_similar.py tests/loaders/similarity/test_rebuild.py \
	  tests/loaders/pipeline/test_random_damage.py --hypothesis-seed=$$seed -o faulthandler_timeout=7200

kills: $(READY) ## end loads at 20 random points each: killed, told to stop, the database killed (KILLS=…, SEED=… replays)
	@seed=$${SEED:-$$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}; echo "SEED=$$seed"; \
	  SEED=$$seed INTAKE_KILLS=$${KILLS:-20} $(BIN)/pytest tests/loaders/pipeline/test_load_file_killed.py

lint: $(READY) ## format, style and types
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy

bench: $(READY) ## side-by-side measurements (ratios in one interleaved run)
	@$(BIN)/python -m bench && $(BIN)/python -m bench gate && $(BIN)/python -m bench peers

web: $(READY) ## rebuild the explorer and GraphiQL from npm's packages into web/dist
	@$(BIN)/python web/build.py

pictures: $(READY) ## make the pictures of README and docs/ from the running service (needs a Chromium)
	@$(BIN)/python docs/img/make.py

lock: $(READY) ## renew requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --all-extras pyproject.toml -o requirements.lock

licenses: $(READY) ## renew docs/licenses.md from the installed packages
	@$(BIN)/python docs/licenses.py

sbom: $(READY) ## write sbom.json, every package and jar with its hashes (CycloneDX), and sbom-image.json, those of the image
	@$(BIN)/uv tool run --quiet --from cyclonedx-bom==7.5.0 \
	  cyclonedx-py requirements requirements.lock --output-reproducible --output-format JSON \
	  | $(BIN)/python -m docs.sbom sbom.json

audit: $(READY) ## look up known vulnerabilities of the packages (needs a network; says so without one)
	@$(BIN)/uv tool run --quiet --from pip-audit==2.10.1 \
	  pip-audit --require-hashes --disable-pip --progress-spinner off --format json -r requirements.lock 2>/dev/null \
	  | $(BIN)/python docs/audit.py

clean: ## remove the virtual environment and caches (data and downloads stay)
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis web/node_modules

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Set PYTHON=/path/to/python3.11."; exit 2; }
	@echo "Setting up .venv (up to a minute, only when requirements.lock changes) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@# uv installs in parallel: 10 s, where pip takes a minute. It knows no settings of pip, such as an index of your own.
	@{ $(BIN)/python -m pip install --quiet --disable-pip-version-check uv \
	  && $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock 2>/dev/null; } \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
