"""`wangge upgrade`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from app.commands.console import NEW_FILE, day_or_today, record_settings, run, say
from app.version import version
from graph.record.opening import open_record


@click.command()
@click.option("--backup", "file", type=NEW_FILE, help="The backup's file; default: in WANGGE_DATA/backups. 备份位置")
def upgrade(file: Path | None) -> None:
    """Bring the record to this version: check, back up, migrate, check; stops at the first that fails. 升级"""
    from app.upgrading import upgrade as carry_out  # noqa: PLC0415 -- no other command needs it

    settings = record_settings()
    now = datetime.now(UTC)
    target = file or settings.data / "backups" / f"before-{version()}-{now:%Y%m%dT%H%M%SZ}.backup"

    async def go() -> None:
        async with open_record(settings, purpose="wangge upgrade", say=say, may_join=False, migrate=False) as record:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            done = await carry_out(settings, record, target, day_or_today(None, settings), say)
        told = f"{len(done)} migrations: {', '.join(done)}" if done else "it was up to date"
        click.echo(f"The record is ready for Wangge {version()} ({told}). Backup: {target}. 升级完成")

    run(go())
