"""Visits: what each tap does to a finding, what the maker says, frozen checklists, capacity, readiness."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.accounts.services import create_user
from app.audit.rules import SYSTEM, Actor
from app.certificates.rules.drafts import CertificateDraft
from app.certificates.services import record_certificate
from app.extensions import db
from app.makers.members import bind_login
from app.makers.services import create_maker, create_product
from app.shared.errors import NotFound, ReasonMissing
from app.shared.transaction import begin_writing
from app.visits.checklists import AXES, CHECKLISTS, CURRENT
from app.visits.errors import FindingClosed, VisitAhead, VisitEmpty, VisitOfOwnMaker
from app.visits.models import Finding, Visit, VisitAnswer
from app.visits.queries import list_answers, list_capacity, list_findings, list_readiness, list_visits
from app.visits.rules import TARGETS, MakerFacts, find_missing, state_after
from app.visits.services import VisitDraft, drop_finding, record_visit, say_done

TODAY = date(2026, 11, 7)
FROZEN = {1: "1de5baa30257adab"}


@pytest.mark.parametrize("version", sorted(CHECKLISTS))
def test_a_version_of_the_checklist_is_never_changed(version: int) -> None:
    text = "\n".join(f"{item.code} {item.axis} {item.title}" for item in CHECKLISTS[version])
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == FROZEN[version], "make a new version instead"


def test_every_axis_has_points_and_every_target_asks_known_ones() -> None:
    codes = {item.code for item in CHECKLISTS[CURRENT]}
    assert {item.axis for item in CHECKLISTS[CURRENT]} == set(AXES)
    assert len(codes) == len(CHECKLISTS[CURRENT])
    assert all(set(target.items) <= codes for target in TARGETS)


@pytest.mark.parametrize(
    ("state", "answer", "after"),
    [
        (None, "good", None), (None, "fix", "open"), (None, "not_applicable", None), (None, "not_seen", None),
        ("open", "good", "verified"), ("open", "fix", "open"), ("open", "not_applicable", "dropped"),
        ("open", "not_seen", "open"), ("said_done", "good", "verified"), ("said_done", "fix", "open"),
        ("said_done", "not_applicable", "dropped"), ("said_done", "not_seen", "said_done"),
    ],
)  # fmt: skip
def test_what_each_tap_does_to_a_finding(state: Any, answer: Any, after: Any) -> None:
    assert state_after(state, answer) == after


def test_readiness_names_what_is_missing_and_leaves_out_what_does_not_apply() -> None:
    (target,) = (one for one in TARGETS if one.slug == "modern")
    everything = {code: "good" for code in target.items}
    kinds = {"nib", "md", "halal"}
    assert find_missing(target, MakerFacts(everything, kinds, {"barcode", "capacity"})) == []  # type: ignore[arg-type]
    worse = everything | {"segel": "fix", "pasokan": "not_applicable"}
    del worse["mutu-tetap"]
    found = find_missing(target, MakerFacts(worse, {"nib", "pirt"}, {"barcode"}))  # type: ignore[arg-type]
    assert [(one.code, one.need, one.kinds) for one in found] == [
        ("certificate", "missing", ("halal",)), ("segel", "fix", ()), ("mutu-tetap", "not_seen", ()),
        ("capacity", "missing", ()),
    ]  # fmt: skip


@pytest.fixture
def maker_id(session: Any) -> int:
    begin_writing()
    return create_maker("Dapur Kenari", actor=SYSTEM).id


def draft(maker_id: int, **said: Any) -> VisitDraft:
    plain = VisitDraft(
        maker_id, str(uuid4()), date(2026, 11, 2), "Dinas", {"segel": "fix", "kebersihan": "good"}
    )
    return replace(plain, **said)


@pytest.mark.both_engines
def test_a_finding_lives_until_an_officer_sees_it_mended(maker_id: int) -> None:
    record_visit(draft(maker_id, advice={"segel": "Pakai mesin segel"}), actor=SYSTEM)
    (finding,) = list_findings()
    assert (finding.item, finding.advice, finding.state) == ("segel", "Pakai mesin segel", "open")
    with pytest.raises(NotFound):
        say_done(finding.id, [maker_id + 1], actor=SYSTEM)
    say_done(finding.id, [maker_id], actor=SYSTEM)
    record_visit(draft(maker_id, answers={"kebersihan": "good", "segel": "not_seen"}), actor=SYSTEM)
    assert list_findings()[0].state == "said_done"
    record_visit(draft(maker_id, answers={"segel": "fix"}), actor=SYSTEM)
    (again,) = list_findings()
    assert (again.id, again.state, again.advice) == (finding.id, "open", "Pakai mesin segel")
    record_visit(draft(maker_id, answers={"segel": "good"}), actor=SYSTEM)
    assert list_findings() == []
    with pytest.raises(FindingClosed):
        say_done(finding.id, [maker_id], actor=SYSTEM)
    assert db.session.scalar(select(Finding.state)) == "verified"
    assert [(one.good, one.fix) for one in list_visits(maker_id)] == [(1, 0), (0, 1), (1, 0), (1, 1)]
    assert list_answers()[maker_id] == {"segel": "good", "kebersihan": "good"}


@pytest.mark.both_engines
def test_the_database_keeps_one_live_finding_of_a_point(maker_id: int) -> None:
    visit_id = record_visit(draft(maker_id), actor=SYSTEM)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(Finding(visit_id=visit_id, maker_id=maker_id, item="segel", state="open"))
        db.session.flush()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(VisitAnswer(visit_id=visit_id, item="resep", answer="not_seen"))
        db.session.flush()


def test_a_visit_sent_twice_is_one(maker_id: int) -> None:
    one = draft(maker_id)
    assert record_visit(one, actor=SYSTEM) == record_visit(one, actor=SYSTEM)
    other = create_maker("Kopi Tuni", actor=SYSTEM).id
    with pytest.raises(NotFound):
        record_visit(replace(one, maker_id=other), actor=SYSTEM)
    assert db.session.scalar(select(func.count()).select_from(Visit)) == 1


@pytest.mark.parametrize("answers", [{}, dict.fromkeys(["segel"], "not_seen"), {"tidak-ada": "good"}])
def test_a_visit_at_which_nothing_was_seen_is_refused(maker_id: int, answers: Any) -> None:
    with pytest.raises(VisitEmpty):
        record_visit(draft(maker_id, answers=answers), actor=SYSTEM)


def test_days_to_come_own_makers_and_others_goods_are_refused(maker_id: int) -> None:
    with pytest.raises(VisitAhead):
        record_visit(draft(maker_id, visited_on=date(2026, 11, 8)), actor=SYSTEM)
    other = create_maker("Kopi Tuni", actor=SYSTEM).id
    product = create_product(other, "Kopi", unit_price=9_000, effective_from=TODAY, actor=SYSTEM)
    with pytest.raises(NotFound):
        record_visit(draft(maker_id, pieces={product.id: 5}), actor=SYSTEM)
    user = create_user("dinas", actor=SYSTEM, grants=[])
    bind_login(maker_id, user.id, actor=SYSTEM)
    own = Actor("user", user.id, "dinas")
    with pytest.raises(VisitOfOwnMaker):
        record_visit(draft(maker_id), actor=own)
    record_visit(draft(maker_id), actor=SYSTEM)
    (finding,) = list_findings()
    with pytest.raises(VisitOfOwnMaker):
        drop_finding(finding.id, "x", actor=own)
    with pytest.raises(ReasonMissing):
        drop_finding(finding.id, " ", actor=SYSTEM)
    drop_finding(finding.id, "Sudah dibuang", actor=SYSTEM)
    assert list_findings() == []


def test_capacity_holds_from_its_day_and_readiness_counts_only_what_was_checked(maker_id: int) -> None:
    product = create_product(
        maker_id, "Bagea", unit_price=9_000, effective_from=TODAY, barcode="8990000000001", actor=SYSTEM
    )
    record_visit(draft(maker_id, pieces={product.id: 400}), actor=SYSTEM)
    assert [one.pieces for one in list_capacity(date(2026, 11, 1))] == [None]
    assert [one.pieces for one in list_capacity(date(2026, 11, 2))] == [400]

    def lacks_halal() -> bool:
        (row,) = list_readiness(TODAY)
        assert row.pieces == 400
        return any(one.kinds == ("halal",) for one in row.missing["modern"])

    halal = CertificateDraft(maker_id, "halal", "ID32110001333131122", "ID32110001333131122")
    record_certificate(halal, source="maker", actor=SYSTEM)
    assert lacks_halal()
    record_certificate(replace(halal, checked_on=TODAY, checked_by="Dinas"), source="officer", actor=SYSTEM)
    assert not lacks_halal()
