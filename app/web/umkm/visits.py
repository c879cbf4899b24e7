"""Visits to makers: open findings, one maker's history, a new visit on a phone, readiness as a table and a workbook."""

from typing import Any
from uuid import uuid4

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.makers.queries import get_maker
from app.shared import clock
from app.visits.checklists import AXES as AXIS_ORDER
from app.visits.checklists import CHECKLISTS, CURRENT, TITLES
from app.visits.queries import (
    Readiness,
    get_kind_titles,
    list_answers,
    list_capacity,
    list_finding_photos,
    list_findings,
    list_readiness,
    list_visits,
)
from app.visits.rules import Missing
from app.visits.services import drop_finding, record_visit
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu, viewer_name
from app.web.ui.paging import page_number, pages_of
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.umkm import blueprint
from app.web.umkm.visit_forms import DropForm, VisitForm, visit_form
from app.web.umkm.visit_labels import ANSWERS, AXES, FACTS, NEEDS, STATES, TARGETS

PER_PAGE = 50


@blueprint.get("/kunjungan")
@in_menu(_l("Kunjungan"), order=30)
def list_open_findings() -> str:
    """Show open findings: first those that the maker reports as mended."""
    findings = list_findings()
    pages = pages_of(len(findings), PER_PAGE)
    page = min(page_number(), pages)
    return render_template(
        "umkm/visits.html", rows=findings[(page - 1) * PER_PAGE : page * PER_PAGE], total=len(findings), page=page,
        pages=pages, titles=TITLES, states=STATES,
    )  # fmt: skip


@blueprint.get("/umkm/<id:maker_id>/kunjungan")
def show_visits(maker_id: int) -> str:
    """Show one maker: findings, the latest answers by axis, capacity, visits, and what buyers still miss."""
    return _page(maker_id)


def _page(maker_id: int, form: DropForm | None = None) -> str:
    maker, today, findings = get_maker(maker_id), clock.today(), list_findings([maker_id])
    readiness = list_readiness(today, [maker_id])
    return render_template(
        "umkm/maker_visits.html",
        maker=maker,
        form=form or DropForm(formdata=None),
        findings=findings,
        photos=list_finding_photos([one.id for one in findings]),
        answers=list_answers([maker_id]).get(maker_id, {}),
        items=CHECKLISTS[CURRENT],
        capacity=list_capacity(today, [maker_id]),
        visits=list_visits(maker_id),
        readiness=readiness[0] if readiness else None,
        words=missing_words,
        axes={axis: AXES[axis] for axis in AXIS_ORDER},
        answer_labels=ANSWERS,
        titles=TITLES,
        states=STATES,
        targets=TARGETS,
        needs=NEEDS,
    )


def missing_words(missing: Missing) -> str:
    """Return the missing things in words."""
    if missing.kinds:
        return get_kind_titles(missing)
    return str(FACTS[missing.code]) if missing.code in FACTS else _(TITLES[missing.code])


@blueprint.route("/umkm/<id:maker_id>/kunjungan/baru", methods=["GET", "POST"])
def new_visit(maker_id: int) -> Answer:
    """Fill in the checklist at the maker's place; it starts with the earlier findings."""
    maker = get_maker(maker_id)
    products = list_capacity(clock.today(), [maker_id])
    form: Any = visit_form(products)(uuid=str(uuid4()), visited_on=clock.today(), visitor=viewer_name())

    def record() -> Answer:
        record_visit(form.draft(maker_id, products), actor=current_actor())
        return flash_and_redirect(_("Kunjungan tercatat."), "umkm.show_visits", maker_id=maker_id)

    return submit(form, record, lambda: _visit_page(maker, form, products))


def _visit_page(maker: Any, form: VisitForm, products: Any) -> str:
    live = {one.item: one for one in list_findings([maker.id])}
    first = [item for item in CHECKLISTS[CURRENT] if item.code in live]
    others = [
        (AXES[axis], [item for item in CHECKLISTS[CURRENT] if item.axis == axis and item.code not in live])
        for axis in AXIS_ORDER
    ]
    return render_template(
        "umkm/visit_new.html", maker=maker, form=form, live=live, first=first, others=others, products=products,
        states=STATES,
    )  # fmt: skip


@blueprint.post("/umkm/<id:maker_id>/temuan/<id:finding_id>/gugur")
def drop_this_finding(maker_id: int, finding_id: int) -> Answer:
    """Record that a finding no longer counts."""
    form = DropForm()

    def drop() -> Answer:
        drop_finding(finding_id, form.reason.data or "", maker_ids=[maker_id], actor=current_actor())
        return flash_and_redirect(_("Temuan digugurkan."), "umkm.show_visits", maker_id=maker_id)

    return submit(form, drop, lambda: _page(maker_id, form))


@blueprint.get("/kesiapan")
@in_menu(_l("Kesiapan"), order=31, under="umkm.list_open_findings")
def show_readiness() -> str:
    """Show which makers lack what for modern shops and for export: a table, never a score."""
    rows: list[Readiness] = list_readiness(clock.today())
    pages = pages_of(len(rows), PER_PAGE)
    page = min(page_number(), pages)
    return render_template(
        "umkm/readiness.html", rows=rows[(page - 1) * PER_PAGE : page * PER_PAGE], total=len(rows), page=page,
        pages=pages, words=missing_words, targets=TARGETS, needs=NEEDS,
    )  # fmt: skip
