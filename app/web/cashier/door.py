"""What the till's script asks and sends: JSON, the CSRF token in a header, one strict reader for all."""

import functools
from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import jsonify, request
from flask_login import current_user

from app.booths.queries import find_shift_facts
from app.compliance.queries import find_standing
from app.directory.errors import TooManyLookups
from app.directory.queries import EmployeeHit, find_employee_id, get_employee, load_tree, search_employees
from app.directory.rules import fold_name
from app.sales.drafts import Place, Recorded, SaleDraft, Unreadable, VoidDraft
from app.sales.errors import SaleConflicting, SaleNotFound, SaleRefused
from app.sales.queries import find_sale
from app.sales.reversing import void_sale
from app.sales.rules import receipt_number
from app.sales.services import record_sale
from app.shared import clock
from app.shared.errors import DomainError
from app.web.access import current_actor
from app.web.api.schemas import read_item, read_sales
from app.web.api.sentences import ENVELOPE, item_sentence
from app.web.api.strict_json import EnvelopeError, read_object
from app.web.cashier import blueprint
from app.web.cashier.scope import booth_scope, reverser
from app.web.errors import sentence
from app.web.filters import tanggal
from app.web.lookup_limits import count_lookup
from app.web.transaction import begins_writing_itself

BODY_LIMIT = 64 * 1024
MAX_QUERY = 120
SCANNED_LENGTH = 8
"""A card's token is longer; a shorter text without a blank is more likely a name."""
Answer = tuple[Any, int]


def json_door(view: Callable[[dict[str, Any]], Answer]) -> Callable[[], Answer]:
    """Read the body strictly, and say every refusal as JSON with a sentence.

    `judged` tells the till that this door has decided: any other refusal (an expired login, a stale token)
    says nothing about a sale that may have been booked by an earlier try, and the till keeps it.
    """

    @functools.wraps(view)
    def run() -> Answer:
        try:
            return view(read_object(request, BODY_LIMIT))
        except EnvelopeError as error:
            return jsonify(error=str(ENVELOPE[error.code]), judged=True), error.status
        except TooManyLookups as error:
            return jsonify(error=sentence(error), judged=True), 429
        except DomainError as error:
            return jsonify(error=sentence(error), judged=True), 409

    return begins_writing_itself(run)


@blueprint.post("/pembeli")
@json_door
def find_buyer(body: dict[str, Any]) -> Answer:
    """`{"query": "…"}`: a card, NIP, code or name; or `{"employee": id}`: who that is and what remains."""
    count_lookup(f"user:{current_user.id}")
    if body.keys() == {"employee"} and type(body["employee"]) is int and 0 < body["employee"] < 10**15:
        return jsonify(_person(body["employee"])), 200
    query = body.get("query")
    if body.keys() != {"query"} or not isinstance(query, str) or not 1 <= len(query.strip()) <= MAX_QUERY:
        raise EnvelopeError(400, "query_shape")
    found = _find_exactly(query.strip())
    if found is not None:
        return jsonify(_person(found)), 200
    return jsonify(exact=False, hits=_hits(query.strip())), 200


def _find_exactly(query: str) -> int | None:
    """Who carries this card, NIP or code, judged by the shape of what was typed."""
    digits = query.replace(" ", "").replace(".", "").lstrip("'’")
    if digits.isascii() and digits.isdigit() and len(digits) == 18:
        return find_employee_id(nip=digits)
    if " " in query or len(query) < SCANNED_LENGTH:
        return None
    return find_employee_id(card=query) or find_employee_id(code=query)


def _hits(query: str) -> list[dict[str, Any]]:
    hits = search_employees(query)
    names = Counter(_bare(hit) for hit in hits)
    return [_hit(hit) | {"twin": names[_bare(hit)] > 1} for hit in hits]


def _bare(hit: EmployeeHit) -> str:
    """The name without the titles behind it: with them two namesakes look different on paper only."""
    return fold_name(hit.name.partition(",")[0])


def _hit(hit: EmployeeHit) -> dict[str, Any]:
    return {"id": hit.id, "name": hit.name, "unit": hit.unit, "position": hit.position, "last4": hit.last4}


