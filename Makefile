# Each target makes what it needs by itself: .tools (a pinned uv) and .venv (from uv.lock).

PYTHON ?= python3
PORT ?= 8000
UV_VERSION := 0.13.9
UV := .tools/bin/uv
RUN := .venv/bin

.PHONY: demo test test-spark check bench assets help
.DEFAULT_GOAL := help

help:
	@echo "make demo [PORT=8000]   try Handrail: a pilot of synthetic people, in your browser"
	@echo "make test               run every test"
	@echo "make test-spark         link records on Spark, on two workers (fetches 450 MB; needs Java 17)"
	@echo "make check              style, types, floors, templates, rulebooks, migrations"
	@echo "make bench              measure, and write the tables of docs/reference/benchmarks.md"
	@echo "make assets             rebuild the stylesheets and scripts (maintainers; needs npm)"

demo: .venv/ready
	@exec $(RUN)/handrail --home var/demo demo --port $(PORT)

test: .venv/ready
	@./tests/browser/prepare
	HANDRAIL_TEST_PICTURES=no $(RUN)/pytest -n 3 --dist loadfile --no-loadscope-reorder $(PYTEST)

# In an environment of its own, which is made for the run: nothing else needs PySpark.
test-spark: | $(UV)
	@./tests/spark/prepare
	$(UV) run --quiet --isolated --locked --all-extras pytest tests/spark $(PYTEST)

check: .venv/ready
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/python -m tests.check

bench: .venv/ready
	$(UV) sync --quiet --locked --all-extras --no-extra spark --group bench
	$(RUN)/python -m benchmarks

assets:
	cd src/handrail/web/assets/build && npm ci --ignore-scripts && npm run vendor

$(UV):
	@$(PYTHON) -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Python's venv module" && apt-get update -qq && apt-get install -qq -y python3-venv >/dev/null; \
	  else \
	    echo "Handrail needs Python 3.11 or later with its venv module: apt-get install python3-venv" >&2; exit 1; \
	  fi; }
	$(PYTHON) -m venv .tools
	.tools/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/ready: pyproject.toml uv.lock | $(UV)
	$(UV) sync --quiet --locked --all-extras --no-extra spark --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')"
	@touch $@
