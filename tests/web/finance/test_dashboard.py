"""`Kota sekilas` and the OPD's own: what is drawn equals what the lists say, and leads to them; few statements."""

from __future__ import annotations

from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.closing.queries import list_standings_of_month
from app.closing.trend import Counts, add_up, list_month_counts, list_parts
from app.compliance.rules import recap_total
from app.compliance.services import ExemptionDraft, approve_exemption, propose_exemption
from app.directory.queries import load_tree
from app.sales.queries.trend import list_day_sums, list_maker_sums, sum_months
from app.shared import clock
from app.shared.period import Period
from app.web.ui.charts import money_columns, money_unit
from tests.pages import PageClient
from tests.people import Staff, accept, buy, buy_late, close, make_staff, take_back
from tests.standing import bagea, make_person

SEPTEMBER, OCTOBER, NOVEMBER = Period(2026, 9), Period(2026, 10), Period(2026, 11)


@pytest.fixture
def staff(session: Any) -> Staff:
    """October closed: Ani met, Budi short, Cici exempt; November runs: Ani met on the 7th, the public bought."""
    found = make_staff()
    buy(found.ani, 20_000, "2026-10-05")
    buy(found.budi, 5_000, "2026-10-07")
    draft = ExemptionDraft("person", OCTOBER, None, "cuti", "9", clock.today(), employee_id=found.cici.id)
    approve_exemption(propose_exemption(draft, actor=SYSTEM).id, actor=SYSTEM)
    close(OCTOBER)
    buy(found.ani, 30_000, "2026-11-07")
    buy(found.budi, 4_000, "2026-11-07")
    buy(None, 7_000, "2026-11-02")
    return found


def live(period: Period) -> Counts:
    """What the lists say of a month."""
    total = recap_total(list_standings_of_month(period), "")
    return Counts(total.met, total.short, total.exempt, total.bought)


def test_counts_of_open_and_closed_months_are_those_of_the_lists(staff: Staff) -> None:
    counts = list_month_counts([SEPTEMBER, OCTOBER, NOVEMBER])
    assert counts == {SEPTEMBER: None, OCTOBER: live(OCTOBER), NOVEMBER: live(NOVEMBER)}
    assert counts[OCTOBER] == Counts(met=1, short=2, exempt=1, bought=25_000)
    for period in (OCTOBER, NOVEMBER):
        assert add_up(part.counts for part in list_parts(period, load_tree())) == counts[period]


def test_own_units_are_counted_alone_in_open_and_closed_months(staff: Staff) -> None:
    units = load_tree().below(staff.office.id)
    counts = list_month_counts([OCTOBER, NOVEMBER], unit_ids=units)
    assert counts[OCTOBER] == Counts(met=1, short=1, exempt=1, bought=25_000)
    assert counts[NOVEMBER] == Counts(met=1, short=1, exempt=1, bought=34_000)
    parts = list_parts(OCTOBER, load_tree(), unit_ids=units)
    assert {part.opd_id for part in parts} == {staff.office.id}


def test_money_counts_the_public_reversals_and_what_was_accepted_late(staff: Staff) -> None:
    assert [(one.maker, one.amount) for one in list_maker_sums(NOVEMBER).makers] == [("Dapur Kenari", 41_000)]
    take_back(buy(staff.cici, 9_000, "2026-11-03"))
    late = buy_late(staff.ani, 6_000, "2026-10-20")
    assert sum_months([SEPTEMBER, OCTOBER, NOVEMBER]) == {OCTOBER: 25_000, NOVEMBER: 41_000}
    accept(late)
    assert sum_months([OCTOBER]) == {OCTOBER: 31_000}


def test_a_buyer_counts_once_a_day_and_never_for_what_was_taken_back(staff: Staff) -> None:
    buy(staff.ani, 1_000, "2026-11-07")
    take_back(buy(staff.cici, 9_000, "2026-11-07"))
    days = {one.day.day: one for one in list_day_sums(NOVEMBER)}
    assert (days[7].buyers, days[7].receipts, days[7].amount) == (2, 3, 35_000)
    assert (days[2].buyers, days[2].receipts) == (0, 1)


def test_every_figure_of_the_page_leads_to_its_rows(as_role: Any, staff: Staff) -> None:
    client: PageClient = as_role("finance")
    page = client.get("/keuangan/ringkasan")
    assert page.h1 == "Kota sekilas"
    assert "1 dari 3" not in page.text and "33 % dari 3 yang wajib" in page.text.replace("\u00a0", " ")
    for path in sorted({link.get("href") for link in page.all("a") if "=2026-" in (link.get("href") or "")}):
        client.get(path)
    stack = f"/keuangan/pegawai?bulan=2026-11&keadaan=short&opd={staff.office.id}"
    rows = client.get(stack)
    assert [row for row in rows.rows() if "Budi" in str(row)] and "Ani" not in str(rows.rows())


