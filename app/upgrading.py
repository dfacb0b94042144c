"""A record brought to the schema of this version: checked, saved, migrated, and checked again."""

from datetime import date
from pathlib import Path

from app.backups import verify, write
from app.checking import Report, check_record
from graph.errors import InvalidInput
from graph.record.opening import OpenRecord, Say
from graph.record.settings import RecordSettings


async def upgrade(settings: RecordSettings, record: OpenRecord, file: Path, day: date, say: Say) -> list[str]:
    """Migrate a record that was opened as it is; the names of the migrations, none if it was up to date.

    `file` gets a backup first, which is verified.  `say` hears each step.  Raises InvalidInput at the first step that
    fails: nothing is migrated before the backup is verified.
    """
    if not await record.store.schema_number():
        raise InvalidInput("The record is empty: there is nothing to upgrade. 数据库为空，无需升级")
    say("1/4 Checking the record as it is. 升级前检查")
    _must_be_sound(
        await check_record(settings, record, day),
        "Nothing was changed. Mend it with the version that wrote it, or ask.",
    )
    say(f"2/4 Writing a backup to {file}, and verifying it. 备份并校验")
    await write(settings, record, file)
    verify(settings, file)
    say("3/4 Migrating the database. 迁移数据库")
    done = await record.store.migrate()
    say("4/4 Checking the record as it is now. 升级后检查")
    _must_be_sound(
        await check_record(settings, record, day),
        f"The database is migrated. To go back, restore {file} with the former version, into an empty record.",
    )
    return done


def _must_be_sound(report: Report, remedy: str) -> None:
    if report.is_sound:
        return
    faults = [
        *(difference.message for difference in report.differences),
        *(found.message for found in report.errors),
        *report.audited.faults,
    ]
    message = (
        f"The record is not sound, so the upgrade stops here: {len(faults)} faults, the first of them: {faults[0]} "
        f"`wangge check` names all. {remedy} 检查未通过，升级中止"
    )
    raise InvalidInput(message)
