"""Sentences on who bears the loss of missing pieces, shown before a supply note or a count is confirmed."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.settlement.queries.loss_preview import (
    AgreementInForce,
    Loss,
    LossPreview,
    get_agreement,
    list_loss_previews,
)
from app.shared import clock
from app.shared.money import format_rupiah
from app.stock.models import StockCount, SupplyLine, SupplyNote
from app.stock.queries.counts import CountedLine
from app.stock.rules import LOSSES
from app.web.ui.filters import angka, tanggal

_BEARERS = {"booth": _l("pojok"), "maker": _l("UMKM")}


def describe_loss(one: LossPreview) -> str:
    """Return who bears the loss of missing pieces, by which agreement, and what the booth owes the maker for them."""
    basis = _basis(one.agreement)
    if one.bearer == "maker":
        return _("Ditanggung UMKM: pojok tidak membayarnya (%(basis)s).", basis=basis)
    if one.unit_price is None:
        return _("Ditanggung pojok (%(basis)s), tetapi harganya belum ada. Catat dulu harganya.", basis=basis)
    return _(
        "Ditanggung pojok: UMKM menerima %(owed)s, yaitu %(pieces)s × %(price)s dikurangi bagian pojok "
        "%(percent)s persen (%(basis)s).",
        owed=format_rupiah(one.owed),
        pieces=angka(one.pieces),
        price=format_rupiah(one.unit_price),
        percent=one.agreement.terms.share_percent,
        basis=basis,
    )


def describe_losses_of_count(count: StockCount, lines: Sequence[CountedLine]) -> dict[int, str]:
    """Return who bears the loss of each product that is missing on the shelf, by product id."""
    missing = [line for line in lines if line.difference < 0]
    losses = [
        Loss(line.maker_id, line.product_id, "count", -line.difference, clock.local_date(line.counted_at))
        for line in missing
    ]
    previews = list_loss_previews(count.booth_id, losses)
    return {line.product_id: describe_loss(one) for line, one in zip(missing, previews, strict=True)}


def describe_losses_of_supply_note(
    supply_note: SupplyNote, lines: Sequence[SupplyLine], names: Mapping[int, str]
) -> list[str]:
    """Return who bears the loss of the pieces that a supply note takes from the shelf or lacks.

    Empty for goods that were given back or found. `names`: product id → name.
    """
    day = clock.local_date(clock.now() if supply_note.state == "announced" else supply_note.moved_at)
    if supply_note.kind == "delivery":
        return [_describe_delivery(get_agreement(supply_note.maker_id, supply_note.booth_id, day))]
    if supply_note.kind not in LOSSES:
        return []
    losses = [
        Loss(supply_note.maker_id, line.product_id, supply_note.kind, pieces, day, line.unit_price)
        for line in lines
        if (pieces := _pieces(line))
    ]
    previews = list_loss_previews(supply_note.booth_id, losses)
    return [
        f"{names[loss.product_id]}: {describe_loss(one)}" for loss, one in zip(losses, previews, strict=True)
    ]


def _pieces(line: SupplyLine) -> int:
    return line.stated_quantity if line.counted_quantity is None else line.counted_quantity


def _describe_delivery(agreement: AgreementInForce) -> str:
    return _(
        "Yang kurang atau rusak saat tiba tidak masuk rak: tetap milik UMKM, pojok tidak membayarnya. "
        "Sesudah diterima, yang rusak atau hilang ditanggung %(loss)s, yang kedaluwarsa ditanggung %(expired)s "
        "(%(basis)s).",
        loss=_BEARERS[agreement.terms.loss_bearer],
        expired=_BEARERS[agreement.terms.expiry_bearer],
        basis=_basis(agreement),
    )


def _basis(agreement: AgreementInForce) -> str:
    if agreement.since is None:
        return _("belum ada perjanjian, jadi menurut aturan umum")
    return _("perjanjian sejak %(day)s", day=tanggal(agreement.since))
