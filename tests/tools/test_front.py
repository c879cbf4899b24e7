"""The certificate front of `make https`: what it configures, and the whole of it before the real application."""

import os
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import PATIENCE, ROOT, free_port

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no wheel of the front for Windows")


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    """Three ports nobody uses at the moment."""
    found: set[int] = set()
    while len(found) < 3:
        found.add(free_port())
    return dict(zip(("PORT", "HTTPS_PORT", "CERTIFICATE_PORT"), found, strict=True))


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, ports: dict[str, int]) -> Iterator[str]:
    """`make https` for 127.0.0.1 with an empty database; gives the path of the authority's certificate."""
    folder = tmp_path_factory.mktemp("front")
    environment = {
        **os.environ,
        **{name: str(port) for name, port in ports.items()},
        "APP_ENV": "testing",
        "TRUSTED_HOSTS": "belanja.test",  # the front adds the names it answers to
        "INSTANCE_PATH": str(folder),
    }
    environment.pop("DATABASE_URL", None)
    start = [
        sys.executable,
        "-c",
        "import sys; sys.path.insert(0, 'tools'); import front; sys.exit(front.serve(['127.0.0.1']))",
    ]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(start, cwd=ROOT, env=environment, stdout=log, stderr=log)
    certificate = folder / "https/public/jiku-bata.crt"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and running.poll() is None and not certificate.exists():
        time.sleep(0.1)
    assert certificate.exists(), (folder / "log").read_text()
    yield str(certificate)
    running.terminate()  # Ctrl-C would not do: a run in the background ignores it
    assert running.wait(timeout=30) == 0


def _open(url: str, certificate: str) -> urllib.request.addinfourl:
    context = ssl.create_default_context(cafile=certificate)
    return urllib.request.urlopen(url, context=context, timeout=20)  # noqa: S310  (our own address)


def test_the_application_behind_the_front_knows_that_the_visitor_came_by_https(
    front: str, ports: dict[str, int]
) -> None:
    answer = _open(f"https://127.0.0.1:{ports['HTTPS_PORT']}/masuk", front)
    assert answer.headers["Strict-Transport-Security"]
    assert answer.headers["Set-Cookie"].startswith("__Host-sesi=")


def test_plain_http_hands_out_the_certificate_and_nothing_else(front: str, ports: dict[str, int]) -> None:
    plain = f"http://127.0.0.1:{ports['CERTIFICATE_PORT']}"
    given = urllib.request.urlopen(f"{plain}/jiku-bata.crt", timeout=20).read()  # noqa: S310
    assert given == Path(front).read_bytes()
    answer = _open(f"{plain}/root.key", front)
    assert answer.url == f"https://127.0.0.1:{ports['HTTPS_PORT']}/"


def test_a_stranger_without_the_certificate_is_not_served(front: str, ports: dict[str, int]) -> None:
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        urllib.request.urlopen(f"https://127.0.0.1:{ports['HTTPS_PORT']}/", timeout=20)  # noqa: S310
