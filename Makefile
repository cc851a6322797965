# SPDX-FileCopyrightText: 2026 the genesys.cloud authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Needs make, git and any Python >= 3.11 (find-python selects one; PYTHON=/path/to/python3 overrides it). Make installs
# everything else into .venv/, writes to build/, and touches nothing outside this folder. The tests of the report use
# the Chromium on the PATH if it works (CHROMIUM=/path/to/chromium overrides it), or else fetch one.

FOUND_PYTHON = python=$$(scripts/find-python) && "$$python"
TEST = .venv/test/bin
COVERAGE = .venv/coverage/bin
DEMO = .venv/demo/bin
DOCS = .venv/docs/bin
PUBLISH = .venv/publish/bin
GALAXY = https://galaxy.ansible.com/
COLLECTIONS = $(CURDIR)/build/collections
SCENARIOS = $(notdir $(patsubst %/,%,$(dir $(wildcard extensions/molecule/*/molecule.yml))))
# The existing folders that mypy reads under the collection's name, and those that it reads from the root
TYPED = $(addprefix build/collections/ansible_collections/genesys/cloud/,$(wildcard plugins tests/unit extensions/eda/plugins)) \
        $(wildcard tests/simulator tests/simulator_tests tests/integration tests/faults tests/fuzz tests/leaks \
        tests/reliability tests/matrix tests/docsite) benchmarks demo scripts

# Ansible stays in this folder, and loads the collection from it.
export ANSIBLE_HOME = $(CURDIR)/build/ansible-home
export ANSIBLE_COLLECTIONS_PATH = $(COLLECTIONS)
export ANSIBLE_NOCOWS = 1
export TAG
# The tools start hundreds of times: without their bytecode, each start would compile them again.
unexport PYTHONDONTWRITEBYTECODE
# Ansible refuses to run without a UTF-8 locale.
ifneq ($(filter C POSIX,$(LC_ALL)),)
export LC_ALL = C.UTF-8
endif

.DEFAULT_GOAL := help
.PHONY: help test demo simulator setup unit integration simulator-test pytest pytest-others coverage faults fuzz leaks \
        reliability matrix sanity ansible-units lint docs docs-check pictures docs-lint changelog-lint changelog build release \
        publish molecule bench format clean test-venv coverage-venv browser demo-venv bench-venv docs-venv publish-venv tree

help: ## show this list
	@echo 'make TARGET, where TARGET is one of'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The longest first, so that no step runs at the end by itself.
test: setup ## everything below: checks and builds side by side first, all of pytest last
	@$(TEST)/python scripts/run_steps.py build/logs \
	    sanity molecule ansible-units build lint docs-lint changelog-lint -- pytest-others

demo: demo-venv tree ## a guided tour through two simulated orgs, one for each API (API=webdeployments: only that one)
	@PATH="$(CURDIR)/$(DEMO):$$PATH" API="$(API)" exec $(DEMO)/python -m demo

simulator: demo-venv tree ## only the simulated Genesys Cloud, in the foreground (ARGS='--help' shows its options)
	@exec $(DEMO)/python -m tests.simulator $(ARGS)

setup: test-venv browser tree ## create the environment of the tests; then plain `pytest` works too
	@:

unit: setup ## the unit tests, with this Python (ARGS='-k name' selects)
	$(TEST)/python -m pytest tests/unit $(ARGS)

simulator-test: setup ## the simulator's own tests
	$(TEST)/python -m pytest tests/simulator_tests $(ARGS)

integration: setup ## playbooks and ad-hoc runs against the simulator
	$(TEST)/python -m pytest tests/integration $(ARGS)

pytest: setup ## unit, simulator and integration tests in one run
	@$(TEST)/python -m pytest $(ARGS)

pytest-others: setup ## the tests of pytest that ansible-units does not run
	@$(TEST)/python -m pytest tests/unit/test_*.py tests/simulator_tests tests/integration $(ARGS)

coverage: setup coverage-venv ## all of pytest, and which lines and branches of the plugins it runs; 20 minutes
	@$(COVERAGE)/python scripts/measure_coverage.py -q $(ARGS)

sanity: setup ## ansible-test sanity, with every installed Python
	@$(TEST)/python scripts/run_ansible_test.py build/sanity sanity $(ARGS)

ansible-units: setup ## ansible-test units, with the oldest and the newest installed Python (ARGS='--python 3.10': one)
	@$(TEST)/python scripts/run_ansible_test.py build/units units --requirements $(ARGS)

lint: setup ## ruff, mypy, yamllint, ansible-lint, licences, unwanted files, workflows, stale generated parts
	@PATH="$(CURDIR)/$(TEST):$$PATH"; failed=; \
	check() { echo "== $$*"; "$$@" || failed="$$failed $$1"; }; \
	check ruff check; check ruff format --check; check mypy $(TYPED); check python scripts/with_hub.py ansible-lint; check python scripts/generate.py --check; \
	check nox --no-venv; $(FORGE_CHECKS) \
	test -z "$$failed" || { echo "failed:$$failed"; exit 1; }

# The workflows, forms and settings of the public forge. Actions are not fetched: that needs the forge.
FORGE_CHECKS = check actionlint; check zizmor --offline --quiet --pedantic --strict-collection .github; \
	check check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml; \
	check check-jsonschema --builtin-schema custom.github-workflows-require-timeout .github/workflows/*.yml; \
	check check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml; \
	check check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml; \
	check check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[!c]*.yml;

bench: setup bench-venv ## compare the cost of a fleet with other ways to do it; an hour (ARGS='--help' shows its options)
	@exec $(TEST)/python -m benchmarks $(ARGS)

faults: setup ## disturb 2,000 tasks with people, other runs, lag, faults, kills; four minutes (ARGS='--help': options)
	@PYTHONPATH="$(COLLECTIONS)" exec $(TEST)/python -m tests.faults $(ARGS)

fuzz: setup ## random options, and garbled answers, for every module; a minute (ARGS='--help': options)
	@PYTHONPATH="$(COLLECTIONS)" exec $(TEST)/python -m tests.fuzz $(ARGS)

leaks: setup ## search all that runs show and leave for secrets that no other run has; four minutes (ARGS='--help': options)
	@PYTHONPATH="$(COLLECTIONS)" exec $(TEST)/python -m tests.leaks $(ARGS)

reliability: setup ## all three, and the figures of docs/reliability.md; ten minutes (ARGS='--help': options)
	@PYTHONPATH="$(COLLECTIONS)" exec $(TEST)/python -m tests.reliability $(ARGS)

matrix: setup ## every supported ansible-core and Python that is here; 40 minutes (ARGS='--core 2.16 --python 3.10': one row)
	@PYTHONPATH="scripts:$(COLLECTIONS)" exec $(TEST)/python -u -m tests.matrix build/matrix $(ARGS)

format: setup ## format the Python files with ruff, and write the generated parts
	$(TEST)/ruff check --fix
	$(TEST)/ruff format
	$(TEST)/python scripts/generate.py

docs-lint: setup ## check the documentation in the plugins with antsibull-docs
	HOME="$(ANSIBLE_HOME)" PATH="$(CURDIR)/$(TEST):$$PATH" antsibull-docs lint-collection-docs --plugin-docs --skip-rstcheck .

docs: docs-venv tree ## build the documentation site in build/docs/html; a warning is an error
	@$(DOCS)/python scripts/build_docs.py build/docs

pictures: setup ## draw the README's terminal and report again, from its own playbook on the demo's org
	@PATH="$(CURDIR)/$(TEST):$$PATH" exec $(TEST)/python -m demo.pictures docs/images

docs-check: setup docs ## check the site: links, search, and every page on a wide and a narrow screen, light and dark
	@PYTHONPATH="$(COLLECTIONS)" exec $(TEST)/python -m tests.docsite build/docs

changelog-lint: setup ## check the changelog fragments
	$(TEST)/antsibull-changelog lint

changelog: setup ## write the section of galaxy.yml's version into CHANGELOG.md, from the fragments
	@PATH="$(CURDIR)/$(TEST):$$PATH" exec $(TEST)/antsibull-changelog release

build: setup ## build the artifact in build/artifact, check what it holds, and use it in an empty environment
	@PATH="$(CURDIR)/$(TEST):$$PATH" $(TEST)/python scripts/with_hub.py python scripts/build.py build/artifact
	@exec $(TEST)/python scripts/try_artifact.py build/artifact

release: build ## check that TAG can be released, and gather artifact and notes in build/release (TAG=1.2.3)
	@exec $(TEST)/python scripts/release.py build/artifact build/release

publish: publish-venv ## publish build/release on Galaxy; the variable ANSIBLE_GALAXY_SERVER_RELEASE_TOKEN holds the token
	@ANSIBLE_GALAXY_SERVER_LIST=release ANSIBLE_GALAXY_SERVER_RELEASE_URL=$(GALAXY) \
	    exec $(PUBLISH)/ansible-galaxy collection publish build/release/*.tar.gz

molecule: setup ## every scenario in extensions/molecule (SCENARIOS=name: one)
	@set -e; for scenario in $(SCENARIOS); do \
	    PATH="$(CURDIR)/$(TEST):$$PATH" python scripts/with_hub.py molecule test --scenario-name "$$scenario"; \
	done

clean: ## remove everything that make created
	rm -rf .venv build .ansible .mypy_cache .pytest_cache .ruff_cache .hypothesis collections
	find plugins tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +

test-venv:
	@$(FOUND_PYTHON) scripts/make_venv.py .venv/test tests/requirements/test.txt tests/requirements/demo.txt

# The same as that of the tests, but each of its Pythons measures what it runs.
coverage-venv:
	@$(FOUND_PYTHON) scripts/make_venv.py .venv/coverage tests/requirements/test.txt tests/requirements/demo.txt

browser: test-venv
	@$(TEST)/python scripts/make_browser.py .venv/browser

demo-venv:
	@$(FOUND_PYTHON) scripts/make_venv.py .venv/demo tests/requirements/demo.txt

# Only what draws: matplotlib is too big for the environment of the tests.
bench-venv:
	@$(FOUND_PYTHON) scripts/make_venv.py .venv/bench tests/requirements/bench.txt

# Only what builds the site: its versions are pinned.
docs-venv:
	@$(FOUND_PYTHON) scripts/make_venv.py .venv/docs tests/requirements/docs.txt

# Only what publishes, with every version fixed: the token for Galaxy is near.
publish-venv:
	@$(FOUND_PYTHON) scripts/make_venv.py .venv/publish tests/requirements/publish.txt

tree:
	@$(FOUND_PYTHON) scripts/lay_out.py link $(COLLECTIONS)
