"""Uploaded files: their size limit, and the folder where they are stored until a person confirms or drops them.

The size limit of a request is small. A view marked `takes_files` has a larger one, but only for users who may open it:
nobody else can make the server read megabytes. A file is stored under a random name.
"""

import re
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Request, current_app, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from app.shared import clock
from app.web.http.guards import roles_of
from app.web.http.policy import may_enter

View = TypeVar("View", bound=Callable[..., Any])
_BUFFER = 512 * 1024
"""The form parser reads 64 kB at a time and counts them as memory, so the usual limit would refuse every file."""
UPLOAD_LIFETIME = timedelta(days=1)
"""Files that nobody confirmed are deleted after this time."""
PURGE_INTERVAL = timedelta(minutes=10)
_NAME = re.compile(r"[A-Za-z0-9_-]{20,60}\.(xlsx|csv|data)", re.ASCII)


def takes_files(view: View) -> View:
    """Mark a view whose requests may be as large as UPLOAD_LIMIT."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def register_uploads(app: Flask) -> None:
    """Add the hook that raises the limit; it runs before the CSRF check, which is the first to read the body."""
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)


def _begin() -> None:
    if _is_purge_due():
        _purge_existing_folder()
    current_request = request._get_current_object()  # type: ignore[attr-defined]
    if current_request.method == "POST" and current_request.endpoint is not None:
        _raise_limit(current_app, current_request, current_request.endpoint)


def _raise_limit(app: Flask, current_request: Request, endpoint: str) -> None:
    if not getattr(app.view_functions.get(endpoint), "takes_files", False):
        return
    if may_enter(endpoint, roles_of(current_user), current_user.is_authenticated):
        current_request.max_content_length = app.config["UPLOAD_LIMIT"]
        current_request.max_form_memory_size = _BUFFER


class _Purging:
    """`last`: when this process last deleted old files (monotonic seconds)."""

    last = float("-inf")


def _is_purge_due() -> bool:
    return time.monotonic() - _Purging.last >= PURGE_INTERVAL.total_seconds()


def _purge_existing_folder() -> None:
    """Delete old files without waiting for the next upload: they contain data that is never stored (NIK, phone)."""
    if _folder_path().is_dir():
        purge_uploads()
    _Purging.last = time.monotonic()


def _folder_path() -> Path:
    return Path(current_app.instance_path) / "uploads"


def _folder() -> Path:
    folder = _folder_path()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    return folder


def store_upload(file: FileStorage) -> tuple[str, Path]:
    """Store an upload, readable by this user only; return its random name and its path. Also delete old uploads."""
    purge_uploads()
    suffix = Path(file.filename or "").suffix.lower()
    name = secrets.token_urlsafe(24) + (suffix if suffix in (".xlsx", ".csv") else ".data")
    path = _folder() / name
    path.touch(mode=0o600)
    file.save(path)
    return name, path


def find_upload(name: str | None) -> Path | None:
    """Return the path of a stored file; None if it is gone, or if the name has another form."""
    if not name or not _NAME.fullmatch(name):
        return None
    path = _folder() / name
    return path if path.is_file() else None


def remove_upload(name: str | None) -> None:
    """Delete a stored file; a missing one is no error."""
    path = find_upload(name)
    if path is not None:
        path.unlink(missing_ok=True)


def purge_uploads() -> int:
    """Delete uploads older than UPLOAD_LIFETIME; return how many."""
    oldest = (clock.now() - UPLOAD_LIFETIME).timestamp()
    old = [path for path in _folder().iterdir() if path.is_file() and path.stat().st_mtime < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
