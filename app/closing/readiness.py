"""The points of the readiness list (decisions 18): those of closing itself, and one per kind of pending decision."""

from app.decisions.registry import ReadinessLabel, list_kinds
from app.shared.words import NN_

_OWN = (
    ReadinessLabel("tills_not_synced", 10, NN_("%(count)s kasir belum mengirim semua penjualannya")),
    ReadinessLabel("shifts_open", 20, NN_("%(count)s shift kasir belum ditutup")),
    ReadinessLabel("disputed", 90, NN_("%(count)s pengaduan pegawai belum dijawab")),
    ReadinessLabel("to_review", 110, NN_("%(count)s pegawai perlu diperiksa")),
    ReadinessLabel(
        "no_decree",
        120,
        NN_("Belum ada aturan yang berlaku pada bulan ini"),
        "belum ada aturan yang berlaku pada bulan ini",
    ),
)


def list_labels() -> list[ReadinessLabel]:
    """All points, in the order in which finance should settle them."""
    of_kinds = [label for kind in list_kinds() for label in kind.readiness]
    return sorted((*_OWN, *of_kinds), key=lambda label: label.order)


def get_label(code: str) -> ReadinessLabel:
    """The point with this code. KeyError."""
    return {label.code: label for label in list_labels()}[code]
