"""A whole WSGI answer (status, headers, bytes), captured once so that it can be sent again without Flask."""

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from werkzeug.http import http_date

from app.web.http.traffic import HEADER

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]
_PER_REQUEST = frozenset({"date", HEADER.lower()})
"""Headers that differ in each answer."""


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """An answer without the headers that differ in each answer."""

    status: str
    headers: Headers
    body: bytes

    def send(self, start_response: "StartResponse", number: str) -> list[bytes]:
        """Send the answer with the present date and the number of this request."""
        start_response(self.status, [*self.headers, ("Date", http_date()), (HEADER, number)])
        return [self.body]


def capture_answer(
    application: "WSGIApplication",
    environ: "WSGIEnvironment",
    start_response: "StartResponse",
    may_store: Callable[[str, Headers], bool],
) -> tuple[Iterable[bytes], WholeAnswer | None]:
    """Let the application answer; return the bytes to send, and the whole answer if `may_store(status, headers)`."""
    begun: list[Any] = []

    def begin(status: str, headers: Headers, error: Any = None) -> Any:
        begun[:] = status, headers
        return start_response(status, headers, error)

    parts = application(environ, begin)
    status, headers = begun
    if not may_store(status, headers):
        return parts, None
    with closing(parts):  # type: ignore[type-var]
        body = b"".join(parts)
    fixed = [(name, value) for name, value in headers if name.lower() not in _PER_REQUEST]
    return [body], WholeAnswer(status, fixed, body)
