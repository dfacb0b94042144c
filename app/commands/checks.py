"""`wangge check` and `wangge audit`: what is wrong with the record is told, and is in the exit status."""

from datetime import datetime
from pathlib import Path

import click

from app.auditing import logged, marks_of
from app.backups import key_file
from app.checking import REPLAYED_DAYS, Report, check_record
from app.commands.console import DAY, FILE, day_or_today, record_settings, run, tell, with_record
from graph.messages import say
from graph.record.auditing import Audit
from graph.record.opening import OpenRecord


@click.command()
@click.option("--at", type=DAY, help="Day on which the checks are made; default: today. 检查日期")
@click.option(
    "--replay-days",
    type=click.IntRange(min=0),
    default=REPLAYED_DAYS,
    show_default=True,
    help="Decisions of so many days past are asked again. 复核天数",
)
def check(at: datetime | None, replay_days: int) -> None:
    """Prove the graph against the journal, run the catalogue of checks (docs/checks.md), check decisions. 检查"""
    settings = record_settings()
    day = day_or_today(at, settings)

    async def go(record: OpenRecord) -> None:
        report = await check_record(settings, record, day, replay_days)
        tell_report(report)
        if not report.is_sound:
            raise click.exceptions.Exit(1)

    run(with_record(settings, "wangge check", go))


def tell_report(report: Report) -> None:
    """Print what a check has found, and of how much."""
    for difference in report.differences:
        click.echo(f"{difference.kind.value}  {difference.about or '-'}  {difference.message}")
    for found in report.findings:
        tell(
            say(
                "finding", number=found.number, severity=say("severity", severity=found.severity), message=found.message
            )
        )
        tell(say("finding-remedy", remedy=found.remedy))
    _tell_audit(report.audited)
    click.echo(
        f"Journal and graph: {len(report.differences)} differences. "
        f"Decisions: {report.decisions}, of which {report.replayed} asked again. "
        f"Checks: {len(report.findings)} findings, {len(report.errors)} errors. 检查完成"
    )


@click.group()
def audit() -> None:
    """The log of who read whose contacts (docs/keys.md). 查阅日志"""


@audit.command("verify")
@click.option(
    "--against", multiple=True, type=FILE, help="Backups, or logs of the service, that noted how far it had come. 对照"
)
def audit_verify(against: tuple[Path, ...]) -> None:
    """Follow every chain of it: what was altered, taken out, put in, moved or cut off is named. 核验查阅日志"""
    settings = record_settings()

    async def go(record: OpenRecord) -> None:
        marks = [mark for path in against for mark in marks_of(path, key_file(settings))]
        async with logged(settings, record.store) as log:
            found = await log.prove(marks)
        _tell_audit(found)
        if found.faults:
            raise click.exceptions.Exit(1)

    run(with_record(settings, "wangge audit verify", go))


@audit.command("marks")
def audit_marks() -> None:
    """Say how far each chain has come; kept elsewhere, that shows later whether its end was cut off. 显示链尾标记"""
    settings = record_settings()

    async def go(record: OpenRecord) -> None:
        async with logged(settings, record.store) as log:
            for mark in await log.marks():
                click.echo(str(mark))

    run(with_record(settings, "wangge audit marks", go))


def _tell_audit(found: Audit) -> None:
    for fault in found.faults:
        click.echo(fault)
    older = f", {found.unchained} accesses from before there were chains" if found.unchained else ""
    click.echo(
        f"Access log: {found.chains} chains, {found.links} links, {found.accesses} accesses{older}: "
        f"{len(found.faults)} faults. 查阅日志核验完成"
    )
