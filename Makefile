# Two commands do everything: `make demo` and `make test`. Both build .venv on first use.
PYTHON ?= python3
# How many processes the tests take; files of tests stay whole, since those of one file may share what they made.
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test page manual map bench mutants soak dist sbom clean

demo: $(VENV)/.installed
	@$(BIN)/tj demo $(DIR)

test: $(VENV)/.tested
	$(BIN)/ruff check tj tests docs
	$(BIN)/mypy
	$(BIN)/mypy --platform darwin --cache-dir .mypy_cache/darwin tj
	$(BIN)/mypy --platform win32 --cache-dir .mypy_cache/win32 tj
	$(BIN)/pytest -rs -n $(WORKERS) --dist loadfile --cov --cov-report=term

# The therapist's offline page, built anew where its sources changed.
page: $(VENV)/.tested
	$(BIN)/python page/make_page.py

# The manual page, after a change to a command's help; a test holds it to the commands.
manual: $(VENV)/.tested
	$(BIN)/python -m docs.make_manual

# The map of the code, after a change to what imports what; a test holds it to the imports.
map: $(VENV)/.tested
	$(BIN)/python -m docs.make_map

# As in: make bench SIZES=1000,10000,100000 PATIENCE=600, or ONLY=index,noop ROUNDS=5, or RESUME=1 to go on with an
# ended run. Where all rows are run, docs/benchmarks.md is written anew.
bench: $(VENV)/.tested
	@$(BIN)/python -m tests.bench $(if $(SIZES),--sizes $(SIZES)) $(if $(ONLY),--only $(ONLY)) \
		$(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(PATIENCE),--patience $(PATIENCE)) $(if $(RESUME),--resume)

# Whether the tests notice small changes to the code, by a sample of them; see docs/testing.md. Takes most of an hour.
# As in: make mutants PARTS=tj/share SEED=2 SAMPLE=50
mutants: $(VENV)/.tested
	$(BIN)/python -m tests.mutation $(PARTS) $(if $(SEED),--seed $(SEED)) $(if $(SAMPLE),--sample $(SAMPLE))

# The long form of tests/durability: every point of every command, and some hundred moments of chance. Takes half an hour.
soak: $(VENV)/.tested
	TJ_SOAK=1 $(BIN)/pytest -rs tests/durability

# What is handed out: an sdist, and the wheel that is made of it. Twice the same sources give twice the same bytes.
dist: $(VENV)/.release
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*

# Beside them, what the wheel brings along, in CycloneDX's JSON.
sbom: dist
	$(BIN)/python -m docs.make_sbom dist/*.whl

# A newer pip than the one that comes with Python: its scripts start sooner, since they do without `re`.
$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	-@$@ -m pip install --quiet --disable-pip-version-check --upgrade pip

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tested: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.release: pyproject.toml | $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[release]'
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .coverage* build dist page/dist page/node_modules
