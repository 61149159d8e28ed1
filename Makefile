# `make run` and `make test` do all set-up, from nothing but Python 3.11+ and git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: run test lint bench bench-store pictures clean

run: $(READY)  ## open the board: make run ARGS="--port 9000"
	@$(BIN)/callboard $(ARGS)

test: lint  ## every check: format, lint, types, imports, tests
	$(BIN)/python -m pytest --numprocesses 3 --dist loadgroup $(ARGS)

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## measure, as ratios in one run
	$(BIN)/python -m tests.bench

bench-store: $(READY)  ## the same of stores with up to ten million events (12 GB of disk): make bench-store ARGS="--folder DIR"
	$(BIN)/python -m tests.bench.store $(ARGS)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "callboard needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	@echo 'setting up $(VENV), once: it takes a minute or some'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)

pictures: $(READY)  ## the README's pictures, made by the board itself
	$(BIN)/python -m tests.pictures

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
