.PHONY: all setup build test browser pictures lint check docs guide pictures-docs bench bench-parts bench-scale bench-faults bench-growth bench-keystrokes bench-preview dist clean lock upgrade newest help

# The interpreter that creates .venv; `make PYTHON=/path/to/python3` chooses another.
PYTHON = $(or $(shell sh setup/which-python.sh),$(error \
	Python 3.11 or newer was not found: install it, or name it with make PYTHON=/path/to/python3))

# If this variable were set, Python would compile coursebuild at each start.
export PYTHONDONTWRITEBYTECODE =

all: setup build  ## set up and build; the default target

setup: .venv/.installed  ## create .venv, and install the locked packages and the native libraries
	sh setup/native-libraries.sh .venv/bin/python

build: setup  ## build every edition of course/ into build/
	.venv/bin/coursebuild --all

test: setup  ## run the tests; without `make browser`, those that need a browser are skipped
	.venv/bin/pytest

browser:  ## install Chromium, npm and axe-core, for the tests that open pages
	sh setup/browser.sh
	$(MAKE) tests/browser/node_modules/.installed

tests/browser/node_modules/.installed: tests/browser/package-lock.json tests/browser/package.json
	npm ci --prefix tests/browser --ignore-scripts --no-audit --no-fund --no-update-notifier
	touch $@

pictures: setup browser  ## remake the reference pictures in tests/pictures/
	RENEW_PICTURES=1 .venv/bin/pytest -n 0 tests/pages/test_pictures.py tests/drawings/test_formula_pictures.py

lint: .venv/.installed  ## check style, types, workflows and shell scripts
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	PATH="$$PWD/.venv/bin:$$PATH" actionlint .github/workflows/*.yml
	.venv/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	[ ! -x .venv/bin/shellcheck ] || .venv/bin/shellcheck .ci/run setup/*.sh

check: browser lint test  ## lint and test, with the tests that need a browser

docs: .venv/.installed  ## renew what the guides in docs/guide/ have from the code
	.venv/bin/python docs/guide/reference.py

guide: setup  ## build the guides, in English and French, into build/guide/
	cd docs/guide && ../../.venv/bin/coursebuild --output ../../build/guide && ../../.venv/bin/coursebuild verify ../../build/guide

pictures-docs: setup browser  ## remake the pictures of the README and of the guides in docs/guide/images/
	.venv/bin/python docs/guide/pictures.py

bench: setup bench/.peers/.installed  ## compare coursebuild with other tools, on LESSON and on LESSONS like it, RUNS times
	.venv/bin/python bench/compare.py $(or $(LESSON),course/en/first-container.md) $(or $(LESSONS),20) $(or $(RUNS),5)

bench-parts: setup  ## measure what each optimization gains when building LESSON, in RUNS pairs of builds
	.venv/bin/python bench/parts.py $(or $(LESSON),course/en/first-container.md) $(or $(RUNS),9) $(PARTS)

bench-scale: setup  ## measure time and memory as a course grows to DOCUMENTS
	.venv/bin/python bench/scale.py $(or $(DOCUMENTS),2000) $(FORMATS)

bench-faults: setup  ## end builds in their midst, fill their disks and run them side by side, TIMES each
	.venv/bin/python bench/faults.py $(or $(TIMES),50) $(KINDS)

bench-growth: setup  ## measure which stage takes longer than in proportion to a source's size, for SHAPES
	.venv/bin/python bench/growth.py $(or $(LIMIT),60) $(SHAPES)

bench-keystrokes: setup  ## measure how soon an editor has the diagnostics of LESSON, after RUNS changes
	.venv/bin/python bench/keystrokes.py $(or $(LESSON),course/en/first-container.md) $(or $(RUNS),20)

bench-preview: setup browser  ## measure how soon a change of LESSON is in the preview, RUNS times
	.venv/bin/python bench/preview.py $(or $(LESSON),course/en/first-container.md) $(or $(RUNS),20)

bench/.peers/.installed: bench/peers.txt
	$(PYTHON) -m venv --clear bench/.peers
	bench/.peers/bin/python -m pip install -r bench/peers.txt
	touch bench/.peers/.installed

dist: .venv/.installed  ## build the wheel and the source archive in dist/
	.venv/bin/python -m build --no-isolation

clean:  ## remove built files, dist/ and the caches of tools
	mkdir -p build
	find build -mindepth 1 ! -path build/.gitkeep -delete
	rm -rf dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

# uv keeps the versions that the file has, unless it is told to upgrade.
UPGRADE =
lock: .venv/bin/uv  ## pin what pyproject.toml requires in requirements.lock; pinned versions stay
	.venv/bin/uv --no-config pip compile pyproject.toml --group dev --universal --generate-hashes --custom-compile-command "make lock" --output-file requirements.lock --quiet $(UPGRADE)

upgrade: UPGRADE = --upgrade
upgrade: lock  ## pin the newest version of every package in requirements.lock

# Touching .installed makes `make build` and `make test` keep these versions, until `rm -rf .venv`.
newest:  ## recreate .venv with the newest release of every package, without the lock
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install --upgrade pip
	.venv/bin/python -m pip install --upgrade --group dev -e .
	touch .venv/.installed
	$(MAKE) setup

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*  ## /\1	/p' Makefile

.venv/bin/python:
	$(PYTHON) -m venv --clear .venv

# Not .venv/.installed, because the lock may still lack a package that building the project needs.
.venv/bin/uv: | .venv/bin/python
	.venv/bin/python -m pip install --require-hashes -r requirements.lock

# --no-build-isolation, so that the build backend comes from the lock too.
.venv/.installed: requirements.lock pyproject.toml | .venv/bin/python
	.venv/bin/python -m pip install --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --no-deps --no-build-isolation -e .
	touch .venv/.installed
