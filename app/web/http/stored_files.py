"""The short way to our css, js and pictures: each is read and packed once, and its answer given again (ADR 0068).

An address under the present hash of all files never shows anything else, whoever asks; the full way says so by
`immutable`, and only such answers are stored. What a browser asks about a part or a state of a file goes the full way.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from flask import Flask

from app.web.http.assets import MARKED
from app.web.http.traffic import number_for
from app.web.http.whole_answers import Headers, WholeAnswer, take_whole
from config import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Key = tuple[str, ...]
MOST_FILES, MOST_BYTES = 600, 16 * 1024 * 1024
"""Three ways of packing each file, and some to spare. Bytes are bounded as well, as the largest file has a megabyte:
strangers cannot fill memory by varying a header."""
_CONDITIONS = (
    "HTTP_RANGE",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_UNMODIFIED_SINCE",
)


class StoredFiles:
    """The application behind the stored answers of its static files."""

    def __init__(self, app: Flask) -> None:
        self._settings: Settings = app.config["SETTINGS"]
        self._traffic = app.extensions["traffic"]
        self._lock = threading.Lock()
        self._prefix = f"{app.static_url_path}/{MARKED}"
        self.answers: OrderedDict[Key, WholeAnswer] = OrderedDict()
        self.full_way: WSGIApplication = app.wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer from memory if that is possible, else the full way."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith(self._prefix) or not _is_plain(environ):
            return self.full_way(environ, start_response)
        began = time.perf_counter()
        key = self._key_of(environ, path)
        answer = self.answers.get(key)
        if answer is None:
            return self._answer_in_full(key, environ, start_response)
        number = number_for(environ, self._settings)
        self._traffic.count("GET", 200, time.perf_counter() - began)
        return answer.send(start_response, number)

    def _key_of(self, environ: "WSGIEnvironment", path: str) -> Key:
        """What an answer depends on: the file, how it may be packed, the scheme, and the host where names are fixed."""
        host = environ.get("HTTP_HOST", "") if self._settings.trusted_hosts else ""
        return path, environ.get("HTTP_ACCEPT_ENCODING", ""), environ["wsgi.url_scheme"], host

    def _answer_in_full(
        self, key: Key, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        parts, answer = take_whole(self.full_way, environ, start_response, _is_lasting)
        if answer is not None:
            with self._lock:
                self.answers[key] = answer
                while _is_too_much(self.answers):
                    self.answers.popitem(last=False)
        return parts


def _is_plain(environ: "WSGIEnvironment") -> bool:
    """Whether a whole file is asked for, whatever the browser has already."""
    return environ["REQUEST_METHOD"] == "GET" and not any(name in environ for name in _CONDITIONS)


def _is_too_much(answers: Mapping[Key, WholeAnswer]) -> bool:
    return len(answers) > MOST_FILES or sum(len(one.body) for one in answers.values()) > MOST_BYTES


def _is_lasting(status: str, headers: Headers) -> bool:
    """Whether this is a whole file that never changes, and nothing in the answer is for one visitor."""
    names = {name.lower(): value for name, value in headers}
    return (
        status.startswith("200")
        and "immutable" in names.get("cache-control", "")
        and "set-cookie" not in names
    )


def register_stored_files(app: Flask) -> None:
    """Put the stored files before the application."""
    app.wsgi_app = StoredFiles(app)  # type: ignore[method-assign]
