"""The JSON API for tills besides sales: enrolment, lists to cache, heartbeats, shifts, rejected items."""

from typing import Any

from flask import Response, jsonify

from app.accounts.errors import TooManyTries
from app.accounts.queries import CashierRow, list_cashiers
from app.booths.queries import get_booth
from app.messages.errors import sentence
from app.sales.intake.rejected import accept_shift_batch, store_rejected_items
from app.sales.shifts import count_drawer
from app.settings.queries import get_city_name, is_demo
from app.shared import clock
from app.shared.errors import DomainError
from app.shared.transaction import begin_writing
from app.stock.services import receive_heartbeat
from app.tills.models import Till
from app.tills.queries.shifts import find_shift_facts
from app.tills.queries.tills import TillIdentity, get_receipt_key
from app.tills.rules import LOGIN, acknowledge
from app.tills.services.tills import use_till_code
from app.web.api import answers, blueprint
from app.web.api.openapi import Operation
from app.web.api.sentences import item_sentence
from app.web.api.strict_json import EnvelopeError
from app.web.api.till_cache import answer_buyers, answer_standings
from app.web.api.till_schemas import Count, Enrolment, Heartbeat, Rejected, Shifts
from app.web.api.views import current_till
from app.web.http.assets import assets_version


@blueprint.post("/api/v1/enrol")
@Operation(
    "Menukar kode pengelola dengan token; sekali, dalam 30 menit",
    answers.Enrolled,
    takes=Enrolment,
    statuses=(201,),
    refuses=(422,),
)
def enrol_till(body: Enrolment) -> Response:
    """Exchange a manager's code for a till and its token. 422 with the same sentence for every invalid code, 429
    after too many."""
    try:
        till, token = use_till_code(body.code, name=body.name)
    except TooManyTries as error:
        answer = _refusal(429, sentence(error), "tries")
        answer.headers["Retry-After"] = str(error.facts["seconds"])
        return answer
    except DomainError as error:
        return _refusal(422, sentence(error), "code")
    answer = jsonify(token=token, till=till_facts(till))
    answer.status_code = 201
    return answer


def _refusal(status: int, text: str, code: str) -> Response:
    answer = jsonify(error=text, code=code)
    answer.status_code = status
    return answer


def till_facts(till: Till) -> answers.TillFacts:
    """Return a till as this API shows it."""
    booth = get_booth(till.booth_id)
    return _facts(till.id, till.name, till.kind, (booth.id, booth.name, booth.mode), till.enrolled_at)


def _facts(
    till_id: int, name: str, kind: str, booth: tuple[int, str, str], enrolled_at: Any
) -> answers.TillFacts:
    return {
        "id": till_id,
        "name": name,
        "kind": kind,
        "booth": dict(zip(("id", "name", "mode"), booth, strict=True)),
        "enrolled_at": clock.local(enrolled_at).isoformat(timespec="seconds"),
        "receipt_key": get_receipt_key(till_id).hex(),
    }


@blueprint.get("/api/v1/till")
@Operation("Perangkat ini, bulan berjalan, dan kasirnya", answers.TillState)
def show_till_state() -> Response:
    """Return this till, the time, the month, and the cashiers who may work at it today."""
    mine, period = current_till(), clock.this_period()
    booth = (mine.booth_id, mine.booth_name, mine.mode)
    return jsonify(
        till=_facts(mine.till_id, mine.name, mine.kind, booth, mine.enrolled_at),
        server_time=_server_time(),
        version=assets_version(),
        city=get_city_name(),
        demo=is_demo(),
        month={"period": str(period), "until": period.last_day.isoformat()},
        cashiers=[_cashier(one) for one in _cashiers(mine)],
    )


def _cashiers(mine: TillIdentity) -> list[CashierRow]:
    """Return the cashiers of a till; a cashier's own browser gets only that cashier, and nobody once signed out."""
    if not mine.may_read:
        return []
    rows = list_cashiers(mine.booth_id, clock.today())
    return [one for one in rows if one.id == mine.cashier_id] if mine.kind == LOGIN else rows


