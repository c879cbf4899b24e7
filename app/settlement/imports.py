"""The import of agreements between makers and booths."""

from app.imports.registry import ImportKind, register
from app.settlement.terms_import import COLUMNS, apply_terms, plan_terms, read_terms
from app.shared.words import N_

TERMS = register(
    ImportKind(
        "supply-terms",
        title=N_("perjanjian titip"),
        place=N_("Keuangan, Perjanjian titip"),
        command="supply terms",
        help="Masukkan perjanjian titip: bagian pojok, siapa menanggung rugi, hari pembayaran.",
        audience="finance",
        columns=COLUMNS,
        read=lambda path, name, _options: read_terms(path, name),
        plan=lambda file, _options: plan_terms(file),
        apply=lambda plan, actor, _options: apply_terms(plan, actor=actor),
        room="settlement",
        subject="consignment_terms",
        event="settlement.import_terms",
    )
)
