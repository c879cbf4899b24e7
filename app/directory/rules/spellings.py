"""The spellings of echelon, kind of position, status and service in files, and their normal forms (decisions, end).

An unknown word raises UnknownWord, so that the row is refused; it is never read as "none".
"""

import re
from functools import lru_cache

ECHELONS = ("I.a", "I.b", "II.a", "II.b", "III.a", "III.b", "IV.a", "IV.b", "V.a", "V.b")
STATUSES = ("PNS", "CPNS", "PPPK", "PPPK Paruh Waktu", "Non ASN", "Kepala daerah")
POSITION_KINDS = ("Struktural", "Fungsional", "Pelaksana")

_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV", "5": "V"}
_ECHELON = re.compile(r"(?:eselon|esel|es)?(i{1,3}|iv|v|[1-5])([ab])", re.ASCII)
_NOTHING = frozenset({"", "0", "none", "null", "nihil", "tidakada", "noneselon", "nonesel", "tanpaeselon"})
_LEFT_OUT = re.compile(r"[^0-9a-z]+", re.ASCII)


class UnknownWord(ValueError):
    """A word that is in no table of this file. `field`: echelon, position_kind, status or service."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(field)
        self.field = field
        self.text = text


def _squeeze(text: str) -> str:
    """Letters and digits only, lower case: `Eselon III.a` and `eselon_iiia` are one."""
    return _LEFT_OUT.sub("", text.casefold())


@lru_cache(maxsize=1024)
def read_echelon(text: str) -> str:
    """`IIIa`, `III.A`, `Eselon III/a`, `3a` → `III.a`; blank, `-`, `NON ESELON` → empty. UnknownWord else."""
    squeezed = _squeeze(text)
    if squeezed in _NOTHING:
        return ""
    match = _ECHELON.fullmatch(squeezed)
    if not match:
        raise UnknownWord("echelon", text)
    return f"{_ROMAN.get(match[1], match[1].upper())}.{match[2]}"


_KINDS = {
    "": "",
    "struktural": "Struktural",
    "manajerial": "Struktural",
    "jpt": "Struktural",
    "pimpinantinggi": "Struktural",
    "pimpinantinggipratama": "Struktural",
    "pimpinantinggimadya": "Struktural",
    "administrator": "Struktural",
    "pengawas": "Struktural",
    "fungsional": "Fungsional",
    "fungsionaltertentu": "Fungsional",
    "jft": "Fungsional",
    "jf": "Fungsional",
    "pelaksana": "Pelaksana",
    "fungsionalumum": "Pelaksana",
    "jfu": "Pelaksana",
    "staf": "Pelaksana",
    "rangkap": "Struktural",
}


@lru_cache(maxsize=1024)
def read_position_kind(text: str) -> str:
    """`Jabatan Struktural`, `Fungsional Tertentu`, `Fungsional Umum` … → normal form; blank, `-` → empty."""
    kind = _KINDS.get(_squeeze(text).removeprefix("jabatan"))
    if kind is None:
        raise UnknownWord("position_kind", text)
    return kind


_STATUSES = {
    "pns": "PNS",
    "pegawainegerisipil": "PNS",
    "p": "PNS",
    "cpns": "CPNS",
    "calonpns": "CPNS",
    "calonpegawainegerisipil": "CPNS",
    "c": "CPNS",
    "pppk": "PPPK",
    "p3k": "PPPK",
    "calonpppk": "PPPK",
    "pppkpenuhwaktu": "PPPK",
    "pegawaipemerintahdenganperjanjiankerja": "PPPK",
    "pppkparuhwaktu": "PPPK Paruh Waktu",
    "pppkpw": "PPPK Paruh Waktu",
    "p3kparuhwaktu": "PPPK Paruh Waktu",
    "p3kpw": "PPPK Paruh Waktu",
    "pegawaipemerintahdenganperjanjiankerjaparuhwaktu": "PPPK Paruh Waktu",
    "paruhwaktu": "PPPK Paruh Waktu",
    "nonasn": "Non ASN",
    "nonpns": "Non ASN",
    "honorer": "Non ASN",
    "tenagahonorer": "Non ASN",
    "honor": "Non ASN",
    "thl": "Non ASN",
    "tenagaharianlepas": "Non ASN",
    "ptt": "Non ASN",
    "pegawaitidaktetap": "Non ASN",
    "kontrak": "Non ASN",
    "tenagakontrak": "Non ASN",
    "pjlp": "Non ASN",
    "outsourcing": "Non ASN",
    "kepaladaerah": "Kepala daerah",
    "wakilkepaladaerah": "Kepala daerah",
    "walikota": "Kepala daerah",
    "wakilwalikota": "Kepala daerah",
    "bupati": "Kepala daerah",
    "wakilbupati": "Kepala daerah",
    "pejabatnegara": "Kepala daerah",
}
_NO_STATUS = frozenset({"", "0", "null"})


@lru_cache(maxsize=1024)
def read_status(text: str) -> str:
    """`P`, `C`, `PPPK PW`, `HONORER`, `PNS Daerah Kab/Kota yang …` → normal form; blank → empty."""
    squeezed = _squeeze(text)
    if squeezed in _NO_STATUS:
        return ""
    status = _STATUSES.get(squeezed)
    if status:
        return status
    # SIASN's JENIS PEGAWAI NAMA: "PNS Daerah …", "PNS Pusat yang diperbantukan …", "PPPK Daerah …"
    if squeezed.startswith("pppk"):
        return "PPPK Paruh Waktu" if "paruhwaktu" in squeezed else "PPPK"
    for start in ("CPNS", "PNS"):
        if squeezed.startswith(start.casefold()):
            return start
    raise UnknownWord("status", text)


_PNS_GRADE = re.compile(r"(?:iv|i{1,3})[/.\- ]?[a-e]", re.ASCII)
_PPPK_GRADE = re.compile(r"v|vi{1,3}|ix|xi{0,3}|xiv|xvi{0,2}", re.ASCII)


_NUMBERED = (
    "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X",
    "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
)  # fmt: skip
_GRADE_WITHIN = re.compile(r"(?<![a-z0-9])(iv|i{1,3})\s*+[/.\-]?\s*+([a-e])(?![a-z0-9])", re.ASCII)


@lru_cache(maxsize=1024)
def read_grade(text: str) -> str:
    """`Penata Tk. I (III/d)`, `III.d`, `IIID` → `III/d`; a contract's `9`, `ix` → `IX`; else as it is."""
    folded = text.casefold()
    match = _GRADE_WITHIN.search(folded)
    if match:
        return f"{match[1].upper()}/{match[2]}"
    bare = folded.removeprefix("golongan").removeprefix("gol").strip(". -")
    if bare.isascii() and bare.isdigit() and 1 <= int(bare[:4]) <= len(_NUMBERED):
        return _NUMBERED[int(bare) - 1]
    return bare.upper() if bare.upper() in _NUMBERED else text.strip("-")


