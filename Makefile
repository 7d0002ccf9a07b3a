# Everything that is done with the source, from a fresh clone with only Python 3.11 or newer.
#
#   make run          the whole engine against the local Twilio simulator; ONCE=1 stops after the first call's transcript,
#                     CALM=1 places no call, neither at first nor later
#   make test         every check and test
#   make chromium     the browser for the tests of pages, from Debian, where that can be done
#   make check        linters, types and import rules only
#   make bench        every benchmark, as a table of ratios; BENCH_ARGS=--quick is shorter
#   make theory       the floor against Erlang C and A, at length, as a table; THEORY_ARGS="--calls 50000 --seed 2"
#   make mutants      the floor's Lua with one thing changed, time and again: a test must notice each; then bugs planted by hand
#   make ringing-in   a customer rings in between any two steps of a dial, on both databases
#   make interleavings  any two things on the floor at once, and anything in between the steps of a flow, in every world
#   make hang-ups     a call and a callback in which customer or agent hang up, at every quarter of a second
#   make transfers    a warm transfer in which lead, caller and agent do whatever they may, each with its end
#   make when         whom we may call when, at every half hour of six years in zones of every kind
#   make crashes      processes and stores killed at every step of a callback and a warm transfer, in a real house;
#                     CRASH_ARGS="--of transfers --broken worker"
#   make toll-fraud   a thousand spoofed callers ask to be called back; FRAUD_NEIGHBOURS and FRAUD_THE_SAME choose others
#   make diallers     several workers dial one callback at once, in a thousand orders; DIALLERS and DIALLERS_SEED choose others
#   make ambiguous    a thousand calls of which nobody knows whether they were made; AMBIGUOUS and AMBIGUOUS_SEED choose others
#   make torture      storms from many seeds; STORM_FIRST, STORM_SEEDS and STORM_STEPS choose others
#   make pictures     the README's pictures, taken from a demo that runs for it
#   make format       put the source in order
#   make lock         write requirements.lock anew from the ranges in pyproject.toml
#
# PYTHON names another interpreter to make the environment with. PYTEST_ARGS goes to pytest; by default one process more
# than there are cores, as many tests wait for a real clock, every one with stores of its own, and a file's tests
# together, those of the whole house by one process, the longest files first.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PACKAGES := callbacks cases console engine escalations hours ivr records routing simulator staff telephony
CHROMIUM := chromium-headless-shell
WORKERS ?= $(shell expr $$($(PYTHON) -c 'import os; print(os.cpu_count() or 1)') + 1)
PYTEST_ARGS ?= -n $(WORKERS) --dist loadfile --no-loadscope-reorder

# A house is ten processes: what each of them imports is compiled once and kept, whatever the shell says.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test chromium check bench theory mutants ringing-in interleavings hang-ups transfers when crashes diallers ambiguous torture toll-fraud pictures format lock
.DEFAULT_GOAL := run

run: $(READY)
	@$(BIN)/sahip demo $(if $(ONCE),--once) $(if $(CALM),--calm)

test: $(READY)
	@$(MAKE) --no-print-directory -j 3 check chromium tests/__pycache__
	@$(BIN)/pytest $(PYTEST_ARGS)

# What the tests' files are compiled to, made once beside the checks, and not by each of several processes.
tests/__pycache__: | $(READY)
	@$(BIN)/pytest --collect-only -qq -n 0 >/dev/null 2>&1 || true

# Tests in a browser are skipped on a machine that has none, and fail where CI is set.
chromium:
	@if test -x /usr/bin/$(CHROMIUM); then :; \
	elif test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $(CHROMIUM); } >/dev/null 2>&1 \
	  || test -x /usr/bin/chromium || echo "$(CHROMIUM) could not be installed: tests of pages need it"; \
	elif test -x /usr/bin/chromium; then :; \
	else echo "no /usr/bin/$(CHROMIUM), and only root can install it: apt-get install $(CHROMIUM), for the tests of pages"; fi

check: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy .
	@$(BIN)/lint-imports --no-logo

bench: $(READY)
	@$(BIN)/python -m bench $(BENCH_ARGS)

theory: $(READY)
	@$(BIN)/python -m tests.theory $(THEORY_ARGS)

mutants: $(READY)
	@$(BIN)/python -m tests.mutation
	@$(BIN)/python -m tests.mutation.planted

ringing-in: $(READY)
	@RINGING_IN=all $(BIN)/pytest tests/journeys/test_rings_in_between.py $(PYTEST_ARGS)

hang-ups: $(READY)
	@HANG_UPS=all $(BIN)/pytest tests/journeys/test_hang_ups.py tests/journeys/test_callback_hang_ups.py tests/journeys/test_callback_legs.py $(PYTEST_ARGS)

transfers: $(READY)
	@TRANSFERS=all $(BIN)/pytest tests/journeys/test_transfer_matrix.py tests/journeys/test_asked_in_matrix.py $(PYTEST_ARGS)

interleavings: $(READY)
	@INTERLEAVINGS=all $(BIN)/pytest tests/routing/test_interleavings.py tests/routing/test_flow_interleavings.py $(PYTEST_ARGS)

when: $(READY)
	@WHEN=all $(BIN)/pytest tests/callbacks/dialler/test_when.py tests/hours/test_wall_time.py $(PYTEST_ARGS)

crashes: $(READY)
	@$(BIN)/python -m tests.crashes $(CRASH_ARGS)

toll-fraud: $(READY)
	@FRAUD_NEIGHBOURS=$${FRAUD_NEIGHBOURS:-1000} FRAUD_THE_SAME=$${FRAUD_THE_SAME:-100} \
		$(BIN)/pytest tests/storm/test_toll_fraud.py $(PYTEST_ARGS)

diallers: $(READY)
	@DIALLERS=$${DIALLERS:-1000} $(BIN)/pytest tests/journeys/test_two_diallers.py $(PYTEST_ARGS)

ambiguous: $(READY)
	@AMBIGUOUS=$${AMBIGUOUS:-1000} $(BIN)/pytest tests/journeys/test_ambiguous_calls.py $(PYTEST_ARGS)

torture: $(READY)
	@STORM_SEEDS=$${STORM_SEEDS:-50} STORM_STEPS=$${STORM_STEPS:-100} $(BIN)/pytest tests/storm tests/simulator/test_storm.py $(PYTEST_ARGS)

pictures: $(READY)
	@$(BIN)/python -m tests.pictures

format: $(READY)
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

# One environment for every target, made again when what it is made of has changed.
$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: name one with make PYTHON=…")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q -j 0 $(PACKAGES)
	@touch $@

lock:
	@rm -rf $(VENV)-lock
	@$(PYTHON) -m venv $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@{ sed -n '/^#/p' requirements.lock 2>/dev/null; $(VENV)-lock/bin/python -m pip freeze --exclude-editable; } > requirements.new
	@mv requirements.new requirements.lock
	@rm -rf $(VENV)-lock
