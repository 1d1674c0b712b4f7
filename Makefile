VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test lint clean
help: ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/'

$(BIN)/gradcli: pyproject.toml
	python3 -m venv $(VENV)
	$(BIN)/pip install -q -e .

$(VENV)/dev: pyproject.toml
	python3 -m venv $(VENV)
	$(BIN)/pip install -q -e '.[all,dev]'
	touch $(VENV)/dev

run: $(BIN)/gradcli ## install, and answer the tutorial's question
	@$(BIN)/gradcli eval "u**3+v**2+4*u*v" --at u=3 v=4

test: $(VENV)/dev ## install the development extras, run all tests
	$(BIN)/python -m pytest -q

lint: $(VENV)/dev ## ruff
	$(BIN)/ruff check .

clean: ## remove the environment and caches
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis
