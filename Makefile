# What people who work on Staffwright run; `make help` lists it.
# Needs GNU make and Python 3.11 or later, and nothing else installed.

SHELL := /bin/sh
.DEFAULT_GOAL := help
# without bytecode every process that is started would compile the libraries again, for seconds
unexport PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE

# PYTHON=... chooses the interpreter that makes the environment
CANDIDATES := $(or $(PYTHON),python3 python3.13 python3.12 python3.11 python)
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY := $(BIN)/python
CREATED := $(VENV)/.created
INSTALLED := $(VENV)/.installed
WITH_TOOLS := $(VENV)/.with-tools
DEMO := out/harbour_line
TIME_LIMIT := 45
# tests of one file share what they make: they stay together
SIDE_BY_SIDE := -n 2 --dist loadfile

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' Makefile

# --- the environment --------------------------------------------------------------------------

$(CREATED):
	@found=; \
	for python in $(CANDIDATES); do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
	      >/dev/null 2>&1; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "no Python 3.11 or later with venv and pip among: $(CANDIDATES)" >&2; \
	  echo "install one (on Debian and Ubuntu also python3-venv), or name it:" >&2; \
	  echo "  make PYTHON=/path/to/python3.12 ..." >&2; \
	  exit 1; \
	fi; \
	echo "making $(VENV) with $$("$$found" -V)"; \
	"$$found" -m venv $(VENV)
	@touch $@

# --no-compile: bytecode of a gigabyte of libraries would take half a minute, most of it unused
PIP_INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-compile --editable

$(INSTALLED): $(CREATED) pyproject.toml
	@echo "installing Staffwright and its dependencies into $(VENV)"
	@$(PIP_INSTALL) '.[excel]'
	@touch $@

$(WITH_TOOLS): $(CREATED) pyproject.toml
	@echo "installing Staffwright, its dependencies and the development tools into $(VENV)"
	@$(PIP_INSTALL) '.[dev,excel]'
	@touch $(INSTALLED) $@

# numba keeps compiled kernels beside their source and looks at that one file's date only, so a
# kernel that calls one in another, changed file would be used with the old code inside it.
.cache/kernels: $(wildcard models/*.py models/*/*.py)
	@find models -name '*.nb[ic]' -exec rm -f {} +
	@mkdir -p .cache && touch $@

# --- what users run ---------------------------------------------------------------------------

.PHONY: demo
demo: $(INSTALLED) .cache/kernels ## plan instances/harbour_line and say where the report is
	@$(PY) -m staffwright plan instances/harbour_line --out $(DEMO) --time-limit $(TIME_LIMIT)
	@echo "report: file://$(CURDIR)/$(DEMO)/report.html"

.PHONY: test
test: $(WITH_TOOLS) .cache/kernels ## run all tests
	@$(PY) -m pytest $(SIDE_BY_SIDE) $(PYTEST_ARGS)

.PHONY: test-fast
test-fast: $(WITH_TOOLS) .cache/kernels ## run the tests that take less than a few seconds
	@$(PY) -m pytest -m "not slow" $(SIDE_BY_SIDE) $(PYTEST_ARGS)

# --- what a change must pass ------------------------------------------------------------------

.PHONY: lint
lint: $(WITH_TOOLS) ## check style and formatting
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .

.PHONY: types
types: $(WITH_TOOLS) ## check the types
	@mkdir -p .cache/types && ln -sfn ../.. .cache/types/staffwright
	@MYPYPATH=.cache/types $(PY) -m mypy -p staffwright.scheduler -p staffwright.models \
	  -p staffwright.instances -m staffwright -m staffwright.cli -m staffwright.__main__

.PHONY: contract
contract: $(WITH_TOOLS) ## check who may import whom
	@$(PY) -c 'from importlinter.cli import lint_imports_command as check; check()'

.PHONY: instances
instances: $(INSTALLED) ## write the bundled scenarios' tables again
	@$(PY) -m staffwright.instances.generate

.PHONY: docs
docs: $(INSTALLED) ## write the reference pages of docs/ from the code
	@$(PY) docs/generate.py

# --- cleaning ---------------------------------------------------------------------------------

.PHONY: clean
clean: ## remove everything built, cached and planned; keep the environment
	@rm -rf build dist out plan instances/*/plan .cache *.egg-info
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean ## remove the environment too
	@rm -rf $(VENV)
