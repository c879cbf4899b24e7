"""The Dinas issues a maker's card, ends one, and ends a login's right to act for a maker."""

from flask import url_for
from flask_babel import gettext as _

from app.makers.members import end_membership, revoke_maker_card
from app.web.http.guards import current_actor
from app.web.ui.maker_card import print_maker_card
from app.web.ui.submit import Answer, flash_and_redirect
from app.web.umkm import blueprint


@blueprint.post("/umkm/<id:maker_id>/kartu")
def issue_card(maker_id: int) -> str:
    """Print a maker's new card; the old one no longer works."""
    return print_maker_card(maker_id, url_for("umkm.show_maker", maker_id=maker_id))


@blueprint.post("/umkm/<id:maker_id>/masuk/<id:member_id>/kartu-mati")
def end_card(maker_id: int, member_id: int) -> Answer:
    """End a lost card at once, before there is a new one. NotFound."""
    ended = revoke_maker_card(maker_id, member_id, actor=current_actor())
    message = _("Kartu sudah mati. Yang sedang masuk dengannya sudah dikeluarkan.")
    return flash_and_redirect(
        message if ended else _("Tidak ada kartu yang hidup."), "umkm.show_maker", maker_id=maker_id
    )


@blueprint.post("/umkm/<id:maker_id>/masuk/<id:member_id>/akhiri")
def end_login(maker_id: int, member_id: int) -> Answer:
    """End this login's right to act for the maker, from now on. NotFound."""
    end_membership(maker_id, member_id, actor=current_actor())
    return flash_and_redirect(
        _("Hak masuk berakhir. Yang sedang masuk sudah dikeluarkan."), "umkm.show_maker", maker_id=maker_id
    )
