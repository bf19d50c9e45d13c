# Two commands matter: `make run` (the product on this machine) and `make test` (everything that must hold).
PY := .venv/bin/python
PORT ?= 8000

.PHONY: run test check lint unit postgres journeys build env clean locks screens bench messages

env: .venv/ready
.venv/ready: requirements/app.txt requirements/dev.txt requirements/uv.txt
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@test -x $(PY) || python3 -m venv .venv || { apt-get update -qq && apt-get install -y -qq python3-venv && python3 -m venv .venv; }
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements/app.txt -r requirements/dev.txt
	@touch $@

build: cic_events/static/dist/manifest.json
cic_events/static/dist/manifest.json: package.json package-lock.json $(wildcard frontend/*) $(shell find cic_events/static/css cic_events/static/js -type f) cic_events/static/icons.txt | env
	@sh frontend/build.sh

run: env build
	@$(PY) -m cic_events.serve --port $(PORT)

check: env build
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .
	@sh frontend/build.sh lint
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/pytest -q -n 2 -p no:playwright -m "not slow" tests/unit tests/service tests/functional tests/architecture

test: env build
	@sh .ci/browser
	@$(MAKE) --no-print-directory check
	@.venv/bin/pytest -q -n 2 -p no:playwright -m slow tests/service tests/functional tests/architecture
	@$(PY) -m tests.with_postgres .venv/bin/pytest -q -n 2 -p no:playwright tests/service tests/functional tests/architecture
	@.venv/bin/pytest -q tests/journeys

screens: env build
	@sh .ci/browser
	@$(PY) -m tests.journeys.screens build/screens

locks: env
	@cd requirements && for f in app dev uv node; do ../.venv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --no-header $$f.in -o $$f.txt; done

messages: env
	@mkdir -p build
	@.venv/bin/pybabel -q extract -F cic_events/translations/babel.cfg -k _l -k N_ -k ngettext:1,2 -k _n:1,2 --no-location --sort-output -o build/messages.pot cic_events
	@for l in fr ar nl en; do .venv/bin/pybabel -q update --no-fuzzy-matching -N -i build/messages.pot -d cic_events/translations -l $$l --ignore-obsolete 2>/dev/null || .venv/bin/pybabel -q init -i build/messages.pot -d cic_events/translations -l $$l; done

bench: env build
	@$(PY) -m benchmarks

clean:
	@rm -rf .venv node_modules cic_events/static/dist instance
