"""An import of people is undone on its page: what comes back, what depends on it, a reason, and once."""

from __future__ import annotations

from pathlib import Path

from app.audit.rules import SYSTEM
from app.directory.models import Employee
from app.directory.services import change_number
from app.extensions import db
from app.shared.transaction import commit
from tests.directory.files import JANUARY, MARTHA, NOVEMBER, line, paulus, person, yohanis
from tests.pages import PageClient
from tests.roster_undo.state import bring_in


def test_the_way_from_the_history_to_the_undone_import(city: Path, office: PageClient) -> None:
    first = bring_in(city, line(), yohanis(), as_of=JANUARY)
    last = bring_in(city, line(UNOR_ID="P"), paulus(), as_of=NOVEMBER)
    history = office.get("/kepegawaian/riwayat")
    address = f"/kepegawaian/unggahan/{last}/batalkan"
    assert address in history.body and f"/kepegawaian/unggahan/{first}/batalkan" not in history.body
    page = office.get(address)
    for words in ("1 orang yang ditambahkan", "2 orang yang diubah", "PAULUS TUPAMAHU", "MARTHA WATTIMENA"):
        assert words in page.text
    assert "Alasan" in page.form(address).submit(reason=" ", expect=422).text
    done = office.get(address).form(address).submit(reason="berkas bulan lalu").follow()
    assert "Impor dibatalkan" in done.text and "diterapkan, lalu dibatalkan" in done.text
    assert db.session.query(Employee).count() == 2
    again = office.get(address)
    assert "sudah dibatalkan pada" in again.text and f'action="{address}"' not in again.body
    assert "sudah dibatalkan pada" in office.get(f"/kepegawaian/unggahan/{last}").text


def test_what_depends_on_it_is_named_and_there_is_no_button(city: Path, office: PageClient) -> None:
    upload = bring_in(city, line(), yohanis(), as_of=JANUARY)
    address = f"/kepegawaian/unggahan/{upload}/batalkan"
    open_page = office.get(address)
    change_number(person(nip=MARTHA).id, nip=None, code="K-1", letter="SK", actor=SYSTEM)
    commit()
    refused = open_page.form(address).submit(reason="keliru", expect=422)
    assert "sudah ada yang bergantung padanya" in refused.text
    page = office.get(address)
    assert "1 orang: sesudahnya jabatan" in page.text and "MARTHA WATTIMENA" in page.text
    assert f'action="{address}"' not in page.body
    assert db.session.query(Employee).count() == 2


def test_an_import_that_is_not_there_is_404(office: PageClient) -> None:
    office.get("/kepegawaian/unggahan/9/batalkan", expect=404)
