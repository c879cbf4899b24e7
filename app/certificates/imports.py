"""The import of certificates."""

from app.certificates.certificates_import import (
    COLUMNS,
    apply_certificates,
    plan_certificates,
    read_certificates,
)
from app.imports.registry import ImportKind, register
from app.shared.words import N_

CERTIFICATES = register(
    ImportKind(
        "certificates",
        title=N_("daftar surat usaha"),
        place=N_("Dinas, Surat usaha"),
        command="certificates import",
        help="Masukkan daftar surat usaha: P-IRT, halal, BPOM MD, merek, dan lain-lain.",
        audience="umkm",
        columns=COLUMNS,
        read=lambda path, name, _options: read_certificates(path, name),
        plan=lambda file, _options: plan_certificates(file),
        apply=lambda plan, actor, _options: apply_certificates(plan, actor=actor),
        room="certificates",
        subject="certificate",
        event="certificates.import",
        has_own_pages=True,
    )
)
