"""`flask report …`: a command for each registered report, made from its entry (decisions: `report compliance`)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.audit.services import record_event
from app.booths.queries import find_booth
from app.cli.edge import CLI_ACTOR, read_period, say_json, unusable, writing_command
from app.directory.queries import find_employee_by_number, load_tree
from app.makers.queries import get_product
from app.reports.export import Export, export_report
from app.reports.registry import ReportContent, ReportKind, ReportRequest, find_kind, list_kinds
from app.shared import clock
from app.shared.errors import NotFound
from app.shared.period import Period
from app.shared.transaction import begin_writing, commit
from app.training.queries.events import list_events

Values = dict[str, Any]


class ReportGroup(AppGroup):
    """A group whose commands are the registered reports."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The slugs of all reports."""
        return sorted(kind.slug for kind in list_kinds())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one report."""
        kind = find_kind(cmd_name)
        return _command_of(kind) if kind else None


report = ReportGroup("report", help="Laporan Excel.")
commands = [report]


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter on the command line. `read` returns fields of the request, and the values repeated in the output."""

    declared: click.Parameter
    read: Callable[[Any], tuple[Values, Values]]


def _month(text: str) -> tuple[Values, Values]:
    period = _read_month(text)
    return {"period": period}, {"month": str(period)}


def _day(text: str) -> tuple[Values, Values]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        unusable(f"Tanggal ditulis TAHUN-BULAN-TANGGAL, misalnya 2026-11-07; bukan {text!r}.")
    return {"day": day}, {"day": day.isoformat()}


def _opd(unit: int | None) -> tuple[Values, Values]:
    if unit is not None:
        _ensure_unit(unit)
    return {"opd_id": unit}, {}


def _unit(unit: int) -> tuple[Values, Values]:
    _ensure_unit(unit)
    return {"roots": (unit,)}, {"unit": unit}


def _span(text: str) -> tuple[Values, Values]:
    is_year = text.isascii() and text.isdigit() and len(text) == 4
    return {"year": int(text)} if is_year else {"period": _read_month(text)}, {"months": text}


def _person(number: str) -> tuple[Values, Values]:
    """The number given is not repeated in the output (decisions 22)."""
    employee_id = find_employee_by_number(number)
    if employee_id is None:
        unusable("Tidak ada pegawai dengan nomor itu.")
    return {"employee_id": employee_id}, {}


def _booth(name: str) -> tuple[Values, Values]:
    booth = find_booth(name)
    if booth is None:
        unusable(f"Pojok {name!r} tidak ditemukan. Periksa namanya.")
    return {"booth_id": booth.id}, {"booth": booth.name}


def _product(product_id: int) -> tuple[Values, Values]:
    """The product's id; reading the report checks whether the product was ever at the booth."""
    try:
        get_product(product_id)
    except NotFound:
        unusable(f"Tidak ada produk bernomor {product_id}.")
    return {"product_id": product_id}, {"product": product_id}


def _event(event_id: int) -> tuple[Values, Values]:
    if not list_events(ids=[event_id]):
        unusable(f"Tidak ada pelatihan bernomor {event_id}.")
    return {"event_id": event_id}, {"event": event_id}


_ARGUMENTS = {
    "month": Argument(click.Argument(["bulan"]), _month),
    "day": Argument(click.Argument(["tanggal"]), _day),
    "year": Argument(
        click.Argument(["tahun"], type=click.IntRange(2000, 2999)),
        lambda year: ({"year": year}, {"year": year}),
    ),
    "opd": Argument(
        click.Option(["--opd"], type=int, default=None, help="Nomor unit; hanya pegawai OPD ini."), _opd
    ),
    "units": Argument(click.Option(["--unit"], type=int, required=True, help="Nomor unit OPD."), _unit),
    "booth": Argument(
        click.Option(["--booth"], required=True, metavar="NAMA", help="Pojok, menurut namanya."), _booth
    ),
    "product": Argument(
        click.Option(
            ["--product"], type=int, required=True, help="Nomor produk, seperti di alamat halamannya."
        ),
        _product,
    ),
    "event": Argument(click.Argument(["pelatihan"], type=click.IntRange(1, 10**15 - 1)), _event),
    "span": Argument(click.Argument(["masa"]), _span),
    "person": Argument(
        click.Option(["--employee", "number"], required=True, help="NIP atau KODE pegawai."), _person
    ),
}
_OUT = click.Option(
    ["--out"], required=True, type=click.Path(path_type=Path, dir_okay=False), help="Berkas .xlsx tujuan."
)


def _command_of(kind: ReportKind) -> click.Command:
    """Make the command that writes the file, records the export in the trail, and prints one line of JSON.

    For a closed month's signed content it writes the signed file itself (decisions 16).
    """
    arguments = [_ARGUMENTS[parameter] for parameter in kind.parameters if parameter != "content"]
    flagged = [content for content in kind.contents if content.flag]

    @writing_command
    def run(out: Path, **values: Any) -> None:
        fields: Values = {}
        repeated: Values = {}
        for argument in arguments:
            found, shown = argument.read(values[str(argument.declared.name)])
            fields, repeated = fields | found, repeated | shown
        if kind.contents:
            fields["content"] = _selected_content(kind, flagged, values)
        made = _write(out, ReportRequest(kind.slug, **fields))
        signed = {"version": made.version, "ledger_seq": made.ledger_seq, "signed": made.is_stored}
        can_be_signed = any(content.is_signed for content in kind.contents)
        say_json(
            {**repeated, "file": out.name} | (signed if can_be_signed else {"ledger_seq": made.ledger_seq})
        )

    flags = [click.Option([one.flag], is_flag=True, help=one.flag_help) for one in flagged]
    return click.Command(
        kind.slug, params=[*(one.declared for one in arguments), _OUT, *flags], callback=run, help=kind.help
    )


def _selected_content(kind: ReportKind, flagged: list[ReportContent], values: Values) -> str:
    chosen = [one for one in flagged if values[one.flag.removeprefix("--").replace("-", "_")]]
    if len(chosen) > 1:
        unusable(f"Pilih salah satu: {' atau '.join(one.flag for one in chosen)}.")
    return chosen[0].slug if chosen else kind.get_content(None).slug


def _read_month(text: str) -> Period:
    """Read a month argument; exit 2 with a sentence if it is invalid or far in the future."""
    period = read_period(text)
    if clock.is_far_ahead(period):
        unusable(f"Bulan {period} lebih dari setahun lagi. Periksa tahunnya.")
    return period


def _ensure_unit(unit_id: int) -> None:
    if unit_id not in load_tree():
        unusable(f"Tidak ada unit bernomor {unit_id}.")


def _write(out: Path, request: ReportRequest) -> Export:
    """Make the file from one snapshot, outside the writing transaction; then record the export in the trail."""
    if not out.parent.is_dir():
        unusable(f"Folder {str(out.parent)!r} tidak ada.")
    commit()
    try:
        made = export_report(out, request, made_by=CLI_ACTOR.name)
    except NotFound:
        unusable("Laporan itu tidak ada isinya.")
    except OSError as error:
        unusable(f"Berkas {str(out)!r} tidak dapat ditulis: {error.strerror}.")
    begin_writing()
    about = (
        {"subject": "employee", "subject_id": request.employee_id}
        if request.employee_id
        else {"subject": "report"}
    )
    record_event("report.export", actor=CLI_ACTOR, details=made.details, **about)  # type: ignore[arg-type]
    return made
