VENV := .venv
BIN := $(VENV)/bin
# The first Python that is new enough: on some machines python3 is older than a python3.11 beside it.
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help run test quick row lint bench bench-peers coefficients accuracy alarms proven man bless clean
help: ## list the targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' Makefile

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "gradcli needs Python 3.11 or newer; none of python3.13, python3.12, python3.11, python3 is" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(BIN)/pip --disable-pip-version-check install -q -e .
	@touch $@

$(VENV)/developing: pyproject.toml | $(BIN)/python
	$(BIN)/pip --disable-pip-version-check install -q -e '.[all,dev]'
	@touch $@ $(VENV)/installed

run: $(VENV)/installed ## install into .venv, and answer the README's first question
	$(BIN)/gradcli eval "u**3+v**2+4*u*v" --at u=3 v=4

test: $(VENV)/developing ## install the development extras, run all tests on all cores
	$(BIN)/python -m pytest -q -n auto

quick: $(VENV)/developing ## the tests of the table of functions, the language and what is printed (seconds)
	$(BIN)/python -m pytest -q -n auto tests/test_table.py tests/test_structure.py tests/syntax tests/core tests/render

row: $(VENV)/developing ## all tests of one row, and its accuracy: make row ROW=sech
	@test -n "$(ROW)" || { echo "say which row: make row ROW=sech" >&2; exit 1; }
	$(BIN)/python -m pytest -q tests -k "$(ROW)"
	$(BIN)/python tests/bench/accuracy.py 200 $(ROW)

lint: $(VENV)/developing ## ruff, and mypy --strict on the package
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/developing ## our times and those of every peer that is installed, side by side (takes minutes)
	$(BIN)/python tests/bench

bench-peers: $(VENV)/developing ## install the peers that pip has; giac, gp and qalc come with the system
	for peer in sympy casadi polars jax torch==2.13.0; do \
		$(BIN)/pip --disable-pip-version-check install -q $$peer || echo "left out: $$peer" >&2; done

accuracy: $(VENV)/developing ## every function and its derivatives against Arb, in ulps (takes a while)
	$(BIN)/python tests/bench/accuracy.py

coefficients: $(VENV)/developing ## make every table of coefficients of gradcli/numeric again, with its range and error
	$(BIN)/python tests/bench/coefficients.py

alarms: $(VENV)/developing ## how often the warning of lost digits is wrong, over random expressions (takes a while)
	$(BIN)/python tests/bench/alarms.py

proven: $(VENV)/developing ## 100 000 random expressions under --digits 15, every digit against mpmath (takes minutes)
	$(BIN)/python tests/bench/proven.py

man: $(VENV)/developing ## write the manual pages in gradcli/man from the commands
	BLESS=1 $(BIN)/python -m pytest -q tests/test_man.py
	git diff --stat -- gradcli/man

bless: $(VENV)/developing ## rewrite what the program prints in tests/cases and the help, the manual pages, the table of functions, and the drawing of the folders in the README
	BLESS=1 $(BIN)/python -m pytest -q tests/test_cases.py tests/test_readme.py tests/calc/test_topics.py tests/calc/test_functions.py
	BLESS=1 $(BIN)/python -m pytest -q tests/test_man.py
	git diff --stat -- tests/cases README.md gradcli/man gradcli/topics

clean: ## remove the environment and the caches
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis build dist
	find gradcli tests -name __pycache__ -type d -prune -exec rm -rf {} +
