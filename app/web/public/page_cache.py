"""Pages that are the same for every stranger, made once and handed out until the city changes (ADR 0059).

Their mark is the version of what they show: a withdrawn page is gone at once. Words that follow the clock (open until
three) and the pieces on a shelf make the minute a part of it. Who is signed in gets a page of their own.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from typing import Any, ParamSpec

import brotli
from flask import Response, current_app, make_response, request

from app.catalogue.version import get_version
from app.shared import clock
from app.web.http.flask_app import has_session, same_for_strangers
from app.web.http.language import choose_language

P = ParamSpec("P")
MOST_PAGES = 400
_QUALITY = 6


@dataclass
class _Stored:
    mark: tuple[Any, ...]
    body: bytes
    etag: str
    mimetype: str
    packed: bytes = b""


@dataclass
class _Pages:
    pages: OrderedDict[tuple[Any, ...], _Stored] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def same_for_all(view: Callable[P, Any]) -> Callable[P, Response]:
    """Store the answers of a page without a form token and without anything of a visitor; only those of 200."""

    @wraps(view)
    def cached(*args: P.args, **kwargs: P.kwargs) -> Response:
        if has_session(request):
            return make_response(view(*args, **kwargs))
        pages: _Pages = current_app.extensions.setdefault("public_pages", _Pages())
        now = clock.local(clock.now())
        key = (request.host_url, request.full_path, choose_language())
        mark = (get_version(), now.date(), now.hour, now.minute)
        with pages.lock:
            stored = pages.pages.get(key)
        if stored is None or stored.mark != mark:
            answer = make_response(view(*args, **kwargs))
            if answer.status_code != 200:
                return answer
            body = answer.get_data()
            stored = _Stored(mark, body, sha256(body).hexdigest()[:24], str(answer.mimetype))
            _store(pages, key, stored)
        return _hand_out(stored)

    same_for_strangers(cached)
    return cached


def _store(pages: _Pages, key: tuple[Any, ...], stored: _Stored) -> None:
    with pages.lock:
        pages.pages[key] = stored
        pages.pages.move_to_end(key)
        while len(pages.pages) > MOST_PAGES:
            pages.pages.popitem(last=False)


def _hand_out(stored: _Stored) -> Response:
    """The stored page; packed once where the browser can unpack it."""
    is_packed = bool(request.accept_encodings["br"])
    if is_packed and not stored.packed:
        stored.packed = brotli.compress(stored.body, quality=_QUALITY)
    answer = Response(stored.packed if is_packed else stored.body, mimetype=stored.mimetype)
    if is_packed:
        answer.headers["Content-Encoding"] = "br"
    answer.vary.add("Accept-Encoding")
    answer.cache_control.public = True
    answer.cache_control.no_cache = True  # a browser asks each time: what was withdrawn is gone there, too
    answer.set_etag(f"{stored.etag}{'-br' if is_packed else ''}")
    return answer.make_conditional(request)
