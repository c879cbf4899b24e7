"""The logo beside the letterhead: what is taken, what is left behind, and where it is printed."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL import Image, PngImagePlugin
from pypdf import PdfReader

from app.audit.rules import SYSTEM
from app.extensions import db
from app.pdf.page import Paper, write_pages
from app.pdf.parts import letterhead
from app.pdf.picture import read_picture
from app.settings.queries import find_logo
from app.settings.services import set_logo
from app.shared import clock
from app.shared.transaction import commit
from tests.pages import PageClient
from tests.people import make_staff

PAGE = "/admin/pengaturan/logo"


@pytest.fixture
def admin(as_role: Any, session: Any) -> PageClient:
    """A signed-in admin."""
    client: PageClient = as_role("admin")
    return client


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 600), **extra: Any) -> bytes:
    target = BytesIO()
    Image.new("RGB", size, "#0b5560").save(target, kind, **extra)
    return target.getvalue()


def with_words() -> bytes:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "RAHASIA")
    return picture(pnginfo=words) + b"RAHASIA behind the end"


def huge_head() -> bytes:
    """A PNG of a few bytes that says it has 2.5 milliard points."""
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 6, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def send(client: PageClient, content: bytes, expect: int = 303) -> Any:
    client.get(PAGE)
    return client.post(PAGE, {"file": (BytesIO(content), "logo.png")}, expect)


def stored() -> bytes | None:
    db.session.rollback()
    return find_logo()


@pytest.mark.parametrize(
    "sent", [picture(), picture("JPEG"), with_words()], ids=["png", "jpeg", "with words"]
)
def test_a_logo_is_stored_small_and_with_nothing_else_in_it(admin: PageClient, sent: bytes) -> None:
    send(admin, sent)
    kept = stored()
    assert kept is not None and b"RAHASIA" not in kept
    with Image.open(BytesIO(kept)) as shown:
        assert shown.format == "PNG" and shown.size == (360, 240) and not shown.info.get("Author")
    answer = admin.get("/admin/pengaturan/logo.png")
    assert answer.data == kept and answer.response.mimetype == "image/png"


@pytest.mark.parametrize(
    ("sent", "word"),
    [
        (b"", "bukan gambar"),
        (b"<svg onload=alert(1)>", "bukan gambar"),
        (picture("GIF"), "bukan gambar"),
        (picture()[:200], "bukan gambar"),
        (huge_head(), "terlalu besar"),
    ],
    ids=["empty", "svg", "gif", "cut", "points"],
)
def test_what_is_no_picture_of_ours_changes_nothing(admin: PageClient, sent: bytes, word: str) -> None:
    send(admin, picture())
    before = stored()
    page = send(admin, sent, 422)
    assert word in page.text
    assert before is not None and stored() == before


def test_a_file_of_too_many_bytes_is_not_looked_at(
    admin: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = picture()
    monkeypatch.setattr("app.pdf.picture.LARGEST_FILE", len(sent) - 1)
    assert "terlalu besar" in send(admin, sent, 422).text
    assert stored() is None


def test_a_workbook_carries_the_logo_and_the_page_that_shows_it_does_not_ask_for_it(
    as_role: Any, session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_staff()
    set_logo(read_picture(BytesIO(picture())), actor=SYSTEM)
    commit()
    finance: PageClient = as_role("finance")
    asked: list[bool] = []
    monkeypatch.setattr("app.settings.queries.find_logo", lambda: asked.append(True) or find_logo())
    finance.get("/keuangan/laporan/lihat/year?tahun=2026")
    assert asked == []
    page = finance.post("/keuangan/laporan/buat/year", {"tahun": "2026"}, expect=200)
    book = load_workbook(BytesIO(page.data))
    assert [len(sheet._images) for sheet in book] == [1] * len(book.worksheets)
    assert asked == [True]


def test_a_logo_is_removed_once(admin: PageClient) -> None:
    send(admin, picture())
    admin.get(PAGE)
    assert "Logo dihapus" in admin.post(f"{PAGE}/hapus").follow().text
    assert stored() is None
    admin.get("/admin/pengaturan/logo.png", 404)
    admin.get(PAGE)
    assert "Tidak ada logo" in admin.post(f"{PAGE}/hapus").follow().text


def test_papers_carry_the_logo_and_the_same_paper_has_the_same_bytes(session: Any) -> None:
    set_logo(read_picture(BytesIO(picture())), actor=SYSTEM)
    written = []
    paper = Paper("Uji", "Uji", clock.now().replace(microsecond=0), "kaki")
    for logo in (find_logo(), find_logo(), None):
        target = BytesIO()
        write_pages(target, paper, letterhead(["PEMERINTAH KOTA", "BADAN KEUANGAN"], paper.width, logo))
        written.append(target.getvalue())
    assert written[0] == written[1]
    (page,) = PdfReader(BytesIO(written[0])).pages
    assert len(page.images) == 1 and "BADAN KEUANGAN" in page.extract_text()
    assert not PdfReader(BytesIO(written[2])).pages[0].images
