# Everything one does with Samrum, and exactly what CI does. `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
export PATH := $(CURDIR)/.venv/bin:$(PATH)
PYTEST := $(PYTHON) -m pytest -n 2 --dist worksteal
# What does not hang on the database is asked on SQLite alone; `make check-full` asks everything on both.
ON_POSTGRES := -m "not one_database"
# The second database of `make check`; it is left out, and that is said, when nothing answers there.
export SAMRUM_TEST_POSTGRES ?= postgres://postgres@127.0.0.1:5432/postgres

.PHONY: help run dev test check lint types layers templates migrations catalogue deployment tests-sqlite tests-postgres \
	suite check-full coverage compiled lock messages bench lighthouse test-next environment

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.venv/.base: requirements/base.txt pyproject.toml site/deploy/environment
	@site/deploy/environment requirements/base.txt
	@touch $@

.venv/.dev: requirements/dev.txt pyproject.toml site/deploy/environment
	@site/deploy/environment requirements/dev.txt
	@touch $@ .venv/.base

environment: .venv/.dev ## the virtual environment with everything that development needs

run: .venv/.base ## the whole site with demo content on http://localhost:8000 (PORT, SAMRUM_DATA_DIR)
	@$(PYTHON) manage.py serve

dev: .venv/.dev ## the same with Django's debug server, which reloads what you edit
	@SAMRUM_DEBUG=1 $(PYTHON) manage.py serve

compiled: .venv/.dev
	@$(PYTHON) manage.py messages --compile

test: compiled ## the whole test suite, real browser included (one file: .venv/bin/pytest tests/network/test_pages.py)
	@$(PYTHON) -m tests.browser
	@$(PYTEST) --durations 20

check: lint types layers templates migrations catalogue deployment suite coverage ## all that CI demands

check-full: ## the same, with every test on both databases and examples that no run has tried
	@SAMRUM_EXAMPLES=others $(MAKE) lint types layers templates migrations catalogue deployment tests-sqlite coverage tests-postgres ON_POSTGRES=

suite: environment ## the tests as CI runs them, held against what they cost (tests/cost.json)
	@$(PYTHON) -m tests.cost suite $(MAKE) --no-print-directory tests-sqlite tests-postgres

lint: .venv/.dev
	ruff check .
	ruff format --check .
	vulture --min-confidence 90 home network members site/samrum

types: .venv/.dev
	mypy

layers: .venv/.dev
	lint-imports

templates: .venv/.dev
	git ls-files -z 'templates/**/*.html' | xargs -0 djade --check --target-version 5.2

migrations: .venv/.dev
	$(PYTHON) manage.py makemigrations --check --dry-run

catalogue: .venv/.dev
	$(PYTHON) manage.py messages --check

deployment: .venv/.dev
	DJANGO_SETTINGS_MODULE=samrum.settings.production SECRET_KEY=a-value-of-more-than-fifty-characters-for-this-check-only-0123456789 \
		SAMRUM_HOSTS=example.org SAMRUM_URL=https://example.org SAMRUM_SMTP_URL=smtp://localhost:25 REDIS_URL=redis://localhost:6379/0 \
		$(PYTHON) manage.py check --deploy --fail-level WARNING

# Counting lines makes tests slower: what opens every address as everybody, and what a browser does, is not counted
# (no_cover, said in the conftest of each).
tests-sqlite: compiled
	@$(PYTHON) -m tests.browser
	$(PYTEST) --cov --cov-report= --durations 20

tests-postgres: .venv/.dev tests-sqlite
	@if $(PYTHON) -m tests.postgres; then \
		echo "$(PYTEST) on PostgreSQL"; DATABASE_URL=$(SAMRUM_TEST_POSTGRES) $(PYTEST) $(ON_POSTGRES); \
	elif [ -n "$(CI)" ]; then exit 1; fi

coverage: .venv/.dev # of the run before
	coverage report --skip-covered --show-missing --fail-under=95

lock: .venv/.dev ## new exact versions and hashes from requirements/*.in
	@for name in base dev; do \
		(cd requirements && uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			--no-annotate $$name.in -o $$name.txt) && echo "requirements/$$name.txt"; \
	done

messages: .venv/.dev ## collect the texts to translate and compile the catalogues
	@$(PYTHON) manage.py messages
	@$(PYTHON) manage.py messages --compile

bench: compiled ## the figures that the site must hold, beside a bare Wagtail project measured in the same run
	@$(PYTHON) -m tests.bench

lighthouse: compiled ## Lighthouse (npm) on every public page type; needs Node, so not part of the suite
	@$(PYTHON) -m tests.bench.lighthouse

test-next: ## the suite on the newest Wagtail and Django, in an environment of its own
	@VENV=.venv-next site/deploy/environment requirements/dev.txt
	@.venv-next/bin/python -m pip install --quiet --upgrade --pre --only-binary :all: wagtail wagtail-localize
	@.venv-next/bin/python manage.py messages --compile
	@.venv-next/bin/python -m tests.browser
	.venv-next/bin/python -m pytest -n 2 --dist worksteal
