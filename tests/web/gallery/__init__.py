"""Every macro on one page, drawn for a person who is signed in: for the tests, and for a designer's eye."""

from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, render_template
from flask_login import LoginManager, UserMixin
from flask_wtf import CSRFProtect
from flask_wtf.file import FileField
from jinja2 import ChoiceLoader, FileSystemLoader
from wtforms import BooleanField, PasswordField, RadioField, SelectChoice, SelectField

from app.shared.period import Period
from app.web.http.assets import register_assets
from app.web.http.headers import register_headers
from app.web.http.language import change_language, register_language
from app.web.http.navigation import in_menu, register_navigation
from app.web.ui.filters import register_filters
from app.web.ui.forms import (
    BaseForm,
    LocalDateField,
    NipField,
    ParagraphField,
    PeriodField,
    RupiahField,
    TextField,
    required,
)

HERE = Path(__file__).parent
APP = HERE.parents[2] / "app"


class Viewer(UserMixin):
    """Somebody who is signed in."""

    id = "1"
    display_name = "Sarah Tuhumury"
    role_names = frozenset({"finance", "opd"})


class Example(BaseForm):
    """One field of each kind."""

    name = TextField("Nama pojok", [required("Nama pojok")])
    nip = NipField("NIP", [required("NIP")])
    amount = RupiahField("Minimal belanja")
    since = LocalDateField("Berlaku sejak", [required("Tanggal")])
    month = PeriodField("Bulan")
    kind = SelectField("Jenis", choices=[SelectChoice("a", "Wajib"), SelectChoice("b", "Himbauan")])
    pay = RadioField(
        "Cara bayar", choices=[SelectChoice("cash", "Tunai"), SelectChoice("qris", "QRIS")], default="cash"
    )
    secret = PasswordField("Kata sandi", [required("Kata sandi")])
    reason = ParagraphField("Alasan")
    file = FileField("Berkas daftar pegawai")
    simple = BooleanField("Catat saja, tanpa hitung kas")


OFFICES = (
    ("Dinas Kependudukan dan Pencatatan Sipil", 47, 52),
    ("Badan Perencanaan Pembangunan Daerah, Penelitian dan Pengembangan", 61, 74),
    ("Dinas Kesehatan", 412, 640),
    ("Dinas Pendidikan", 1510, 2604),
    ("Kecamatan Sirimau", 21, 60),
    ("Satuan Polisi Pamong Praja", 0, 118),
    ("Inspektorat", 44, 44),
)
MONTHS = (
    (2, 20000),
    (3, 24000),
    (4, 21000),
    (5, 0),
    (6, 31000),
    (7, 20000),
    (8, 12000),
    (9, 25000),
    (10, 20000),
    (11, 15000),
)


def facts() -> dict[str, Any]:
    """The values the gallery page shows."""
    columns: list[dict[str, Any]] = [
        {"label": "Des", "name": "Desember 2025", "value": None, "target": None, "status": None},
        {"label": "Jan", "name": "Januari 2026", "value": 0, "target": None, "status": "not_obliged"},
    ]
    for number, value in MONTHS:
        day = date(2026, number, 1)
        columns.append(
            {
                "label": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov")[
                    number - 1
                ],
                "name": f"{day:%Y-%m}",
                "value": value,
                "target": 20000,
                "status": "exempt" if number == 5 else "met" if value >= 20000 else "short",
                "href": "/opd",
            }
        )
    return {
        "period": Period(2026, 10),
        "months": [Period(2026, 11), Period(2026, 10), Period(2026, 9)],
        "offices": OFFICES,
        "columns": columns,
        "shares": [
            {"status": "met", "count": 3059, "href": "/opd"},
            {"status": "short", "count": 2084, "href": "/opd"},
            {"status": "exempt", "count": 96},
            {"status": "not_obliged", "count": 40},
            {"status": "no_rule", "count": 8},
        ],
    }


def gallery_app(signed_in: bool = True) -> Flask:
    """A small application with our templates, words, headers and one page per layout."""
    app = Flask("app", root_path=str(APP))
    app.config.update(SECRET_KEY="gallery", TESTING=True)
    app.jinja_loader = ChoiceLoader([FileSystemLoader(APP / "templates"), FileSystemLoader(HERE)])  # type: ignore[assignment]
    CSRFProtect(app)
    login = LoginManager(app)
    login.request_loader(lambda _request: Viewer() if signed_in else None)
    register_language(app)
    register_assets(app)
    register_filters(app)
    register_headers(app)
    register_navigation(app)
    app.context_processor(lambda: {"city_name": "Kota Ambon", "demo_mark": False})
    for room in ("finance", "opd"):
        app.register_blueprint(Blueprint(room, __name__, url_prefix=f"/{room}"))
    _add_pages(app)
    return app


def _add_pages(app: Flask) -> None:
    def page() -> str:
        form = Example()
        form.nip.errors = ("NIP harus 18 angka. Yang diketik 17 angka; periksa lagi.",)
        form.name.errors = ("Nama pojok harus diisi.",)
        form.form_errors.append("Bulan ini sudah ditutup.")
        return render_template("gallery.html", form=form, demo_mark=True, **facts())

    def employee() -> str:
        return render_template("gallery_phone.html", **facts())

    def refused() -> str:
        return render_template(
            "errors/page.html",
            code=500,
            title="Ada yang salah di sistem",
            message=None,
            action="Data yang sudah tersimpan aman. Catat nomor ini dan beri tahu admin.",
            error_id="9f31c2aa",
        )

    for order, (path, name, view, label) in enumerate(
        (
            ("/", "finance.show_home", page, "Ringkasan kota"),
            ("/opd", "finance.recap", employee, "Per OPD"),
            ("/orang", "opd.people", refused, "Pegawai saya"),
            ("/buku", "finance.books", refused, "Buku penjualan"),
            ("/bulan", "finance.months", refused, "Bulan"),
        )
    ):
        app.add_url_rule(path, name, in_menu(label, order=order)(_own(view)))  # type: ignore[arg-type]
    app.add_url_rule("/surat", "letter", lambda: render_template("gallery_paper.html"))
    app.add_url_rule("/struk", "receipt", lambda: render_template("gallery_receipt.html"))
    app.add_url_rule("/kasir", "cashier.home", lambda: render_template("gallery_till.html"))
    app.add_url_rule("/bahasa", "public.change_language", change_language, methods=["POST"])
    app.add_url_rule("/keluar", "auth.sign_out", lambda: "", methods=["POST"])
    app.add_url_rule("/sandi", "auth.change_password", refused)


def _own(view: Any) -> Any:
    """A function of its own, for the mark of the menu stands on the function."""
    return lambda: view()
