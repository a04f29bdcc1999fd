# Every target sets up what it needs in .venv first. `make PYTHON=python3.12 demo` picks another Python.
VENV := .venv
RUN := $(VENV)/bin/python
PYTHON ?= $(shell sh scripts/find-python)
# a process for each core; the tests of a file stay in one, so that what they share is made once
TESTS := QT_QPA_PLATFORM=offscreen $(RUN) -m pytest -q --numprocesses auto --maxprocesses 4 \
	--dist loadfile --no-loadscope-reorder

.PHONY: help demo run screenshots translations test test-all lint check format bench fuzz soak gpu-check clean
.DEFAULT_GOAL := help

help: ## what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime ## analyse the built-in clip: annotated video, table and summary in out/
	@mkdir -p out
	$(RUN) main.py --video demo --output out/demo.mp4 --export out/demo.csv --summary out/demo-summary.json

run: $(VENV)/.runtime ## open the window
	@sh scripts/system-packages window
	$(RUN) main.py

screenshots: $(VENV)/.dev ## images of the window and the server's pages for docs/, from the built-in demo
	@sh scripts/system-packages tests
	$(RUN) scripts/server_screenshots.py
	xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" $(RUN) scripts/screenshots.py

translations: $(VENV)/.runtime ## collect what the window says, and build its translations
	$(PYTHON) -m venv $(VENV)-translations
	$(VENV)-translations/bin/pip install --quiet --disable-pip-version-check -r requirements-translations.txt
	$(RUN) scripts/translations.py $(VENV)-translations/bin/pyside6-lrelease

test: $(VENV)/.dev ## the tests but the slow ones
	$(TESTS) -m "not slow"

test-all: $(VENV)/.dev ## all tests
	$(TESTS)

lint: $(VENV)/.dev ## layout, lint, types and the rule of the layers
	$(RUN) -m ruff format --check
	$(RUN) -m ruff check
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

check: lint test ## everything a change has to pass

format: $(VENV)/.dev ## put the code into its layout
	$(RUN) -m ruff format
	$(RUN) -m ruff check --fix

bench: $(VENV)/.runtime ## measure speed and memory, into benchmarks/results.md
	$(RUN) -m benchmarks

fuzz: $(VENV)/.runtime ## ten thousand damaged videos, streams and images; FUZZ="--seed 7 --inputs 100" for others
	$(RUN) -m benchmarks.fuzz $(FUZZ)

soak: $(VENV)/.runtime ## an hour of a live stream, compressed: nothing may grow
	$(RUN) -m benchmarks.soak

gpu-check: $(VENV)/.runtime ## on a machine with an NVIDIA GPU: its engines' tests, parity and speed
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(RUN) -m pip uninstall --quiet --yes onnxruntime
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-gpu.txt
	$(RUN) main.py --engines
	$(RUN) -m pytest -q -rs tests/inference/engines/test_on_gpu.py
	$(RUN) -m benchmarks.engines --gpu

clean: ## remove .venv, out/, build/ and the tools' caches
	rm -rf $(VENV) $(VENV)-translations out build facelens.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

$(VENV)/.made:
	@sh scripts/system-packages core
	@test -n "$(PYTHON)"
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements.txt
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.made requirements.txt requirements-training.txt requirements-site.txt requirements-server.txt requirements-cluster.txt requirements-dev.txt
	@sh scripts/system-packages tests
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
