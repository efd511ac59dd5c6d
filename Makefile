# Everything runs in the virtual environment that `make` creates in $(VENV).
VENV ?= .venv
PORT ?= 8501
HEADLESS ?=
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
COMPILE := $(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--no-header --no-emit-index-url --no-emit-find-links

.PHONY: help app test bench bench-app lint upgrade clean

help:
	@echo "make app        set up, compile, start the app and open the browser (PORT=8501, HEADLESS=1)"
	@echo "make test       set up and run all tests"
	@echo "make bench      measure speed and memory"
	@echo "make bench-app  measure how fast the Explore page answers in a real browser"
	@echo "make lint       check style and types"
	@echo "make upgrade    pin the newest allowed versions in the requirements files"
	@echo "make clean      remove the virtual environment, compiled kernels and caches"

app: $(VENV)/ready
	@$(BIN)/python -m model compile
	@headless=true; \
	case "$$(uname -s)" in Darwin) headless=false;; esac; \
	if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then headless=false; fi; \
	case "$(HEADLESS)" in ''|0) ;; *) headless=true;; esac; \
	echo "The simulator answers at http://127.0.0.1:$(PORT) until you stop it with Ctrl+C."; \
	exec $(BIN)/python -m streamlit run app/main.py \
		--server.port $(PORT) --server.headless $$headless

# speed is measured alone; pytest reports 5 when no test is marked
test: $(VENV)/ready-test
	@$(BIN)/python -m model compile
	@$(BIN)/python -m pytest -q -m speed || [ $$? -eq 5 ]
	@$(BIN)/python -m pytest -q -n 2 --dist loadscope -m "not speed"

bench: $(VENV)/ready
	@$(BIN)/python -m model bench

bench-app: $(VENV)/ready-test
	@$(BIN)/python -m model compile
	@$(BIN)/python tests/bench_app.py

lint: $(VENV)/ready-test
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m mypy

upgrade: $(VENV)/ready
	@$(PIP) install --upgrade uv
	@$(COMPILE) --upgrade --output-file requirements.txt
	@$(COMPILE) --upgrade --extra test --constraint requirements.txt \
		--output-file requirements-test.txt
	@echo "requirements.txt and requirements-test.txt are up to date: run make test."

clean:
	rm -rf $(VENV) .kernels .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find app model tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/ready: requirements.txt pyproject.toml
	@set -e; \
	if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
		found=; \
		for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
			if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
				found=$$python; break; \
			fi; \
		done; \
		if [ -z "$$found" ]; then \
			echo "Python 3.11 or newer is missing: install it from python.org or your package manager (Debian, Ubuntu: apt install python3 python3-venv)." >&2; \
			exit 1; \
		fi; \
		if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
			echo "Python has no venv module: install it (Debian, Ubuntu: apt install python3-venv)." >&2; \
			exit 1; \
		fi; \
		rm -rf $(VENV); \
		echo "Creating the virtual environment $(VENV)"; \
		$$found -m venv $(VENV); \
	fi; \
	echo "Installing the pinned requirements (once)"; \
	$(PIP) install -r requirements.txt; \
	$(PIP) install --no-deps -e .; \
	touch $@

$(VENV)/ready-test: $(VENV)/ready requirements-test.txt
	@echo "Installing what the tests need (once)"
	@$(PIP) install -r requirements-test.txt
	@touch $@
