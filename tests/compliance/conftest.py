"""What the tests of this folder share."""

import pytest

from tests.standing import (
    make_decree,
    make_person,
    make_sale,
    make_tree,
)


@pytest.fixture
def person(session):
    """Somebody at a school, who owes 20.000 and was recorded in October and November."""
    _city, _opd, school = make_tree()
    make_decree()
    make_sale(None, 1_000, "2026-10-01")
    return make_person(school)


@pytest.fixture
def city(session):
    """The city, its OPD and the school, under the plain decree, recorded since October."""
    units = make_tree()
    make_decree()
    make_sale(None, 1_000, "2026-10-01")
    return units
