"""Makers are told of an end 90, 30, 7 and 0 days before, once each, until something replaces the certificate."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.certificates.kinds import list_due
from app.certificates.rules.drafts import CertificateDraft
from app.certificates.services import end_certificate, record_certificate
from app.makers.services import create_maker
from app.notices.queries import list_all_of
from app.notices.registry import Morning, find_kind
from app.notices.rules import maker
from app.notices.services import remind
from app.shared.transaction import begin_writing, commit

END = date(2027, 1, 31)


@pytest.fixture
def maker_id(session: Any) -> int:
    begin_writing()
    return create_maker("Dapur Kenari", actor=SYSTEM).id


def record(maker_id: int, number: str, expires_on: date | None, **said: Any) -> int:
    draft = CertificateDraft(maker_id, "pirt", number, number, expires_on=expires_on, **said)
    return record_certificate(draft, source="officer", actor=SYSTEM)[0]


@pytest.mark.parametrize(
    ("left", "step"),
    [(91, None), (90, 90), (89, 90), (31, 90), (30, 30), (8, 30), (7, 7), (1, 7), (0, 0), (-1, 0), (-400, 0)],
)
def test_the_nearest_step_that_has_come_is_due(maker_id: int, left: int, step: int | None) -> None:
    certificate_id = record(maker_id, "206817186183627", END)
    record(maker_id, "206817186183628", None)
    due = list_due(Morning(date.fromordinal(END.toordinal() - left)))
    events = [] if step is None else [f"certificate:{certificate_id}:{step}"]
    assert [one.event for one in due] == events


@pytest.mark.parametrize("is_checked", [False, True])
def test_each_step_is_told_once_whether_it_was_checked_or_not(
    clock: Any, maker_id: int, is_checked: bool
) -> None:
    seen = {"checked_on": date(2026, 10, 2), "checked_by": "Dinkes"} if is_checked else {}
    record(maker_id, "206817186183627", END, **seen)
    told = []
    for day in ("2026-11-01", "2026-11-02", "2026-11-20", "2027-01-25", "2027-02-03", "2027-06-01"):
        clock.move_to(f"{day} 06:00")
        told.append(remind(actor=SYSTEM)["certificates"])
    assert told == [0, 1, 0, 1, 1, 0]  # 30 days before, nothing ran: the step after it says more
    kind = find_kind("certificate")
    assert kind is not None
    assert [kind.describe(one.facts).values["day"] for one in list_all_of(maker(maker_id))] == [END] * 3


def test_what_is_replaced_or_ended_is_told_no_more(maker_id: int) -> None:
    record(maker_id, "206817186183627", END)
    record(maker_id, "206817186183632", date(2032, 1, 31))
    assert list_due(Morning(END)) == []
    slip = record(maker_id, "206817186183627X", END)
    assert len(list_due(Morning(END))) == 1
    end_certificate(slip, "mistaken", "Salah ketik", actor=SYSTEM)
    assert list_due(Morning(END)) == []
    commit()
