"""Whole answers: status, headers and bytes as the full way gave them once, to be given again before Flask begins."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from werkzeug.http import http_date

from app.web.http.traffic import HEADER

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]
_OWN = frozenset({"date", HEADER.lower()})
"""Headers that each answer has anew."""


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """An answer without the headers that each request gets anew."""

    status: str
    headers: Headers
    body: bytes

    def send(self, start_response: "StartResponse", number: str) -> list[bytes]:
        """Give it again, with its own date and the number of this request."""
        start_response(self.status, [*self.headers, ("Date", http_date()), (HEADER, number)])
        return [self.body]


def take_whole(
    full_way: "WSGIApplication",
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
    is_wanted: Callable[[str, Headers], bool],
) -> tuple[Iterable[bytes], WholeAnswer | None]:
    """Answer the full way; return what to send, and the answer itself where its status and headers are wanted."""
    begun: list[Any] = []

    def begin(status: str, headers: Headers, error: Any = None) -> Any:
        begun[:] = status, headers
        return start_response(status, headers, error)

    parts = full_way(environ, begin)
    status, headers = begun
    if not is_wanted(status, headers):
        return parts, None
    with closing(parts):  # type: ignore[type-var]
        body = b"".join(parts)
    fixed = [(name, value) for name, value in headers if name.lower() not in _OWN]
    return [body], WholeAnswer(status, fixed, body)
