"""`flask training offers`: offers seats that were not accepted to the next people in the queue."""

from flask.cli import AppGroup

from app.cli.edge import CLI_ACTOR, say_json, writing_command
from app.training.services.seats import settle_offers

training = AppGroup("training", help="Pelatihan UMKM.")
commands = [training]


@training.command(
    "offers", help="Akhiri tawaran kursi yang lewat dan tawarkan kepada antrean; untuk timer tiap jam."
)
@writing_command
def settle_seat_offers() -> None:
    """One line of JSON: how many offers were made."""
    say_json({"offers": settle_offers(actor=CLI_ACTOR)})
