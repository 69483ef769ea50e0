# The environment lives in .venv/; every target sets it up if it has to.

PY = .venv/bin/python
R4V = $(PY) -m r4v_analysis.cli
BROWSERS = chromium chromium-browser google-chrome
PYTHONS = $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3)
SETUP = .venv/.set-up-in

# The stamp holds the folder that .venv was made in: a moved clone, or a Python that is gone, starts anew.
IS_USABLE := $(shell [ "`cat $(SETUP) 2>/dev/null`" = "`pwd`" ] && $(PY) -c '' 2>/dev/null && echo yes)

.PHONY: report lab test quick test-faults docs check bench catalogue clean browser again
.DELETE_ON_ERROR:

report: $(SETUP)  ## render all reports, print the index page's path
	@$(R4V) report

lab: $(SETUP)  ## JupyterLab on notebooks/
	@$(R4V) lab $(ARGS)

test: check browser  ## what check does, then the whole test suite
	@$(PY) -m pytest -n $$($(PY) -c 'import os; print((os.cpu_count() or 1) + 1)') --dist loadfile --no-loadscope-reorder $(ARGS)

quick: $(SETUP)  ## the tests that need no browser, no process and no documentation
	@$(PY) -m pytest -n auto --dist loadfile -m "not browser and not process and not docs" $(ARGS)

test-faults: $(SETUP)  ## kill a run fifty times, see that nothing is left and the next one finishes
	@R4V_FAULTS=$${R4V_FAULTS:-50} $(PY) -m pytest tests/render/test_faults.py $(ARGS)

check: $(SETUP)  ## linter, formatter, types, imports between rooms, data
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(R4V) check

docs: $(SETUP)  ## the documentation as a site, prints its first page's path
	@$(PY) -m sphinx -q -W --keep-going -d docs/_build/doctrees docs docs/_build/html
	@echo docs/_build/html/index.html

bench: $(SETUP)  ## seconds a page, beside other ways of rendering notebooks
	@$(PY) benchmarks/pages.py $(ARGS)

catalogue: $(SETUP)  ## take in new messages, compile the translations, list what is not translated
	@$(PY) tools/catalogues.py $(ARGS)

clean:  ## everything that make report and make test wrote, but not .venv
	@find outputs -mindepth 1 ! -name README.md -delete 2>/dev/null; \
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis docs/_build; \
	find . -name .venv -prune -o -name __pycache__ -print | while IFS= read -r folder; do rm -rf "$$folder"; done

$(SETUP): requirements.lock pyproject.toml $(if $(IS_USABLE),,again)
	@for python in $(PYTHONS) none; do \
	  "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && break; \
	done; \
	[ "$$python" != none ] || { echo "Expected Python 3.11 or newer with venv, found none among: $(subst ",,$(PYTHONS)). Install it (Debian, Ubuntu: apt-get install python3 python3-venv) or name it: make PYTHON=/path/to/python3." >&2; exit 1; }; \
	{ echo "Setting up .venv with $$python; this takes a few minutes, once." && \
	  "$$python" -m venv $(if $(IS_USABLE),,--clear) .venv && \
	  $(PY) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock && \
	  { $(PY) -m compileall -q -j 0 .venv >/dev/null 2>&1 || true; } && \
	  $(PY) -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e . && \
	  pwd > $(SETUP); } >&2

browser:
	@[ -z "$$R4V_CHROMIUM" ] || exit 0; \
	for browser in $(BROWSERS); do command -v $$browser >/dev/null && exit 0; done; \
	if [ "`id -u`" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing chromium for the browser tests." >&2; \
	  { apt-get -qq update && apt-get -qq install -y chromium; } >&2 && exit 0; \
	fi; \
	echo "Expected chromium or chrome for the browser tests, found none. Install one of: $(BROWSERS)." >&2; \
	[ "$$CI" != true ]
