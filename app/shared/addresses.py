"""The network of a client address; rate limits count by network."""

from ipaddress import IPv6Address, ip_address, ip_network


def network_of(address: str | None) -> str:
    """An IPv4 address itself, or the /64 of an IPv6 address, because one subscriber has all its addresses. Text that is
    no address is returned unchanged; empty for None."""
    if not address or ":" not in address:
        return address or ""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, 64), strict=False))
