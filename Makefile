# Two commands matter: `make run` and `make test`. Both do their own set-up and are safe to repeat.
.DEFAULT_GOAL := help
.PHONY: help setup run test lint format bench bench-measure pins clean

VENV := .venv/bin

help:  ## show this list
	@echo "CalciTrack"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name text; do printf '%-20s %s\n' "$$name" "$$text"; done

setup:  ## make .venv with the pinned packages (done by the others when needed)
	@sh scripts/setup.sh

run: setup  ## serve the site with its demo on http://localhost:8000 (PORT=8001 for another port)
	@$(VENV)/python -m scripts.run

test: setup  ## run everything: style, types, migrations, deploy check, tests on SQLite, PostgreSQL and in Chromium
	@$(VENV)/python -m scripts.suite

lint: setup  ## only style and types
	@$(VENV)/python -m scripts.suite style types

format: setup  ## put the code into shape
	@$(VENV)/ruff check --fix-only --quiet .
	@$(VENV)/ruff format .

bench: setup  ## measure the pages against a floor of the same run (about four minutes)
	@$(VENV)/python -m bench
	@$(VENV)/python -m bench.ingest

bench-measure: setup  ## draw photos of lumps beside cards and print how far off measuring is
	@$(VENV)/python -m bench.measure

pins: setup  ## compile requirements.txt from requirements.in again
	@$(VENV)/python -m scripts.pins

clean:  ## remove what can be made again; the data under var/ only after a yes
	@sh scripts/clean.sh
