"""Where the record is and how to reach it, from WANGGE_* environment variables, checked before anything starts."""

import getpass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.errors import InvalidInput
from graph.time.calendar import CivilTime, WorkCalendar, read_calendar


class RecordSettings(BaseSettings):
    """Settings of everything that opens the record: the service, `wangge import`, `wangge export`."""

    model_config = SettingsConfigDict(env_prefix="WANGGE_", frozen=True)

    data: Path = Field(
        Path(".wangge"), description="Folder of our own Neo4j's data, password and logs, and of our keys."
    )
    neo4j_uri: str | None = Field(
        None, description="Use this Neo4j instead of one of our own: bolt://…, neo4j://…, neo4j+s://…"
    )
    neo4j_user: str = Field("neo4j", description="User at WANGGE_NEO4J_URI.")
    neo4j_password: SecretStr | None = Field(None, description="Password at WANGGE_NEO4J_URI; needed with it.")
    neo4j_database: str | None = Field(
        None, description="Database at WANGGE_NEO4J_URI; default: the user's home database."
    )
    neo4j_port: int | None = Field(
        None, ge=1, le=65535, description="Bolt port of our own Neo4j; default: any free one."
    )
    neo4j_heap_mb: int = Field(512, ge=128, le=65_536, description="Java heap of our own Neo4j, in MiB.")
    neo4j_page_cache_mb: int = Field(256, ge=32, le=262_144, description="Page cache of our own Neo4j, in MiB.")
    timezone: str = Field("Asia/Shanghai", description="The organisation's zone: its days begin at midnight there.")
    holidays: Path | None = Field(
        None,
        description="File of days off and worked that the published calendar lacks ([duty.md](duty.md)).",
    )
    import_rows: int = Field(
        500_000,
        ge=1_000,
        le=50_000_000,
        description="Rows that the files of one import may have together; other limits go with it "
        "([import.md](import.md#how-much-is-read-读取上限)).",
    )
    access_log_sync: bool = Field(
        False,
        description="Wait until the disk has an entry of the access log, so that it outlives a power cut too: slower.",
    )
    access_log_months: int = Field(
        36, ge=6, le=1200, description="How long the access log is kept ([keys.md](keys.md))."
    )
    backup_key: Path | None = Field(
        None,
        description="File of the key that seals backups; default: backup.key in WANGGE_DATA ([backup.md](backup.md)).",
    )
    actor: str = Field(
        default_factory=getpass.getuser, description="Who is named as the author of imports; default: you."
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no time zone is called {name!r}; an example is Asia/Shanghai") from error
        return name

    @field_validator("neo4j_uri")
    @classmethod
    def _bolt_uri(cls, uri: str | None) -> str | None:
        schemes = ("bolt://", "bolt+s://", "bolt+ssc://", "neo4j://", "neo4j+s://", "neo4j+ssc://")
        if uri is not None and not uri.startswith(schemes):
            raise ValueError(f"{uri!r} does not begin with one of {', '.join(schemes)}")
        return uri

    @field_validator("holidays")
    @classmethod
    def _readable_days(cls, path: Path | None) -> Path | None:
        if path is not None:
            try:
                read_calendar(path)
            except (OSError, UnicodeDecodeError, InvalidInput) as error:
                raise ValueError(f"{path} can't be read: {error}") from error
        return path

    @property
    def zone(self) -> ZoneInfo:
        """The organisation's zone."""
        return ZoneInfo(self.timezone)

    @property
    def civil(self) -> CivilTime:
        """The organisation's zone with its calendar."""
        return CivilTime(self.zone, WorkCalendar() if self.holidays is None else read_calendar(self.holidays))


def readable(error: ValidationError) -> InvalidInput:
    """What is wrong with the settings, a line for each, by the names of their variables."""
    lines = [
        "".join(f"WANGGE_{part}: ".upper() for part in fault["loc"]) + fault["msg"].removeprefix("Value error, ")
        for fault in error.errors()
    ]
    return InvalidInput(
        "These settings will not do:\n  " + "\n  ".join(lines) + "\nAll of them are listed in docs/settings.md."
    )
