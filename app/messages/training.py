"""The labels of training: seats, states of enrolments, sources of attendance, answers to follow-ups."""

from app.shared.words import N_

SEAT_LABELS: dict[str, str] = {
    "site": N_("di tempat"),
    "online": N_("daring"),
    "any": N_("di tempat atau daring"),
}
STATE_LABELS: dict[str, str] = {
    "waiting": N_("mengantre"),
    "offered": N_("ditawari kursi"),
    "enrolled": N_("terdaftar"),
    "cancelled": N_("dibatalkan"),
    "lapsed": N_("tawaran lewat"),
}
EVENT_LABELS: dict[str, str] = {"open": N_("dibuka"), "done": N_("selesai"), "cancelled": N_("dibatalkan")}
SOURCE_LABELS: dict[str, str] = {"card": N_("kartu"), "list": N_("daftar"), "word": N_("kata")}
ANSWER_LABELS: dict[str, str] = {"done": N_("Sudah"), "partly": N_("Sebagian"), "not_yet": N_("Belum")}
