"""Answers that tills cache: long lists with an ETag, computed once for all tills that request them at the same time."""

import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Response, current_app, request

from app.audit.queries import get_last_event_id
from app.closing.queries import list_standings_of_month
from app.compliance.rules import STATUSES
from app.directory.till_roster import TillPerson, get_roster_version, list_till_people
from app.makers.queries import list_catalogue
from app.product_warnings.registry import find_warnings
from app.sales.queries import find_last_sale_today
from app.shared import clock
from app.tills.queries.tills import TillIdentity

_FORMAT = "2"
"""Part of the buyers' ETag, so that tills replace lists of an earlier format, which contained a digest of each NIP."""
_LIKE_A_NIP = re.compile(r"[0-9]{9,}", re.ASCII)
FRESH_SECONDS = 60.0
"""Standings and warnings are computed at most once in this time, however many tills request them."""


@dataclass(slots=True)
class _CachedList:
    """One list, the mark of its data, and when it was made (monotonic seconds). Only one request at a time makes it."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    mark: Any = None
    at: float = 0.0
    value: Any = None

    def get(self, mark: Any, make: Callable[[], Any], *, is_fresh: Callable[["_CachedList"], bool]) -> Any:
        """Return the stored value if it has this mark or is fresh enough; otherwise make it anew."""
        with self.lock:
            if self.value is None or not (self.mark == mark or is_fresh(self)):
                self.value, self.mark, self.at = make(), mark, time.monotonic()
            return self.value


def _cached(name: str) -> _CachedList:
    cached: dict[str, _CachedList] = current_app.extensions.setdefault("till_lists", {})
    return cached.setdefault(name, _CachedList())


def answer_buyers(till: TillIdentity) -> Response:
    """Return everybody in service, for a search without a network. 304 while the roster is unchanged.

    The device gets only the last four digits of a NIP: even a keyed digest could be reversed in seconds by trying all
    numbers, because the device has the key. Cards and KODEs are found by the digest of their random text.
    """
    version = get_roster_version()
    key = hmac.digest(till.key, b"buyers", "sha256")[:16]
    etag = hashlib.sha256(f"{_FORMAT}:{version}:{key.hex()}".encode()).hexdigest()[:24]
    if _has(etag):
        return _not_modified(etag)
    people = _cached("roster").get(version, list_till_people, is_fresh=lambda _cached: False)
    return _answer(_buyers(people, key), etag)


def _buyers(people: list[TillPerson], key: bytes) -> dict[str, Any]:
    units: dict[str, int] = {}
    positions: dict[str, int] = {}

    def hashed(text: str) -> str:
        return hmac.digest(key, text.encode(), "sha256").hex()[:16] if text else ""

    rows = [
        [
            one.id,
            one.name,
            units.setdefault(one.unit, len(units)),
            positions.setdefault(one.position, len(positions)),
            one.last4,
            "",  # formerly the digest of the NIP; till pages of an earlier version read by position
            "" if _LIKE_A_NIP.search(one.code) else hashed(one.code),
            hashed(one.card),
        ]
        for one in people
    ]
    return {"key": key.hex(), "units": list(units), "positions": list(positions), "people": rows}


def answer_standings() -> Response:
    """Return what everybody still has to buy this month, and when each was last served today. 304 if unchanged."""
    mark = (get_last_event_id(), clock.today())
    etag, body = _cached("standings").get(mark, _standings, is_fresh=_is_recent)
    return _not_modified(etag) if _has(etag) else _answer(body, etag)


def _is_recent(cached: _CachedList) -> bool:
    """Whether the list is of today and younger than FRESH_SECONDS, though something may have been sold since."""
    return cached.mark[1] == clock.today() and time.monotonic() - cached.at < FRESH_SECONDS


def _standings() -> tuple[str, dict[str, Any]]:
    period = clock.this_period()
    served = find_last_sale_today()
    places = {status: place for place, status in enumerate(STATUSES)}
    rows = [
        [
            row.employee_id,
            places.get(row.status or ""),
            row.shortfall if row.minimum is not None and row.status in ("met", "short") else None,
            _clock_time(served.get(row.employee_id)),
        ]
        for row in list_standings_of_month(period)
    ]
    body = {
        "period": str(period),
        "until": period.last_day.isoformat(),
        "statuses": list(STATUSES),
        "rows": rows,
    }
    etag = hashlib.sha256(json.dumps(body).encode()).hexdigest()[:24]
    return etag, {"as_of": clock.local(clock.now()).isoformat(timespec="seconds"), **body}


def _clock_time(moment: Any) -> str | None:
    return clock.local(moment).strftime("%H:%M") if moment is not None else None


def last_sale_today(employee_id: int) -> str | None:
    """Return when this person was last served today, by the city's clock; None if not yet."""
    return _clock_time(find_last_sale_today([employee_id]).get(employee_id))


def answer_products(booth_id: int) -> Response:
    """Return the products on sale today, favourites first; prices in whole rupiah, null if none is set. 304 if
    unchanged. `warnings` are about this booth, computed at most once a minute for its tills.
    """
    today = clock.today()
    warnings = _cached(f"warnings-{booth_id}").get(
        (get_last_event_id(), today), lambda: find_warnings(booth_id, today), is_fresh=_is_recent
    )
    listed = [
        {
            "id": item.product_id,
            "maker": item.maker_name,
            "name": item.name,
            "category": item.category,
            "barcode": item.barcode,
            "unit_price": item.unit_price,
            "favourite": item.is_favourite,
            "warnings": warnings.get(item.product_id, []),
        }
        for item in list_catalogue(today)
    ]
    body = {"products": listed, "day": today.isoformat()}
    etag = hashlib.sha256(json.dumps(body).encode()).hexdigest()[:24]
    return _not_modified(etag) if _has(etag) else _answer(body, etag)


def _has(etag: str) -> bool:
    """Whether the till has this version already. Compression adds its name to the ETag, after a colon."""
    given = request.if_none_match
    return any(tag.partition(":")[0] == etag for tag in (*given.as_set(include_weak=True),))


def _not_modified(etag: str) -> Response:
    answer = Response(status=304)
    answer.set_etag(etag)
    return answer


def _answer(body: dict[str, Any], etag: str) -> Response:
    answer = Response(current_app.json.dumps(body), mimetype="application/json")
    answer.set_etag(etag)
    return answer
