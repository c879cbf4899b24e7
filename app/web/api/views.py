"""The JSON API (decisions, JSON): take sales, return products and buyers; and the health probes."""

from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, g, jsonify, request
from pydantic_core import to_json
from werkzeug.datastructures import Headers

from app.accounts.queries import is_cashier_at
from app.audit.rules import Actor
from app.closing.queries import list_standings_of_people
from app.compliance.rules import StandingRow
from app.directory.errors import TooManyLookups
from app.directory.queries import (
    EmployeeHit,
    find_current_id,
    find_employee_id,
    get_employee,
    load_tree,
    search_employees,
)
from app.sales.drafts import ItemResult
from app.sales.intake.sync import accept_batch
from app.shared import clock, proven
from app.shared.period import Period
from app.tills.queries.tills import TillIdentity, find_till_by_token
from app.tills.rules import acknowledge
from app.web.api import answers, blueprint, health
from app.web.api.openapi import Operation, describe
from app.web.api.schemas import Batch, Query
from app.web.api.sentences import ENVELOPE, item_sentence
from app.web.api.strict_json import EnvelopeError
from app.web.api.till_cache import answer_products, last_sale_today
from app.web.http.lookup_limits import count_lookup
from app.web.http.policy import TILL, rule_for

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
MOST_HITS = 10


@blueprint.before_request
def _check_token() -> None:
    """Require a till's bearer token on its endpoints; a cookie has no effect there. EnvelopeError 401 or 403."""
    current_request = request._get_current_object()  # type: ignore[attr-defined]
    endpoint = current_request.endpoint or ""
    if rule_for(endpoint) != TILL:
        return
    header = current_request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    till = None
    if scheme.lower() == "bearer" and token.strip():
        till = find_till_by_token(token.strip(), for_one_act=endpoint == "api.take_sales")
    if till is None:
        raise EnvelopeError(401, "token")
    proven.add(header)
    facts: Any = g._get_current_object()  # type: ignore[attr-defined]
    facts.till = till
    facts.actor = Actor("till", till.till_id, till.name)
    if till.cashier_id is not None and endpoint not in _OPEN_WITHOUT_LOGIN:
        _ensure_may_read(till, till.cashier_id)


_OPEN_WITHOUT_LOGIN = frozenset(
    f"api.{name}"
    for name in ("take_sales", "take_shifts", "take_rejected_items", "take_heartbeat", "show_till_state")
)
"""A cashier's own browser may still send its stored items after its cashier signed out or lost the role."""


def _ensure_may_read(till: TillIdentity, cashier_id: int) -> None:
    """Refuse people's data to a cashier's own browser once its login or account has ended, though its token is valid.
    EnvelopeError 403."""
    if not is_cashier_at(cashier_id, till.booth_id, clock.today()):
        raise EnvelopeError(403, "cashier")
    if not till.may_read:
        raise EnvelopeError(403, "session")


@blueprint.errorhandler(EnvelopeError)
def _refuse(error: EnvelopeError) -> Response:
    answer = jsonify(error=str(ENVELOPE[error.code]), code=error.code)
    answer.status_code = error.status
    if error.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if error.status == 429:
        answer.headers["Retry-After"] = "60"
    return answer


def current_till() -> TillIdentity:
    """Return the till whose token this request has."""
    return g.till  # type: ignore[no-any-return]


@blueprint.post("/api/v1/sales")
@Operation(
    "Kirim penjualan dan pembatalan; tiap butir dinilai sendiri",
    answers.Results[answers.SaleResult],
    takes=Batch,
)
def take_sales(batch: Batch) -> Response:
    """Record a batch of sales. Each item has its own result, in the order sent; the answer is sent after the commit."""
    till = current_till()
    results = accept_batch(batch.sales, batch.sent_at, till, unsent=batch.unsent)
    return _json({"results": [_result(one, till.key) for one in results]})


def _result(answer: ItemResult, key: bytes) -> answers.SaleResult:
    result: answers.SaleResult = {
        "id": answer.uuid,
        "result": answer.result,
        "receipt": answer.receipt,
        "month": answer.period,
        "flags": list(answer.flags),
        "errors": {field or "item": item_sentence(code) for field, code in answer.errors},
        "ack": acknowledge(key, answer.uuid, answer.result),
    }
    if answer.first_result:
        result["first_result"] = answer.first_result
    return result


class _Answer(Response):
    """A JSON answer: it has a body and no Location, so Werkzeug need not copy and correct its headers."""

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        """Return the headers unchanged; setting the body has set Content-Length."""
        return self.headers if "Content-Length" in self.headers else super().get_wsgi_headers(environ)


def _json(values: dict[str, Any]) -> Response:
    return _Answer(to_json(values), mimetype="application/json")


