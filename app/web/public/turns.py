"""The public list of turns at the booths: the makers of the next day, and those who come after."""

from flask import render_template

from app.makers.queries import list_maker_names
from app.shared import clock
from app.turns.queries import TurnRow, list_queue, list_turns
from app.turns.rules import next_event_day
from app.web.public import blueprint

NEXT_SHOWN = 20


@blueprint.get("/giliran")
def show_turns() -> str:
    """Show the makers of the next event day by booth, and the first of the queue."""
    day = next_event_day(clock.today())
    queue = list_queue(day)
    names = list_maker_names(queue[:NEXT_SHOWN])
    booths: dict[str, list[TurnRow]] = {}
    for turn in list_turns(day):
        if turn.answer != "passed":
            booths.setdefault(turn.booth, []).append(turn)
    return render_template(
        "public/turns.html", day=day, booths=booths, queue=[names[one] for one in queue[:NEXT_SHOWN]]
    )
