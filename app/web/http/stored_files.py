"""A cache of the answers for our css, js and pictures, so that each is read and compressed once (ADR 0068).

The answer under a URL with the current hash is the same for everybody and never changes; Flask marks it `immutable`,
and only such answers are stored. Requests for a part of a file, and conditional requests, always go to Flask.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from flask import Flask

from app.web.http.assets import HASH_PREFIX
from app.web.http.traffic import number_for
from app.web.http.whole_answers import Headers, WholeAnswer, capture_answer
from config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Key = tuple[str, ...]
MOST_FILES, MOST_BYTES = 600, 16 * 1024 * 1024
"""Room for three compressions of each file. The sum of bytes is limited, too, because the largest file has a megabyte:
strangers cannot fill the memory by varying a header."""
_CONDITIONS = (
    "HTTP_RANGE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
)


class StoredFiles:
    """WSGI middleware: answers static files from memory, and passes every other request to the application."""

    def __init__(self, app: Flask) -> None:
        self._settings: Settings = app.config["SETTINGS"]
        self._traffic = app.extensions["traffic"]
        self._lock = threading.Lock()
        self._prefix = f"{app.static_url_path}/{HASH_PREFIX}"
        self.answers: OrderedDict[Key, WholeAnswer] = OrderedDict()
        self.application: WSGIApplication = app.wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory if the answer is stored, else let the application answer."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith(self._prefix) or not _is_plain(environ):
            return self.application(environ, start_response)
        began = time.perf_counter()
        key = self._key_of(environ, path)
        answer = self.answers.get(key)
        if answer is None:
            return self._answer_and_store(key, environ, start_response)
        number = number_for(environ, self._settings)
        self._traffic.count("GET", 200, time.perf_counter() - began)
        return answer.send(start_response, number)

    def _key_of(self, environ: "WSGIEnvironment", path: str) -> Key:
        """Return what an answer depends on: the file, the accepted compressions, the scheme, and the host if
        TRUSTED_HOSTS is set."""
        host = environ.get("HTTP_HOST", "") if self._settings.trusted_hosts else ""
        return path, environ.get("HTTP_ACCEPT_ENCODING", ""), environ["wsgi.url_scheme"], host

    def _answer_and_store(
        self, key: Key, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        parts, answer = capture_answer(self.application, environ, start_response, _is_immutable)
        if answer is not None:
            with self._lock:
                self.answers[key] = answer
                while _is_too_much(self.answers):
                    self.answers.popitem(last=False)
        return parts


def _is_plain(environ: "WSGIEnvironment") -> bool:
    """Whether the request is for a whole file, without conditions on what the browser has already."""
    return environ["REQUEST_METHOD"] == "GET" and not any(name in environ for name in _CONDITIONS)


def _is_too_much(answers: Mapping[Key, WholeAnswer]) -> bool:
    return len(answers) > MOST_FILES or sum(len(answer.body) for answer in answers.values()) > MOST_BYTES


def _is_immutable(status: str, headers: Headers) -> bool:
    """Whether this is a whole file that never changes, without a cookie for one visitor."""
    names = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200")
        and "immutable" in names.get("cache-control", "")
        and "set-cookie" not in names
    )


def register_stored_files(app: Flask) -> None:
    """Put this cache in front of the application."""
    app.wsgi_app = StoredFiles(app)  # type: ignore[method-assign]
