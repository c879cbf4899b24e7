"""The mark: the last sealed link, stored in a file outside the database (docs/adr/0014-keys-and-marks.md).

It is written after each sealing, without waiting for the disk. It survives a killed process; after a power cut it may
be behind the database but never ahead of it. Access to the database does not suffice to change it, and it cannot be
forged without the key.
"""

import hmac
import io
import logging
import os
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.audit import keyring

log = logging.getLogger(__name__)
_SIZE = 512
"""Bytes of the file: one sector, so that it is written whole or not at all."""


@dataclass(frozen=True, slots=True)
class Mark:
    """The last stored link, its hash, and per source, in their order, the highest row number that is sealed or skipped.

    New sources are added at the end; an older mark has no number for them.
    """

    seq: int
    head: str
    rows: Sequence[int]


class HighWater:
    """The mark of one database; `file` None: it is stored in memory only."""

    def __init__(self, file: Path | None) -> None:
        self.file = file
        self._handle: io.FileIO | None = None
        self._raw = b""
        self._mark: Mark | None = None
        self._lock = threading.Lock()

    def read(self) -> Mark | None:
        """The mark last written by any process; None if there is none or it cannot be read."""
        with self._lock:
            if self._handle is None:
                self._handle = self._reopen_file()
            if self._handle is not None:
                self._handle.seek(0)
                raw = self._handle.read(_SIZE)
                if raw != self._raw:
                    self._raw, self._mark = raw, _parse(raw)
            return self._mark

    def write(self, mark: Mark, *, force: bool = False) -> None:
        """Write a mark. An older mark than the present one is ignored, unless `force`."""
        with self._lock:
            if not force and self._mark is not None and self._mark.seq >= mark.seq:
                return
            raw = _encode(mark)
            try:
                if self.file is not None and self._handle is None:
                    self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                    self._handle = self._open_file(os.O_CREAT)
                if self._handle is not None:
                    self._handle.seek(0)
                    self._handle.write(raw)
            except OSError as error:  # a full or read-only disk must not stop a sale that is already stored
                log.error("the chain's mark cannot be written: %s", error.strerror)
                self.file = None
            self._raw, self._mark = raw, mark

    def close(self) -> None:
        """Close the file; `read` then returns the mark last read."""
        with self._lock:
            self.file = None
            if self._handle is not None:
                self._handle.close()
                self._handle = None

    def _open_file(self, extra: int = 0) -> io.FileIO | None:
        if self.file is None:
            return None
        file = io.FileIO(self.file, "r+", opener=lambda name, flags: os.open(name, flags | extra, 0o600))
        weakref.finalize(self, file.close)  # it lives as long as the mark
        return file

    def _reopen_file(self) -> io.FileIO | None:
        try:
            return self._open_file()
        except OSError:
            return None


def _encode(mark: Mark) -> bytes:
    content = f"{mark.seq} {mark.head} {','.join(map(str, mark.rows))}".encode()
    return (content + b" " + _tag(keyring.ring().key, content)).ljust(_SIZE - 1) + b"\n"


def _parse(raw: bytes) -> Mark | None:
    content, _, tag = raw.strip().rpartition(b" ")
    if not any(
        hmac.compare_digest(tag, _tag(generation.key, content)) for generation in keyring.ring().generations
    ):
        return None
    seq, head, rows = content.decode().split(" ")
    return Mark(int(seq), head, [int(one) for one in rows.split(",")])


def _tag(key: bytes, content: bytes) -> bytes:
    return hmac.digest(key, b"mark:" + content, "sha256").hex().encode()
