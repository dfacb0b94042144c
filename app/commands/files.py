"""`wangge import` and `wangge export`."""

from datetime import datetime
from pathlib import Path

import click

from app.commands.console import DAY, FILE, NEW_FILE, record_settings, run, say, tell, with_model, with_record
from graph.live import LiveModel
from graph.record.opening import OpenRecord

# The loaders, with all that reads files, are loaded by the commands that need them: `serve` starts sooner.


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--effective", type=DAY, help="Day from which what the files say holds; default: today. 生效日期")
@click.option("--reason", help="Why; kept in the journal. 事由")
@click.option("--mapping", type=FILE, help="A file that fixes how columns are read (docs/import.md). 列对应表")
@click.option("--datum", type=click.Choice(["cgcs2000", "wgs84", "gcj02"]), help="What GeoJSON's coordinates refer to.")
@click.option("--centre", help="Centre of calendars that name none: id, name, or its unit's code. 日历所属综治中心")
@click.option("--department", help="Department of events that name none: id or name. 日历所属部门")
@click.option("--dry-run", is_flag=True, help="Show the plan, save nothing. 只看不存")
@click.option("--yes", is_flag=True, help="Save without asking. 不再确认")
def import_(
    files: tuple[Path, ...],
    effective: datetime | None,
    reason: str | None,
    mapping: Path | None,
    datum: str | None,
    centre: str | None,
    department: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Import workbooks, CSV, GeoJSON and calendars of duty: all of it in one change, or nothing. 导入"""
    from app.importing import Import, plan, save  # noqa: PLC0415 -- as above
    from loaders import render_plan  # noqa: PLC0415 -- as above

    settings = record_settings()
    asked = Import(files, None if effective is None else effective.date(), mapping, datum, centre, department)

    async def go(model: LiveModel) -> None:
        before = model.snapshot.revision
        if asked.takes_minutes:
            size = asked.bytes / 1_000_000
            click.echo(f"Reading {size:,.0f} MB; this may take minutes. 正在读取，文件较大，请稍候")
        planned = plan(settings, model, asked)
        tell(render_plan(planned))
        if not planned.operations:
            click.echo("Nothing to change: the model says all of this already. 无变更")
        elif dry_run:
            click.echo("Dry run: nothing was saved. 仅预览，未保存")
        elif yes or click.confirm("Save this? 是否保存？"):
            revision = await save(settings, model, planned, files, reason=reason, expected_revision=before)
            click.echo(f"Saved as revision {revision}. 已保存")
        else:
            click.echo("Nothing was saved. 未保存")

    run(with_model(settings, "wangge import", go))


@click.command("export")
@click.argument("file", type=NEW_FILE)
def export_(file: Path) -> None:
    """Export everything, of all dates: FILE.xlsx the workbook, FILE.geojson the boundaries. 导出"""
    from app.exporting import export, is_workbook  # noqa: PLC0415 -- as above

    settings = record_settings()

    async def go(record: OpenRecord) -> None:
        written = await export(settings, record, file)
        click.echo(f"Wrote {file}, revision {written.revision}. 已导出")
        if is_workbook(file):
            say("Outlines are not in it: `wangge export FILE.geojson` writes them. 边界不在其中，请另行导出")

    run(with_record(settings, "wangge export", go))
