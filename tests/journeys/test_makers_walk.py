"""Every page of the makers' side with full data, room by room: axe is content, nothing scrolls sideways at 320 px."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from app.accounts.models import User
from app.audit.rules import SYSTEM
from app.channels.services import claim_channel
from app.curation.services import hold_product
from app.decisions.registry import list_kinds
from app.extensions import db
from app.makers.members import find_login_of_maker
from app.makers.profiles import complete_maker
from app.makers.registration import MakerDraft
from app.photos.services import add_product_photo, make_picture
from app.shared import clock
from app.shared.transaction import commit
from app.training.services.seats import enrol
from app.turns.services import add_contact, fill_turns
from app.visits.queries import list_findings
from app.visits.services import VisitDraft, record_visit
from app.web.http.policy import rule_for
from tests.logins import sign_in, sign_in_again
from tests.offers import make_panel
from tests.page_checks import fits
from tests.pages import PageClient
from tests.photos.pictures import picture
from tests.standing import make_tree
from tests.training.course import make_course
from tests.web.foreign import make_worlds
from tests.web.maker.conftest import Market, make_market
from tests.web.routes import address, kinds, routes

pytestmark = pytest.mark.sqlite
SMALL, PHONE = {"width": 320, "height": 568}, {"width": 360, "height": 640}
LONG_NAME = "Kelompok Usaha Bersama Perempuan Nelayan Latuhalat-Airlouw Sejahtera"
GOODS = ("rak", "nota-titip", "hitung-rak", "penyelesaian", "pemegang", "umkm", "produk", "putuskan")
ROOMS: dict[str, tuple[str, ...]] = {
    "maker": ("/usaha",),
    "curator": ("/kurasi",),
    "umkm": ("/dinas",),
    "manager": tuple(f"/pengelola/{part}" for part in GOODS),
    "finance": ("/keuangan/penyelesaian", "/keuangan/putuskan", "/keuangan/umkm"),
    "leader": ("/dinas", "/pengelola", "/keuangan/penyelesaian"),
}
"""Role → where its pages of the makers' side begin."""
FILES = ("/berkas", "/gambar", "/unduh", "/contoh", ".jpg", ".png", "/tolakan")


