"""What is counted by address is counted by line: a /64 of IPv6 is one."""

import pytest

from app.shared.addresses import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.5", "10.0.0.5"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:10.0.0.5", "10.0.0.5"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no:address", "no:address"),
        (None, ""),
    ],
)
def test_each_address_has_its_network(address: str | None, network: str) -> None:
    assert network_of(address) == network
