"""The commands behind `make`: `python3 tools/dev.py VERB [ARGS]`, with nothing but the standard library.

This file stays readable by an old Python, so that an old Python can say in one sentence what is missing.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (this is what an old Python meets)
    sys.stderr.write("Perlu Python 3.11 atau lebih baru. / This needs Python 3.11 or newer.\n")
    raise SystemExit(2)

from verbs import main  # noqa: E402  (the version has to be judged before newer syntax is read)

if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
