"""Settings from the environment. Production refuses to start with an unsafe one and says which."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
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
"""The variable that names the environment file; without it `.env` beside this file is read if it exists."""
NAMES = frozenset(
    "APP_ENV DATABASE_URL SECRET_KEY HOST PORT CITY_NAME CITY_TIMEZONE TRUSTED_HOSTS PROXY_COUNT ALLOW_PLAIN_HTTP "
    "INSTANCE_PATH APP_CLOCK FLASK_DEBUG DEBUG METRICS_TOKEN WORKERS HTTPS_PORT CERTIFICATE_PORT".split()
)
_LINE = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.ASCII)


class UnsafeSettings(SystemExit):
    """The environment has settings that this installation must not run with; the text lists each."""


@dataclass
class Settings:
    """The settings of one process. Every field is one environment variable of the same name."""

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
        settings = cls(app_env=env.get("APP_ENV", cls.app_env))
        settings.instance_path = Path(env.get("INSTANCE_PATH", cls.instance_path))
        settings.host = env.get("HOST", cls.host)
        settings.metrics_token = env.get("METRICS_TOKEN", "")
        settings.city_name = env.get("CITY_NAME", cls.city_name)
        settings.city_timezone = env.get("CITY_TIMEZONE", cls.city_timezone)
        settings.trusted_hosts = _read_names(env.get("TRUSTED_HOSTS", ""))
        if settings.trusted_hosts:  # `make https` answers to these names, and passes them on
            settings.trusted_hosts += _read_names(env.get("FRONT_NAMES", ""))
        settings.port = _read_number(env, "PORT", cls.port, problems)
        settings.proxy_count = _read_number(env, "PROXY_COUNT", cls.proxy_count, problems)
        is_plain_default = settings.app_env != "production"
        settings.allow_plain_http = _read_bool(env, "ALLOW_PLAIN_HTTP", is_plain_default, problems)
        settings.app_clock = _read_clock(env, settings.app_env, problems)
        settings.database_url = _database_url(env.get("DATABASE_URL", ""), settings.instance_path)
        settings.secret_key = env.get("SECRET_KEY", "")
        problems += settings._problems(env)
        if problems:
            raise UnsafeSettings("Tidak bisa mulai. Perbaiki pengaturan ini:\n- " + "\n- ".join(problems))
        if not settings.secret_key:
            settings.secret_key = _development_secret(settings.instance_path)
        return settings

    def _problems(self, env: Mapping[str, str]) -> list[str]:
        faults = []
        if self.app_env not in ENVIRONMENTS:
            faults.append(f"APP_ENV harus salah satu dari {', '.join(ENVIRONMENTS)}")
        try:
            ZoneInfo(self.city_timezone)
        except (ZoneInfoNotFoundError, ValueError):
            faults.append(f"CITY_TIMEZONE tidak dikenal: {self.city_timezone}")
        if not 1 <= self.port <= 65535:
            faults.append("PORT harus antara 1 dan 65535")
        if self.metrics_token and len(self.metrics_token) < 32:
            faults.append("METRICS_TOKEN sedikitnya 32 karakter acak, atau kosongkan: /metrics lalu tertutup")
        faults += _folder_problems(self.database_url)
        if self.app_env == "production":
            faults += self._production_problems(env)
        return faults

    def _production_problems(self, env: Mapping[str, str]) -> list[str]:
        url = self.database_url
        rules = [
            (is_guessable(self.secret_key), GUESSABLE),
            (self.secret_key.startswith(DEMO_SECRET_MARK), "SECRET_KEY masih kunci contoh"),
            (not self.trusted_hosts, "TRUSTED_HOSTS wajib: nama host yang dilayani, dipisah koma"),
            ("*" in self.trusted_hosts, "TRUSTED_HOSTS tidak boleh *"),
            (self.allow_plain_http, "ALLOW_PLAIN_HTTP tidak boleh di produksi: pojok hanya lewat HTTPS"),
            (env.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false"), "FLASK_DEBUG harus mati"),
            (env.get("DEBUG", "0").lower() not in ("", "0", "false"), "DEBUG harus mati"),
            (not env.get("DATABASE_URL"), "DATABASE_URL wajib: harus jelas di mana buku besar disimpan"),
            (url.endswith(":memory:"), "DATABASE_URL tidak boleh di memori: penjualan akan hilang"),
            (url.startswith("sqlite:////mnt/"), "DATABASE_URL: SQLite di disk jaringan merusak data"),
            (not 0 <= self.proxy_count <= 5, "PROXY_COUNT harus 0 sampai 5"),
            ("CITY_NAME" not in env, "CITY_NAME wajib: nama kota tercetak di laporan"),
        ]
        return [sentence for is_broken, sentence in rules if is_broken]

    @property
    def is_secure(self) -> bool:
        """Whether cookies are `Secure` and named `__Host-…` (booths run over HTTPS only)."""
        return not self.allow_plain_http

    @property
    def origin(self) -> str:
        """Scheme and host of the city's pages, for printed texts; empty if TRUSTED_HOSTS names only domains."""
        hosts = [host for host in self.trusted_hosts if not host.startswith(".")]
        if hosts:
            return f"https://{hosts[0]}"
        return "" if self.trusted_hosts else f"http://localhost:{self.port}"

    @property
    def mark_file(self) -> Path:
        """The file with the audit chain's high-water mark: outside the database, one file per database address."""
        address = make_url(self.database_url).render_as_string(hide_password=True)
        return self.instance_path / f"chain-{sha256(address.encode()).hexdigest()[:16]}.mark"

    def for_flask(self) -> dict[str, Any]:
        """Return these settings under the names that Flask and its extensions read."""
        rate_factor = (
            1_000 if self.app_env == "testing" else 1
        )  # a fuzz run sends thousands of requests a minute
        return {
            "SETTINGS": self,
            "TESTING": self.app_env == "testing",
            "SECRET_KEY": sha256(b"cookies:" + self.secret_key.encode()).hexdigest(),  # signs cookies only
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SESSION_COOKIE_NAME": "__Host-sesi" if self.is_secure else "sesi",
            "SESSION_COOKIE_SECURE": self.is_secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "PERMANENT_SESSION_LIFETIME": timedelta(days=7),  # login sessions in the database end earlier
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
            "FLOOD_LIMIT": f"{6_000 * rate_factor} per minute",
            "FLOOD_LIMIT_ADDRESS": f"{12_000 * rate_factor} per minute",
        }


