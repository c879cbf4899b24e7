"""Where the files of pictures lie: `<instance>/photos/ab/abcd….jpg`, named by the SHA-256 of the picture itself.

A name never gets other bytes, so a file is written once, may be cached for ever, and is checked by its own name.
"""

import os
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from app.photos.encoding import Picture
from app.photos.rules import KINDS, VARIANTS

FOLDER = "photos"
_NAME = re.compile(r"([0-9a-f]{64})(|-sedang|-kecil)\.(jpg|webp)", re.ASCII)


class _Place:
    """The folder of this process; set once by create_app."""

    root = Path()


def configure_photos(instance: Path) -> None:
    """Keep pictures in this instance's folder."""
    _Place.root = instance / FOLDER


def find_folder() -> Path:
    """The folder of all pictures; it is made with the first one."""
    return _Place.root


def file_name(digest: str, variant: str) -> str:
    """`ab/abcd….jpg` of one size."""
    return f"{digest[:2]}/{digest}{VARIANTS[variant]}{KINDS[variant]}"


def path_of(digest: str, variant: str) -> Path:
    """Where the file of one size lies, or would."""
    return _Place.root / file_name(digest, variant)


def write_files(picture: Picture) -> None:
    """Write every size, each whole or not at all. One that lies there already gets today's time. OSError."""
    for variant, content in picture.files.items():
        path = path_of(picture.sha256, variant)
        if path.is_file() and path.stat().st_size == len(content):
            os.utime(path)
        else:
            write_whole(path, content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place, flush it to the disk, and only then give it its name. OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        with part.open("xb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        part.chmod(0o600)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def is_sound(root: Path, digest: str) -> bool:
    """Whether the picture of this name lies below a folder with the bytes its name says, and with every size."""
    path = root / file_name(digest, "full")
    if not all((root / file_name(digest, variant)).is_file() for variant in VARIANTS):
        return False
    with path.open("rb") as opened:
        return sha256(opened.read()).hexdigest() == digest


def list_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Every file of a picture below a folder, with the picture's SHA-256."""
    for path in sorted(root.glob("??/*")):
        found = _NAME.fullmatch(path.name)
        if found and path.is_file():
            yield found[1], path


def remove_files(root: Path, used: Iterable[str], older_than: float) -> int:
    """Remove the files of pictures not among those used and not touched since (seconds of the epoch); how many."""
    used_files, removed = frozenset(used), 0
    for digest, path in list_files(root):
        if digest not in used_files and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
