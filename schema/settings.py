"""The settings of the service: those of the record, and how it is reached."""

import ipaddress
from typing import Self

from pydantic import Field, model_validator

from graph.meter import REQUEST_SECONDS
from graph.store.settings import RecordSettings


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
    follow_ms: int = Field(300, ge=20, le=60_000, description="How often other processes' changes are looked for.")

    @model_validator(mode="after")
    def _open_to_others_only_with_keys(self) -> Self:
        if not self.keys and self.host != "localhost" and not _is_loopback(self.host):
            raise ValueError(
                f"WANGGE_HOST {self.host} can be reached by others, and telephone numbers would be open to them. "
                "Leave WANGGE_KEYS on, or use 127.0.0.1, localhost or ::1"
            )
        return self


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
