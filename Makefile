# Mostek: `make run` shows it, `make test` proves it. Needs Python 3.11 or newer, make and git.
PYTHON ?= python3
RUN_HOME ?= .mostek
BIN := .venv/bin
TESTS := $(BIN)/pytest -n auto --dist worksteal
# Compiled once and kept: without, each of the many processes that tests start compiles everything anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run install test check style tests bench messages docs lock clean dev python

help: ## What there is to make
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | awk -F'|' '{printf "make %-10s %s\n", $$1, $$2}'

run: install ## Start Mostek with a sample company and the built-in stand-ins; Ctrl+C stops it
	@MOSTEK_HOME=$(RUN_HOME) exec $(BIN)/mostek up --demo

install: python ## Make .venv with the mostek command in it
	@$(PYTHON) tools/setup.py

test: export CI := true
test: dev ## Everything: style, types, layers, tests on SQLite and PostgreSQL, browser, faults
	@tools/need postgresql chromium
	@$(MAKE) --no-print-directory -j 2 style tests
	$(TESTS) -m "not browser" --db=postgres
	$(BIN)/pytest -n 2 --dist loadfile -m browser

tests: dev
	$(TESTS) -m "not browser"

check: dev style ## The fast part: style, types, layers, tests on SQLite
	$(TESTS) -m "not browser and not faults"

style: dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: dev ## Measure, and write the table to benchmarks/results/
	@tools/need postgresql
	@$(BIN)/python -m tests.postgres --durable $(BIN)/python -m benchmarks

messages: dev ## Collect sentences for translation into the .po files
	@$(BIN)/python tools/messages.py extract
	@$(BIN)/python tools/messages.py compile

docs: dev ## Write the generated pages of docs/
	@$(BIN)/python tools/docs.py

lock: ## Take newer versions of what Mostek depends on (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: python3 -m pip install uv" >&2; exit 1; }
	@tools/lock

clean: ## Remove what was set up; the data of make run stays
	@rm -rf .venv node_modules src/mostek/panel/static/vendor
	@find src -name '*.mo' -delete

dev: python
	@$(PYTHON) tools/setup.py dev

python:
	@command -v $(PYTHON) >/dev/null || { echo "Mostek needs Python 3.11 or newer; there is no $(PYTHON) here." >&2; exit 1; }
