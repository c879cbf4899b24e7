"""A forgotten password at a booth: card in hand, new code on paper, everything else ended."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.accounts.services import issue_code
from app.audit.models import AuditEvent
from app.audit.rules import SYSTEM
from app.extensions import db
from app.shared.transaction import begin_writing, commit
from tests.pages import PageClient
from tests.people import make_staff

CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}\b")


def test_a_card_gets_a_new_code_and_ends_what_was(as_role: Any, app: Any, session: Any) -> None:
    staff = make_staff()
    budi: PageClient = as_role("employee", employee=staff.budi, username="budi")
    begin_writing()
    issue_code(budi.user.id, actor=SYSTEM)
    commit()
    manager: PageClient = as_role("manager")
    manager.get("/pengelola/sandi")
    page = manager.form().submit(expect=200, card=staff.budi.card_token)
    assert "Budi Sahetapy" in page.text and "SD Negeri 12 Latuhalat" in page.text
    letter = page.form().submit(expect=200)
    (code,) = set(CODE.findall(letter.text))
    visitor = PageClient(app)
    visitor.get("/aktivasi")
    step = visitor.form().submit(expect=200, code=code)
    refused = step.form().submit(expect=422, password="a", again="b")
    assert "budi" in refused.text  # the only key of the account stays in sight
    refused.form().submit(expect=303, password="gandaria-muda-88", again="gandaria-muda-88")
    assert visitor.get("/saya/").status == 200
    assert "kode" in visitor.get("/saya/akses").text


def test_a_card_of_somebody_with_powers_or_of_nobody_gets_no_code(as_role: Any, session: Any) -> None:
    staff = make_staff()
    as_role("employee", "finance", employee=staff.cici, username="cici")
    manager: PageClient = as_role("manager")
    manager.get("/pengelola/sandi")
    assert "tidak ditemukan" in manager.form().submit(expect=422, card="0" * 32).text
    assert "tidak ditemukan" in manager.form().submit(expect=422, card=staff.dodi.card_token).text
    page = manager.form().submit(expect=200, card=staff.cici.card_token)
    assert CODE.findall(page.form().submit(expect=422).text) == []
    db.session.rollback()
    hashes = select(AuditEvent.id).join(User, User.id == AuditEvent.subject_id)
    assert (
        db.session.scalar(hashes.where(AuditEvent.action.in_(("accounts.reset", "accounts.issue_code"))))
        is None
    )
