# make demo    sets up and shows the main job on the example report
# make test    sets up and runs all tests
# make check   style, types, imports, dependencies
# make bench   benchmarks, as ratios against a baseline in the same run
# make soak    the long proofs: thousands of kills, mutated files, a million rows

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := demo

.PHONY: demo test check bench soak clean

.venv/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || { echo "Setting up .venv"; $(PYTHON) -m venv .venv; }
	@$(PIP) install --editable .
	@touch $@

.venv/.development: .venv/.installed
	@echo "Installing what the tests and checks need"
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) install --editable '.[postgres]' --group dev
	@touch $@

demo: .venv/.installed
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@$(BIN)/tracker --db $(DEMO)/commitments.db demo --folder $(DEMO)

test: .venv/.development
	@$(BIN)/python -m pytest -q -m "not soak"

check: .venv/.development
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry .
	@$(BIN)/python -m pytest -q tests/house

bench: .venv/.development
	@$(BIN)/python -m benchmarks

soak: .venv/.development
	@$(BIN)/python -m pytest -q -m soak

clean:
	@rm -rf .venv $(DEMO) dist build