@blueprint.get("/api/v1/products")
@Operation("Produk yang dijual hari ini; memakai ETag", answers.Products)
def list_products() -> Response:
    """Return the products on sale today, favourites first; prices in whole rupiah, null if none is set."""
    return answer_products(current_till().booth_id)


@blueprint.post("/api/v1/buyers")
@Operation(
    "Cari pembeli: kartu, nomor utuh, tepat 4 angka terakhir, atau nama", answers.FoundBuyers, takes=Query
)
def search_buyers(body: Query) -> Response:
    """Search buyers by card, number (four digits or more) or name; return what a cashier may see (decisions 21)."""
    _count("search")
    holder = find_employee_id(card=body.query)
    people = search_employees(body.query, MOST_HITS) if holder is None else [_card_holder(holder)]
    ids = [person.id for person in people]
    standings = {row.employee_id: row for row in list_standings_of_people(clock.this_period(), ids)}
    return _json({"buyers": [_buyer(one, standings.get(one.id)) for one in people]})


def _card_holder(employee_id: int) -> EmployeeHit:
    """Return the holder of a card in the form of a search hit."""
    card, tree = get_employee(employee_id), load_tree()
    last4 = (card.nip or card.code or "")[-4:]
    unit, opd = tree.name(card.unit_id), tree.opd_name(card.unit_id)
    return EmployeeHit(card.id, card.full_name, unit, opd, card.position, last4, card.service)


def _buyer(person: EmployeeHit, row: StandingRow | None) -> answers.FoundBuyer:
    return {
        "id": person.id,
        "name": person.name,
        "unit": person.unit,
        "position": person.position,
        "last4": person.last4,
        "remaining": _visible_standing(row)["remaining"],
    }


def _count(kind: str) -> None:
    """Count a lookup of a person by this till. EnvelopeError 429 above the limit."""
    try:
        count_lookup(f"till:{current_till().till_id}", kind)
    except TooManyLookups as error:
        raise EnvelopeError(429, "lookups") from error


@blueprint.get("/api/v1/employees/<id:employee_id>/standing")
@Operation(
    "Sisa belanja satu pegawai bulan ini",
    answers.Standing,
    refuses=(400, 404),
    query={"month": answers.MONTH},
)
def show_standing(employee_id: int) -> Response:
    """Return what one person still has to buy in the running month (decisions 21). 404 for a missing person.

    For a merged record it returns the record that remains: `employee` is its id (ADR 0023).
    `minimum` and `bought` are always null, and so is everything in another month: a cashier does not need them.
    """
    month, running = request.args.get("month"), clock.this_period()
    try:
        period = Period.parse(month) if month is not None else running
    except ValueError as error:
        raise EnvelopeError(400, "month") from error
    _count("standing")
    current = get_employee(find_current_id(employee_id) or employee_id).id
    rows = list_standings_of_people(period, [current]) if period == running else []
    visible = _visible_standing(rows[0] if rows else None) if period == running else _HIDDEN
    return _json(
        {
            "employee": current,
            "month": str(period),
            **visible,
            "minimum": None,
            "bought": None,
            "last_sale_today": last_sale_today(current),
            "until": period.last_day.isoformat(),
        }
    )


_HIDDEN = {"status": None, "remaining": None}
_NOT_OBLIGED = {"status": "not_obliged", "remaining": None}


def _visible_standing(row: StandingRow | None) -> dict[str, Any]:
    if row is None:
        return _NOT_OBLIGED
    is_obliged = row.minimum is not None and row.status in ("met", "short")
    return {"status": row.status, "remaining": row.shortfall if is_obliged else None}


@blueprint.get("/api/v1/openapi.json")
@Operation("Uraian ini", dict[str, Any])
def show_openapi() -> Response:
    """Return the OpenAPI document of this API."""
    return Response(_description(), mimetype="application/json")


@cache
def _description() -> str:
    """Return the document; it is built once per process."""
    return current_app.json.dumps(describe(current_app))


@blueprint.get("/healthz")
@Operation("Proses hidup", answers.Alive)
def check_health() -> Response:
    """Answer that the process runs; it uses no database."""
    return _json({"status": "ok"})


@blueprint.get("/readyz")
@Operation("Siap mencatat", answers.Ready, statuses=(200, 503))
def check_readiness() -> Response:
    """Answer whether sales can be recorded: the database is writable and at this version's schema; 503 if not."""
    checks = health.check_ready()
    answer = _json({"status": "ok" if all(checks.values()) else "unavailable", "checks": checks})
    answer.status_code = 200 if all(checks.values()) else 503
    return answer


CSRF_EXEMPT = (take_sales, search_buyers)
"""Views without a form token: they need a bearer token, which no other site can make a browser send."""
