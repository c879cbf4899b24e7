"""Answers every error: a page for people, JSON for programs, with a sentence that says what to do."""

import logging
from typing import Any

from flask import Flask, Response, jsonify, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, PendingRollbackError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from app.audit.errors import ChainCut, WrongKey
from app.messages.errors import sentence
from app.shared.engine import DatabaseBusy
from app.shared.errors import DomainError, NotFound
from app.shared.transaction import rollback
from app.web.http.traffic import request_number

log = logging.getLogger(__name__)
TO_MIGRATE = "database is not at the version of this code; run: flask --app wsgi db upgrade"
_MISSING_SCHEMA = ("42P01", "42703")
"""PostgreSQL's codes for a missing table or column."""

PAGES: dict[int, tuple[Any, Any]] = {
    400: (_l("Permintaan tidak terbaca"), _l("Kembali ke halaman sebelumnya, muat ulang, lalu coba lagi.")),
    401: (_l("Perlu masuk dulu"), _l("Masuk dengan akun Anda, lalu ulangi.")),
    403: (_l("Halaman ini bukan untuk akun Anda"), _l("Kalau seharusnya boleh, hubungi admin kota.")),
    404: (_l("Halaman tidak ditemukan"), _l("Periksa alamatnya, atau mulai dari beranda.")),
    405: (_l("Cara membuka halaman ini keliru"), _l("Mulai dari beranda.")),
    409: (_l("Keadaan sudah berubah"), _l("Muat ulang halaman, lalu periksa lagi.")),
    413: (
        _l("Kiriman terlalu besar"),
        _l("Kirim berkas yang lebih kecil, atau bagi menjadi beberapa berkas."),
    ),
    415: (_l("Jenis kiriman tidak dikenal"), _l("Pakai formulir yang tersedia di halaman.")),
    422: (_l("Ada isian yang perlu diperbaiki"), _l("Perbaiki isian yang ditandai, lalu kirim lagi.")),
    429: (_l("Terlalu sering mencoba"), _l("Tunggu sebentar, lalu coba lagi.")),
    500: (
        _l("Ada yang salah di sistem"),
        _l("Data yang sudah tersimpan aman. Catat nomor ini dan beri tahu admin."),
    ),
    503: (_l("Sistem sedang sibuk"), _l("Tidak ada yang tersimpan. Tunggu sebentar, lalu kirim lagi.")),
}
NOT_MIGRATED = (
    _l("Basis data belum disiapkan untuk versi ini"),
    _l("Tidak ada yang tersimpan. Yang mengurus server perlu menjalankan: flask --app wsgi db upgrade"),
)
"""Title and action while the code is newer than the database."""


def show_refusal(form: Any, error: DomainError) -> None:
    """Add a refusal's sentence to the field that it names, else to the form as a whole."""
    field = getattr(form, error.field, None) if error.field else None
    if field is not None:
        field.errors = [*field.errors, sentence(error)]
    else:
        form.form_errors.append(sentence(error))


def register_errors(app: Flask) -> None:
    """Register answers for refusals that no view caught, and for every unforeseen error."""
    if not app.debug:
        app.log_exception = _log_nothing  # type: ignore[method-assign]
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(DomainError, _refusal)
    app.register_error_handler(DBAPIError, _database_error)
    app.register_error_handler(InternalServerError, _unforeseen)


def _log_nothing(_exc_info: Any) -> None:
    """Log nothing: Flask would log the error's own text, which may quote a NIP or a name; `_report` logs without it."""


def _answer(
    code: int, message: str | None = None, error_id: str | None = None, text: tuple[Any, Any] | None = None
) -> Any:
    title, action = text or PAGES.get(code, PAGES[400])
    if request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json":
        body = {"error": message or str(title), "action": str(action)}
        return jsonify(body | ({"id": error_id} if error_id else {})), code
    page = render_template(
        "errors/page.html", code=code, title=title, message=message, action=action, error_id=error_id
    )
    return page, code


def _foreign_host() -> Response:
    """Return one sentence instead of a page: without a valid host, `url_for` fails in every template."""
    sentence = _("Nama alamat ini tidak dilayani. Pakai alamat dari admin kota; admin: lihat TRUSTED_HOSTS.")
    return Response(sentence + "\n", 400, mimetype="text/plain")


def _http_error(error: HTTPException) -> Any:
    code = error.code or 500
    if isinstance(error, SecurityError):
        return _foreign_host()
    if code < 400:
        return error
    rollback()
    answer = _answer(code)
    if code in (405, 429) and isinstance(answer, tuple):
        headers = {key: value for key, value in error.get_headers() if key in ("Allow", "Retry-After")}
        if code == 429:
            headers.setdefault("Retry-After", "60")
        return (*answer, headers)
    return answer


def _stale_form(_error: CSRFError) -> Any:
    rollback()
    return _answer(400, str(_l("Formulir ini sudah kedaluwarsa. Muat ulang halaman, lalu kirim lagi.")))


def _refusal(error: DomainError) -> Any:
    rollback()
    if isinstance(error, DatabaseBusy):
        return _busy()
    if isinstance(error, WrongKey | ChainCut):
        log.error("nothing can be written: %s", type(error).__name__)
        return (*_answer(503, sentence(error)), {"Retry-After": "60"})
    return _answer(404 if isinstance(error, NotFound) else 409, sentence(error))


def _busy() -> Any:
    return (*_answer(503), {"Retry-After": "2"})


def _is_unavailable(error: BaseException | None) -> bool:
    """Whether the database is down or busy, whatever the driver raises: the same request may succeed later."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(error, OperationalError | InterfaceError | PendingRollbackError | DatabaseBusy)


def _lacks_schema(error: BaseException | None) -> bool:
    """Whether a table or a column is missing: the code is newer than the database."""
    if not isinstance(error, DBAPIError):
        return False
    text = str(error.orig)
    is_missing = getattr(error.orig, "sqlstate", None) in _MISSING_SCHEMA
    return is_missing or text.startswith(("no such table", "no such column"))


def _not_migrated() -> Any:
    log.error(TO_MIGRATE)
    return (*_answer(503, text=NOT_MIGRATED), {"Retry-After": "60"})


def _database_error(error: DBAPIError) -> Any:
    rollback()
    if _lacks_schema(error):
        return _not_migrated()
    if _is_unavailable(error):
        log.error("database unavailable: %s", type(error.orig).__name__)
        return _busy()
    return _report(error)


def _unforeseen(error: InternalServerError) -> Any:
    rollback()
    original = error.original_exception
    if _lacks_schema(original):
        return _not_migrated()
    if _is_unavailable(original):
        return _busy()
    if isinstance(original, WrongKey | ChainCut):  # raised at the commit, after the view
        return _refusal(original)
    return _report(original or error)


def _report(error: BaseException) -> Any:
    """Log the error under the number of the request, and show only that number on the page.

    The log gets the error's class and where it was raised, not its text, which may quote a NIP or a name.
    """
    error_id = request_number()
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else "?"
    log.error("error %s: %s at %s on %s", error_id, type(error).__name__, where, request.endpoint)
    return _answer(500, error_id=error_id)
