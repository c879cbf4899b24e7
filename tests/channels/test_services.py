"""Shops are claimed up to a number; one that is gone and claimed again waits for a new look."""

from __future__ import annotations

from typing import Any

import pytest

from app.audit.rules import SYSTEM
from app.channels.errors import ChannelRefused, ChannelsFull
from app.channels.queries import list_public_channels
from app.channels.rules import MOST_CHANNELS
from app.channels.services import claim_channel, end_channel, see_channel
from app.makers.services import create_maker
from app.shared.clock import today


@pytest.fixture
def maker_id(session: Any) -> int:
    return create_maker("Dapur Kenari", actor=SYSTEM).id


def claim(maker_id: int, name: str) -> Any:
    return claim_channel(maker_id, f"https://shopee.co.id/{name}", actor=SYSTEM)


def test_a_maker_has_so_many_shops_and_no_more(maker_id: int) -> None:
    shops = [claim(maker_id, f"dapur{number:02}").id for number in range(MOST_CHANNELS)]
    with pytest.raises(ChannelsFull):
        claim(maker_id, "satulagi")
    assert claim(maker_id, "dapur00").id == shops[0], "one it has already stays"
    with pytest.raises(ChannelRefused):
        claim_channel(maker_id, "javascript:alert(1)", actor=SYSTEM)


def test_a_shop_that_was_gone_is_public_only_after_another_look(maker_id: int) -> None:
    shop = claim(maker_id, "dapurkenari")
    see_channel(shop.id, actor=SYSTEM)
    assert [one.id for one in list_public_channels(maker_id, today())] == [shop.id]
    end_channel(shop.id, actor=SYSTEM)
    assert list_public_channels(maker_id, today()) == [], "a look at what is gone counts no more"
    assert claim(maker_id, "dapurkenari").id == shop.id
    assert (shop.state, shop.seen_on, list_public_channels(maker_id, today())) == ("claimed", None, [])
