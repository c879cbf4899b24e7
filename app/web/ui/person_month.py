"""One person's month, for the person's own page, the OPD's page, and finance's dossier (*berkas*).

The number of queries depends neither on the month, nor on the number of purchases, nor on the years of service.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

from app.closing.queries import PersonMonth, get_closing_day, list_months_of_person
from app.closing.snapshot_scope import find_snapshot_scope
from app.compliance.rules import StandingRow, reference_day
from app.minimums.queries import find_decree_for
from app.months.queries import LateRow, list_late_of_sales
from app.sales.queries import SaleRow, list_sales_of
from app.settings import queries as settings
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.period import Period
from app.web.ui.filters import bulan, bulan_pendek, tanggal
from app.web.ui.periods import year_around
from app.web.ui.sync_status import Completeness, get_completeness


@dataclass(frozen=True, slots=True)
class DecreeFacts:
    """The decree of a month as pages show it."""

    number: str
    title: str
    signed_on: date
    is_appeal: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything a page shows of one person and month. `month` is None if the person was not stored yet.

    `late_amount` is pending among the late entries, in whole rupiah; `closes_on` is the day an open month closes.
    """

    period: Period
    is_running: bool
    month: PersonMonth | None
    year: Mapping[Period, PersonMonth | None]
    sales: Sequence[SaleRow]
    decisions: Mapping[int, LateRow]
    late_amount: int
    decree: DecreeFacts | None
    reference_day: date
    closes_on: date
    completeness: Completeness | None

    @property
    def is_closed(self) -> bool:
        """Whether the figures come from a snapshot."""
        return self.month is not None and self.month.closing is not None


def get_person_page(employee_id: int, period: Period, *, within: frozenset[int] | None = None) -> PersonPage:
    """Return the person's month. `within`: only months in which the person was posted in one of these units (in a
    closed month: by its snapshot); NotFound for another month."""
    this = clock.this_period()
    year = year_around(period, this)
    months = list_months_of_person(employee_id, year)
    if within is not None:
        months = _own_months(months, within)
        if period not in months:
            raise NotFound()
    month = months.get(period)
    sales = list_sales_of(employee_id, period)
    late = [sale.id for sale in sales if sale.late_id is not None]
    is_closed = month is not None and month.closing is not None
    return PersonPage(
        period=period,
        is_running=period == this,
        month=month,
        year={one: months.get(one) for one in year},
        sales=sales[::-1],
        decisions=list_late_of_sales(late) if late else {},
        late_amount=sum(sale.amount for sale in sales if sale.state == "waiting"),
        decree=_decree_of(month, period),
        reference_day=_reference_day(month, period),
        closes_on=get_closing_day(period),
        completeness=None if is_closed else get_completeness(),
    )


def _own_months(months: Mapping[Period, PersonMonth], within: frozenset[int]) -> dict[Period, PersonMonth]:
    closed = {one: month.closing.version for one, month in months.items() if month.closing}
    places = find_snapshot_scope(closed, within)
    return {
        one: month
        for one, month in months.items()
        if (
            places.hold(one, month.row.unit_id, month.row.opd_id)
            if month.closing
            else month.row.unit_id in within
        )
    }


def _reference_day(month: PersonMonth | None, period: Period) -> date:
    stored = month.closing.header.get("reference_day") if month and month.closing else None
    day = stored or settings.get_reference_day(period)
    return reference_day(period, day, clock.today())


def _decree_of(month: PersonMonth | None, period: Period) -> DecreeFacts | None:
    """Return the decree of an open month as it is, of a closed one as the snapshot has it."""
    if month is not None and month.closing is not None:
        stored: dict[str, Any] | None = month.closing.header.get("decree")
        if not stored:
            return None
        signed_on = date.fromisoformat(stored["signed_on"])
        return DecreeFacts(stored["number"], stored["title"], signed_on, stored["mode"] == "himbauan")
    decree = find_decree_for(period)
    if decree is None:
        return None
    return DecreeFacts(decree.number, decree.title, decree.signed_on, decree.mode == "himbauan")


def year_columns(page: PersonPage, urls: Mapping[Period, str]) -> list[dict[str, Any]]:
    """Return the twelve months for the chart; None for one that is not recorded."""
    columns = []
    for period, month in page.year.items():
        recorded = month is not None and month.row.status is not None
        columns.append(
            {
                "label": bulan_pendek(period),
                "name": bulan(period),
                "value": month.outcome.bought if month and recorded else None,
                "target": month.row.minimum if month and recorded else None,
                "status": month.outcome.status if month else None,
                "href": urls.get(period),
            }
        )
    return columns


def posting_line(row: StandingRow) -> str:
    """Return post, grade and unit of the reference day as one line: `Guru · IV.a · SMP Negeri 4`."""
    rank = _("eselon %(echelon)s", echelon=row.echelon) if row.echelon else ""
    return " · ".join(part for part in (row.position, rank, row.employment, row.unit or "") if part)


def deadline_sentence(page: PersonPage) -> str:
    """Return until when one may still buy for this month, or when its figures become final."""
    if page.is_closed and page.month and page.month.closing:
        return _("Bulan ini sudah ditutup pada %(day)s.", day=tanggal(page.month.closing.closed_at))
    if page.is_running:
        return _("Angka akhir ditetapkan pada %(day)s.", day=tanggal(page.closes_on))
    if page.closes_on < clock.today():
        return _(
            "Bulan ini sudah berakhir, tetapi belum ditutup. Seharusnya ditutup pada %(day)s; angkanya masih dapat "
            "berubah sampai keuangan menutupnya.",
            day=tanggal(page.closes_on),
        )
    return _("Bulan ini sudah berakhir; angka akhir ditetapkan pada %(day)s.", day=tanggal(page.closes_on))
