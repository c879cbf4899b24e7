"""The files of pictures: `<instance>/photos/ab/abcd….jpg`, named by the SHA-256 of the picture.

A name always has the same bytes, so a file is written once, may be cached forever, and is verified by its name.
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
    """Store pictures in this instance's folder."""
    _Place.root = instance / FOLDER


def find_folder() -> Path:
    """The folder of all pictures; it is created with the first one."""
    return _Place.root


def file_name(digest: str, variant: str) -> str:
    """The name of the file of one size: `ab/abcd….jpg`."""
    return f"{digest[:2]}/{digest}{VARIANTS[variant]}{KINDS[variant]}"


def path_of(digest: str, variant: str) -> Path:
    """The path of the file of one size, existing or not."""
    return _Place.root / file_name(digest, variant)


def write_files(picture: Picture) -> None:
    """Write all sizes, each completely or not at all. The time of an existing file is set to now. OSError."""
    for variant, content in picture.files.items():
        path = path_of(picture.sha256, variant)
        if path.is_file() and path.stat().st_size == len(content):
            os.utime(path)
        else:
            write_whole(path, content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a temporary file, flush it to the disk, and then rename it. OSError."""
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
    """Whether a folder has the picture with this SHA-256, with matching bytes and in all sizes."""
    path = root / file_name(digest, "full")
    if not all((root / file_name(digest, variant)).is_file() for variant in VARIANTS):
        return False
    with path.open("rb") as opened:
        return sha256(opened.read()).hexdigest() == digest


def list_files(root: Path) -> Iterator[tuple[str, Path]]:
    """(SHA-256, path) of every picture file below a folder."""
    for path in sorted(root.glob("??/*")):
        match = _NAME.fullmatch(path.name)
        if match and path.is_file():
            yield match[1], path


def remove_files(root: Path, used: Iterable[str], older_than: float) -> int:
    """Remove files of unused pictures that are older than a time (seconds of the epoch); returns their number."""
    used_files, removed = frozenset(used), 0
    for digest, path in list_files(root):
        if digest not in used_files and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
