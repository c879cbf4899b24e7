"""Each check of a page is seen to fail on an offender planted for it, and none on a good page."""

import pytest

from app.web.http.headers import expected_headers
from tests.page_checks import header_problems, problems

GOOD = """<!doctype html><html lang="id"><head><title>Kasir</title>
<link rel="stylesheet" href="/static/app.css"><script type="module" src="/static/a.js"></script></head>
<body><main><h1>Kasir</h1>%s
<form method="post" action="/x"><input type="hidden" name="csrf_token" value="t">
<label for="a">A</label><input id="a" name="a"><label>B <select name="b"><option>1</option></select></label>
<button>Kirim</button></form><img src="/x.png" alt=""><svg aria-hidden="true"></svg></main></body></html>"""

OFFENDERS = {
    "2 h1": "<h1>Lagi</h1>",
    "csrf tokens": '<form method="post" action="/y"><button>x</button></form>',
    "neither method nor action": "<form><button>x</button></form>",
    "into the address": '<form method="get"><input type="hidden" name="csrf_token" value="t"></form>',
    "has no label": '<input name="c">',
    "textarea d has no label": '<textarea name="d"></textarea>',
    "button  has no name": "<button></button>",
    "a /z has no name": '<a href="/z"><img src="/i.png" alt=""></a>',
    "has no alt": '<img src="/y.png">',
    "svg is neither": "<svg></svg>",
    "id a stands 2": '<p id="a">x</p>',
    "points nowhere": '<label for="nobody">x</label>',
    "inline style": '<p style="color:red">x</p>',
    "inline script": "<script>x()</script>",
    "inline handler": '<p onclick="x()">x</p>',
    "javascript address": '<a href="javascript:x()">x</a>',
    "loads from outside": '<img src="https://cdn.test/x.png" alt="">',
    "raw text on the page: None": "<p>Sisa None</p>",
    "raw text on the page: {{": "<p>{{ name }}</p>",
    "value=None": '<label for="e">E</label><input id="e" name="e" value="None">',
    "a NIP in href": '<a href="/pegawai/198001012005011001">x</a>',
    "leads nowhere": '<a href="#">x</a>',
    "invalid HTML": "<p><div>x</div></p>",
    "end-tag-too-early": "</section>",
}


def test_a_good_page_has_no_problems() -> None:
    assert problems(GOOD % "") == []


@pytest.mark.parametrize("sentence", OFFENDERS)
def test_an_offender_is_named(sentence: str) -> None:
    found = problems(GOOD % OFFENDERS[sentence])
    assert any(sentence in problem for problem in found), found


FRAMES = {
    "no lang": ('lang="id"', ""),
    "no title": ("<title>Kasir</title>", "<title></title>"),
    "0 h1": ("<h1>Kasir</h1>", ""),
    "one main": ("main>", "section>"),
}


@pytest.mark.parametrize("sentence", FRAMES)
def test_a_broken_frame_is_named(sentence: str) -> None:
    found = problems((GOOD % "").replace(*FRAMES[sentence]))
    assert any(sentence in problem for problem in found), found


@pytest.mark.parametrize("name", expected_headers())
def test_a_missing_header_is_named(name: str) -> None:
    headers = {**expected_headers(), "Cache-Control": "no-store"}
    assert header_problems(headers, camera=False, is_private=True) == []
    del headers[name]
    assert name in header_problems(headers, camera=False, is_private=True)[0]


def test_a_private_page_that_may_be_kept_is_named() -> None:
    headers = {**expected_headers(), "Cache-Control": "public"}
    assert header_problems(headers, camera=False, is_private=True)
    assert not header_problems(headers, camera=False, is_private=False)


def test_a_nip_in_a_redirect_is_named() -> None:
    headers = {**expected_headers(), "Location": "/saya?nip=198001012005011001"}
    assert header_problems(headers, camera=False, is_private=False)
