"""The imports of the personnel office."""

from app.directory.roster_import.columns import COLUMNS, RosterFile
from app.directory.roster_import.write import lock_directory
from app.directory.services import unit_file
from app.directory.services.roster import RosterPreview, apply_preview, compare_roster, read_roster_file
from app.directory.services.units import apply_units, plan_units, read_unit_file
from app.imports.registry import ImportKind, Options, register
from app.shared.words import N_

UNITS = register(
    ImportKind(
        "units",
        title=N_("daftar unit kerja"),
        place=N_("Kepegawaian, Unit kerja"),
        command="roster units",
        help="Baca unit kerja dari FILE (ID, NAMA_UNOR, ID_ATASAN).",
        audience="personnel",
        has_own_pages=True,
        columns=unit_file.COLUMNS,
        read=lambda path, name, options: read_unit_file(
            path, name, allow_demo=options.get("allow_demo", False)
        ),
        plan=lambda file, options: plan_units(file, options.get("as_of")),
        apply=lambda plan, actor, options: apply_units(plan, actor=actor, letter=options.get("letter", "")),
        lock=lock_directory,
        room="directory",
        subject="unit",
        event="directory.import_units",
    )
)


def _compare_people(file: RosterFile, options: Options) -> RosterPreview:
    """Preview a file. If the number of absent people (`absent`) is given, the list counts as complete."""
    is_addition = options.get("is_addition")
    if is_addition is None and options.get("absent") is not None:
        is_addition = False
    return compare_roster(file, options.get("as_of"), is_addition=is_addition)


PEOPLE = register(
    ImportKind(
        "people",
        title=N_("daftar pegawai"),
        place=N_("Kepegawaian, Unggah daftar"),
        command="roster people",
        help="Baca daftar pegawai dari FILE (.xlsx atau .csv).",
        audience="personnel",
        has_own_pages=True,
        columns=COLUMNS,
        read=lambda path, name, options: read_roster_file(path, name, as_of=options.get("as_of")),
        plan=_compare_people,
        apply=lambda preview, actor, options: (
            apply_preview(preview, actor=actor, absent=options.get("absent")).preview
        ),
        lock=lock_directory,
        room="directory",
        subject="roster_upload",
    )
)
