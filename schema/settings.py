"""The settings of the service: those of the record, and how it is reached."""

import ipaddress
import re
from typing import Self

from pydantic import Field, field_validator, model_validator

from graph.meter import REQUEST_SECONDS
from graph.record.settings import RecordSettings

Host = tuple[str, int | None]
"""A name or an address in lower case, and its port; None: any."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

HOST = re.compile(r"(?P<name>\[[0-9a-fA-F:.]{2,45}\]|[A-Za-z0-9_.-]{1,253})(?::(?P<port>[0-9]{1,5}))?")


class Settings(RecordSettings):
    """Settings of the service."""

    keys: bool = Field(True, description="Whether every request needs a key ([keys.md](keys.md)).")
    host: str = Field("127.0.0.1", description="Address to listen on; with WANGGE_KEYS=false loopback only.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0: any free one.")
    workers: int = Field(1, ge=1, le=64, description="Processes that serve on one port.")
    request_seconds: float = Field(
        REQUEST_SECONDS,
        ge=0.1,
        le=600,
        description="Processor time of one request ([limits.md](limits.md)).",
    )
    compiled: bool = Field(
        True,
        description="Whether queries that are asked again are answered by plans made of them; without, each is left to "
        "graphql-core, with the same answer and several times the work.",
    )
    public_hosts: str = Field(
        "", description="Names, between commas, by which others reach the service ([network.md](network.md))."
    )
    most_connections: int = Field(
        2_000, ge=16, le=60_000, description="Connections at once of one process ([network.md](network.md))."
    )
    most_connections_per_address: int = Field(
        500, ge=4, le=60_000, description="Connections at once of one process from one address."
    )
    trusted_proxies: str = Field(
        "", description="Addresses and networks, between commas, of proxies whose X-Forwarded-For is believed."
    )
    follow_ms: int = Field(300, ge=20, le=60_000, description="How often other processes' changes are looked for.")

    @field_validator("trusted_proxies")
    @classmethod
    def _readable_networks(cls, text: str) -> str:
        read_networks(text)
        return text

    @field_validator("public_hosts")
    @classmethod
    def _readable_hosts(cls, text: str) -> str:
        read_hosts(text)
        return text

    @property
    def hosts(self) -> list[Host]:
        """The names by which others reach the service."""
        return read_hosts(self.public_hosts)

    @property
    def proxies(self) -> list[Network]:
        """The networks of trusted proxies."""
        return read_networks(self.trusted_proxies)

    @model_validator(mode="after")
    def _open_to_others_only_with_keys(self) -> Self:
        if not self.keys and self.host != "localhost" and not _is_loopback(self.host):
            raise ValueError(
                f"WANGGE_HOST {self.host} can be reached by others, and telephone numbers would be open to them. "
                "Leave WANGGE_KEYS on, or use 127.0.0.1, localhost or ::1"
            )
        return self


def read_hosts(text: str) -> list[Host]:
    """Names, with or without a port, between commas.  Raises ValueError, naming the one that is none."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        host = host_of(part)
        if host is None:
            raise ValueError(f"{part!r} is no host; examples are wangge.example.cn, wangge.example.cn:8443 and [::1]")
        found.append(host)
    return found


def host_of(text: str) -> Host | None:
    """What a `Host` header names; None: nothing that could be a host."""
    found = HOST.fullmatch(text.strip())
    if found is None:
        return None
    name, port = found["name"].lower(), found["port"]
    bare = name.strip("[]").removesuffix(".")
    try:
        bare = str(ipaddress.ip_address(bare))  # written in the one way
    except ValueError:
        if name.startswith("["):
            return None
    return bare, None if port is None else int(port)


def read_networks(text: str) -> list[Network]:
    """Addresses and networks between commas.  Raises ValueError, naming the one that is none."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        try:
            found.append(ipaddress.ip_network(part))
        except ValueError as error:
            raise ValueError(f"{part!r} is no address and no network; examples are 10.0.0.5 and 10.0.0.0/24") from error
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
