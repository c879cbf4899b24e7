"""A disk that forgets what was not synced: a VFS for SQLite, in Python, after SQLite's own test6.c.

Files are real; beside each stands what would be left of it without power: the bytes as they were at its last sync.
A cut keeps those, and of the writes since then an arbitrary part: disks may have begun with any of them, and with
half of one. Deleting a file lasts once its folder is synced, at once here: SQLite asks for that by `syncdir`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


class Durable:
    """What a file would be after a power cut: synced bytes, and the writes and truncations since, in order."""

    def __init__(self, content: bytes = b"") -> None:
        self.synced = bytearray(content)
        self.since: list[tuple[int, bytes | None]] = []  # None: cut off here
        self.syncs = 0

    def sync(self) -> None:
        """All of it is on the platter."""
        for change in self.since:
            _apply(self.synced, change)
        self.since.clear()
        self.syncs += 1

    def after_cut(self, chance: random.Random) -> bytes:
        """The synced bytes with an arbitrary part of what came later, whole or torn between sectors."""
        left = bytearray(self.synced)
        share = chance.choice((0.0, 0.0, 0.5, 0.9))
        for at, written in self.since:
            if chance.random() >= share:
                continue
            if written is not None and chance.random() < 0.2:
                written = written[: chance.randrange(0, len(written) + 1, SECTOR)]
            _apply(left, (at, written))
        return bytes(left)


def _apply(content: bytearray, change: tuple[int, bytes | None]) -> None:
    at, written = change
    if written is None:
        del content[at:]
        return
    if len(content) < at:
        content.extend(bytes(at - len(content)))
    content[at : at + len(written)] = written


class ForgetfulDisk(apsw.VFS):
    """All files of one database. `on_change` is called before each write, sync, truncation and deletion."""

    def __init__(self, name: str) -> None:
        self.files: dict[str, Durable] = {}
        self.on_change: Callable[[], None] = lambda: None
        super().__init__(name, base="")

    def xOpen(self, name: Any, flags: list[int]) -> ForgetfulFile:  # noqa: N802  (SQLite's names)
        """Open a file and remember what it holds now as synced."""
        path = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        if path not in self.files:
            here = Path(path)
            self.files[path] = Durable(here.read_bytes() if here.exists() else b"")
        return ForgetfulFile(self, self.files[path], name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802
        """Delete a file."""
        self.on_change()
        super().xDelete(filename, syncdir)
        self.files.pop(filename, None)

    def cut(self, folder: Path, chance: random.Random) -> None:
        """Put what a power cut at this moment would leave into a folder."""
        for path, durable in self.files.items():
            (folder / Path(path).name).write_bytes(durable.after_cut(chance))


class ForgetfulFile(apsw.VFSFile):
    """One open file of that disk; reading and locking are the real file's."""

    def __init__(self, disk: ForgetfulDisk, durable: Durable, name: Any, flags: list[int]) -> None:
        self.disk, self.durable = disk, durable
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        """Write, without any promise."""
        self.disk.on_change()
        super().xWrite(data, offset)
        self.durable.since.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        """Cut off, without any promise."""
        self.disk.on_change()
        super().xTruncate(newsize)
        self.durable.since.append((newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802
        """Now it is promised. (The real file need not be synced: no power fails here.)"""
        self.disk.on_change()
        self.durable.sync()
