"""A maker's shops elsewhere: paste and recognise an address; only what an officer saw is public."""

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.channels.lookups import list_kinds
from app.channels.queries import get_channel, list_channels
from app.channels.services import claim_channel, end_channel, see_channel
from app.shared import clock
from app.shared.errors import NotFound
from app.web.http.guards import current_actor
from app.web.product_pages.scope import ProductScope
from app.web.ui.forms import BaseForm, TextField, required
from app.web.ui.submit import Answer, flash_and_redirect, submit

STATES = {
    "claimed": _l("menunggu dilihat petugas"),
    "seen": _l("sudah dilihat petugas"),
    "stale": _l("perlu dilihat lagi"),
    "gone": _l("tidak ada lagi"),
}


class ChannelForm(BaseForm):
    """One address, pasted."""

    address = TextField(_l("Alamat toko"), [required(_l("Alamat toko"))])


def show_channels(scope: ProductScope, maker_id: int | None = None) -> Answer:
    """Show the maker's shops, and the field for another one."""
    maker, form = scope.get_maker(maker_id), ChannelForm()

    def claim() -> Answer:
        channel = claim_channel(maker.id, form.address.data or "", actor=current_actor())
        name = next(one.name for one in list_kinds() if one.slug == channel.kind)
        return _back_with_message(
            scope, maker.id, _("Toko %(name)s tercatat. Tampil sesudah dilihat petugas.", name=name)
        )

    def page() -> str:
        return render_template(
            "channels/own.html",
            scope=scope,
            maker=maker,
            form=form,
            list_crumb=scope.list_crumb(maker.id),
            channels=list_channels([maker.id], clock.today()),
            states=STATES,
            names=", ".join(one.name for one in list_kinds() if one.closed_on is None),
        )

    return submit(form, claim, page)


def end(scope: ProductScope, channel_id: int) -> Answer:
    """Record that the address is no longer used."""
    channel = get_channel(channel_id, scope.maker_ids)
    end_channel(channel.id, actor=current_actor())
    return _back_with_message(scope, channel.maker_id, _("Toko ini tidak ditampilkan lagi."))


def see(scope: ProductScope, channel_id: int) -> Answer:
    """Record that an officer opened the address and saw the shop; a maker cannot confirm the own one."""
    if scope.own_maker_id is not None:
        raise NotFound()
    channel = get_channel(channel_id)
    see_channel(channel.id, actor=current_actor())
    return _back_with_message(scope, channel.maker_id, _("Toko ini sudah Anda lihat dan sekarang tampil."))


def _back_with_message(scope: ProductScope, maker_id: int, words: str) -> Answer:
    return flash_and_redirect(words, f"{scope.room}.show_channels", **scope.place(maker_id))
