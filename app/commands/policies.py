"""`wangge policy`: the routing policy checked, set and shown."""

import sys
from datetime import datetime
from pathlib import Path

import click

from app.commands.console import DAY, FILE, day_or_today, failing, record_settings, run, tell, with_model
from app.policies import in_force, put_in_force
from graph.live import LiveModel
from graph.messages import say
from queries.cases.policy import findings, read_policy, sound_policy


@click.group()
def policy() -> None:
    """The routing policy: a file that people read (docs/policy.md). 流转政策"""


@policy.command("check")
@click.argument("file", type=FILE)
def policy_check(file: Path) -> None:
    """Say what is wrong with a policy file: holes, conflicts, rules that never decide. 检查政策文件"""
    with failing():
        table = read_policy(_text(file))
    found = findings(table)
    for finding in found:
        tell(say("policy-finding", check=finding.check, finding=finding.message))
    if found:
        sys.exit(1)
    number = sum(1 for _ in table.situations())
    click.echo(f"{table.name}: {len(table.rules)} rules, each of {number:,} combinations decided by one. 未发现问题")


@policy.command("set")
@click.argument("file", type=FILE)
@click.option("--effective", type=DAY, help="Day from which it is in force; default: today. 生效日期")
@click.option("--reason", help="Why; kept in the journal. 事由")
@click.option("--dry-run", is_flag=True, help="Check it, save nothing. 只看不存")
def policy_set(file: Path, effective: datetime | None, reason: str | None, dry_run: bool) -> None:
    """Put a policy in force from a day on; one with anything wrong in it is refused. 设定政策"""
    settings = record_settings()
    day = day_or_today(effective, settings)
    text = _text(file)

    async def go(model: LiveModel) -> None:
        if dry_run:
            table = sound_policy(text)
            click.echo(f"{table.name} could be set from {day} on. Dry run: nothing was saved. 仅预览，未保存")
            return
        saved = await put_in_force(settings, model, text, day, reason=reason or f"policy of {file.name} 流转政策")
        click.echo(f"{saved.name}: saved as revision {saved.revision}, in force from {day} on. 已保存")

    run(with_model(settings, "wangge policy set", go))


@policy.command("show")
@click.option("--on", type=DAY, help="As of this day; default: today. 日期")
def policy_show(on: datetime | None) -> None:
    """Print the policy in force, as it was set. 显示政策"""
    settings = record_settings()
    day = day_or_today(on, settings)

    async def go(model: LiveModel) -> None:
        click.echo(in_force(model, day).document, nl=False)

    run(with_model(settings, "wangge policy show", go))


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")
