"""The menu is one line on lying tablets and wide screens: a second line takes a short screen a tenth of its height."""

from __future__ import annotations

from typing import Any

from app.accounts.rules.roles import ROLES
from app.audit.rules import SYSTEM
from app.booths.services import get_or_create_booth
from tests.people import make_staff

WIDTHS = (1024, 1280)
HEIGHT = "() => document.querySelector('.top-menu ul').getBoundingClientRect().height"


def test_the_menu_of_each_role_is_one_line(session: Any, as_role: Any, open_browser: Any) -> None:
    staff = make_staff()
    scopes: dict[str, dict[str, Any]] = {
        "employee": {"employee": staff.ani},
        "opd": {"unit": staff.clinic},
        "cashier": {"booth": get_or_create_booth("Balai Kota", actor=SYSTEM).id},
    }
    people = {role: as_role(role, **scopes.get(role, {})) for role in ROLES}
    for role, person in people.items():
        page = open_browser("desktop", person)
        page.goto("/sandi")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 600})
            assert page.evaluate(HEIGHT) <= 66, (role, width)
