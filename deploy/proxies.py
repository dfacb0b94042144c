"""Whose a request is: the connection's address, or, where that is a trusted proxy's, the one it forwards for."""

import ipaddress
from collections.abc import Iterable, Sequence
from functools import lru_cache

from schema.settings import Network

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

FORWARDED = b"x-forwarded-for"
LONGEST_NAME = 64
IPV6_HOUSE = 64
"""Bits of an IPv6 address that one house has for itself: it may take any of 2^64 addresses below them."""


class Proxies:
    """The proxies that are believed."""

    def __init__(self, networks: Iterable[Network]) -> None:
        self._networks = tuple(networks)

    def trusts(self, peer: str) -> bool:
        """Whether a connection from this address is a proxy's."""
        address = _address(peer)
        return address is not None and self._has(address)

    def client_of(self, headers: Sequence[tuple[bytes, bytes]]) -> str | None:
        """Whom a trusted proxy asks for: the last in X-Forwarded-For that is no proxy of ours; None: it doesn't say.

        Whatever stands before that one was written by somebody whom nobody knows.
        """
        lines = [value.decode("latin-1") for name, value in headers if name == FORWARDED]
        named = [part.strip() for part in ",".join(lines).split(",") if part.strip()]
        for text in reversed(named):
            address = _address(text)
            if address is None or not self._has(address):
                return text[:LONGEST_NAME]
        return named[0][:LONGEST_NAME] if named else None

    def _has(self, address: Address) -> bool:
        return any(address in network for network in self._networks)


def house_of(peer: str) -> str:
    """What connections are counted under: an IPv4 address, or the network of an IPv6 address' house."""
    address = _address(peer)
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((int(address), IPV6_HOUSE), strict=False))
    return peer if address is None else str(address)


@lru_cache(maxsize=1_024)
def _address(text: str) -> Address | None:
    """An address as proxies write it: bare, in brackets, or with a port."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