def _cashier(one: CashierRow) -> answers.Cashier:
    pin = one.pin
    return {
        "username": one.username,
        "name": one.name,
        "until": one.valid_until.isoformat() if one.valid_until else None,
        "pin": {"salt": pin.salt, "iterations": pin.iterations, "verifier": pin.verifier} if pin else None,
    }


def _server_time() -> str:
    return clock.local(clock.now()).isoformat(timespec="milliseconds")


@blueprint.post("/api/v1/till/heartbeat")
@Operation("Tanda hidup: berapa yang belum terkirim, versi, jam", answers.Heard, takes=Heartbeat)
def take_heartbeat(body: Heartbeat) -> Response:
    """Store a till's heartbeat: its number of unsent items, its version and its clock."""
    offset = round((clock.now() - body.sent_at).total_seconds()) if body.sent_at else None
    begin_writing()
    receive_heartbeat(
        current_till(),
        unsent=body.unsent,
        oldest=body.oldest,
        version=body.version,
        clock_offset=offset,
    )
    return jsonify(server_time=_server_time(), version=assets_version())


@blueprint.get("/api/v1/till/buyers")
@Operation("Semua pegawai aktif untuk dicari tanpa jaringan; tanpa NIP; memakai ETag", answers.TillBuyers)
def list_till_buyers() -> Response:
    """Return everybody whom a till may serve, for its cache."""
    return answer_buyers(current_till())


@blueprint.get("/api/v1/till/standings")
@Operation("Capaian semua orang bulan ini; memakai ETag", answers.TillStandings)
def list_till_standings() -> Response:
    """Return what everybody still has to buy this month, for a till's cache."""
    return answer_standings()


@blueprint.post("/api/v1/shifts")
@Operation(
    "Kirim sif yang dibuka atau ditutup di perangkat", answers.Results[answers.ShiftResult], takes=Shifts
)
def take_shifts(body: Shifts) -> Response:
    """Store shifts that were opened or closed on the till; each has its own result."""
    mine = current_till()
    return jsonify(
        results=[
            {
                "id": answer.uuid,
                "result": answer.result,
                "errors": {field or "item": item_sentence(code) for field, code in answer.errors},
                "ack": acknowledge(mine.key, answer.uuid, answer.result),
            }
            for answer in accept_shift_batch(body.shifts, mine, body.sent_at)
        ]
    )


@blueprint.post("/api/v1/shifts/count")
@Operation(
    "Menghitung laci: cocok atau tidak dengan catatan semua perangkat",
    answers.Matches,
    takes=Count,
    refuses=(404,),
)
def compare_count(body: Count) -> Response:
    """Return whether a counted drawer equals the sales of all devices: `{"matches": …}`, never the sum. 404 for a
    shift of another booth or cashier."""
    begin_writing()
    facts = find_shift_facts(body.shift)
    mine = current_till()
    if facts is None or facts.booth_id != mine.booth_id or mine.cashier_id not in (None, facts.cashier_id):
        raise EnvelopeError(404, "count_shift")
    return jsonify(matches=count_drawer(facts.shift_id, body.counted_amount))


@blueprint.post("/api/v1/till/aside")
@Operation(
    "Menitipkan butir yang ditolak, untuk diputuskan orang",
    answers.Results[answers.RejectedResult],
    takes=Rejected,
)
def take_rejected_items(body: Rejected) -> Response:
    """Store rejected items, so that the device may delete them and a person can decide about each."""
    mine = current_till()
    return jsonify(
        results=[
            {"id": one.uuid, "result": one.result, "ack": acknowledge(mine.key, one.uuid, one.result)}
            for one in store_rejected_items([item.draft() for item in body.items], mine)
        ]
    )


CSRF_EXEMPT = (enrol_till, take_heartbeat, take_shifts, compare_count, take_rejected_items)
"""Views without a form token: they need a bearer token or a code, which no other site can make a browser send."""
