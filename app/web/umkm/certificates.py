"""Certificates at the Dinas: the list with expired ones first, one certificate, a new one, the sheet."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.certificates.imports import CERTIFICATES
from app.certificates.lookups import get_rulebook
from app.certificates.queries.certificates import (
    CertificateRow,
    count_certificates,
    get_certificate_row,
    list_certificates,
)
from app.certificates.queries.gaps import list_gaps, list_wares
from app.certificates.rules.numbers import read_number
from app.certificates.services import (
    check_certificate,
    end_certificate,
    link_products,
    record_certificate,
    set_goods,
)
from app.makers.queries import get_maker
from app.makers.rules import fold_name
from app.messages.certificates import doubt_sentence
from app.settings.queries import list_runs
from app.shared import clock
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu, viewer_name
from app.web.ui.certificate_forms import DetailsForm
from app.web.ui.forms import BaseForm
from app.web.ui.imports import ImportPages, add_import_pages
from app.web.ui.paging import page_number, pages_of
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.umkm import blueprint
from app.web.umkm.certificate_forms import (
    CheckForm,
    EndForm,
    GoodsForm,
    LinkForm,
    SeenCertificateForm,
)
from app.web.umkm.certificate_labels import ENDINGS, GAP_STATES, SOURCES, VALIDITIES

PER_PAGE = 50
_UNCHECKED = "belum-diperiksa"


@blueprint.get("/surat")
@in_menu(_l("Surat usaha"), order=25)
def list_all_certificates() -> str:
    """Show every certificate that needs an act, expired ones first; searched and filtered."""
    today, rulebook = clock.today(), get_rulebook()
    rows = [row for row in list_certificates(today) if row.is_open]
    search, state = request.args.get("cari", "").replace("\x00", "")[:100], request.args.get("keadaan", "")
    kind = request.args.get("jenis", "")
    matching = [row for row in rows if _fits(row, fold_name(search), state, kind)]
    pages = pages_of(len(matching), PER_PAGE)
    page = min(page_number(), pages)
    return render_template(
        "umkm/certificates.html",
        rows=matching[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(matching),
        page=page,
        pages=pages,
        counts=count_certificates(rows),
        search=search,
        state=state,
        kind=kind,
        kinds=[(one.code, one.title) for one in rulebook.kinds.values()],
        labels=VALIDITIES,
        run=list_runs().get("remind"),
        now=clock.now(),
    )


def _fits(row: CertificateRow, search: str, state: str, kind: str) -> bool:
    if kind and row.kind != kind:
        return False
    if state and not (row.validity == state or (state == _UNCHECKED and not row.is_checked)):
        return False
    return not search or search in fold_name(
        f"{row.maker} {row.number} {' '.join(n for _i, n in row.products)}"
    )


@blueprint.get("/surat/<id:certificate_id>")
def show_certificate(certificate_id: int) -> str:
    """Show one certificate: its content, its oddities, and what an officer can do."""
    return _page(certificate_id)


def _page(certificate_id: int, **forms: BaseForm) -> str:
    """Return a certificate's page. `forms`: refused forms to show again, by their names in the template."""
    row = get_certificate_row(certificate_id, clock.today())
    choices = [(ware.product_id, ware.name) for ware in list_wares(row.maker_id)]
    link = forms.pop("link", None) or LinkForm(formdata=None, products=[one for one, _name in row.products])
    link.products.choices = choices  # type: ignore[attr-defined]
    shown = {
        "check": CheckForm(formdata=None, seen_on=clock.today(), seen_by=viewer_name()),
        "details": DetailsForm(
            formdata=None,
            number=row.number,
            issued_on=row.issued_on,
            expires_on=row.expires_on,
            issuer=row.issuer,
        ),
        "end": EndForm(formdata=None),
        **forms,
    }
    return render_template(
        "umkm/certificate.html", row=row, doubts=[doubt_sentence(one) for one in row.doubts], link=link,
        labels=VALIDITIES, sources=SOURCES, endings=ENDINGS, **shown,
    )  # fmt: skip


@blueprint.post("/surat/<id:certificate_id>/periksa")
def check_this_certificate(certificate_id: int) -> Answer:
    """Record that an officer saw the certificate."""
    form = CheckForm()

    def check() -> Answer:
        check_certificate(certificate_id, form.seen_on.data, form.seen_by.data or "", actor=current_actor())
        return flash_and_redirect(
            _("Surat ditandai sudah diperiksa."), "umkm.show_certificate", certificate_id=certificate_id
        )

    return submit(form, check, lambda: _page(certificate_id, check=form))