def status_from_grade(grade: str) -> str:
    """The status by the grade, for old lists without statuses: `III/a` is a civil servant's, `IX` a contract's.

    Empty for any other grade, and for I to IV alone, which could be either.
    """
    text = grade.strip().casefold().removeprefix("gol").lstrip(". ")
    if _PNS_GRADE.fullmatch(text):
        return "PNS"
    return "PPPK" if _PPPK_GRADE.fullmatch(text) else ""


# The first matching word decides. "Pensiun janda karena meninggal" is about a death.
_SERVICE_WORDS = (
    ("meninggal", "death"),
    ("tewas", "death"),
    ("wafat", "death"),
    ("punah", "death"),
    ("dinyatakanhilang", "death"),
    ("masapersiapanpensiun", "active"),  # relieved of work, but still paid
    ("mpp", "active"),
    ("cltn", "leave"),
    ("diluartanggungan", "leave"),
    ("prajuritwajib", "leave"),
    ("uangtunggu", "leave"),
    ("berhentiansementara", "leave"),
    ("diberhentikansementara", "leave"),
    ("pensiun", "pension"),
    ("purnatugas", "pension"),
    ("purnabakti", "pension"),
    ("batasusia", "pension"),
    ("pengaktifan", "active"),
    ("aktifkembali", "active"),
    ("tidakaktif", "left"),
    ("nonaktif", "left"),
    ("mengundurkan", "left"),
    ("permintaansendiri", "left"),
    ("pembatalannip", "left"),
    ("pindahinstansi", "left"),
    ("mutasikeluar", "left"),
    ("kontrakberakhir", "left"),
    ("putuskontrak", "left"),
    ("habiskontrak", "left"),
    ("banding", "active"),
    ("proses", "active"),
    ("diberhentikan", "dismissed"),
    ("pemberhentian", "dismissed"),
    ("dipecat", "dismissed"),
    ("ptdh", "dismissed"),
    ("berhenti", "left"),
    ("keluar", "left"),
    ("pindah", "left"),
    ("aktif", "active"),
    ("tugasbelajar", "active"),
    ("dipekerjakan", "active"),
    ("diperbantukan", "active"),
    ("perlimpahan", "active"),
    ("penugasan", "active"),
    ("hukumandisiplin", "active"),
    ("cuti", "active"),
)
_NO_SERVICE = frozenset({"", "0", "null"})


@lru_cache(maxsize=1024)
def read_service(text: str) -> str:
    """KEDUDUKAN HUKUM → active, pension, death, leave (unpaid), dismissed or left; blank → empty.

    Paid leave, study and secondment are active, because only the cases of decisions 3 end the duty. UnknownWord for
    any other word.
    """
    squeezed = _squeeze(text)
    if squeezed in _NO_SERVICE:
        return ""
    for word, service in _SERVICE_WORDS:
        if word in squeezed:
            return service
    raise UnknownWord("service", text)


_BY_POSITION = (
    (re.compile(r"sekretaris daerah|sekretaris kota"), "II.a"),
    (re.compile(r"asisten |staf ahli|sekretaris d(prd|ewan)|inspektur$|kepala (dinas|badan|satuan)"), "II.b"),
    (re.compile(r"^camat|kepala bagian|sekretaris (dinas|badan|inspektorat|satuan)|inspektur pemb"), "III.a"),
    (re.compile(r"kepala bidang|sekretaris kecamatan|sekretaris camat"), "III.b"),
    (re.compile(r"lurah|kepala (sub ?bagian|seksi|subbid|sub bidang|upt)"), "IV.a"),
     )  # fmt: skip


def suggest_echelon(position: str, position_kind: str) -> str:
    """The probable echelon of a post, for old files without that column; a user must confirm it.

    Empty for functional and executing posts, and for posts that are not recognised.
    """
    if position_kind in ("Fungsional", "Pelaksana"):
        return ""
    text = " ".join(position.casefold().split())
    if text.startswith(("sekretaris kelurahan", "sekretaris lurah")):
        return "IV.b"
    return next((echelon for pattern, echelon in _BY_POSITION if pattern.search(text)), "")
