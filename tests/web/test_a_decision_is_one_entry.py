"""A kind of decision is one entry: planted here, it is on the page, counted, guarded, and holds up a month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from jinja2 import TemplateNotFound
from sqlalchemy import Select, select, update

from app.closing.queries import list_readiness
from app.decisions.filters import OpenItemFilter
from app.decisions.queries import count_open_of
from app.decisions.registry import (
    DecisionAction,
    DecisionKind,
    DecisionRequest,
    Outcome,
    PlainRow,
    ReadinessLabel,
    get_kind,
    list_kinds,
    register,
    unregister,
)
from app.extensions import db
from app.makers.models import Maker
from app.reports.month import incomplete
from app.shared import clock
from app.shared.columns import table
from app.shared.errors import NotFound
from app.shared.transaction import commit
from app.web.decisions.routes import ensure_templates
from tests.office import October, make_october
from tests.pages import PageClient
from tests.standing import OCTOBER
from tests.web.routes import ANYBODY, ask, people

MAKER = table(Maker)
TITLE, SENTENCE = "UMKM tanpa kontak", "3 UMKM belum punya kontak"


def list_without_contact(filters: OpenItemFilter) -> Select[Any]:
    ids = () if filters.ids is None else (MAKER.c.id.in_(filters.ids),)
    return select(MAKER.c.id).where(MAKER.c.contact == "", *ids)


def list_rows(ids: list[int]) -> list[PlainRow]:
    names = db.session.execute(
        select(MAKER.c.id, MAKER.c.name).where(MAKER.c.id.in_(ids)).order_by(MAKER.c.id)
    )
    return [PlainRow(key, name) for key, name in names]


def note_contact(request: DecisionRequest) -> Outcome:
    changed = update(MAKER).where(MAKER.c.id.in_(request.ids)).values(contact=request.reason)
    return Outcome(len(db.session.execute(changed.returning(MAKER.c.id)).all()))


KIND = DecisionKind(
    "tanpa-kontak",
    TITLE,
    "Belum ada nomor teleponnya.",
    ("Semua punya kontak", "Tidak ada yang menunggu."),
    list_without_contact,
    list_rows,
    (DecisionAction("note", "Catat kontaknya", "%(count)s kontak dicatat.", note_contact),),
    (ReadinessLabel("no_contact", 95, "%(count)s UMKM belum punya kontak"),),
)


@pytest.fixture
def planted(session: Any) -> Iterator[DecisionKind]:
    """The kind, and three makers that wait."""
    register(KIND)
    for name in ("Ani", "Budi", "Cici"):
        db.session.add(
            Maker(name=f"Dapur {name}", search_name=f"dapur {name.lower()}", created_at=clock.now())
        )
    db.session.flush()
    yield KIND
    unregister(KIND.slug)


@pytest.fixture
def october(session: Any) -> October:
    return make_october()


@pytest.fixture
def finance(october: October, as_role: Any) -> PageClient:
    client: PageClient = as_role("finance", username="bendahara")
    return client


def test_it_is_listed_counted_and_decided(planted: DecisionKind, finance: PageClient) -> None:
    page = finance.get("/keuangan/putuskan/tanpa-kontak")
    assert f"3 {TITLE}" in page.words("nav", class_="kinds")[0]
    assert "Dapur Ani" in page.text and "Belum ada nomor teleponnya." in page.text
    (first, *_others) = [str(box.get("value")) for box in page.all("input", name="rows")]
    form = page.form("putuskan")
    after = form.submit(button="langkah=note", rows=first, reason="0812").follow()
    assert "1 kontak dicatat." in after.text and f"2 {TITLE}" in after.words("nav", class_="kinds")[0]
    rest = {"everything": "y", "until": "999999", "langkah": "note", "reason": "0813"}
    done = finance.post("/keuangan/putuskan/tanpa-kontak", rest, expect=303).follow()
    assert "2 kontak dicatat." in done.text and "Semua punya kontak" in done.text
    form.submit(expect=404, button="langkah=hapus", rows=first, reason="x")


def test_the_first_list_that_holds_something_may_be_it(planted: DecisionKind, finance: PageClient) -> None:
    september = OpenItemFilter(period=OCTOBER.previous())
    first = next(kind for kind in list_kinds("finance") if count_open_of(kind.query, september))
    location = finance.get("/keuangan/putuskan/?bulan=2026-09", expect=303).location
    assert location.startswith(f"/keuangan/putuskan/{first.slug}")
    assert count_open_of(planted.query, september) == 3


def test_another_room_sees_it_and_decides_nothing(
    planted: DecisionKind, october: October, as_role: Any
) -> None:
    mine: PageClient = as_role("manager", booth=october.booth)
    page = mine.get("/pengelola/putuskan/tanpa-kontak")
    assert "Dapur Ani" in page.text and not page.all("input", name="rows")
    assert "Bagian keuangan yang memutuskan." in page.text
    typed = {"rows": "1", "reason": "x", "langkah": "note"}
    mine.post("/pengelola/putuskan/tanpa-kontak", typed, expect=403)


def test_a_room_that_is_not_named_does_not_have_it(october: October, as_role: Any, session: Any) -> None:
    register(replace(KIND, rooms=("finance",)))
    try:
        mine: PageClient = as_role("manager", booth=october.booth)
        assert TITLE not in mine.get("/pengelola/putuskan/bertanda").text
        mine.get("/pengelola/putuskan/tanpa-kontak", expect=404)
        mine.post("/pengelola/putuskan/tanpa-kontak", {"langkah": "note"}, expect=404)
    finally:
        unregister(KIND.slug)


def test_everybody_else_is_refused_as_at_every_other_page(app: Flask, planted: DecisionKind) -> None:
    rooms = {"/keuangan": "finance", "/pengelola": "manager"}
    everybody = people(app)
    for kind in list_kinds():
        for path, room in rooms.items():
            for role, client in everybody.items():
                address = f"{path}/putuskan/{kind.slug}"
                inside = 200 if room in kind.rooms else 404
                status = inside if role == room else 303 if role == ANYBODY else 403
                assert ask(client, "GET", address).status_code == status, (address, role)
                if role != room:
                    posted = ask(client, "POST", address, token="x", data={"langkah": kind.actions[0].slug})
                    assert posted.status_code in (303, 400, 401, 403), (address, role)


def test_a_month_is_not_ready_while_it_waits(app: Flask, planted: DecisionKind, finance: PageClient) -> None:
    points = list_readiness(OCTOBER)
    assert [one.count for one in points if one.code == "no_contact"] == [3]
    codes = [one.code for one in points]
    assert codes.index("unresolved") < codes.index("no_contact")
    assert SENTENCE in incomplete(points)
    page = finance.get("/keuangan/bulan/2026-10")
    (href,) = {url for words, url in page.links.items() if SENTENCE in words}
    assert href == "/keuangan/putuskan/tanpa-kontak?bulan=2026-10"
    assert "Dapur Cici" in finance.get(href).text
    commit()
    refused = app.test_cli_runner().invoke(args=["month", "close", "2026-10", "--actor", "bendahara"])
    assert refused.exit_code == 2 and SENTENCE in refused.stderr


def test_once_taken_out_it_is_nowhere(planted: DecisionKind, finance: PageClient) -> None:
    unregister(KIND.slug)
    try:
        finance.get("/keuangan/putuskan/tanpa-kontak", expect=404)
        assert TITLE not in finance.get("/keuangan/putuskan/bertanda").text
        assert "no_contact" not in {one.code for one in list_readiness(OCTOBER)}
        with pytest.raises(NotFound):
            get_kind(KIND.slug)
    finally:
        register(KIND)


@pytest.mark.parametrize(
    ("part", "empty"),
    [
        ("slug", ""), ("title", ""), ("lead", ""), ("empty", ()), ("query", None), ("list_rows", None), ("actions", ()),
        ("template", ""), ("rooms", ()),
        ("actions", (replace(KIND.actions[0], done=""),)),
    ],
)  # fmt: skip
def test_a_kind_without_a_part_is_refused(part: str, empty: Any) -> None:
    with pytest.raises(ValueError, match="lacks"):
        replace(KIND, **{part: empty})


def test_a_name_or_a_readiness_code_is_used_once() -> None:
    for twin in list_kinds():
        codes = [replace(KIND, readiness=twin.readiness)] if twin.readiness else []
        for again in (replace(KIND, slug=twin.slug), *codes):
            with pytest.raises(ValueError, match="registered already"):
                register(again)
    assert KIND not in list_kinds()


def test_a_kind_whose_template_is_not_there_stops_the_start(app: Flask) -> None:
    register(replace(KIND, template="decisions/_nowhere.html"))
    try:
        with pytest.raises(TemplateNotFound):
            ensure_templates(app)
    finally:
        unregister(KIND.slug)
