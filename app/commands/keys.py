"""`wangge key`: keys of those who may ask and change."""

from datetime import UTC, datetime
from pathlib import Path

import click

from app import keys
from app.commands.console import DAY, FILE, record_settings, run, with_record
from graph.record.opening import OpenRecord
from graph.record.security import SecurityStore


@click.group()
def key() -> None:
    """Keys of those who may ask and change. 密钥"""


@key.command("create")
@click.option("--name", required=True, help="Who or what it is for; named as the author of changes. 名称")
@click.option("--may", type=click.Choice(keys.RIGHTS), required=True, help="权限")
@click.option("--under", help="Limit contacts and writes to this unit and below: its code. 范围")
@click.option("--expires", type=DAY, help="The first day on which it is no longer in force. 失效日期")
@click.option("--document", "documents", multiple=True, type=FILE, help="Bind it to these GraphQL documents. 限定查询")
def key_create(name: str, may: str, under: str | None, expires: datetime | None, documents: tuple[Path, ...]) -> None:
    """Make a key; it is shown once and kept nowhere. 新建密钥"""
    settings = record_settings()
    asked = keys.Asked(name, may, under, None if expires is None else expires.date(), documents)

    async def go(record: OpenRecord) -> None:
        made, token = await keys.create(settings, record, asked)
        click.echo(token)
        click.echo(f"Key {made} for {name}. Keep it: it is not shown again. 请妥善保存，不再显示", err=True)
        click.echo("Send it as `Authorization: Bearer KEY`, or open /graphql#key=KEY. 请求时携带此密钥", err=True)

    run(with_record(settings, "wangge key create", go))


@key.command("list")
def key_list() -> None:
    """List keys: creator, right, reach, last use, expiry. 列出密钥"""
    settings = record_settings()

    async def go(record: OpenRecord) -> None:
        for line in await keys.told(settings, record):
            click.echo(line)

    run(with_record(settings, "wangge key list", go))


@key.command("revoke")
@click.argument("name_or_id")
def key_revoke(name_or_id: str) -> None:
    """Put a key out of force for good. 撤销密钥"""
    settings = record_settings()

    async def go(record: OpenRecord) -> None:
        revoked = await SecurityStore(record.store).revoke(name_or_id, datetime.now(UTC))
        click.echo(f"Revoked {revoked.id} ({revoked.name}); running services refuse it within a second. 已撤销")

    run(with_record(settings, "wangge key revoke", go))
