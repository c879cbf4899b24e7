"""Rules for passwords: long, not common, without personal data; no rule about kinds of characters."""

import re
from collections.abc import Iterable

from app.accounts.errors import PasswordTooCommon, PasswordTooLong, PasswordTooPersonal, PasswordTooShort
from app.shared.text import normalize

LEAST = 10
MOST = 128
APP_WORDS = ("jikubata", "jiku bata", "jiku")
_RUN = 6
_FEWEST_DIFFERENT = 5
_LEET = str.maketrans("014357@$!", "oiaestasi")
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "zyxwvutsrqponmlkjihgfedcba",
    "01234567890123456789",
    "98765432109876543210",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
)
COMMON = frozenset(
    """password passwords passw0rd passwordku rahasia rahasiaku katasandi sandi sandiku kunci bismillah
    alhamdulillah assalamualaikum indonesia indonesiaku indonesiaraya merdeka pancasila garuda
    sayang sayangku cinta cintaku aku kamu akucintakamu iloveyou anakku ibuku ayahku keluarga
    bahagia sukses semangat sejahtera admin administrator operator bendahara kepala pegawai
    pegawaiasn asn pns pppk kasir keuangan kepegawaian pemkot pemkab pemda pemerintah dinas kantor
    sekolah guru puskesmas maluku ambon manise ambonmanise papua jakarta surabaya bandung welcome
    selamat selamatdatang selamatpagi letmein qwerty qwertyuiop monkey dragon master football
    baseball superman princess sunshine michael charlie jordan liverpool barcelona realmadrid
    manchester juventus persib persija persebaya januari februari maret april mei juni juli agustus
    september oktober november desember senin selasa rabu kamis jumat sabtu minggu test testing
    tester coba cobacoba percobaan belanja umkm default changeme gantisaya secret computer komputer
    internet samsung iphone android google facebook instagram whatsapp""".split()
)


def normal(password: str) -> str:
    """The password in NFC, because keyboards may send different forms. It is neither stripped nor truncated."""
    return normalize(password)


def birth_dates(nip: str) -> tuple[str, ...]:
    """The usual spellings of the birth date at the beginning of a NIP (YYYYMMDD…)."""
    if len(nip) < 8:
        return ()
    year, month, day = nip[:4], nip[4:6], nip[6:8]
    return (day + month + year, year + month + day, day + month + year[2:], year[2:] + month + day)


def ensure_usable(password: str, *, username: str = "", nip: str = "", names: Iterable[str] = ()) -> None:
    """Raise the reason why a password cannot be used. `names`: the person's, the city's and other forbidden names."""
    if len(password) < LEAST:
        raise PasswordTooShort("password", least=LEAST)
    if len(password) > MOST:
        raise PasswordTooLong("password", most=MOST)
    folded = _fold(password)
    if any(part in folded for part in _personal(username, nip, names)):
        raise PasswordTooPersonal("password")
    if _is_common(folded):
        raise PasswordTooCommon("password")


def _fold(text: str) -> str:
    plain = normalize(text.casefold(), "NFKD")
    return "".join(letter for letter in plain if letter.isalnum())


def _personal(username: str, nip: str, names: Iterable[str]) -> set[str]:
    digits = re.sub(r"\D", "", nip)
    parts = {digits[start : start + _RUN] for start in range(max(0, len(digits) - _RUN + 1))}
    parts |= set(birth_dates(digits))
    parts |= {_fold(word) for word in APP_WORDS}
    for name in (username, *names):
        parts.add(_fold(name))
        parts |= {_fold(word) for word in re.split(r"[\s.,\-_'’]+", name)}
    return {part for part in parts if len(part) >= 4 and part not in {"kota", "kabupaten"}}


def _is_common(folded: str) -> bool:
    if len(set(folded)) < _FEWEST_DIFFERENT:
        return True
    if any(folded in row * 2 for row in _ROWS):
        return True
    half = folded[: len(folded) // 2]
    if len(half) >= 2 and folded == half * 2 and (half in COMMON or len(half) < 8):
        return True
    return bool({_core(folded), _core(folded).translate(_LEET), folded.translate(_LEET)} & COMMON)


def _core(folded: str) -> str:
    """The word without digits at both ends: `rahasia123` → `rahasia`."""
    return folded.strip("0123456789")
