"""Pictures of one finding, for the officers."""

from flask import Response, render_template, url_for
from flask_babel import gettext as _

from app.makers.queries import get_maker
from app.photos.rules import MOST_PHOTOS
from app.visits.checklists import TITLES
from app.visits.queries import get_finding, get_finding_photo, list_finding_photos
from app.visits.services import add_finding_photo, remove_finding_photo
from app.web.http.guards import current_actor
from app.web.http.transaction import manages_own_transaction
from app.web.ui.photos import ACCEPTED, PhotoForm, receive_photo, send_private_photo
from app.web.ui.submit import Answer, flash_and_redirect, submit
from app.web.ui.uploads import takes_files
from app.web.umkm import blueprint

FINDING = "/umkm/<id:maker_id>/temuan/<id:finding_id>"


@blueprint.get(FINDING)
def show_finding(maker_id: int, finding_id: int) -> str:
    """Show one open finding with its pictures. NotFound."""
    return _page(maker_id, finding_id)


@blueprint.post(f"{FINDING}/foto")
@takes_files
@manages_own_transaction
def photograph_finding(maker_id: int, finding_id: int) -> Answer:
    """Store one picture. NotFound."""
    form = PhotoForm()
    get_finding(finding_id, [maker_id])

    def store() -> Answer:
        picture = receive_photo(form)
        add_finding_photo(finding_id, picture, maker_ids=[maker_id], actor=current_actor())
        return _back_with_message(maker_id, finding_id, _("Foto tersimpan."))

    return submit(form, store, lambda: _page(maker_id, finding_id, form))


@blueprint.get(f"{FINDING}/foto/<id:photo_id>/<any(besar, kecil):size>")
def show_finding_photo(maker_id: int, finding_id: int, photo_id: int, size: str) -> Response:
    """Show the picture itself. NotFound."""
    return send_private_photo(get_finding_photo(photo_id, finding_id, [maker_id]).sha256, size)


@blueprint.post(f"{FINDING}/foto/<id:photo_id>/hapus")
def drop_finding_photo(maker_id: int, finding_id: int, photo_id: int) -> Answer:
    """Remove a picture. NotFound."""
    remove_finding_photo(photo_id, finding_id, maker_ids=[maker_id], actor=current_actor())
    return _back_with_message(maker_id, finding_id, _("Foto dihapus."))


def _back_with_message(maker_id: int, finding_id: int, words: str) -> Answer:
    return flash_and_redirect(words, "umkm.show_finding", maker_id=maker_id, finding_id=finding_id)


def _page(maker_id: int, finding_id: int, form: PhotoForm | None = None) -> str:
    finding = get_finding(finding_id, [maker_id])

    def url(endpoint: str, **values: object) -> str:
        return url_for(f"umkm.{endpoint}", maker_id=maker_id, finding_id=finding_id, **values)  # type: ignore[arg-type]

    return render_template(
        "umkm/finding.html", maker=get_maker(maker_id), finding=finding, title=TITLES[finding.item], url=url,
        photos=list_finding_photos([finding_id]).get(finding_id, []), form=form or PhotoForm(formdata=None),
        accepted=ACCEPTED, most=MOST_PHOTOS,
    )  # fmt: skip