def _person(employee_id: int) -> dict[str, Any]:
    card, period = get_employee(employee_id), clock.this_period()
    unit = load_tree().name(card.unit_id) if card.unit_id else ""
    last4 = (card.nip or card.code or "")[-4:]
    buyer = {"id": card.id, "name": card.full_name, "unit": unit, "position": card.position, "last4": last4}
    standing = find_standing(employee_id, period, today=clock.today())
    rest = None
    if standing is not None and standing.status is not None:
        until = tanggal(period.last_day)
        rest = {"status": standing.status, "shortfall": standing.shortfall, "until": until}
    return {"exact": True, "buyer": buyer, "rest": rest, "hits": [buyer]}


@blueprint.post("/jual")
@json_door
def sell(body: dict[str, Any]) -> Answer:
    """`{"sale": …, "sent_at": …}`, the sale as the JSON door takes it; answers as that door does."""
    if body.keys() - {"sale", "sent_at"}:
        raise EnvelopeError(400, "unknown_field")
    (item,), sent_at = read_sales({"sales": [body.get("sale")], "sent_at": body.get("sent_at")})
    if isinstance(item, VoidDraft):
        raise EnvelopeError(400, "unknown_field")
    if isinstance(item, Unreadable):
        return jsonify(_refused(item.uuid, item.errors)), 200
    place = _place_of(item)
    if place is None:
        return jsonify(_refused(item.uuid, {"shift": "not_recordable"})), 200
    try:
        recorded = record_sale(item, place=place, actor=current_actor(), sent_at=sent_at)
    except SaleRefused as error:
        return jsonify(_refused(item.uuid, {error.facts["where"]: error.facts["reason"]})), 200
    except SaleConflicting as error:
        # answered below 400, so that the kept conflict is committed for somebody to look at
        answer = {"id": item.uuid, "result": "conflict", "receipt": error.facts["receipt"]}
        return jsonify(answer), 200
    return jsonify(_answer(recorded)), 200


def _place_of(draft: SaleDraft) -> Place | None:
    """The booth of the shift the sale names, when that shift is this cashier's own; None otherwise.

    The shift may be closed by now: a sale kept while the network was away still belongs to it.
    """
    shift = find_shift_facts(draft.shift) if draft.shift else None
    scope = booth_scope()
    if shift is None or shift.cashier_id != current_user.id or draft.cashier != current_user.username:
        return None
    return Place(shift.booth_id, "web") if scope is None or shift.booth_id in scope else None


def _refused(uuid: str, errors: dict[str, str]) -> dict[str, Any]:
    return {
        "id": uuid,
        "result": "refused",
        "errors": {name: item_sentence(code) for name, code in errors.items()},
    }


def _answer(recorded: Recorded) -> dict[str, Any]:
    """`result` is what became of the sale: a replayed one is answered as it was the first time."""
    return {
        "id": recorded.uuid,
        "result": recorded.first_result or recorded.result,
        "replayed": recorded.result == "replayed",
        "receipt": recorded.receipt,
        "month": recorded.period,
        "flags": list(recorded.flags),
    }


@blueprint.post("/batal")
@json_door
def void_now(body: dict[str, Any]) -> Answer:
    """`{"void": {id, void_of, reason, …}}`: take a sale of the own open shift back; repeating is harmless."""
    if body.keys() - {"void", "sent_at"}:
        raise EnvelopeError(400, "unknown_field")
    draft = read_item(body.get("void"))
    if not isinstance(draft, VoidDraft):
        raise EnvelopeError(400, "unknown_field")
    sale = find_sale(draft.void_of)
    if sale is None:
        raise SaleNotFound()
    before = find_sale(draft.uuid)
    if before is not None and before.void_of == sale.id:  # the answer got lost, the same press came again
        return jsonify(id=draft.uuid, result="recorded", replayed=True, receipt=before.receipt), 200
    recorded = void_sale(sale.id, draft.reason, by=reverser(), actor=current_actor(), uuid=draft.uuid)
    return jsonify(_answer(recorded) | {"void_of": receipt_number(sale.uuid)}), 200
