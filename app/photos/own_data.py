"""The pictures a person sent, for that person."""

from app.photos.queries import list_sent_by
from app.privacy.registry import OWN_DATA, OwnDataPart, OwnPerson, Section


def _photos(person: OwnPerson) -> Section:
    columns = (("Dikirim", "datetime"), ("Lebar", "integer"), ("Tinggi", "integer"), ("Bita", "integer"))
    return Section("Foto yang dikirim", columns, list_sent_by(person.user_id))


OWN_DATA.register(OwnDataPart("photos", 117, _photos))
