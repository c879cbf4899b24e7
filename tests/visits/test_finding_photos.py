"""Pictures of findings: officers and the own maker see them, nobody else; they go with old findings."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.extensions import db
from app.makers.members import bind_login
from app.makers.services import create_maker
from app.photos.errors import PhotosFull
from app.photos.models import Upload
from app.photos.queries import is_shown
from app.photos.rules import MOST_PHOTOS
from app.photos.services import make_picture
from app.privacy.registry import PURGING, Due
from app.shared.errors import NotFound
from app.shared.transaction import begin_writing, commit
from app.visits.errors import FindingClosed
from app.visits.models import FindingPhoto
from app.visits.queries import list_finding_photos, list_findings
from app.visits.services import VisitDraft, add_finding_photo, drop_finding, record_visit
from tests.logins import sign_in
from tests.pages import PageClient
from tests.photos.pictures import picture


def found_at(name: str) -> tuple[int, int]:
    """(maker, finding) of a visit that found something."""
    maker_id = create_maker(name, actor=SYSTEM).id
    record_visit(
        VisitDraft(maker_id, str(uuid4()), date(2026, 11, 2), "Dinas", {"segel": "fix"}), actor=SYSTEM
    )
    return maker_id, next(one.id for one in list_findings([maker_id]))


@pytest.fixture
def finding(session: Any) -> tuple[int, int]:
    begin_writing()
    return found_at("Dapur Kenari")


def photos() -> list[FindingPhoto]:
    db.session.rollback()
    return list(db.session.query(FindingPhoto).order_by(FindingPhoto.id))


def test_officer_and_maker_send_and_see_it_and_nobody_else_does(
    app: Flask, finding: tuple[int, int], as_role: Any, client: PageClient
) -> None:
    maker_id, finding_id = finding
    _other, foreign = found_at("Dapur Lain")
    owner, stranger = (sign_in(app, "maker", username=name) for name in ("pemilik", "lain"))
    bind_login(maker_id, owner.user.id, actor=SYSTEM)
    bind_login(_other, stranger.user.id, actor=SYSTEM)
    commit()
    dinas: PageClient = as_role("umkm")
    here, own = f"/dinas/umkm/{maker_id}/temuan/{finding_id}", f"/usaha/temuan/{finding_id}"
    for client_of, path, colour in ((dinas, here, "#123456"), (owner, own, "#654321")):
        sent = {"photo": (BytesIO(picture(colour=colour)), "foto.jpg")}
        assert "Foto tersimpan." in client_of.get(path).form(f"{path}/foto").submit(**sent).follow().text
    first, second = photos()
    for one in (first, second):
        for client_of, path in ((dinas, here), (owner, own)):
            answer = client_of.get(f"{path}/foto/{one.id}/kecil")
            assert answer.headers["Cache-Control"] == "no-store" and answer.response.mimetype == "image/webp"
        upload = db.session.get_one(Upload, one.upload_id)
        assert not is_shown(upload.sha256)
        client.get(f"/foto/{upload.sha256}/kecil", expect=404)
        stranger.get(f"{own}/foto/{one.id}/kecil", expect=404)
        stranger.get(f"/usaha/temuan/{foreign}/foto/{one.id}/kecil", expect=404)
        dinas.get(f"/dinas/umkm/{_other}/temuan/{finding_id}/foto/{one.id}/kecil", expect=404)
    stranger.get("/usaha/temuan")
    stranger.post(f"{own}/foto", {"photo": (BytesIO(picture()), "foto.jpg")}, expect=404)
    dinas.post(f"/dinas/umkm/{_other}/temuan/{finding_id}/gugur", {"reason": "bukan"}, expect=404)
    dinas.get(here).form(f"{here}/foto/{first.id}/hapus").submit()
    assert [one.id for one in photos()] == [second.id]


@pytest.mark.both_engines
def test_the_same_picture_is_there_once_and_a_closed_finding_takes_none(finding: tuple[int, int]) -> None:
    maker_id, finding_id = finding
    made = make_picture(picture())
    for _time in range(2):
        add_finding_photo(finding_id, made, maker_ids=[maker_id], actor=SYSTEM)
    assert len(list_finding_photos([finding_id])[finding_id]) == 1
    with pytest.raises(NotFound):
        add_finding_photo(finding_id, made, maker_ids=[maker_id + 1], actor=SYSTEM)
    drop_finding(finding_id, "bukan temuan", actor=SYSTEM)
    with pytest.raises(FindingClosed):
        add_finding_photo(finding_id, made, maker_ids=[maker_id], actor=SYSTEM)


def test_a_finding_has_so_many_photos_and_no_more(finding: tuple[int, int]) -> None:
    maker_id, finding_id = finding
    sent = [
        make_picture(picture(size=(90, 90), colour=f"#0000{number * 40:02x}"))
        for number in range(MOST_PHOTOS)
    ]
    for one in sent:
        add_finding_photo(finding_id, one, maker_ids=[maker_id], actor=SYSTEM)
    with pytest.raises(PhotosFull):
        add_finding_photo(finding_id, make_picture(picture()), maker_ids=[maker_id], actor=SYSTEM)


@pytest.mark.both_engines
def test_pictures_of_findings_closed_long_ago_go(finding: tuple[int, int]) -> None:
    maker_id, finding_id = finding
    add_finding_photo(finding_id, make_picture(picture()), maker_ids=[maker_id], actor=SYSTEM)
    part = next(one for one in PURGING if one.name == "finding_photos")
    later = Due(date(2100, 1, 1), [], [], [], [])
    assert part.count(later) == 0, "a live finding keeps its pictures"
    drop_finding(finding_id, "bukan temuan", actor=SYSTEM)
    assert part.count(Due(date(2026, 1, 1), [], [], [], [])) == 0
    assert (part.count(later), part.erase(later), part.count(later)) == (1, 1, 0)