@blueprint.post("/surat/<id:certificate_id>/isi")
def complete_this_certificate(certificate_id: int) -> Answer:
    """Store a certificate's content; another number makes another certificate."""
    form = DetailsForm()
    row = get_certificate_row(certificate_id, clock.today())

    def complete() -> Answer:
        kind = get_rulebook().get_kind(row.kind)
        draft = form.draft(row.maker_id, kind)
        other = read_number(kind, form.number.data or row.number).key != read_number(kind, row.number).key
        if other and row.number:
            form.number.errors = [_("Nomor lain berarti surat lain. Catat sebagai surat baru.")]
            return _page(certificate_id, details=form), 422
        _id, outcome = record_certificate(draft, source="officer", actor=current_actor())
        message = _("Tidak ada yang berubah.") if outcome == "unchanged" else _("Isi surat tersimpan.")
        return flash_and_redirect(message, "umkm.show_certificate", certificate_id=certificate_id)

    return submit(form, complete, lambda: _page(certificate_id, details=form))


@blueprint.post("/surat/<id:certificate_id>/barang")
def link_this_certificate(certificate_id: int) -> Answer:
    """Set the products to which it applies."""
    form = LinkForm()
    row = get_certificate_row(certificate_id, clock.today())
    form.products.choices = [(ware.product_id, ware.name) for ware in list_wares(row.maker_id)]

    def link() -> Answer:
        link_products(certificate_id, form.products.data or [], actor=current_actor())
        return flash_and_redirect(
            _("Barangnya tersimpan."), "umkm.show_certificate", certificate_id=certificate_id
        )

    return submit(form, link, lambda: _page(certificate_id, link=form))


@blueprint.post("/surat/<id:certificate_id>/akhiri")
def end_this_certificate(certificate_id: int) -> Answer:
    """Record that a certificate no longer counts: revoked, not found, or a mistake."""
    form = EndForm()

    def end() -> Answer:
        end_certificate(certificate_id, form.ended_as.data, form.reason.data or "", actor=current_actor())
        return flash_and_redirect(
            _("Surat tidak dihitung lagi."), "umkm.show_certificate", certificate_id=certificate_id
        )

    return submit(form, end, lambda: _page(certificate_id, end=form))


@blueprint.get("/umkm/<id:maker_id>/surat")
def show_maker_certificates(maker_id: int) -> str:
    """Show one maker's existing and missing certificates, and the group of each of its products."""
    return _maker_page(maker_id)


def _maker_page(maker_id: int, form: BaseForm | None = None) -> str:
    today, rulebook = clock.today(), get_rulebook()
    return render_template(
        "umkm/maker_certificates.html",
        maker=get_maker(maker_id),
        rows=list_certificates(today, maker_ids=[maker_id]),
        gaps=list_gaps(today, [maker_id]),
        wares=list_wares(maker_id),
        goods=[("", _("menurut kategorinya")), *((one.code, one.title) for one in rulebook.goods.values())],
        form=form or BaseForm(),
        labels=VALIDITIES,
        endings=ENDINGS,
        gap_states=GAP_STATES,
        today=today,
    )


@blueprint.post("/umkm/<id:maker_id>/golongan")
def set_goods_of_product(maker_id: int) -> Answer:
    """Set the group of goods of a product."""
    form = GoodsForm()
    form.goods.choices = [("", ""), *((one.code, one.title) for one in get_rulebook().goods.values())]

    def store() -> Answer:
        set_goods(form.product_id.data, form.goods.data or "", actor=current_actor())
        return flash_and_redirect(
            _("Golongan barang tersimpan."), "umkm.show_maker_certificates", maker_id=maker_id
        )

    return submit(form, store, lambda: _maker_page(maker_id, form))


@blueprint.route("/umkm/<id:maker_id>/surat/baru", methods=["GET", "POST"])
def new_certificate(maker_id: int) -> Answer:
    """Enter a certificate by hand; an odd number is accepted and explained."""
    maker, rulebook = get_maker(maker_id), get_rulebook()
    form = SeenCertificateForm(kind=request.args.get("jenis", ""))
    form.fill(rulebook, [(ware.product_id, ware.name) for ware in list_wares(maker_id)])

    def create() -> Answer:
        today = clock.today()
        seen = {"checked_on": today, "checked_by": viewer_name()} if form.seen.data else {}
        draft = form.draft(
            maker_id, rulebook.kinds[form.kind.data], products=frozenset(form.products.data or []), **seen
        )
        certificate_id, outcome = record_certificate(draft, source="officer", actor=current_actor())
        flash(
            _("Surat tercatat.")
            if outcome == "created"
            else _("Surat ini sudah ada di catatan; isinya dilengkapi.")
        )
        return redirect(url_for("umkm.show_certificate", certificate_id=certificate_id), 303)

    return submit(form, create, lambda: render_template("umkm/certificate_new.html", form=form, maker=maker))


add_import_pages(
    blueprint,
    "/surat/unggah",
    "upload_certificates",
    lambda: ImportPages(
        CERTIFICATES,
        crumbs=[(_l("Surat usaha"), "umkm.list_all_certificates")],
        after="umkm.list_all_certificates",
    ),
)
