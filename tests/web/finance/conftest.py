"""What the tests of this folder share."""

from typing import Any

import pytest

from app.extensions import db
from app.sales.models import Sale
from app.tills.models import Till
from tests.logins import sign_in
from tests.office import October, make_october
from tests.pages import PageClient
from tests.standing import (
    make_decree,
    make_person,
    make_sale,
    make_tree,
)
from tests.web.finance import odd
from tests.web.finance.test_exemptions import NIP


@pytest.fixture
def october(session: Any) -> October:
    """The city, with October open."""
    return make_october()


@pytest.fixture
def till(october: October) -> Till:
    """A till of Balai Kota."""
    return odd.make_till(october)


@pytest.fixture
def finance(october: October, as_role: Any) -> PageClient:
    """Somebody of finance."""
    client: PageClient = as_role("finance")
    return client


@pytest.fixture
def ani_bought(october: October) -> Sale:
    """Ani's sale of 30.000."""
    return db.session.query(Sale).filter_by(amount=30_000).one()


@pytest.fixture
def office(app, session):
    """Somebody of the finance office, in a city of two people under a decree and one under none."""
    _city, _opd, school = make_tree()
    make_person(school, "Ani Eselon")
    make_person(school, "Budi Fungsional", echelon="", position_kind="Fungsional")
    make_person(school, "Cici Honorer", status="Non ASN", echelon="", position="Tenaga Honorer")
    make_decree()
    return sign_in(app, "finance")


@pytest.fixture
def treasurer(app, session):
    """Finance, in a city of three people who each owe 20.000; one has a NIP, two share their name."""
    _city, _opd, school = make_tree()
    make_decree()
    make_sale(None, 1_000, "2026-10-01")
    make_person(school, "Ani Contoh").nip = NIP
    make_person(school, "Budi Kembar", position="Guru")
    make_person(school, "Budi Kembar", position="Kepala Sekolah")
    db.session.flush()
    return sign_in(app, "finance")
