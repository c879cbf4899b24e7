"""`flask makers …`: UMKM and their goods."""

from collections.abc import Iterator

from app.cli.imports import DETAILS, MOST_LINES, Details, ImportGroup
from app.makers.imports import REGISTER
from app.makers.register_import import RegisterPlan
from app.messages.imports import fault_sentence

commands = (ImportGroup("makers", help="UMKM dan produknya."),)


def _describe(effect: RegisterPlan) -> Iterator[str]:
    """The warnings about accepted rows."""
    for fault in effect.warnings[:MOST_LINES]:
        yield f"Baris {fault.row}: {fault_sentence(REGISTER, fault)}"


DETAILS[REGISTER.slug] = Details(describe=_describe)
