"""A verdict is taken back while its round runs, by its agency, and never afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.audit.verify import catch_up, verify_chain
from app.curation.errors import ConflictOfInterest, NotACurator, VerdictStays
from app.curation.queries.offers import list_rounds
from app.curation.queries.verdicts import list_judged
from app.curation.services import take_back_verdict
from app.extensions import db
from app.makers.members import bind_login
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit, rollback
from tests.offers import PHONE, Panel


@pytest.mark.both_engines
def test_an_agency_takes_its_verdict_back_until_the_round_ends(panel: Panel) -> None:
    offer, mine = panel.offer(), panel.curators["Dekranasda"]
    panel.answer(offer, "Dekranasda", "fix", is_held=True)
    verdict_id = panel.verdict(offer, "Dekranasda")
    assert [one.verdict_id for one in list_judged(panel.agencies["Dekranasda"], mine.id or 0)] == [verdict_id]
    with pytest.raises(NotFound):
        take_back_verdict(verdict_id, actor=panel.curators["TP-PKK"])
    with pytest.raises(NotACurator):
        take_back_verdict(verdict_id, actor=PHONE)
    take_back_verdict(verdict_id, actor=mine)
    row = next(one for one in list_rounds(offer.id)[0].verdicts if one.id == verdict_id)
    assert (row.answer, row.points, row.handled_on) == (None, (), None)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "curation.take_back")).one()
    assert event.details["answer"] == "fix" and event.actor_name == mine.name
    with pytest.raises(VerdictStays):
        take_back_verdict(verdict_id, actor=mine)
    panel.answer(offer, "Dekranasda", "fix")
    panel.answer(offer, "TP-PKK", "good")
    assert offer.state == "fixing"
    with pytest.raises(VerdictStays):
        take_back_verdict(verdict_id, actor=mine)
    commit()
    catch_up()
    assert verify_chain(db.session()).is_intact
    for statement in (
        "UPDATE verdict SET answer = NULL, answered_at = NULL, answered_by = NULL WHERE answer IS NOT NULL",
        "DELETE FROM verdict_point",
    ):
        begin_writing()
        with pytest.raises(DBAPIError):
            db.session.execute(text(statement))
        rollback()


def test_whoever_is_bound_to_the_maker_takes_no_verdict_back(panel: Panel) -> None:
    member = panel.curators["Dekranasda"]
    offer = panel.offer()
    panel.answer(offer, "Dekranasda", "good")
    bind_login(panel.maker_id, member.id or 0, actor=SYSTEM)
    with pytest.raises(ConflictOfInterest):
        take_back_verdict(panel.verdict(offer, "Dekranasda"), actor=member)
