"""Which network an address stands for: what is counted by address is counted by that."""

from ipaddress import IPv6Address, ip_address, ip_network


def network_of(address: str | None) -> str:
    """An IPv4 address itself; of an IPv6 address its /64, for one line has all addresses of it. Text that is no
    address stays as it is; empty for None."""
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
