# Every verb is a function in tools/verbs.py, which also works where make is missing: python3 tools/dev.py run
# The first Python that really is 3.11 or newer (a version manager's shim may stand there without a Python behind it).
NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
PY ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c '$(NEW_ENOUGH)' 2>/dev/null && { echo $$p; exit; }; done; echo python3)
.DEFAULT_GOAL := help
.PHONY: help run https test check format bench faults lock translations

help run https test check format bench faults lock translations:
	@$(PY) tools/dev.py $@ $(ARGS)
