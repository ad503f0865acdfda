# make demo    sets up and shows the main job on the example report
# make test    sets up and runs all tests, on all cores; WORKERS=0 runs them in one process; with COVERAGE=1 at least
#              95 % of the branches must be covered
# make check   style, types, imports, dependencies
# make docs    writes the list of commands, the glossary and the tour of the README anew, and sorts the catalogues
# make bench   benchmarks, as ratios against a baseline in the same run
# make train   learns from annotated text (TRACKER_EVALUATION) what rules, wording and encoder count for, and prints how
#              well they do; DAY=2026-11-23 writes it, dated so
# make train-encoder  trains the encoder anew; uses a GPU if there is one, takes hours without
# make soak    the long proofs: thousands of kills, mutated files, a million rows; ends with a line a promise
# make chaos   an hour of everything that can befall senders; MINUTES=5 shortens it, SEED=7 plays that plan again

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := demo
MINUTES ?= 60
WORKERS ?= auto

.PHONY: demo test check docs bench train train-encoder soak chaos clean

.venv/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say make PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || { echo "Setting up .venv"; $(PYTHON) -m venv .venv; }
	@$(PIP) install --editable .
	@touch $@

.venv/.development: .venv/.installed
	@echo "Installing what the tests and checks need"
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) install --editable '.[postgres,ocr]' --group dev
	@touch $@

# The register is ./commitments.db, where the commands look for it; reading the report again adds nothing to it.
# The days are rehearsed: found the day after the sitting, looked at on 10 January 2022. What is found is only proposed
# until somebody reviews it (tracker review); --accept takes it as open, so that the digest has something to tell.
define SHOW
	@printf '\n$$ tracker %s\n' '$(1)'
	@$(BIN)/tracker $(1)
endef

demo: .venv/.installed
	@mkdir -p $(DEMO) && rm -f $(DEMO)/digest.html
	$(call SHOW,--today 2021-09-22 extract examples/verslag-2021-09-21.txt --accept)
	$(call SHOW,--today 2022-01-10 list)
	$(call SHOW,--today 2022-01-10 digest preview --text)
	$(call SHOW,--today 2022-01-10 digest preview --html --out $(DEMO)/digest.html)
	@printf '\nGo on with: $(BIN)/tracker --today 2022-01-10 show C-0001\n            $(BIN)/tracker --help\n'

# Bytecode is kept, whatever the environment says: the tests start the command often, and each would compile it anew.
test: .venv/.development
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -m "not soak" -n $(WORKERS) --dist worksteal $(if $(COVERAGE),--cov --cov-report=)

check: .venv/.development
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry .
	@$(BIN)/python -m pytest -q tests/house

docs: .venv/.installed
	@$(BIN)/python scripts/sort_catalogues.py
	@$(BIN)/tracker manual --format markdown > docs/commands.md
	@$(BIN)/python scripts/glossary.py docs/glossary.md
	@$(BIN)/python scripts/tour.py README.md

bench: .venv/.development
	@$(PIP) install --group bench
	@$(BIN)/python -m benchmarks

train-encoder: .venv/.development
	@$(PIP) install --group train --group encoder
	@$(BIN)/python scripts/train_encoder.py $(if $(GUESSING),--guessing $(GUESSING))

train: .venv/.development
	@$(PIP) install --group train
	@$(BIN)/python scripts/train_extraction.py $(if $(DAY),--write $(DAY))

soak: .venv/.development
	@$(BIN)/python -m pytest -q -m soak

chaos: .venv/.development
	@PYTHONPATH=tests:tests/support $(BIN)/python -m chaos --minutes $(MINUTES) $(if $(SEED),--seed $(SEED))

clean:
	@rm -rf .venv $(DEMO) dist build chaos-evidence
