"""`wangge backup`, `wangge restore` and `wangge backup-key`."""

from pathlib import Path

import click

from app.backups import key_file, opened, verify, write
from app.commands.console import FILE, NEW_FILE, failing, record_settings, run, with_record
from graph.record import restoring
from graph.record.backup import Contents
from graph.record.backup_key import new_key, read_keys, write_keys
from graph.record.opening import OpenRecord


@click.command()
@click.argument("file", type=NEW_FILE)
@click.option("--verify", "then_verify", is_flag=True, help="Then see that it can be restored. 备份后校验")
def backup(file: Path, then_verify: bool) -> None:
    """Write the whole record as one sealed file, from which an equal one can be built anywhere. 备份"""
    settings = record_settings()

    async def go(record: OpenRecord) -> None:
        written, key = await write(settings, record, file)
        click.echo(f"Wrote {_parts(written)} to {file}, sealed with the key {key}. 备份完成")
        click.echo("That key, keys of callers, duty calendars and the key of ID numbers are not in it: docs/backup.md.")

    run(with_record(settings, "wangge backup", go))
    if then_verify:
        with failing():
            click.echo(f"Verified: {_parts(verify(settings, file))} can be restored from {file}. 校验通过")


@click.command()
@click.argument("file", type=FILE)
@click.option("--resume", is_flag=True, help="Go on with a restore that was interrupted. 继续中断的恢复")
@click.option("--trust-unsealed", is_flag=True, help="Take a backup of an older version, without a key. 信任旧版备份")
def restore(file: Path, resume: bool, trust_unsealed: bool) -> None:
    """Build the model of a backup in an empty record. 恢复"""
    settings = record_settings()
    with failing():  # before a Neo4j is started for it
        saved = opened(settings, file, trust_unsealed=trust_unsealed)
    if saved.sealed_by is None:
        click.echo(f"{file} has no seal made with a key; it is taken on your word. 未用密钥封印，按您的指示信任")

    async def go(record: OpenRecord) -> None:
        held = await restoring.restore(record.store, saved, resume=resume)
        click.echo(f"Restored {_parts(held)} from {file}. 恢复完成")
        click.echo("Run `wangge check` to prove it.")

    run(with_record(settings, "wangge restore", go))


def _parts(contents: Contents) -> str:
    return f"{contents.changes} changes, {contents.decisions} decisions and {contents.links} links of the access log"


@click.group("backup-key")
def backup_key() -> None:
    """The key that seals backups (docs/backup.md); keep a copy of it away from the backups. 备份密钥"""


@backup_key.command("show")
def backup_key_show() -> None:
    """Say which keys are known here, by their ids. 显示备份密钥编号"""
    with failing():
        file = key_file(record_settings())
        keys = file.known().keys
        click.echo(f"{file.path}: {_number_of(len(keys))}. 备份密钥")
        for number, each in enumerate(keys):
            click.echo(f"{each.id}  {'verifies 仅校验' if number else 'seals 用于封印'}")


@backup_key.command("export")
@click.argument("file", type=NEW_FILE)
def backup_key_export(file: Path) -> None:
    """Write the keys to a new file, to be kept elsewhere or brought to another machine. 导出备份密钥"""
    with failing():
        source = key_file(record_settings())
        source.for_sealing()
        write_keys(file, source.known().keys)
        click.echo(f"Wrote {file}: whoever has it can forge backups. 已导出，请妥善保管")


@backup_key.command("import")
@click.argument("file", type=FILE)
def backup_key_import(file: Path) -> None:
    """Take the keys of a file in, so that backups sealed with them are restored here. 导入备份密钥"""
    with failing():
        fresh = key_file(record_settings()).add(read_keys(file))
        click.echo(f"New here: {_number_of(len(fresh))}. 已导入")


@backup_key.command("new")
def backup_key_new() -> None:
    """Make a key that seals from now on; what the ones before it sealed is still read. 更换备份密钥"""
    with failing():
        made = new_key()
        key_file(record_settings()).put_first(made)
        click.echo(f"The key {made.id} seals from now on. 已更换备份密钥")


def _number_of(keys: int) -> str:
    return "1 key" if keys == 1 else f"{keys} keys"
