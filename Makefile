# make demo    set everything up, read the sample articles into a ledger, show a reading and the claims
# make test    set up what tests need and run every check that CI runs
# make web     build the desk's scripts and outline map from web/ (needs node and npm; the built files are committed)
# make shots   pictures of every page of the desk, into /tmp or OUT (needs Chromium)
# make bench   the figures of docs/benchmarks.md (needs the shared data folder)
.PHONY: demo test check format lint types imports tests web shots wheel bench nightly clean

PYTHON ?= python3
BIN := .venv/bin
LEDGER := demo/samples.db
# One thread a process: two that share busy cores wait for one another
NICE_TEST := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m pytest -q

demo: .venv/ready
	@mkdir -p demo
	$(BIN)/onrecord add samples/articles --ledger $(LEDGER)
	$(BIN)/onrecord read samples/articles/04-halden-wire.txt
	$(BIN)/onrecord claims --ledger $(LEDGER)
	@echo
	@echo "The ledger is $(LEDGER). Go on with (after: source .venv/bin/activate)"
	@echo "  onrecord show CLAIM --ledger $(LEDGER)       one claim, with its history and every wording"
	@echo "  onrecord serve --ledger $(LEDGER)            the desk in your browser"
	@echo "  onrecord read YOUR-ARTICLE.txt               what stands in an article of yours"

test: .venv/ready-dev
	$(MAKE) --no-print-directory format lint types imports tests wheel

format:
	$(BIN)/ruff format --check src tests
lint:
	$(BIN)/ruff check src tests
types:
	$(BIN)/mypy
imports:
	$(BIN)/lint-imports
tests:
	$(NICE_TEST) -m "not nightly"
wheel:
	$(PYTHON) tests/wheel_check.py $(BIN)/python

web/node_modules: web/package-lock.json
	cd web && npm ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@
web: web/node_modules
	cd web && npm run --silent check && npm run --silent build
shots: .venv/ready-dev
	$(BIN)/python tests/serve/shots.py $(OUT)

bench: .venv/ready-dev
	$(BIN)/python -m onrecord.measure.page ../shared docs/benchmarks.md
nightly: .venv/ready-dev
	$(NICE_TEST) -m nightly

.venv/bin/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

.venv/ready: .venv/bin/uv pyproject.toml uv.lock
	$(BIN)/uv sync --quiet --frozen --inexact --no-default-groups
	@touch $@

.venv/ready-dev: .venv/bin/uv pyproject.toml uv.lock
	$(BIN)/uv sync --quiet --frozen --inexact --group dev
	@touch $@ .venv/ready

clean:
	rm -rf .venv demo dist build .mypy_cache .ruff_cache .pytest_cache
