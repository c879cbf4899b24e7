"""HTTPS for a booth's network: caddy, with its own certificate authority, in front of the application.

Tablets need HTTPS for the camera, the offline start and the browser's locks. A town hall's network has no public
name, so caddy signs its own certificates; somebody installs the authority's certificate once on each tablet.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from environment import PYTHON, ROOT, Unusable

AUTHORITY = Path("pki/authorities/local/root.crt")
CERTIFICATE = "jiku-bata.crt"
START_TIMEOUT = 60  # seconds until caddy and the application must have started


def find_caddy() -> str:
    """Return the path of caddy: the system's, else the one in `.venv`. Unusable if there is none."""
    local = PYTHON.parent / "caddy"
    caddy = shutil.which("caddy") or (str(local) if local.exists() else None)
    if caddy is None:
        raise Unusable(
            "Caddy belum terpasang. Pasang dari caddyserver.com, lalu ulangi make https. / "
            "Caddy is missing; install it and try again."
        )
    return caddy


def own_names() -> list[str]:
    """Return the names of this machine on its network: its address, its host name, and localhost."""
    names = ["localhost", "127.0.0.1"]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; it only selects the network interface
            names.insert(0, str(probe.getsockname()[0]))
        except OSError:
            pass
    host = socket.gethostname()
    return list(dict.fromkeys([*names, host.lower()] if "." in host else names))


def caddyfile(names: list[str], *, store: Path, public: Path, ports: dict[str, int]) -> str:
    """Return caddy's configuration: HTTPS for the application; plain http only serves the authority's certificate."""
    sites = ", ".join(f"https://{name}:{ports['https']}" for name in names)
    return f"""{{
	admin off
	skip_install_trust
	auto_https disable_redirects
	default_sni {names[0]}
	servers {{
		max_header_size 16KB
		timeouts {{
			read_header 10s
			read_body 120s
			idle 2m
		}}
	}}
	storage file_system "{store}"
	log {{
		level ERROR
	}}
}}

{sites} {{
	tls internal
	request_body {{
		max_size 20MB
	}}
	reverse_proxy 127.0.0.1:{ports["app"]}
}}

http://:{ports["http"]} {{
	handle /{CERTIFICATE} {{
		root * "{public}"
		header Content-Type application/x-x509-ca-cert
		file_server
	}}
	handle {{
		redir https://{{host}}:{ports["https"]}/ 302
	}}
}}
"""


def serve(words: list[str]) -> int:
    """Run caddy and the application until Ctrl-C; `words`: the host names that people will type on the tablets."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    caddy = find_caddy()
    folder = Path(os.environ.get("INSTANCE_PATH", ROOT / "instance")).resolve() / "https"
    store, public = folder / "store", folder / "public"
    for directory in (store, public):
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    ports = {
        "app": int(os.environ.get("PORT", "8000")),
        "https": int(os.environ.get("HTTPS_PORT", "8443")),
        "http": int(os.environ.get("CERTIFICATE_PORT", "8080")),
    }
    names = words or own_names()
    configuration = folder / "Caddyfile"
    configuration.write_text(caddyfile(names, store=store, public=public, ports=ports), encoding="utf-8")
    front = [caddy, "run", "--config", str(configuration), "--adapter", "caddyfile"]
    app_environment = {
        "HOST": "127.0.0.1",
        "PROXY_COUNT": "1",
        "ALLOW_PLAIN_HTTP": "no",
        "FRONT_NAMES": ",".join(names),
    }
    with _running([str(PYTHON), "wsgi.py"], app_environment) as app, _running(front, {}) as proxy:
        _await(lambda: (store / AUTHORITY).exists() and _answers(ports["app"]), app, proxy)
        shutil.copyfile(store / AUTHORITY, public / CERTIFICATE)
        print(_welcome(names[0], ports), flush=True)
        return _until_one_ends(app, proxy)


def _welcome(name: str, ports: dict[str, int]) -> str:
    port = "" if ports["https"] == 443 else f":{ports['https']}"
    return (
        f"\n  Siap untuk tablet. Buka https://{name}{port}\n"
        f"  Satu kali di tiap tablet: unduh http://{name}:{ports['http']}/{CERTIFICATE} dan pasang sebagai\n"
        "  sertifikat CA (docs/deployment.md, bagian HTTPS). Berhenti: Ctrl+C\n"
    )


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        yield child
    finally:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()


def _await(is_ready, *children: subprocess.Popen[bytes]) -> None:  # type: ignore[no-untyped-def]
    """Wait until `is_ready()`. Unusable if a child ends first or START_TIMEOUT passes."""
    for _ in range(START_TIMEOUT * 5):
        if any(child.poll() is not None for child in children):
            raise Unusable("Tidak bisa mulai, lihat pesan di atas. / Could not start, see above.")
        if is_ready():
            return
        time.sleep(0.2)
    raise Unusable("Belum siap setelah satu menit, berhenti. / Not ready within a minute.")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _until_one_ends(*children: subprocess.Popen[bytes]) -> int:
    try:
        while all(child.poll() is None for child in children):
            time.sleep(0.3)
    except KeyboardInterrupt:
        return 0
    return next(child.returncode for child in children if child.poll() is not None) or 1
