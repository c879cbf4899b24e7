"""Accounts by command line: the first admin, cashiers of a new booth, new codes for people locked out."""

import sys

import click

from app.accounts.errors import UserNotFound
from app.accounts.queries import find_user_id
from app.accounts.rules.identity import grant_for
from app.accounts.rules.passwords import ensure_usable
from app.accounts.rules.roles import ROLES, ScopeKind, roles_bound_to
from app.accounts.services import create_user, hash_password, issue_code, read_username
from app.booths.services import get_or_create_booth
from app.cli.edge import CLI_ACTOR, reading_command, unusable, writing_command
from app.directory.queries import find_employee_by_number, get_employee, load_tree
from app.directory.rules import fold_name


def _names(kind: ScopeKind) -> str:
    return " atau ".join(roles_bound_to(kind))


@click.group("user")
def user() -> None:
    """Akun: menambah, menerbitkan kode."""


@user.command("add")
@click.argument("name")
@click.option("--role", "roles", required=True, multiple=True, type=click.Choice(ROLES), help="boleh diulang")
@click.option("--booth", help=f"pojok, untuk peran {_names('booth')}; dibuat bila belum ada")
@click.option("--employee", help="NIP atau KODE pegawai pemilik akun")
@click.option("--unit", help=f"ID unit kerja (atau namanya, bila hanya satu), untuk peran {_names('unit')}")
@click.option("--password-stdin", is_flag=True, help="baca kata sandi dari masukan standar")
@reading_command
def add(
    name: str,
    roles: tuple[str, ...],
    booth: str | None,
    employee: str | None,
    unit: str | None,
    password_stdin: bool,
) -> None:
    """Buat akun NAME yang langsung aktif."""
    read_username(name)
    _check_bindings(roles, booth, unit, employee)
    unit_id = _unit_id(unit) if unit is not None else None
    employee_id = _employee_id(employee) if employee is not None else None
    if find_user_id(name) is not None:
        unusable(f"Nama pengguna {name.lower()} sudah dipakai. Pilih yang lain.")
    password = _password(password_stdin)
    # People who may run commands have all data anyway, so only the length and common passwords are checked.
    ensure_usable(password)
    _create(name, roles, booth, unit_id, employee_id, hash_password(password))


@writing_command
def _create(
    name: str,
    roles: tuple[str, ...],
    booth: str | None,
    unit_id: int | None,
    employee_id: int | None,
    password_hash: str,
) -> None:
    booth_id = get_or_create_booth(booth, actor=CLI_ACTOR).id if booth is not None else None
    grants = [grant_for(role, unit_id=unit_id, booth_id=booth_id) for role in roles]
    made = create_user(
        name,
        actor=CLI_ACTOR,
        display_name=get_employee(employee_id).full_name if employee_id is not None else "",
        grants=grants,
        employee_id=employee_id,
        password_hash=password_hash,
    )
    click.echo(f"Akun {made.username} aktif dengan peran {', '.join(sorted(made.role_names))}.")


@user.command("code")
@click.argument("name")
@writing_command
def code(name: str) -> None:
    """Terbitkan kode aktivasi baru untuk akun NAME; kata sandi lama dan semua sesinya berakhir."""
    user_id = find_user_id(name)
    if user_id is None:
        raise UserNotFound()
    click.echo(f"Kode aktivasi, sekali pakai: {issue_code(user_id, actor=CLI_ACTOR)}")


def _check_bindings(
    roles: tuple[str, ...], booth: str | None, unit: str | None, employee: str | None
) -> None:
    _check_scope(roles, "booth", booth, "nama pojok")
    if booth is not None and not booth.strip():
        unusable("--booth perlu nama pojok.")
    _check_scope(roles, "unit", unit, "ID unit kerja yang diurus")
    for role in roles:
        if ROLES[role].needs_employee and employee is None:
            unusable(f"Peran {role} perlu --employee: NIP atau KODE pegawainya.")


def _check_scope(roles: tuple[str, ...], kind: ScopeKind, given: str | None, what: str) -> None:
    bound = [role for role in roles if ROLES[role].scope_kind == kind]
    if given is not None and not bound:
        unusable(f"--{kind} hanya untuk peran {_names(kind)}.")
    for role in bound:
        if ROLES[role].is_scope_required and given is None:
            unusable(f"Peran {role} perlu --{kind}: {what}.")


def _unit_id(text: str) -> int:
    tree = load_tree()
    unit_id = tree.by_external_id.get(text.strip().upper())
    if unit_id is None:
        unit_id = tree.by_name.get(fold_name(text))
    if unit_id is None:
        unusable("Unit kerja ini tidak ditemukan, atau namanya dipakai beberapa unit. Pakai ID unitnya.")
    return unit_id


def _employee_id(text: str) -> int:
    employee_id = find_employee_by_number(text)
    if employee_id is None:
        unusable("Pegawai dengan NIP atau KODE ini tidak ditemukan.")
    return employee_id


def _password(is_given: bool) -> str:
    if not is_given:
        unusable("Kata sandi dibaca dari masukan standar: tambahkan --password-stdin.")
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        unusable("Kata sandi kosong. Kirim satu baris lewat masukan standar.")
    return password


commands = (user,)
