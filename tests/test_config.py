"""Settings: production refuses what is unsafe, and says which."""

from hashlib import sha256
from pathlib import Path

import pytest

from config import Settings, UnsafeSettings

SAFE = {
    "APP_ENV": "production",
    "SECRET_KEY": "k3J9x-Qz81_mNv7-Rt26pLw0-Yb45sHd8",
    "TRUSTED_HOSTS": "belanja.kota.go.id",
    "DATABASE_URL": "postgresql://app@localhost/kota",
    "CITY_NAME": "Kota Uji",
}


def test_a_safe_production_starts() -> None:
    settings = Settings.from_environment(SAFE)
    assert settings.is_secure
    assert settings.database_url.startswith("postgresql+psycopg://")


@pytest.mark.parametrize("key", [sha256(bytes([n])).hexdigest() for n in range(60)])
def test_a_key_of_64_random_digits_is_accepted(key: str) -> None:
    assert Settings.from_environment(SAFE | {"SECRET_KEY": key}).secret_key == key


def test_cookies_are_signed_with_a_key_of_their_own() -> None:
    settings = Settings.from_environment(SAFE)
    assert settings.secret_key not in str(settings.for_flask()["SECRET_KEY"])


def test_the_names_of_the_front_are_trusted_where_only_some_are() -> None:
    settings = Settings.from_environment(SAFE | {"FRONT_NAMES": "10.0.0.5, Kasir.Kantor"})
    assert settings.trusted_hosts == ["belanja.kota.go.id", "10.0.0.5", "kasir.kantor"]
    development = {"APP_ENV": "testing", "SECRET_KEY": "x" * 40, "FRONT_NAMES": "10.0.0.5"}
    assert Settings.from_environment(development).trusted_hosts == []


@pytest.mark.parametrize(
    ("hosts", "origin"),
    [
        ("belanja.kota.go.id,10.0.0.5", "https://belanja.kota.go.id"),
        (".kota.go.id, kasir.kota.go.id", "https://kasir.kota.go.id"),
        (".kota.go.id", ""),
    ],
)
def test_what_is_printed_outside_a_request_names_the_first_host(hosts: str, origin: str) -> None:
    assert Settings.from_environment(SAFE | {"TRUSTED_HOSTS": hosts}).origin == origin


def test_a_development_server_prints_its_own_address() -> None:
    assert Settings(port=5931).origin == "http://localhost:5931"


UNSAFE = {
    "no key": {"SECRET_KEY": ""},
    "a short key": {"SECRET_KEY": "kunci-pendek"},
    "the demo's key": {"SECRET_KEY": "demo-" + "a1b2c3d4e5f6g7h8i9j0k1l2m3n4"},
    "a uniform key": {"SECRET_KEY": "ab" * 20},
    "a short piece four times": {"SECRET_KEY": "abcdefgh" * 4},
    "a piece that comes again, cut": {"SECRET_KEY": "k3J9x-Qz81_m" * 3 + "k3J"},
    "sixteen digits four times": {"SECRET_KEY": "3f9a1c7e5b2d8046" * 4},
    "characters in their order": {"SECRET_KEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCD"},
    "no hosts": {"TRUSTED_HOSTS": ""},
    "any host": {"TRUSTED_HOSTS": "*"},
    "plain http": {"ALLOW_PLAIN_HTTP": "1"},
    "flask's debugger": {"FLASK_DEBUG": "1"},
    "debug": {"DEBUG": "true"},
    "no database": {"DATABASE_URL": ""},
    "a database in memory": {"DATABASE_URL": "sqlite:///:memory:"},
    "a database on a network disk": {"DATABASE_URL": "sqlite:////mnt/share/kota.sqlite"},
    "too many proxies": {"PROXY_COUNT": "9"},
    "a clock that stands still": {"APP_CLOCK": "2026-11-07T09:00:00+09:00"},
    "an unknown zone": {"CITY_TIMEZONE": "Asia/Ambon"},
    "a port that is none": {"PORT": "99999"},
    "a port in words": {"PORT": "delapan ribu"},
    "a switch that is neither": {"ALLOW_PLAIN_HTTP": "mungkin"},
}


@pytest.mark.parametrize("name", UNSAFE)
def test_production_refuses(name: str) -> None:
    with pytest.raises(UnsafeSettings):
        Settings.from_environment(SAFE | UNSAFE[name])


def test_a_city_without_a_name_is_refused_in_production() -> None:
    with pytest.raises(UnsafeSettings, match="CITY_NAME"):
        Settings.from_environment({key: value for key, value in SAFE.items() if key != "CITY_NAME"})


def test_an_unknown_environment_is_refused() -> None:
    with pytest.raises(UnsafeSettings, match="APP_ENV"):
        Settings.from_environment({"APP_ENV": "staging"})


@pytest.mark.parametrize("text", ["False", "0", "no", "tidak"])
def test_a_switch_written_as_no_is_no(text: str) -> None:
    assert Settings.from_environment({"ALLOW_PLAIN_HTTP": text, "SECRET_KEY": "x"}).allow_plain_http is False


def test_development_keeps_one_key_for_all_starts(tmp_path: Path) -> None:
    env = {"INSTANCE_PATH": str(tmp_path)}
    first, second = Settings.from_environment(env), Settings.from_environment(env)
    assert first.secret_key == second.secret_key
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
