"""Forms about training, for the Dinas and for makers; they check shapes only."""

from datetime import time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from app.training.services.events import EventDraft
from app.web.decisions.forms import TimeField
from app.web.ui.forms import (
    BaseForm,
    IdField,
    LocalDateField,
    TextField,
    WholeField,
    at_most,
    optional,
    required,
)

MOST_SEATS = 100_000
WISHES = (("site", _l("Di tempat")), ("online", _l("Daring")), ("any", _l("Mana saja yang ada")))


class EnrolForm(BaseForm):
    """The person who comes, and the kind of seat."""

    person = TextField(_l("Siapa yang ikut"), [required(_l("Nama")), at_most(100)])
    wish = RadioField(_l("Kursi"), choices=[SelectChoice(*one) for one in WISHES], default="any")


class WordForm(BaseForm):
    """The word that the trainer announced in a session."""

    word = TextField(_l("Kata dari narasumber"), [required(_l("Kata")), at_most(40)])


class CardCodeForm(BaseForm):
    """The code of a maker's card, scanned or typed."""

    code = TextField(_l("Kode kartu"), [required(_l("Kode kartu")), at_most(200)])


class OfficerEnrolForm(EnrolForm):
    """The same, with the maker whom an officer enrols."""

    maker_id = IdField(_l("UMKM"), [required(_l("UMKM"))])


class AttendForm(BaseForm):
    """The enrolled person who is present."""

    enrolment_id = IdField(_l("Peserta"), [required(_l("Peserta"))])


class SessionForm(BaseForm):
    """A day and two times."""

    day = LocalDateField(_l("Hari"), [required(_l("Hari"))])
    begins = TimeField(_l("Mulai jam"), [required(_l("Jam mulai"))])
    ends = TimeField(_l("Selesai jam"), [required(_l("Jam selesai"))])


class EventForm(BaseForm):
    """A course; each of its days has a session at these hours."""

    title = TextField(_l("Judul"), [required(_l("Judul")), at_most(200)])
    topic = TextField(_l("Topik"), [required(_l("Topik")), at_most(80)])
    organizer = TextField(_l("Penyelenggara"), [optional(), at_most(120)])
    starts_on = LocalDateField(_l("Hari mulai"), [required(_l("Hari mulai"))])
    ends_on = LocalDateField(_l("Hari selesai"), [required(_l("Hari selesai"))])
    begins = TimeField(_l("Mulai jam"), [required(_l("Jam mulai"))])
    ends = TimeField(_l("Selesai jam"), [required(_l("Jam selesai"))])
    site_seats = WholeField(_l("Kursi di tempat"), [optional()], least=0, most=MOST_SEATS)
    online_seats = WholeField(_l("Kursi daring"), [optional()], least=0, most=MOST_SEATS)
    place = TextField(_l("Tempat"), [optional(), at_most(200)])
    link = TextField(_l("Alamat rapat daring"), [optional(), at_most(300)])
    step = TextField(_l("Satu langkah yang ditanyakan 3 dan 6 bulan kemudian"), [optional(), at_most(120)])
    share_percent = WholeField(
        _l("Persen sesi yang harus dihadiri"), [required(_l("Persen"))], least=1, most=100
    )

    def draft(self) -> EventDraft:
        """Return the entered course."""
        names = ("title", "topic", "organizer", "place", "link", "step")
        values: dict[str, Any] = {name: self[name].data or "" for name in names}
        return EventDraft(
            starts_on=self.starts_on.data, ends_on=self.ends_on.data, begins=read_time(self.begins.data),
            ends=read_time(self.ends.data), share_percent=self.share_percent.data,
            seats={"site": self.site_seats.data or 0, "online": self.online_seats.data or 0}, **values,
        )  # fmt: skip


def read_time(text: str) -> time:
    """`HH:MM` → time of day."""
    return time.fromisoformat(text)