def test_months_before_recording_say_so(as_role: Any, staff: Staff) -> None:
    page = as_role("finance").get("/keuangan/ringkasan")
    shares = {row["Bulan"]: row["Yang memenuhi"] for row in page.rows(0)}
    assert shares["September 2026"] == "belum dicatat"
    assert shares["Oktober 2026"].replace("\u00a0", " ") == "33 %"
    early = as_role("finance").get("/keuangan/ringkasan?bulan=2026-01")
    assert "Belum ada yang dicatat pada bulan ini" in early.text


def test_a_month_in_which_everybody_is_exempt_was_recorded_all_the_same(as_role: Any, staff: Staff) -> None:
    draft = ExemptionDraft("everyone", NOVEMBER, NOVEMBER, "cuti", "10", clock.today())
    approve_exemption(propose_exemption(draft, actor=SYSTEM).id, actor=SYSTEM)
    for role, unit in (("finance", None), ("opd", staff.office)):
        page = as_role(role, unit=unit).get("/keuangan/ringkasan" if unit is None else "/opd/ringkasan")
        shares = {row["Bulan"]: row["Yang memenuhi"] for row in page.rows(0)}
        assert (shares["November 2026"], shares["September 2026"]) == (
            "tidak ada yang wajib",
            "belum dicatat",
        )


def test_the_seventh_stands_out(as_role: Any, staff: Staff) -> None:
    page = as_role("finance").get("/keuangan/ringkasan")
    assert "tanggal 7" in page.text
    days = {row["Hari"]: row["Pegawai yang berbelanja"] for row in page.rows(2)}
    assert (days["7 November 2026"], days["2 November 2026"], days["30 November 2026"]) == (
        "2 pegawai", "0 pegawai", "–",
    )  # fmt: skip


def test_one_maker_s_lines_are_listed_and_an_unknown_one_is_not_found(as_role: Any, staff: Staff) -> None:
    client: PageClient = as_role("finance")
    maker_id = bagea()["maker_id"]
    page = client.get(f"/keuangan/ringkasan/umkm/nota?bulan=2026-11&umkm={maker_id}")
    assert page.h1 == "Dapur Kenari"
    assert "Rp41.000" in page.words("tfoot")[0]
    assert "Ani" not in page.text
    client.get("/keuangan/ringkasan/umkm/nota?bulan=2026-11&umkm=999", expect=404)
    client.get(f"/keuangan/ringkasan/umkm/nota?bulan=2026-11&umkm={'9' * 40}", expect=404)
    client.get("/keuangan/ringkasan/umkm/nota?bulan=2026-11", expect=404)


def test_an_office_sees_its_own_people_and_no_other_office(as_role: Any, staff: Staff) -> None:
    buy(staff.dodi, 99_000)
    client: PageClient = as_role("opd", unit=staff.office)
    page = client.get("/opd/ringkasan")
    text = page.text.replace("\u00a0", " ")
    assert "50 % dari 2 yang wajib" in text
    assert (
        "Kesehatan" not in text and "Poka" not in text and "Rp99.000" not in text and "Rp133.000" not in text
    )
    for path in sorted({link.get("href") for link in page.all("a") if "=2026-" in (link.get("href") or "")}):
        client.get(path)


@pytest.mark.parametrize(("role", "path"), [("finance", "/keuangan/ringkasan"), ("opd", "/opd/ringkasan")])
def test_more_people_take_no_more_statements(
    as_role: Any, staff: Staff, count_queries: Any, role: str, path: str
) -> None:
    client: PageClient = as_role(role, unit=staff.office)
    buy(staff.ani, 1_000)  # so that both openings follow a sale
    with count_queries() as few:
        client.get(path)
    for number in range(6):
        buy(make_person(staff.school, f"Orang {number}"), 20_000, f"2026-11-0{number + 1}")
    with count_queries() as many:
        client.get(path)
    assert len(many) == len(few) <= 45, few


@pytest.mark.parametrize(
    ("sums", "unit", "labels"),
    [
        ({OCTOBER: 12_345, NOVEMBER: 900}, "ribu rupiah", ["12", "0,9"]),
        ({OCTOBER: 1_250_000, NOVEMBER: None}, "juta rupiah", ["1,2", "0,0"]),
        ({OCTOBER: 4_400_000_000, NOVEMBER: 51_000_000_000}, "miliar rupiah", ["4,4", "51"]),
    ],
)
def test_columns_of_money_are_labelled_shortly_in_one_unit(
    app: Any, sums: dict[Any, int | None], unit: str, labels: list[str]
) -> None:
    with app.test_request_context():
        columns = money_columns(list(sums), sums, NOVEMBER, lambda one: "")
        assert ([one["short"] for one in columns], money_unit(sums)) == (labels, unit)