class World:
    """Everything a page of the makers' side can show, and who looks."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        tree = make_tree()
        _viewers, self.ids = make_worlds(app, tree)
        self.market = make_market(tree)
        self.panel = make_panel(maker_id=self.ids["maker_id"])
        self.offer = self.panel.offer()
        self.course_id = make_course(title=LONG_NAME).id
        self.fill(self.market)
        commit()

    def fill(self, market: Market) -> None:
        """What officers and the maker itself write about the first maker, with a name that is long."""
        own = market.own
        complete_maker(
            own.maker_id, MakerDraft(name=LONG_NAME, owner_name=LONG_NAME, phone="081234500011"), actor=SYSTEM
        )
        add_product_photo(own.product_id, make_picture(picture()), actor=SYSTEM)
        claim_channel(own.maker_id, "https://www.tokopedia.com/dapurkenariambonmanise", actor=SYSTEM)
        fill_turns(date(2026, 12, 7), market.booth_id, 3, actor=SYSTEM)
        add_contact(own.maker_id, clock.today(), LONG_NAME, "pesanan " * 20, actor=SYSTEM)
        enrol(self.course_id, own.maker_id, "Peserta Panjang Sekali Namanya", "site", actor=SYSTEM)
        record_visit(
            VisitDraft(own.maker_id, str(uuid4()), clock.today(), "Dinas", {"segel": "fix"}), actor=SYSTEM
        )

    def places(self, role: str) -> dict[str, Any]:
        """The numbers with which this role's addresses are filled."""
        own, curator = self.market.own, self.panel.curators["Dekranasda"]
        if role == "maker":
            (finding, *_) = list_findings([own.maker_id])
            return {
                "maker_id": own.maker_id, "supply_note_id": own.note_id, "submission_id": own.offer_id,
                "product_id": own.product_id, "finding_id": finding.id,
                "event_id": self.course_id,
            }  # fmt: skip
        if role == "curator":
            hold = hold_product(
                self.offer.product_id, reason="uji", letter_number="7/1", until=None, actor=curator
            )
            return {
                "verdict_id": self.panel.verdict(self.offer, "Dekranasda"), "product_id": self.offer.product_id,
                "hold_id": hold.id,
            }  # fmt: skip
        return self.ids | {"event_id": self.course_id, "maker_id": own.maker_id, "product_id": own.product_id}

    def client(self, role: str) -> PageClient:
        """A browser of somebody with this role."""
        if role == "maker":
            return sign_in_again(self.app, find_login_of_maker(self.market.own.maker_id))
        if role == "curator":
            return sign_in_again(self.app, db.session.get_one(User, self.panel.curators["Dekranasda"].id))
        return sign_in(self.app, role)

    def paths(self, role: str, client: PageClient) -> Iterator[str]:
        """Every page of this role's makers' side that opens with these numbers."""
        places = self.places(role)
        commit()
        for route in routes(self.app, "GET"):
            if role not in rule_for(route.endpoint) or any(part in route.rule.rule for part in FILES):
                continue
            choices = [one.slug for one in list_kinds()] if "decision" in kinds(route.rule).values() else [""]
            for slug in choices:
                path = address(route.rule, **places, **({"kind": slug} if slug else {}))
                if path.startswith(ROOMS[role]) and self.is_page(client, path):
                    yield path

    def is_page(self, client: PageClient, path: str) -> bool:
        """Whether it is a page that is there, not a file and not another's."""
        answer = client.browser.get(path)
        return answer.status_code == 200 and answer.mimetype == "text/html"


@pytest.mark.parametrize("role", ROOMS)
def test_every_page_of_the_makers_side_reads_well_on_the_smallest_phone(
    app: Flask, session: Any, open_browser: Callable[..., Page], axe: Any, role: str
) -> None:
    world = World(app)
    client = world.client(role)
    paths = sorted(set(world.paths(role, client)))
    page, wrong = open_browser("phone", client, viewport=SMALL), []
    for path in paths:
        page.goto(path)
        if not fits(page):
            wrong.append(f"{path} scrolls sideways: {widest(page)}")
        if role == "leader":
            acts = page.locator("main form[method=post]:visible:not([action$='/unduh'])")
            expect(acts, path).to_have_count(0)
        try:
            axe(page)
        except AssertionError as violation:
            wrong.append(str(violation))
    assert wrong == [], "\n".join(wrong)
    assert len(paths) >= LEAST[role], paths


LEAST = {"maker": 15, "curator": 4, "umkm": 25, "manager": 10, "finance": 4, "leader": 15}
"""So many pages at least, so that no room is walked past."""


def widest(page: Page) -> str:
    """The innermost element that hangs furthest over the edge."""
    found = page.evaluate(
        "() => [...document.querySelectorAll('main *')].map(e => [Math.round(e.getBoundingClientRect().right), "
        "e.outerHTML.slice(0, 120)]).filter(one => one[0] > innerWidth).sort((a, b) => a[0] - b[0]).slice(-1)"
    )
    return str(found)


@pytest.mark.parametrize(
    "path", ["nota-titip", "nota-titip/baru", "rak", "penyelesaian", "penyelesaian/nota/{statement_id}"]
)
def test_the_main_button_is_in_sight_on_a_phone(
    app: Flask, session: Any, open_browser: Callable[..., Page], path: str
) -> None:
    world = World(app)
    page = open_browser("phone", world.client("manager"), viewport=PHONE)
    page.goto("/pengelola/" + path.format(**world.ids))
    button = page.locator("main .btn-primary:visible").first
    expect(button, path).to_be_in_viewport(ratio=0.98)
