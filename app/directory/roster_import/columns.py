"""The accepted titles of each column, best first, and the type of a file that was read.

NIK, religion, marriage, phone, address, tax and insurance numbers are never read (decisions 10): a column that is not
in this table cannot be stored by accident.
"""

from dataclasses import dataclass, field

from app.directory.roster_import.drafts import Draft
from app.imports.sheet import Columns, SheetFile

Keys = tuple[str | None, str | None, str | None]
"""PNS ID, NIP and code, as far as there are any."""

_SYNONYMS: dict[str, list[str]] = {
    "pns_id": ["PNS ID", "ID PNS", "ASN ID", "ID ASN"],
    "nip": ["NIP BARU", "NIP", "NIP/NI PPPK", "NIP / NIPPPK", "NI PPPK", "NIPPPK", "NOMOR INDUK PEGAWAI"],
    "code": ["KODE", "KODE PEGAWAI", "ID PEGAWAI"],
    "name": ["NAMA", "NAMA LENGKAP", "NAMA PEGAWAI", "NAMA ASN", "NAMA PNS", "NAMA PPPK"],
    "front_title": ["GELAR DEPAN", "GLR DEPAN"],
    "back_title": ["GELAR BELAKANG", "GLR BELAKANG", "GELAR BLK"],
    "status": ["STATUS KEPEGAWAIAN", "STATUS PEGAWAI", "STATUS ASN", "STATUS"],
    "cpns_pns": ["STATUS CPNS PNS", "STATUS CPNS/PNS", "CPNS/PNS"],
    "employment": ["JENIS PEGAWAI NAMA", "JENIS PEGAWAI"],
    "service": [
        "KEDUDUKAN HUKUM NAMA",
        "KEDUDUKAN HUKUM",
        "KEDUDUKAN PNS NAMA",
        "KEDUDUKAN PNS",
        "KEDUDUKAN ASN",
        "KEDUDUKAN",
        "STATUS AKTIF",
    ],
    "grade": [
        "GOL AKHIR NAMA",
        "GOL AKHIR",
        "GOLONGAN",
        "GOLONGAN RUANG",
        "GOLONGAN/RUANG",
        "GOL RUANG",
        "GOL/RUANG",
        "GOL",
        "PANGKAT/GOLONGAN",
        "PANGKAT GOLONGAN",
    ],
    "position_kind": ["JENIS JABATAN NAMA", "JENIS JABATAN"],
    "position": ["JABATAN NAMA", "NAMA JABATAN", "JABATAN"],
    "echelon": ["ESELON NAMA", "ESELON", "NAMA ESELON", "ESELON AKHIR"],
    "unit_code": ["UNOR ID", "ID UNOR", "ID UNIT KERJA", "UNIT KERJA ID"],
    "unit": ["UNOR NAMA", "NAMA UNOR", "UNOR", "UNIT KERJA", "NAMA UNIT KERJA", "UNIT ORGANISASI", "UNIT"],
    "opd": ["OPD", "NAMA OPD", "PERANGKAT DAERAH", "SATKER", "SATUAN KERJA", "SKPD", "DINAS"],
}
COLUMNS = Columns(_SYNONYMS, required=({"name", "nip"}, {"name", "code"}), label="name")
"""The header is the row that holds NAMA and NIP (or NIP BARU) or KODE (decisions 10)."""

LENGTHS = {
    "pns_id": 64,
    "code": 40,
    "name": 200,
    "front_title": 60,
    "back_title": 120,
    "position": 200,
    "grade": 10,
}
"""The widest text each column of the tables takes; longer is refused, never cut."""


@dataclass
class RosterFile(SheetFile[Draft]):
    """The drafts of a roster file, and its refused rows."""

    columns: Columns = COLUMNS
    refused_keys: list[Keys] = field(default_factory=list)
    """Of each refused row what could be read of PNS ID, NIP and code: the person is in the file, though refused."""
