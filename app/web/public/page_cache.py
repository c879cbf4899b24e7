"""Pages that are the same for every visitor, made once and handed out until anything in the city changes.

The number of the newest event of the trail is the mark: every act leaves one, so a withdrawn page is gone at once.
Words that follow the clock (open until three) make the minute a part of the mark. Who is signed in gets a page of
their own.
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
from flask_babel import get_locale

from app.audit.queries import get_last_event_id
from app.shared import clock

P = ParamSpec("P")
MOST_PAGES = 400
FRESH_FOR = 60
"""Seconds for which a browser need not ask again."""
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
    """Mark a page without a form token and without anything of a visitor. Only answers of 200 are stored."""

    @wraps(view)
    def cached(*args: P.args, **kwargs: P.kwargs) -> Response:
        if current_app.session_interface.get_cookie_name(current_app) in request.cookies:
            return make_response(view(*args, **kwargs))
        pages: _Pages = current_app.extensions.setdefault("public_pages", _Pages())
        now = clock.local(clock.now())
        key = (request.host_url, request.full_path, str(get_locale()))
        mark = (get_last_event_id(), now.date(), now.hour, now.minute)
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
    answer.cache_control.max_age = FRESH_FOR
    answer.set_etag(f"{stored.etag}{'-br' if is_packed else ''}")
    return answer.make_conditional(request)
