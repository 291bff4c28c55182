# Everything runs through bin/run.py: Python's standard library only, no shell tricks.
PYTHON ?= python3
RUN = env -u PYTHONDONTWRITEBYTECODE $(PYTHON) bin/run.py

.DEFAULT_GOAL := help
.PHONY: help run test check demo messages lock clean services-test browser-test
.PHONY: bench-search bench-calls bench-newsletter

help: ## list the commands
	@echo 'HOST, PORT and DATA_DIR may be set, for instance: make run PORT=8001'
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 24

export HOST PORT DATA_DIR ARGS SIZES

run: ## set up what is missing and serve the site on http://127.0.0.1:8000
	@$(RUN) run

test: ## run the tests that need no server (ARGS=... is handed to pytest)
	@$(RUN) test

check: ## lint, format, layers, migrations, translations, house rules, deployment
	@$(RUN) check

demo: ## load the demo hub again, after a confirmation
	@$(RUN) demo

messages: ## collect the interface's strings for translation (needs gettext's tools)
	@$(RUN) messages

lock: ## pin the newest allowed dependencies, with their hashes
	@$(RUN) lock

services-test: ## test with real PostgreSQL, Redis, Elasticsearch and SMTP servers
	@$(RUN) services-test

browser-test: ## test in a real browser (Debian's chromium, node and java)
	@$(RUN) browser-test

bench-search: ## measure both search engines (SIZES="1000 10000 100000")
	@$(RUN) bench-search

bench-calls: ## measure the funding watch with many calls (SIZES="100 10000")
	@$(RUN) bench-calls

bench-newsletter: ## measure campaigns against bare smtplib (SIZES="2000 100000")
	@$(RUN) bench-newsletter

clean: ## remove the environment and caches; DATA_DIR stays as it is
	@$(RUN) clean
