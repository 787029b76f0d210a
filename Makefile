# The commands of the house. `make demo` and `make test` are all a fresh machine needs.
.DEFAULT_GOAL := help
.PHONY: help languages setup demo test test-browser test-post test-headquarters faults check bench bench-sync format clean lock messages

PYTHON ?= python3
BIN := .venv/bin
SETUP := .venv/.ready

help: ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: $(SETUP) ## the environment, the languages and what the browser tests need

$(SETUP): requirements-dev.txt pyproject.toml package-lock.json
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	npm ci --silent --no-audit --no-fund
	@touch $@

jalon/locale/%/LC_MESSAGES/django.mo: jalon/locale/%/LC_MESSAGES/django.po $(SETUP)
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $*

languages: jalon/locale/fr/LC_MESSAGES/django.mo jalon/locale/ar/LC_MESSAGES/django.mo

demo: setup languages ## five states, seven months, three doors: the whole of it on this machine (PORT=8400)
	JALON_HOME=$${JALON_HOME:-.demo} $(BIN)/jalon demo $(if $(PORT),--port $(PORT))

# Two of the three at a time: each has folders, databases and ports of its own.
test: setup languages ## the tests, as a post (SQLite), in a browser, and as a headquarters (PostgreSQL, then SQLite)
	$(MAKE) --jobs=2 test-browser test-post test-headquarters

test-browser: setup languages
	JALON_TIER=post $(BIN)/python -m pytest -m browser

test-post: setup languages
	JALON_TIER=post $(BIN)/python -m pytest -m "not browser"
	@if ls jalon/*/tests/js/*.test.mjs >/dev/null 2>&1; then node --test jalon/*/tests/js/*.test.mjs; fi

test-headquarters: setup languages
	$(BIN)/python tools/with_postgresql.py $(BIN)/python -m pytest -m both
	JALON_TIER=headquarters $(BIN)/python -m pytest -m smoke

faults: setup languages ## every fault of lines, disks and machines, thousands of times; its table goes to docs/reliability.md
	$(BIN)/python -m jalon.sync.tests.faults --write

check: setup languages ## formatting, lint, types, import contracts, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy jalon
	$(BIN)/lint-imports
	$(BIN)/python tools/messages.py --check

bench: setup languages ## speed, memory and accuracy, measured on this machine
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

bench-sync: setup languages ## what sync costs, beside PouchDB (from npm, into a temporary folder)
	$(BIN)/python bench/sync.py

format: setup ## put the code in the house's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: setup ## collect what is to be translated into the catalogues
	$(BIN)/python tools/messages.py

lock: ## renew the lock files (needs pip-tools in .venv)
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --strip-extras --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --strip-extras --allow-unsafe --extra dev --constraint requirements.txt --output-file requirements-dev.txt pyproject.toml

clean: ## remove what setup and the demonstration made
	rm -rf .venv node_modules .demo build *.egg-info
