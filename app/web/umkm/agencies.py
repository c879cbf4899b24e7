"""Pages of agencies, their curators, and the prepared sentences for verdicts; the Dinas edits them."""

from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.curation.models import CurationReason
from app.curation.queries.agencies import count_reasons, get_agency, list_agencies, list_members, list_reasons
from app.curation.rules import ASPECTS
from app.curation.services import add_curator, end_curator, load_defaults, save_agency, save_reason
from app.shared.errors import NotFound
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.ui.curation_labels import ASPECTS as ASPECT_LABELS
from app.web.ui.curation_labels import WEIGHTS
from app.web.ui.forms import BaseForm, ChoiceField, TextField, at_most, required
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.umkm import blueprint


class AspectsField(SelectMultipleField):
    """The aspects that an agency judges, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AgencyForm(BaseForm):
    """An agency."""

    name = TextField(_l("Nama instansi"), [required(_l("Nama instansi")), at_most(120)])
    aspects = AspectsField(
        _l("Yang dinilai"), choices=[SelectChoice(one, ASPECT_LABELS[one]) for one in ASPECTS]
    )
    may_hold = BooleanField(_l("Boleh menahan produk"))
    is_active = BooleanField(_l("Ikut menilai"), default=True)

    def read(self) -> dict[str, Any]:
        """Return the entered data as the service takes them."""
        return {
            "name": self.name.data or "",
            "aspects": self.aspects.data or [],
            "may_hold": bool(self.may_hold.data),
            "is_active": bool(self.is_active.data),
        }


class CuratorForm(BaseForm):
    """The login that judges for an agency."""

    username = TextField(_l("Nama pengguna kurator"), [required(_l("Nama pengguna")), at_most(60)])


class ReasonSentenceForm(BaseForm):
    """A prepared sentence."""

    aspect = ChoiceField(_l("Tentang"), choices=[(one, ASPECT_LABELS[one]) for one in ASPECTS])
    weight = ChoiceField(_l("Jenis"), choices=list(WEIGHTS.items()))
    sentence = TextField(_l("Kalimat"), [required(_l("Kalimat")), at_most(160)])
    is_active = BooleanField(_l("Dipakai"), default=True)


@blueprint.get("/instansi")
@in_menu(_l("Instansi"), order=21, under="umkm.show_offers")
def show_agencies() -> str:
    """Show the agencies with their curators."""
    return render_template(
        "umkm/agencies.html",
        agencies=list_agencies(),
        members=list_members(),
        reasons=count_reasons(),
        aspects=ASPECT_LABELS,
    )


@blueprint.post("/instansi/bawaan")
def load_shipped() -> Answer:
    """Add the agencies and sentences of the installation that are missing."""
    form = BaseForm()

    def load() -> Answer:
        agencies, reasons = load_defaults(actor=current_actor())
        message = _(
            "%(agencies)s instansi dan %(reasons)s kalimat ditambahkan.", agencies=agencies, reasons=reasons
        )
        return flash_and_redirect(message, "umkm.show_agencies")

    return submit(form, load, show_agencies)


@blueprint.route("/instansi/baru", methods=["GET", "POST"])
def add_agency() -> Answer:
    """Add an agency."""
    form = AgencyForm()

    def save() -> Answer:
        agency = save_agency(**form.read(), actor=current_actor())
        return flash_and_redirect(_("Tersimpan."), "umkm.show_agency", agency_id=agency.id)

    return submit(form, save, lambda: render_template("umkm/agency.html", form=form, agency=None))


@blueprint.route("/instansi/<id:agency_id>", methods=["GET", "POST"])
def show_agency(agency_id: int) -> Answer:
    """Show one agency: the form to change it, and its curators."""
    agency = get_agency(agency_id)
    form = AgencyForm(obj=agency)

    def save() -> Answer:
        values = form.read() | {"unit_id": agency.unit_id}
        save_agency(**values, agency_id=agency_id, actor=current_actor())
        return flash_and_redirect(_("Tersimpan."), "umkm.show_agency", agency_id=agency_id)

    return submit(form, save, lambda: _agency_page(agency_id, form))


@blueprint.post("/instansi/<id:agency_id>/kurator")
def add_this_curator(agency_id: int) -> Answer:
    """Let a login with the curator role judge for this agency."""
    form, agency = CuratorForm(), get_agency(agency_id)

    def add() -> Answer:
        add_curator(agency.id, form.username.data or "", actor=current_actor())
        return flash_and_redirect(_("Kurator ditambahkan."), "umkm.show_agency", agency_id=agency.id)

    return submit(form, add, lambda: _agency_page(agency.id, None, form))


@blueprint.post("/instansi/<id:agency_id>/kurator/<id:member_id>/akhiri")
def end_this_curator(agency_id: int, member_id: int) -> Answer:
    """End a login's right to judge for this agency."""
    form, agency = BaseForm(), get_agency(agency_id)
    if member_id not in {one.id for one in list_members().get(agency.id, [])}:
        raise NotFound()

    def end() -> Answer:
        end_curator(member_id, actor=current_actor())
        return flash_and_redirect(
            _("Kurator diakhiri. Penilaiannya tetap."), "umkm.show_agency", agency_id=agency.id
        )

    return submit(form, end, lambda: _agency_page(agency.id))


def _agency_page(agency_id: int, form: AgencyForm | None = None, curator: CuratorForm | None = None) -> str:
    agency = get_agency(agency_id)
    return render_template(
        "umkm/agency.html",
        agency=agency,
        form=form or AgencyForm(formdata=None, obj=agency),
        curator=curator or CuratorForm(formdata=None),
        members=list_members().get(agency_id, []),
    )


@blueprint.get("/kalimat")
@in_menu(_l("Kalimat kurasi"), order=22, under="umkm.show_offers")
def show_reasons() -> str:
    """Show all prepared sentences by aspect."""
    rows = list_reasons(active_only=False)
    groups = [(ASPECT_LABELS[one], [row for row in rows if row.aspect == one]) for one in ASPECTS]
    return render_template("umkm/reasons.html", groups=groups, weights=WEIGHTS)


@blueprint.route("/kalimat/baru", methods=["GET", "POST"])
def add_reason() -> Answer:
    """Add a prepared sentence."""
    return _save_reason(ReasonSentenceForm(), None)


@blueprint.route("/kalimat/<id:reason_id>", methods=["GET", "POST"])
def change_reason(reason_id: int) -> Answer:
    """Change a prepared sentence, or retire it; verdicts keep their sentence."""
    reason = next((one for one in list_reasons(active_only=False) if one.id == reason_id), None)
    if reason is None:
        raise NotFound()
    return _save_reason(ReasonSentenceForm(obj=reason), reason)


def _save_reason(form: ReasonSentenceForm, reason: CurationReason | None) -> Answer:
    def save() -> Answer:
        save_reason(
            form.aspect.data, form.weight.data, form.sentence.data or "", is_active=bool(form.is_active.data),
            reason_id=reason.id if reason else None, actor=current_actor(),
        )  # fmt: skip
        return flash_and_redirect(_("Tersimpan."), "umkm.show_reasons")

    return submit(form, save, lambda: render_template("umkm/reason.html", form=form, reason=reason))