def with_file(env: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment over the variables of its file; in testing, only of a named file. UnsafeSettings."""
    named, default = env.get(ENV_FILE, ""), ROOT / ".env"
    if named:
        return read_file(Path(named)) | dict(env)
    if env is os.environ and env.get("APP_ENV") != "testing" and default.exists():
        return read_file(default) | dict(env)
    return env


def read_file(path: Path) -> dict[str, str]:
    """Return the variables of an environment file. UnsafeSettings: unreadable, readable by others, or a bad line."""
    try:
        text, mode = path.read_text(encoding="utf-8-sig"), path.stat().st_mode
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "bukan teks UTF-8"
        raise UnsafeSettings(f"Berkas pengaturan {path} tidak terbaca: {why}.") from None
    problems = []
    if os.name == "posix" and mode & 0o027:
        problems.append("terbuka bagi orang lain, padahal berisi kunci. Jalankan: chmod 640 " + str(path))
    variables: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            problem = _read_line(line.strip(), variables)
            problems += [f"baris {number}: {problem}"] if problem else []
    if problems:
        raise UnsafeSettings(f"Perbaiki berkas pengaturan {path}:\n- " + "\n- ".join(problems))
    return variables


def _read_line(line: str, variables: dict[str, str]) -> str:
    """Add one line `NAME=value` to `variables`; return the problem, or "". The text never quotes the value."""
    parts = _LINE.fullmatch(line)
    if parts is None:
        return "tulis NAMA=nilai, tanpa spasi di sekitar tanda ="
    name, value = parts[1], parts[2].strip()
    if name not in NAMES:
        return f"{name} bukan nama pengaturan"
    if name in variables:
        return f"{name} ditulis dua kali"
    if value[:1] in ("'", '"'):
        if len(value) < 2 or value[-1] != value[0] or value[0] in value[1:-1]:
            return f"tanda kutip nilai {name} tidak berpasangan"
        value = value[1:-1]
    elif " #" in value:
        return f"catatan di belakang nilai {name}; taruh di baris sendiri"
    variables[name] = value
    return ""


def _folder_problems(database_url: str) -> list[str]:
    """Return why SQLite cannot create its file: the folder is missing, or this user may not write there."""
    file = make_url(database_url).database if database_url.startswith("sqlite") else None
    if not file or file == ":memory:":
        return []
    folder = Path(file).absolute().parent
    if not folder.is_dir():
        return [f"DATABASE_URL: folder {folder} belum ada. Buat dulu: mkdir -m 700 -p {folder}"]
    if not os.access(folder, os.W_OK | os.X_OK):
        return [f"DATABASE_URL: folder {folder} tidak boleh ditulis oleh pengguna yang menjalankan ini"]
    return []


def is_guessable(key: str) -> bool:
    """Whether a key is short, has few different characters, repeats a part, or follows the alphabet."""
    if len(key) < 32 or len(set(key)) < 10:
        return True
    repeats = any(key.startswith(key[period:]) for period in range(1, len(key) // 2 + 1))
    steps = sum(abs(ord(one) - ord(other)) <= 1 for one, other in pairwise(key))
    return repeats or 2 * steps > len(key)


def _read_names(text: str) -> list[str]:
    return [name.strip().lower() for name in text.split(",") if name.strip()]


def _read_number(env: Mapping[str, str], name: str, default: int, problems: list[str]) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        problems.append(f"{name} harus angka bulat, bukan {text!r}")
        return default
    return int(text)


def _read_bool(env: Mapping[str, str], name: str, default: bool, problems: list[str]) -> bool:
    text = env.get(name, "").strip().lower()
    if text in ("1", "true", "yes", "ya", "on"):
        return True
    if text in ("0", "false", "no", "tidak", "off"):
        return False
    if text:
        problems.append(f"{name} harus ya atau tidak, bukan {text!r}")
    return default


def _read_clock(env: Mapping[str, str], app_env: str, problems: list[str]) -> datetime | None:
    text = env.get("APP_CLOCK", "")
    if not text:
        return None
    if app_env != "testing":
        problems.append("APP_CLOCK hanya untuk pengujian")
        return None
    with suppress(ValueError):
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None:
            return instant
    problems.append("APP_CLOCK harus waktu lengkap dengan zona, misalnya 2026-11-07T09:15:00+09:00")
    return None


def _database_url(url: str, instance: Path) -> str:
    if not url:
        instance.mkdir(parents=True, exist_ok=True, mode=0o700)
        return f"sqlite:///{instance / 'jiku-bata.sqlite'}"
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def _development_secret(instance: Path) -> str:
    """Return a random key stored beside the development database, so that logins survive a restart."""
    instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = instance / "secret-key"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(DEMO_SECRET_MARK + secrets.token_hex(32))
    return file.read_text().strip()
