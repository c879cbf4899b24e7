"""Files made for one download: written into a private folder, streamed, and deleted when the answer is done."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flask import Response, current_app

from app.reports.errors import ExportRunning
from app.shared import clock

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
_CHUNK = 64 * 1024
_STALE = timedelta(minutes=10)


def file_type(name: str) -> str:
    """Return the media type of a report by its file name."""
    return PDF if name.endswith(".pdf") else XLSX


class PrivateFile:
    """A folder of one export, named after the person so that there is only one at a time.

    `with PrivateFile(user_id) as path:` removes it at the end unless `path` was handed to `send`.
    """

    def __init__(self, user_id: int) -> None:
        base = Path(current_app.instance_path) / "exports"
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        base.chmod(0o700)
        self.folder = base / f"user-{user_id}"
        self.path = self.folder / f"{secrets.token_hex(8)}.xlsx"
        self._is_sent = False

    def __enter__(self) -> "PrivateFile":
        self._remove_stale()
        try:
            self.folder.mkdir(mode=0o700)
        except FileExistsError as error:
            raise ExportRunning() from error
        return self

    def __exit__(self, *_failure: object) -> None:
        if not self._is_sent:
            self.remove()

    def send(self, name: str) -> Response:
        """Return the file as an answer with this name; it is deleted when the answer ends, however it ends."""
        answer = Response(self._chunks(), mimetype=file_type(name))
        answer.content_length = self.path.stat().st_size
        answer.headers.set("Content-Disposition", "attachment", filename=name)
        answer.call_on_close(self.remove)
        self._is_sent = True
        return answer

    def remove(self) -> None:
        """Delete the folder; a missing one is no error."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _chunks(self) -> Iterator[bytes]:
        with self.path.open("rb") as stream:
            while piece := stream.read(_CHUNK):
                yield piece

    def _remove_stale(self) -> None:
        """Delete what a killed process left behind, so that it does not lock this person out for ever."""
        with suppress(FileNotFoundError):
            if self.folder.stat().st_mtime < (clock.now() - _STALE).timestamp():
                self.remove()


def send_bytes(content: bytes, name: str) -> Response:
    """Return stored bytes, unchanged, as a download."""
    answer = Response(content, mimetype=file_type(name))
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
