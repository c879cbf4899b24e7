"""The headers on every answer, the addresses of our files, and what may be kept by whom."""

import hashlib
import json
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from app.web.http.assets import tree_hash
from app.web.http.headers import expected_headers, forget_cached_pages
from tests.web.gallery import APP, gallery_app

STATIC = APP / "static"


@pytest.fixture
def app() -> Flask:
    return gallery_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize(
    "path", ["/", "/no-such-page", "/keluar", "/static/css/app.css", "/static/nothing.css"]
)
def test_every_answer_carries_the_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path, buffered=True)
    assert {name: answer.headers.get(name) for name in expected_headers()} == expected_headers()


def test_no_answer_allows_inline_script_or_style(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy


@pytest.mark.parametrize(("camera", "start"), [(True, "camera=(self)"), (False, "camera=()")])
def test_only_the_till_may_use_the_camera(camera: bool, start: str) -> None:
    app = gallery_app()
    from app.web.http.blueprint import audience_blueprint

    blueprint = audience_blueprint("cashier" if camera else "elsewhere", "/pintu")
    blueprint.add_url_rule("/", "page", lambda: "")
    app.register_blueprint(blueprint)
    headers = app.test_client().get("/pintu/").headers
    assert headers["Permissions-Policy"].startswith(start)
    assert ("wasm-unsafe-eval" in headers["Content-Security-Policy"]) is camera, "its decoder is WebAssembly"
    assert "'unsafe-eval'" not in headers["Content-Security-Policy"]


def test_https_is_remembered_only_when_it_is_spoken(client: FlaskClient) -> None:
    plain, secure = client.get("/"), client.get("/", base_url="https://localhost")
    assert plain.headers.get("Strict-Transport-Security") is None
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["/", "/no-such-page"])
def test_no_page_is_kept_by_anybody(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("cookie", "kept"), [("", "public, max-age=60"), ("session=x", "no-store")])
def test_a_public_page_is_kept_only_for_visitors(app: Flask, cookie: str, kept: str) -> None:
    def show_products() -> Response:
        answer = Response("produk")
        answer.cache_control.public = True
        answer.cache_control.max_age = 60
        return answer

    app.add_url_rule("/produk", "products", show_products)
    answer = app.test_client(use_cookies=False).get("/produk", headers={"Cookie": cookie})
    assert answer.headers["Cache-Control"] == kept
    assert "Cookie" in answer.headers["Vary"]


def test_signing_out_clears_pages_but_never_the_tills_unsent_sales() -> None:
    assert forget_cached_pages(Response()).headers["Clear-Site-Data"] == '"cache"'


def test_a_file_under_its_hash_is_kept_for_a_year(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = app.jinja_env.globals["static_url"]("css/app.css")
    answer = client.get(address, buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["ETag"]
    assert not {"Expires", "Last-Modified", "Content-Disposition"} & set(answer.headers), (
        "said once is enough"
    )


@pytest.mark.parametrize("address", ["/static/css/app.css", "/static/v-000000000000/css/app.css"])
def test_a_file_under_another_address_is_checked_each_time(client: FlaskClient, address: str) -> None:
    first = client.get(address, buffered=True)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert "no-cache" in first.headers["Cache-Control"]
    assert "immutable" not in first.headers["Cache-Control"]
    assert again.status_code == 304


@pytest.mark.parametrize(
    "address", ["/static/v-x/../../config.py", "/static/v-x/..%2f..%2fwsgi.py", "/static/v-x/"]
)
def test_no_file_outside_the_static_folder_is_served(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_hash_changes_with_any_files_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    before = tree_hash(tmp_path)
    (tmp_path / "a.css").write_text("b")
    assert tree_hash(tmp_path) != before


def test_an_address_for_a_missing_file_is_an_error_not_a_dead_link(app: Flask) -> None:
    with app.test_request_context(), pytest.raises(FileNotFoundError):
        app.jinja_env.globals["static_url"]("css/missing.css")


def test_vendored_files_are_the_ones_written_down() -> None:
    vendor = STATIC / "vendor"
    listed: dict[str, str] = {}
    for package in json.loads((vendor / "VENDOR.json").read_text()):
        assert {"name", "version", "licence"} <= package.keys()
        listed |= package["files"]
    found = {
        path.relative_to(vendor).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "VENDOR.json"
    }
    assert found == listed


def test_the_language_switch_is_remembered_and_returns(client: FlaskClient) -> None:
    page = client.get("/opd").text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post("/bahasa", data={"csrf_token": token, "bahasa": "en", "kembali": "/opd"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/opd")
    assert 'lang="en"' in client.get("/opd").text.split(">")[1]


@pytest.mark.parametrize(("secure", "start"), [(True, "__Host-bahasa=en;"), (False, "bahasa=en;")])
def test_the_language_cookie_belongs_to_this_host_alone_over_https(secure: bool, start: str) -> None:
    app = gallery_app()
    app.config.update(SESSION_COOKIE_SECURE=secure, WTF_CSRF_ENABLED=False)
    answer = app.test_client().post("/bahasa", data={"bahasa": "en"}, base_url="https://localhost")
    parts = sorted(answer.headers["Set-Cookie"].split("; ")[1:])
    assert answer.headers["Set-Cookie"].startswith(start)
    assert ("Secure" in parts) is secure
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(parts)
