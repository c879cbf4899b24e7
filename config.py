"""Settings from the environment. Production refuses to start with an unsafe one and says which."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import make_url

ROOT = Path(__file__).resolve().parent
ENVIRONMENTS = ("development", "testing", "production")
DEMO_SECRET_MARK = "demo-"
GUESSABLE = (
    "SECRET_KEY wajib acak: 64 angka heksadesimal, atau sedikitnya 32 karakter tanpa pola. Buat dengan: "
    'python3 -c "import secrets; print(secrets.token_hex(32))"'
)


ENV_FILE = "JIKU_BATA_ENV"
"""Names the environment file; without it `.env` beside this file is read where there is one."""
NAMES = frozenset(
    "APP_ENV DATABASE_URL SECRET_KEY HOST PORT CITY_NAME CITY_TIMEZONE TRUSTED_HOSTS PROXY_COUNT ALLOW_PLAIN_HTTP "
    "INSTANCE_PATH APP_CLOCK FLASK_DEBUG DEBUG METRICS_TOKEN WORKERS HTTPS_PORT CERTIFICATE_PORT".split()
)
_LINE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.ASCII)


class UnsafeSettings(SystemExit):
    """The environment names settings this installation must not run with; the text lists each."""


PLANNER = "-c random_page_cost=1.1"
"""PostgreSQL: what our connections set. Its default is for turning disks, and made one booth's shelf read the lines of
all (docs/adr/0060-postgresql-is-told-of-its-disk.md)."""


@dataclass
class Settings:
    """What one process runs with. Every field is one environment variable of the same name."""

    app_env: str = "development"
    database_url: str = ""
    secret_key: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    city_name: str = "Kota Ambon"
    city_timezone: str = "Asia/Jayapura"
    trusted_hosts: list[str] = field(default_factory=list)
    proxy_count: int = 0
    allow_plain_http: bool = False
    app_clock: datetime | None = None
    instance_path: Path = ROOT / "instance"
    metrics_token: str = ""

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment; UnsafeSettings names every value that cannot be used."""
        env = with_file(os.environ if env is None else env)
        problems: list[str] = []
        settings = cls(app_env=env.get("APP_ENV", "development"))
        settings.instance_path = Path(env.get("INSTANCE_PATH", ROOT / "instance"))
        settings.host = env.get("HOST", "127.0.0.1")
        settings.metrics_token = env.get("METRICS_TOKEN", "")
        settings.city_name = env.get("CITY_NAME", "Kota Ambon")
        settings.city_timezone = env.get("CITY_TIMEZONE", "Asia/Jayapura")
        settings.trusted_hosts = _names(env.get("TRUSTED_HOSTS", ""))
        if settings.trusted_hosts:  # what `make https` answers to is served behind it, too
            settings.trusted_hosts += _names(env.get("FRONT_NAMES", ""))
        settings.port = _whole(env, "PORT", 8000, problems)
        settings.proxy_count = _whole(env, "PROXY_COUNT", 0, problems)
        settings.allow_plain_http = _yes(env, "ALLOW_PLAIN_HTTP", settings.app_env != "production", problems)
        settings.app_clock = _clock(env, settings.app_env, problems)
        settings.database_url = _database_url(env.get("DATABASE_URL", ""), settings.instance_path)
        settings.secret_key = env.get("SECRET_KEY", "")
        problems += settings._problems(env)
        if problems:
            raise UnsafeSettings("Tidak bisa mulai. Perbaiki pengaturan ini:\n- " + "\n- ".join(problems))
        if not settings.secret_key:
            settings.secret_key = _kept_secret(settings.instance_path)
        return settings

    def _problems(self, env: Mapping[str, str]) -> list[str]:
        found = []
        if self.app_env not in ENVIRONMENTS:
            found.append(f"APP_ENV harus salah satu dari {', '.join(ENVIRONMENTS)}")
        try:
            ZoneInfo(self.city_timezone)
        except (ZoneInfoNotFoundError, ValueError):
            found.append(f"CITY_TIMEZONE tidak dikenal: {self.city_timezone}")
        if not 1 <= self.port <= 65535:
            found.append("PORT harus antara 1 dan 65535")
        if self.metrics_token and len(self.metrics_token) < 32:
            found.append("METRICS_TOKEN sedikitnya 32 karakter acak, atau kosongkan: /metrics lalu tertutup")
        found += _folder_problems(self.database_url)
        if self.app_env == "production":
            found += self._production_problems(env)
        return found

    def _production_problems(self, env: Mapping[str, str]) -> list[str]:
        rules = [
            (is_guessable(self.secret_key), GUESSABLE),
            (self.secret_key.startswith(DEMO_SECRET_MARK), "SECRET_KEY masih kunci contoh"),
            (not self.trusted_hosts, "TRUSTED_HOSTS wajib: nama host yang dilayani, dipisah koma"),
            ("*" in self.trusted_hosts, "TRUSTED_HOSTS tidak boleh *"),
            (self.allow_plain_http, "ALLOW_PLAIN_HTTP tidak boleh di produksi: pojok hanya lewat HTTPS"),
            (env.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false"), "FLASK_DEBUG harus mati"),
            (env.get("DEBUG", "0").lower() not in ("", "0", "false"), "DEBUG harus mati"),
            (
                not env.get("DATABASE_URL"),
                "DATABASE_URL wajib disebut, supaya jelas di mana buku besar disimpan",
            ),
            (
                self.database_url.endswith(":memory:"),
                "DATABASE_URL tidak boleh di memori: penjualan akan hilang",
            ),
            (
                self.database_url.startswith("sqlite:////mnt/"),
                "DATABASE_URL: SQLite di disk jaringan merusak data",
            ),
            (not 0 <= self.proxy_count <= 5, "PROXY_COUNT harus 0 sampai 5"),
            ("CITY_NAME" not in env, "CITY_NAME wajib: nama kota tercetak di laporan"),
        ]
        return [sentence for broken, sentence in rules if broken]

    @property
    def is_secure(self) -> bool:
        """Whether cookies are `Secure` and named `__Host-…` (booths run over HTTPS only)."""
        return not self.allow_plain_http

    @property
    def origin(self) -> str:
        """Scheme and host under which the city's pages are read, for what is printed outside a request; empty where
        TRUSTED_HOSTS names only domains."""
        hosts = [one for one in self.trusted_hosts if not one.startswith(".")]
        if hosts:
            return f"https://{hosts[0]}"
        return "" if self.trusted_hosts else f"http://localhost:{self.port}"

    @property
    def mark_file(self) -> Path:
        """Where the chain's mark of this database lies: outside the database, one file for each address."""
        place = make_url(self.database_url).render_as_string(hide_password=True)
        return self.instance_path / f"chain-{sha256(place.encode()).hexdigest()[:16]}.mark"

    def for_flask(self) -> dict[str, Any]:
        """The same settings under the names Flask and its extensions read."""
        postgres = self.database_url.startswith("postgresql")
        patience = 1_000 if self.app_env == "testing" else 1  # a fuzz run is a flood
        engine: dict[str, Any] = {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": postgres}
        engine["pool_use_lifo"] = True  # who was just used still has its pages: a tenth less work for a sale
        if postgres and "options" not in make_url(self.database_url).query:
            engine["connect_args"] = {"options": PLANNER}
        return {
            "SETTINGS": self,
            "TESTING": self.app_env == "testing",
            "SECRET_KEY": sha256(b"cookies:" + self.secret_key.encode()).hexdigest(),  # no use but that
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": engine,
            "SESSION_COOKIE_NAME": "__Host-sesi" if self.is_secure else "sesi",
            "SESSION_COOKIE_SECURE": self.is_secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "PERMANENT_SESSION_LIFETIME": timedelta(days=7),  # the table of login sessions is stricter
            "SESSION_REFRESH_EACH_REQUEST": False,
            "WTF_CSRF_TIME_LIMIT": None,  # the token lives as long as the login session does
            "MAX_CONTENT_LENGTH": 64 * 1024,
            "MAX_FORM_MEMORY_SIZE": 64 * 1024,
            "MAX_FORM_PARTS": 400,
            "TRUSTED_HOSTS": self.trusted_hosts or None,
            "BABEL_DEFAULT_LOCALE": "id",
            "BABEL_DEFAULT_TIMEZONE": self.city_timezone,
            "COMPRESS_ALGORITHM": ["br", "zstd", "gzip"],
            "COMPRESS_ALGORITHM_STREAMING": ["br", "zstd", "gzip"],
            "COMPRESS_BR_LEVEL": 6,  # a tenth smaller than the default 4; 15 kB take a millisecond
            "UPLOAD_LIMIT": 8 * 1024 * 1024,
            "FLOOD_LIMIT": f"{6_000 * patience} per minute",
            "FLOOD_LIMIT_ADDRESS": f"{12_000 * patience} per minute",
        }


def with_file(env: Mapping[str, str]) -> Mapping[str, str]:
    """The environment with what its file says; it wins itself; in testing only a named file is read. UnsafeSettings."""
    named, beside = env.get(ENV_FILE, ""), ROOT / ".env"
    if named:
        return read_file(Path(named)) | dict(env)
    if env is os.environ and env.get("APP_ENV") != "testing" and beside.exists():
        return read_file(beside) | dict(env)
    return env


def read_file(path: Path) -> dict[str, str]:
    """The names and values of an environment file. UnsafeSettings: unreadable, open to others, or a bad line."""
    try:
        text, mode = path.read_text(encoding="utf-8-sig"), path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "bukan teks UTF-8"
        raise UnsafeSettings(f"Berkas pengaturan {path} tidak terbaca: {why}.") from None
    problems = []
    if os.name == "posix" and mode & 0o027:
        problems.append("terbuka bagi orang lain, padahal berisi kunci. Jalankan: chmod 640 " + str(path))
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            problem = _read_line(line.strip(), found)
            problems += [f"baris {number}: {problem}"] if problem else []
    if problems:
        raise UnsafeSettings(f"Perbaiki berkas pengaturan {path}:\n- " + "\n- ".join(problems))
    return found


def _read_line(line: str, found: dict[str, str]) -> str:
    """Put one line `NAME=value` into `found`; the complaint where it is none. It never quotes the value."""
    parts = _LINE.fullmatch(line)
    if parts is None:
        return "tulis NAMA=nilai, tanpa spasi di sekitar tanda ="
    name, value = parts[1], parts[2].strip()
    if name not in NAMES:
        return f"{name} bukan nama pengaturan"
    if name in found:
        return f"{name} ditulis dua kali"
    if value[:1] in ("'", '"'):
        if len(value) < 2 or value[-1] != value[0] or value[0] in value[1:-1]:
            return f"tanda kutip nilai {name} tidak berpasangan"
        value = value[1:-1]
    elif " #" in value:
        return f"catatan di belakang nilai {name}; taruh di baris sendiri"
    found[name] = value
    return ""


def _folder_problems(database_url: str) -> list[str]:
    """What keeps SQLite from making its file: its folder has to be there, and ours to write."""
    place = make_url(database_url).database if database_url.startswith("sqlite") else None
    if not place or place == ":memory:":
        return []
    folder = Path(place).absolute().parent
    if not folder.is_dir():
        return [f"DATABASE_URL: folder {folder} belum ada. Buat dulu: mkdir -m 700 -p {folder}"]
    if not os.access(folder, os.W_OK | os.X_OK):
        return [f"DATABASE_URL: folder {folder} tidak boleh ditulis oleh pengguna yang menjalankan ini"]
    return []


def is_guessable(key: str) -> bool:
    """Whether a key is short, of few characters, a piece that comes again, or characters in their order."""
    if len(key) < 32 or len(set(key)) < 10:
        return True
    repeats = any(key.startswith(key[period:]) for period in range(1, len(key) // 2 + 1))
    steps = sum(abs(ord(one) - ord(other)) <= 1 for one, other in pairwise(key))
    return repeats or 2 * steps > len(key)


def _names(text: str) -> list[str]:
    return [name.strip().lower() for name in text.split(",") if name.strip()]


def _whole(env: Mapping[str, str], name: str, default: int, problems: list[str]) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        problems.append(f"{name} harus angka bulat, bukan {text!r}")
        return default
    return int(text)


def _yes(env: Mapping[str, str], name: str, default: bool, problems: list[str]) -> bool:
    text = env.get(name, "").strip().lower()
    if text in ("1", "true", "yes", "ya", "on"):
        return True
    if text in ("0", "false", "no", "tidak", "off"):
        return False
    if text:
        problems.append(f"{name} harus ya atau tidak, bukan {text!r}")
    return default


def _clock(env: Mapping[str, str], app_env: str, problems: list[str]) -> datetime | None:
    text = env.get("APP_CLOCK", "")
    if not text:
        return None
    if app_env != "testing":
        problems.append("APP_CLOCK hanya untuk pengujian")
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        problems.append("APP_CLOCK harus waktu lengkap dengan zona, misalnya 2026-11-07T09:15:00+09:00")
        return None
    return instant


def _database_url(url: str, instance: Path) -> str:
    if not url:
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        return f"sqlite:///{instance / 'jiku-bata.sqlite'}"
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _kept_secret(instance: Path) -> str:
    """A random key kept beside the development database, so that logins outlive a restart."""
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = instance / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(DEMO_SECRET_MARK + secrets.token_hex(32))
    return file.read_text().strip()
