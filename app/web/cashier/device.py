"""Makes a signed-in cashier's browser a till: it sends sales with its own token, not with the login."""

from typing import Any

from flask import jsonify, request
from flask_login import current_user

from app.messages.errors import sentence
from app.shared.errors import DomainError
from app.shared.transaction import begin_writing
from app.tills.errors import NoShiftOpen
from app.tills.services.tills import get_or_renew_login_till
from app.web.api.sentences import ENVELOPE
from app.web.api.strict_json import EnvelopeError, read_object
from app.web.api.till_views import till_facts
from app.web.cashier import blueprint
from app.web.cashier.current_shift import my_shift
from app.web.http.guards import current_actor
from app.web.http.transaction import manages_own_transaction

_BODY_LIMIT = 64 * 1024
_LONGEST_TOKEN = 100
Answer = tuple[Any, int]


@blueprint.post("/perangkat")
@manages_own_transaction
def enrol_browser() -> Answer:
    """Answer `{"token", "till"}`. The body is `{}`, or `{"token": …}` to renew the token that this browser has.

    409 without an open shift; every refusal is JSON with a sentence.
    """
    try:
        return _make_till(read_object(request, _BODY_LIMIT))
    except EnvelopeError as error:
        return jsonify(error=str(ENVELOPE[error.code])), error.status
    except DomainError as error:
        return jsonify(error=sentence(error)), 409


def _make_till(body: dict[str, Any]) -> Answer:
    former_token = body.get("token") or ""
    if body.keys() - {"token"} or not isinstance(former_token, str) or len(former_token) > _LONGEST_TOKEN:
        raise EnvelopeError(400, "unknown_field")
    shift = my_shift()
    if shift is None:
        raise NoShiftOpen()
    begin_writing()
    till, token = get_or_renew_login_till(
        current_user.id,
        shift.booth_id,
        session_id=current_user.session_id,
        actor=current_actor(),
        token=former_token,
    )
    return jsonify(token=token, till=till_facts(till)), 200
