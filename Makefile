# On a fresh machine: `make demo` repairs the sample documents and shows what changed, `make test` runs the tests.
# Each makes its own virtual environment in .venv when none is there. PYTHON=... chooses the interpreter for it.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.textrepair-ready
SEEDS := $(sort $(wildcard seeds/*/input.txt))

.PHONY: demo test lint floors clean

demo: $(READY)
	$(BIN)/textrepair repair $(SEEDS) -o build/demo --edits build/demo/edits.jsonl
	$(BIN)/textrepair explain $(SEEDS)
	@echo "The repaired documents are in build/demo, every change of them in build/demo/edits.jsonl."

test: $(READY)
	$(BIN)/python -m pytest -q -n auto

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/textrepair check-dictionary dictionaries/*.tsv

floors: $(READY)
	$(BIN)/python -m benchmarks quality --floors

clean:
	rm -rf build dist

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "textrepair needs Python 3.11 or later; install it or give make PYTHON=..."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
		{ echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@
