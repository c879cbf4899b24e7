"""The short way to a stored page gives what the full way gives, header by header, and only where it may."""

from __future__ import annotations

import logging
import re
from typing import Any
from unittest.mock import Mock

import pytest
from flask import Flask

from app.audit.rules import SYSTEM
from app.makers.tokens import withdraw_page
from app.shared.transaction import begin_writing, commit
from app.web.http.stored_files import StoredFiles
from app.web.http.traffic import HEADER
from app.web.public.stored_answers import StoredAnswers
from tests.web.public.test_shop import Shop
from tests.web.short_way import OWN, ask, full_way_shut


@pytest.fixture
def shop(session: Any) -> Shop:
    """The shop, committed."""
    made = Shop()
    commit()
    return made


def _addresses(shop: Shop) -> dict[str, str]:
    return {
        "public.list_products": "/produk?cari=bagea",
        "public.show_product": shop.page_of(shop.bagea),
        "public.show_maker": shop.page_of_maker(shop.maker),
        "public.send_sitemap": "/sitemap.xml",
    }


def _layer(app: Flask) -> StoredAnswers:
    files = app.wsgi_app
    assert isinstance(files, StoredFiles)
    assert isinstance(files.application, StoredAnswers)
    return files.application


def test_both_ways_give_the_same_answer_for_each_stored_page(app: Flask, shop: Shop) -> None:
    views, addresses, layer = app.view_functions, _addresses(shop), _layer(app)
    assert {one for one in views if getattr(views[one], "is_same_for_strangers", False)} == set(addresses)
    for path in addresses.values():
        for packing in ({"Accept-Encoding": "gzip, deflate, br"}, {"Accept-Encoding": "gzip"}, {}):
            etag = dict(ask(app, path, **packing)[1])["ETag"]
            for head in (packing, {**packing, "If-None-Match": etag}):
                ask(app, path, **head)
                with full_way_shut(layer):
                    *short, own = ask(app, path, **head)
                *full, own_of_full = ask(layer.application, path, **head)
                assert short == full
                assert short[0][:3] == ("304" if "If-None-Match" in head else "200")
                assert own.keys() == own_of_full.keys() == set(OWN)
                assert own[HEADER.lower()] != own_of_full[HEADER.lower()]


@pytest.mark.parametrize(
    ("method", "head"),
    [("HEAD", {}), ("GET", {"Cookie": "bahasa=en"}), ("GET", {"Cookie": "sesi=x"}), ("GET", {"Host": "lain"}),
     ("GET", {"If-Match": '"x"'}), ("GET", {"Accept-Encoding": "deflate"})],
)  # fmt: skip
def test_a_request_of_another_kind_goes_the_full_way(
    app: Flask, shop: Shop, method: str, head: dict[str, str]
) -> None:
    layer, path = _layer(app), shop.page_of(shop.bagea)
    full = layer.application
    for _ in range(2):
        ask(app, path)
    layer.application = Mock(side_effect=full)
    answer = ask(app, path, method, **head)
    assert layer.application.call_count == 1
    assert answer[:3] == ask(full, path, method, **head)[:3]


def test_what_is_withdrawn_is_gone_at_once_on_the_short_way(app: Flask, shop: Shop) -> None:
    path = shop.page_of(shop.bagea)
    ask(app, path)
    with full_way_shut(_layer(app)):
        assert ask(app, path)[0] == "200 OK"
    begin_writing()
    withdraw_page("product", shop.bagea, actor=SYSTEM)
    commit()
    assert ask(app, path)[0] == "410 GONE"


def test_an_error_after_the_page_was_handed_out_is_not_stored(app: Flask, shop: Shop) -> None:
    path, is_broken = shop.page_of(shop.bagea), True

    def fail(response: Any) -> Any:
        if is_broken:
            raise RuntimeError
        return response

    fail.__module__ = "app.tests"
    app.after_request(fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert ask(app, path)[0].startswith("500")
    is_broken = False
    assert ask(app, path)[0] == "200 OK"


def test_the_short_way_is_counted_logged_and_numbered(
    app: Flask, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    path, counted = shop.page_of(shop.bagea), app.extensions["traffic"]
    ask(app, path)
    before = counted.answers["GET", "2xx"]
    with full_way_shut(_layer(app)), caplog.at_level(logging.INFO, "app.web.http.traffic"):
        own = ask(app, path, **{HEADER: "from-outside"})[3]
    assert counted.answers["GET", "2xx"] == before + 1
    assert re.fullmatch("[0-9a-f]{8}", own[HEADER.lower()])
    (line,) = caplog.records
    assert line.getMessage() == "GET /p/<string(maxlength=16):token> 200"
    assert vars(line)["request"] == own[HEADER.lower()]


def test_a_trusted_front_s_number_is_given_back_on_the_short_way(app: Flask, shop: Shop) -> None:
    app.config["SETTINGS"].proxy_count = 1
    for number in ("front-0001", "front-0002"):
        own = ask(app, shop.page_of(shop.bagea), **{HEADER: number})[3]
        assert own[HEADER.lower()] == number
