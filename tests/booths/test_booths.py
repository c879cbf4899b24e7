"""Booths: names, and what the database itself refuses."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from app.audit.rules import SYSTEM
from app.booths.errors import BoothNameMissing, BoothNameTaken
from app.booths.models import Booth
from app.booths.queries import find_booth
from app.booths.services import change_booth, create_booth, get_or_create_booth
from app.extensions import db


@pytest.fixture
def booth(session: Any) -> Booth:
    """A booth that takes cash."""
    return create_booth("Balai Kota", actor=SYSTEM, mode="cash")


def test_a_name_names_one_booth_however_it_is_written(booth: Booth) -> None:
    assert get_or_create_booth("BALAI  kota", actor=SYSTEM).id == booth.id
    assert find_booth("balai kota") is booth
    other = get_or_create_booth("Gedung A", actor=SYSTEM)
    assert other.mode == "record" and other.id != booth.id
    with pytest.raises(BoothNameTaken):
        create_booth("gedung a", actor=SYSTEM)
    with pytest.raises(BoothNameTaken):
        change_booth(other.id, name="Balai Kota", mode="cash", unit_id=None, is_active=True, actor=SYSTEM)
    with pytest.raises(BoothNameMissing):
        create_booth("  ", actor=SYSTEM)


def test_the_database_knows_two_modes_only(booth: Booth) -> None:
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(Booth.__table__.update().values(mode="gratis"))
