"""Findings of visits: the maker reads what to mend, and reports each finding as done."""

from flask import Response, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.makers.members import BoundMaker
from app.photos.rules import MOST_PHOTOS
from app.visits.checklists import TITLES
from app.visits.queries import get_finding, get_finding_photo, list_finding_photos, list_findings
from app.visits.services import add_finding_photo, say_done
from app.web.http.guards import current_actor
from app.web.http.navigation import in_menu
from app.web.http.transaction import manages_own_transaction
from app.web.maker import blueprint
from app.web.maker.decorators import for_own_maker
from app.web.ui.photos import ACCEPTED, PhotoForm, receive_photo, send_private_photo
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.ui.uploads import takes_files


@blueprint.get("/temuan")
@in_menu(_l("Perbaikan"), order=53, under="maker.list_products")
@for_own_maker
def list_own_findings(mine: BoundMaker) -> str:
    """Show the findings to mend, and those that an officer still has to check."""
    findings = list_findings(mine.ids)
    return render_template(
        "maker/findings.html", maker=mine, titles=TITLES,
        to_do=[one for one in findings if one.state == "open"],
        said=[one for one in findings if one.state == "said_done"],
    )  # fmt: skip


@blueprint.post("/temuan/<id:finding_id>/selesai")
@for_own_maker
def say_finding_done(mine: BoundMaker, finding_id: int) -> Answer:
    """Record that the maker has mended it. NotFound for another maker's."""
    say_done(finding_id, mine.ids, actor=current_actor())
    return flash_and_redirect(
        _("Tercatat. Petugas memeriksanya pada kunjungan berikut."), "maker.list_own_findings"
    )


@blueprint.get("/temuan/<id:finding_id>")
@for_own_maker
def show_finding(mine: BoundMaker, finding_id: int) -> str:
    """Show one finding with its pictures. NotFound for another maker's."""
    return _page(mine, finding_id)


@blueprint.post("/temuan/<id:finding_id>/foto")
@takes_files
@manages_own_transaction
@for_own_maker
def photograph_finding(mine: BoundMaker, finding_id: int) -> Answer:
    """Store a picture of the mended thing. NotFound for another maker's."""
    form = PhotoForm()
    get_finding(finding_id, mine.ids)

    def store() -> Answer:
        picture = receive_photo(form)
        add_finding_photo(finding_id, picture, maker_ids=mine.ids, actor=current_actor())
        return flash_and_redirect(_("Foto tersimpan."), "maker.show_finding", finding_id=finding_id)

    return submit(form, store, lambda: _page(mine, finding_id, form))


@blueprint.get("/temuan/<id:finding_id>/foto/<id:photo_id>/<any(besar, kecil):size>")
@for_own_maker
def show_finding_photo(mine: BoundMaker, finding_id: int, photo_id: int, size: str) -> Response:
    """Show the picture itself. NotFound for another maker's."""
    return send_private_photo(get_finding_photo(photo_id, finding_id, mine.ids).sha256, size)


def _page(mine: BoundMaker, finding_id: int, form: PhotoForm | None = None) -> str:
    finding = get_finding(finding_id, mine.ids)

    def url(endpoint: str, **values: object) -> str:
        return url_for(f"maker.{endpoint}", finding_id=finding_id, **values)  # type: ignore[arg-type]

    return render_template(
        "maker/finding.html", maker=mine, finding=finding, title=TITLES[finding.item], url=url,
        photos=list_finding_photos([finding_id]).get(finding_id, []), form=form or PhotoForm(formdata=None),
        accepted=ACCEPTED, most=MOST_PHOTOS,
    )  # fmt: skip
