"""Whom an address stands for: IPv6 gives every household 18 quintillion of them, which count as one."""

from ipaddress import IPv6Address, ip_address, ip_network

HOUSEHOLD = 64


def network_of(address: str) -> str:
    """The address itself; of IPv6 the network a household or office gets, of IPv4 written as IPv6 that of IPv4."""
    if ":" not in address:
        return address
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((found, HOUSEHOLD), strict=False))
