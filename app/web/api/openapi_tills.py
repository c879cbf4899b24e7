"""What a till says and asks besides sales, as OpenAPI 3.1."""

from typing import Any

from app.web.api.openapi_parts import INSTANT, MONTH, UUID, answers, body, list_of, object_of, ref, text
from app.web.api.schemas import MOST_UNSENT
from app.web.api.till_schemas import MAX_ASIDE, MAX_SHIFTS

_ID = {"type": "integer"}
_WORD = {"type": "string"}
_DATE = {"type": "string", "format": "date"}
_COUNTED = {"type": ["integer", "null"], "minimum": 0, "description": "Rupiah bulat"}
_MAYBE_INSTANT = {**INSTANT, "type": ["string", "null"]}


def till_schemas() -> dict[str, Any]:
    """The named shapes."""
    booth = object_of(
        {"id": _ID, "name": _WORD, "mode": {"enum": ["cash", "record"]}}, ["id", "name", "mode"]
    )
    till = {"id": _ID, "name": _WORD, "kind": {"enum": ["enrolled", "login"]}, "booth": booth}
    given = {
        "enrolled_at": INSTANT,
        "receipt_key": {"type": "string", "description": "Kunci tanda tangan nota"},
    }
    shift = {
        "id": UUID,
        "cashier": text(60),
        "opened_at": INSTANT,
        "float_amount": _COUNTED,
        "closed_at": _MAYBE_INSTANT,
        "first_counted_amount": _COUNTED,
        "counted_amount": _COUNTED,
        "difference_reason": {"type": ["string", "null"], "maxLength": 300},
    }
    item = {"id": text(36), "item": {"type": "object"}, "errors": {"type": ["object", "null"]}}
    return {
        "Till": object_of({**till, **given}, [*till, *given]),
        "Shift": object_of(shift, ["id", "cashier", "opened_at"]),
        "Shifts": object_of(
            {"shifts": _list(ref("Shift"), MAX_SHIFTS), "sent_at": _MAYBE_INSTANT}, ["shifts"]
        ),
        "Count": object_of(
            {"shift": UUID, "counted_amount": {"type": "integer", "minimum": 0}}, ["shift", "counted_amount"]
        ),
        "Aside": object_of({"items": _list(object_of(item, ["id", "item"]), MAX_ASIDE)}, ["items"]),
        "Heartbeat": object_of(
            {
                "unsent": {"type": "integer", "minimum": 0, "maximum": MOST_UNSENT},
                "oldest": _MAYBE_INSTANT,
                "version": {"type": ["string", "null"], "maxLength": 40},
                "sent_at": _MAYBE_INSTANT,
            },
            ["unsent"],
        ),
    }


def _list(item: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "maxItems": most, "items": item}


def till_paths() -> dict[str, Any]:
    """The doors."""
    return {
        "/api/v1/enrol": {"post": _enrol()},
        "/api/v1/till": _get("Perangkat ini, bulan berjalan, dan kasirnya", _till()),
        "/api/v1/till/heartbeat": _post(
            "Tanda hidup: berapa yang belum terkirim, versi, jam",
            "Heartbeat",
            object_of({"server_time": INSTANT, "version": _WORD}, ["server_time", "version"]),
        ),
        "/api/v1/till/buyers": _get(
            "Semua pegawai aktif untuk dicari tanpa jaringan; tanpa NIP; memakai ETag", _buyers()
        ),
        "/api/v1/till/standings": _get("Capaian semua orang bulan ini; memakai ETag", _standings()),
        "/api/v1/shifts": _post(
            "Kirim sif yang dibuka atau ditutup di perangkat",
            "Shifts",
            _results(["recorded", "replayed", "conflict", "refused"]),
        ),
        "/api/v1/shifts/count": _post(
            "Menghitung laci: cocok atau tidak dengan catatan semua perangkat",
            "Count",
            object_of({"matches": {"type": "boolean"}}, ["matches"]),
        ),
        "/api/v1/till/aside": _post(
            "Menitipkan butir yang ditolak, untuk diputuskan orang",
            "Aside",
            _results(["recorded", "replayed"]),
        ),
    }


def _get(summary: str, shown: dict[str, Any]) -> dict[str, Any]:
    return {"get": {"summary": summary, "responses": answers(shown, 401)}}


def _post(summary: str, shape: str, shown: dict[str, Any]) -> dict[str, Any]:
    responses = answers(shown, 400, 401, 413, 415, 503)
    return {"post": {"summary": summary, "requestBody": body(ref(shape)), "responses": responses}}


def _enrol() -> dict[str, Any]:
    enrolment = object_of(
        {"code": text(40), "name": {"type": ["string", "null"], "maxLength": 120}}, ["code"]
    )
    enrolled = object_of({"token": _WORD, "till": ref("Till")}, ["token", "till"])
    found = answers(enrolled, 400, 413, 415, 422, 429)
    return {
        "summary": "Menukar kode pengelola dengan token; sekali, dalam 30 menit",
        "security": [],
        "requestBody": body(enrolment),
        "responses": {"201": found.pop("200"), **found},
    }


def _till() -> dict[str, Any]:
    pin = object_of({"salt": _WORD, "iterations": _ID, "verifier": _WORD}, ["salt", "iterations", "verifier"])
    cashier = {
        "username": _WORD,
        "name": _WORD,
        "until": {**_DATE, "type": ["string", "null"]},
        "pin": {"oneOf": [pin, {"type": "null"}]},
    }
    shown = {
        "till": ref("Till"),
        "server_time": INSTANT,
        "version": _WORD,
        "city": _WORD,
        "demo": {"type": "boolean"},
        "month": object_of({"period": MONTH, "until": _DATE}, ["period", "until"]),
        "cashiers": {"type": "array", "items": object_of(cashier, list(cashier))},
    }
    return object_of(shown, list(shown))


def _buyers() -> dict[str, Any]:
    row = {
        "type": "array",
        "description": "id, nama, unit#, jabatan#, 4 angka, (kosong), kunci KODE, kunci kartu",
    }
    words = {"type": "array", "items": _WORD}
    shown = {"key": _WORD, "units": words, "positions": words, "people": {"type": "array", "items": row}}
    return object_of(shown, list(shown))


def _standings() -> dict[str, Any]:
    row = {
        "type": "array",
        "description": "id pegawai, status#, sisa rupiah, terakhir dilayani hari ini JJ:MM",
    }
    shown = {
        "as_of": INSTANT,
        "period": MONTH,
        "until": _DATE,
        "statuses": {"type": "array", "items": _WORD},
        "rows": {"type": "array", "items": row},
    }
    return object_of(shown, list(shown))


def _results(results: list[str]) -> dict[str, Any]:
    shown = {
        "id": _WORD,
        "result": {"type": "string", "enum": results},
        "errors": {"type": "object", "additionalProperties": _WORD},
        "ack": _WORD,
    }
    return list_of("results", object_of(shown, ["id", "result", "ack"]))
