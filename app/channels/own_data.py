"""A maker's shops elsewhere, for the maker's own data."""

from app.channels.models import Channel
from app.privacy.maker_data import MAKER_DATA, MakerDataPart, of_column
from app.shared.columns import table

_CHANNEL = table(Channel)

MAKER_DATA.register(
    MakerDataPart(
        "channels", 140, "Toko lain", _CHANNEL, _CHANNEL.c.id,
        (
            ("Jenis", "text", _CHANNEL.c.kind), ("Alamat", "text", _CHANNEL.c.address),
            ("Keadaan", "channel_state", _CHANNEL.c.state), ("Dilihat", "date", _CHANNEL.c.seen_on),
            ("Dicatat", "datetime", _CHANNEL.c.made_at),
        ),
        of_column(_CHANNEL.c.maker_id), frozenset({"umkm", "auditor"}),
    )
)  # fmt: skip
