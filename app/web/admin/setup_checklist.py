"""The checklist of a real city's first day ("Mulai kota sebenarnya"), with what is done already."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.queries import count_by_role
from app.directory.queries import get_headcount, load_tree
from app.makers.queries import count_products, list_makers
from app.minimums.queries import find_decree_for
from app.settings.queries import get_signers, is_demo, is_set
from app.shared import clock
from app.tills.queries.booths import list_booths
from app.tills.queries.tills import count_tills
from app.web.admin import blueprint
from app.web.http.navigation import in_menu


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step: its role, the path of its page, the command that does the same, and a summary of what is stored."""

    label: str
    done: bool
    role: str
    path: str
    command: str
    summary: str


@blueprint.get("/mulai-kota")
@in_menu(_l("Mulai kota"), order=50)
def show_setup_checklist() -> str:
    """Show the checklist. In the demo city it first says how to set up a real city's own database."""
    return render_template("admin/first_day.html", steps=first_steps(), is_demo=is_demo())


def first_steps() -> list[SetupStep]:
    """Return the steps in the order in which a city should take them."""
    return [_letterhead(), _signers(), _users(), *_people(), *_duties(), *_goods(), _tills()]


def _step(label: str, state: Any, role: str, path: str, command: str = "", summary: str = "") -> SetupStep:
    return SetupStep(label, bool(state), role, path, command, summary)


def _letterhead() -> SetupStep:
    return _step(_("Kop surat dan nama kota"), is_set("letterhead"), "admin", "/admin/pengaturan/letterhead")


def _signers() -> SetupStep:
    both = all(signer.is_complete for signer in get_signers().values())
    return _step(_("Dua penanda tangan laporan"), both, "admin", "/admin/pengaturan")


def _people() -> list[SetupStep]:
    units, people = len(load_tree()), get_headcount().everybody
    return [
        _step(
            _("Unit kerja (pohon OPD)"),
            units,
            "personnel",
            "/kepegawaian/unit",
            "flask --app wsgi roster units FILE",
            _("%(count)s unit", count=units),
        ),
        _step(
            _("Pegawai"),
            people,
            "personnel",
            "/kepegawaian/unggah",
            "flask --app wsgi roster people FILE",
            _("%(count)s pegawai", count=people),
        ),
    ]


def _duties() -> list[SetupStep]:
    decree = find_decree_for(clock.this_period())
    return [
        _step(
            _("Peraturan batas minimal yang berlaku bulan ini"),
            decree,
            "finance",
            "/keuangan/aturan",
            "flask --app wsgi minimums load FILE.toml",
        )
    ]


def _goods() -> list[SetupStep]:
    makers, products, booths = len(list_makers()), count_products()[0], len(list_booths())
    return [
        _step(
            _("UMKM dan produknya"),
            makers and products,
            "manager",
            "/pengelola/",
            "flask --app wsgi makers import FILE.xlsx",
            _("%(makers)s UMKM, %(products)s produk", makers=makers, products=products),
        ),
        _step(
            _("Pojok belanja"),
            booths,
            "manager",
            "/pengelola/pojok",
            summary=_("%(count)s pojok", count=booths),
        ),
    ]


def _tills() -> SetupStep:
    tills = count_tills()
    return _step(
        _("Perangkat kasir terdaftar di pojok"),
        tills,
        "manager",
        "/pengelola/pojok",
        'flask --app wsgi device add "Tablet 1" --booth "Nama pojok"',
        _("%(count)s perangkat", count=tills),
    )


def _users() -> SetupStep:
    count_of_role = count_by_role()
    needed = ("cashier", "manager", "personnel", "finance", "admin")
    return _step(
        _("Akun: kasir, pengelola, kepegawaian, keuangan, admin"),
        all(count_of_role.get(role) for role in needed),
        "admin",
        "/admin/",
        "flask --app wsgi user add NAMA --role finance --password-stdin",
    )
