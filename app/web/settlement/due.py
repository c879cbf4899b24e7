"""The page of amounts not settled yet, and the act that makes statements of them."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext

from app.reports.settlement import build_statement_file
from app.settlement.queries.due import Due, list_due
from app.settlement.queries.payouts import list_missing_payouts
from app.settlement.services.statements import make_statements
from app.web.http.guards import current_actor
from app.web.reports.pages import own_name
from app.web.settlement.files import queue_files
from app.web.settlement.forms import MakeForm
from app.web.settlement.labels import MONEY_WITH
from app.web.settlement.scope import MoneyScope
from app.web.ui.filters import angka
from app.web.ui.submit import Answer, submit

MOST_ROWS = 200
"""The largest number of makers shown for all booths at once; with more, the page shows one booth at a time."""


class BoothDue(NamedTuple):
    """The unsettled amounts of one booth: its makers and their sums."""

    booth_id: int
    booth: str
    rows: list[Due]
    sums: dict[str, int]


def show_unsettled(scope: MoneyScope) -> str:
    """Show the unsettled amounts by booth and maker: the content of statements made now."""
    return _page(scope, MakeForm(formdata=None))


def make(scope: MoneyScope) -> Answer:
    """Make the statements of all, of one booth, or of one maker; pressing twice finds nothing left to settle."""
    form = MakeForm()

    def make_now() -> Answer:
        booth_ids = scope.booth_ids
        if form.booth.data is not None:
            booth_ids = frozenset({scope.get_booth(form.booth.data).id})
        maker_ids = None if form.maker.data is None else [form.maker.data]
        build = build_statement_file(own_name())
        made = make_statements(actor=current_actor(), maker_ids=maker_ids, booth_ids=booth_ids, build=build)
        flash(_made(len(made)))
        job_id = queue_files(scope, made)
        if job_id is not None:
            return redirect(scope.url("show_statement_files_job", job_id=job_id), 303)
        return redirect(scope.url("list_statements"), 303)

    return submit(form, make_now, lambda: _page(scope, form))


def _made(count: int) -> str:
    if not count:
        return _("Tidak ada yang perlu diselesaikan: semuanya sudah masuk nota.")
    return ngettext("%(count)s nota penyelesaian dibuat.", "%(count)s nota penyelesaian dibuat.",
                    count, count=angka(count))  # fmt: skip


def _page(scope: MoneyScope, form: MakeForm) -> str:
    due = list_due(booth_ids=scope.booth_ids)
    booths = _by_booth(due)
    booth_id = request.args.get("pojok", "")
    chosen = [one for one in booths if str(one.booth_id) == booth_id]
    return render_template(
        "settlement/due.html",
        scope=scope,
        form=form,
        booths=booths,
        shown=chosen or (booths if len(due) <= MOST_ROWS else []),
        total=_sums(due),
        missing=list_missing_payouts(scope.booth_ids),
        money_with=MONEY_WITH,
    )


def _by_booth(due: Sequence[Due]) -> list[BoothDue]:
    rows_by_booth: dict[int, list[Due]] = {}
    for one in due:
        rows_by_booth.setdefault(one.booth_id, []).append(one)
    booths = [BoothDue(key, rows[0].booth, rows, _sums(rows)) for key, rows in rows_by_booth.items()]
    return sorted(booths, key=lambda one: one.booth.casefold())


def _sums(rows: Sequence[Due]) -> dict[str, int]:
    names = ("gross", "share", "losses", "carried", "payable")
    return {name: sum(getattr(row, name) for row in rows) for name in names}
