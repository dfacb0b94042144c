"""The command line: `wangge serve | demo | import | export`.  It asks, prints and opens things; it decides nothing."""

import asyncio
import logging
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
from pydantic import ValidationError

from deploy.auditing import logged, marks_of
from deploy.checking import check_decisions
from graph.access.grants import AccessSource, Right, digest_of
from graph.access.reach import reach_told
from graph.change import Change
from graph.edits.draft import Draft, plausible
from graph.edits.settings import set_policy
from graph.engine.errors import EngineError
from graph.errors import InvalidInput, NotFound, WanggeError
from graph.facts import FactId, Person, Unit
from graph.live import LiveModel
from graph.record import restoring
from graph.record.auditing import Audit
from graph.record.backup import open_backup
from graph.record.backup_key import KeyFile, read_keys, write_keys
from graph.record.backup_key import new_key as new_seal_key
from graph.record.bolt import BoltStore
from graph.record.decisions import DecisionStore
from graph.record.demo_key import demo_key
from graph.record.opening import OpenRecord, open_record, start_model
from graph.record.proving import prove
from graph.record.sealing import sealer
from graph.record.security import SecurityStore, new_key
from graph.record.settings import RecordSettings, readable
from graph.snapshot import Snapshot
from graph.time.instants import day_of, midnight
from graph.view import View
from queries.cases.policy import findings, read_policy, sound_policy
from queries.checks.check import Severity, catalogue, check_model

# The loaders, with all that reads files, and the web are loaded by the commands that need them: `serve` starts sooner.

if TYPE_CHECKING:
    from loaders import ImportPlan
    from schema.settings import Settings

DAY = click.DateTime(["%Y-%m-%d"])
REPLAYED_DAYS = 92
"""A quarter's decisions, so that a check of every week is quick and each of them is asked again some dozen times."""

TICK = re.compile(r"\((\d+) s\)$")

LONG_READING = 5_000_000
"""Bytes of files from which an import says that it takes its time."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

S = TypeVar("S", bound=RecordSettings)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def wangge() -> None:
    """网格 Wangge: the organisation and grid model of a sub-district, held in Neo4j, served over GraphQL.

    Where the data lies and what may be reached is set by WANGGE_* variables: docs/settings.md lists them.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("neo4j").setLevel(logging.ERROR)


# -- serving ---------------------------------------------------------------------------------------------------------


@wangge.command()
def serve() -> None:
    """Run the service. 启动服务"""
    from deploy.serving import serve_until_cancelled  # noqa: PLC0415 -- as above

    def announce(base: str) -> None:
        click.echo(_ready(f"{base}/graphql"))

    _run(serve_until_cancelled(_service_settings(), say=_say, announce=announce))


@wangge.command(hidden=True)
@click.option("--socket", "descriptor", type=int, required=True)
@click.option("--link", type=int, required=True)
def worker(descriptor: int, link: int) -> None:
    """One of several processes on one port; `wangge serve` starts it."""
    from deploy.serving import work_until_cancelled  # noqa: PLC0415 -- as above

    _run(work_until_cancelled(_service_settings(), descriptor, link), at_the_end=None)  # `wangge serve` says it


@wangge.command()
@click.option("--until", type=DAY, help="Day up to which history is made; default: today. 演示数据截至")
def demo(until: datetime | None) -> None:
    """Load the demo organisation into an empty record, then run the service; prints a key. 演示"""
    from deploy.serving import serve_until_cancelled  # noqa: PLC0415 -- as above

    settings = _service_settings()
    day = _today(settings) if until is None else until.date()

    token: str | None = None

    async def load(record: OpenRecord, model: LiveModel) -> None:
        nonlocal token
        await _load_demo(settings, record.store, model, day)
        if settings.keys:
            token = await demo_key(record.store, settings.data, settings.actor, datetime.now(UTC))

    def announce(base: str) -> None:
        address = f"{base}/graphql"
        click.echo(_ready(address if token is None else f"{address}#key={token}"))
        click.echo(_example(address, token))

    _run(serve_until_cancelled(settings, say=_say, announce=announce, first=load))


def _ready(address: str) -> str:
    return f"\n网格 Wangge is ready. Open 请打开  {address}     Ctrl-C stops all of it. 按 Ctrl-C 停止"


def _example(address: str, token: str | None) -> str:
    """A line to paste into a shell, with the key in the header that every request carries."""
    from demo import STREET  # noqa: PLC0415 -- as above

    grid = f"{STREET}001001"
    query = (
        f'{{"query":"{{ organization {{ whoHandles(place: {{code: \\"{grid}\\"}}) '
        '{ ... on Handling { responsible { person { name } holding { role } } validUntil } } } }"}'
    )
    key = "" if token is None else f"-H 'Authorization: Bearer {token}' "
    return (
        f"Who handles grid {grid} now? 这个网格现在由谁负责？\n"
        f"  curl -s {address} {key}-H 'Content-Type: application/json' -d '{query}'"
    )


# -- files -----------------------------------------------------------------------------------------------------------


@wangge.command("import")
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
    from loaders import Limits, Office, plan_import, render_plan  # noqa: PLC0415 -- as above
    from queries.duty.roster import department_roster  # noqa: PLC0415 -- as above

    settings = _settings(RecordSettings)
    now = datetime.now(UTC)
    office = Office(civil=settings.civil, now=now, roster=department_roster, centre=centre, department=department)
    day = office.today if effective is None else effective.date()

    async def go(model: LiveModel) -> None:
        before = model.snapshot.revision
        _say_what_takes_long(files)
        plan = plan_import(
            model.snapshot,
            files,
            effective=day,
            mapping=mapping,
            seal=sealer(settings.data),
            datum=datum,
            office=office,
            limits=Limits(rows=settings.import_rows),
        )
        click.echo(render_plan(plan))
        if not plan.operations:
            click.echo("Nothing to change: the model says all of this already. 无变更")
        elif dry_run:
            click.echo("Dry run: nothing was saved. 仅预览，未保存")
        elif yes or click.confirm("Save this? 是否保存？"):
            await _commit(settings, model, plan, reason or "", files, expected_revision=before)
        else:
            click.echo("Nothing was saved. 未保存")

    _run(_with_model(settings, "wangge import", go))


@wangge.group()
def policy() -> None:
    """The routing policy: a file that people read (docs/policy.md). 流转政策"""


@policy.command("check")
@click.argument("file", type=FILE)
def policy_check(file: Path) -> None:
    """Say what is wrong with a policy file: holes, conflicts, rules that never decide. 检查政策文件"""
    try:
        table = read_policy(file.read_text(encoding="utf-8-sig"))
    except InvalidInput as error:
        _fail(error)
    found = findings(table)
    for finding in found:
        click.echo(f"{finding.check}: {finding.message}")
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
    settings = _settings(RecordSettings)
    day = _today(settings) if effective is None else effective.date()

    text = file.read_text(encoding="utf-8-sig")

    async def go(model: LiveModel) -> None:
        if dry_run:
            table = sound_policy(text)
            click.echo(f"{table.name} could be set from {day} on. Dry run: nothing was saved. 仅预览，未保存")
            return
        await _set_policy(settings, model, text, day, reason or f"policy of {file.name} 流转政策")

    _run(_with_model(settings, "wangge policy set", go))


@policy.command("show")
@click.option("--on", type=DAY, help="As of this day; default: today. 日期")
def policy_show(on: datetime | None) -> None:
    """Print the policy in force, as it was set. 显示政策"""
    settings = _settings(RecordSettings)

    async def go(model: LiveModel) -> None:
        found = View(model.snapshot, _today(settings) if on is None else on.date()).policy()
        if found is None:
            raise NotFound("No routing policy is in force on that day. 当日没有生效的流转政策")
        click.echo(found.document, nl=False)

    _run(_with_model(settings, "wangge policy show", go))


async def _set_policy(settings: RecordSettings, model: LiveModel, text: str, day: date, reason: str) -> None:
    table = sound_policy(text)

    def build(snapshot: Snapshot) -> Change:
        draft = Draft(snapshot)
        set_policy(draft, table.name, text, plausible(day))
        return Change(
            operations=tuple(draft.operations),
            actor=settings.actor,
            reason=reason,
            at=datetime.now(UTC),
            summary=draft.summary(),
        )

    recorded = await model.decide(build)
    click.echo(f"{table.name}: saved as revision {recorded.revision}, in force from {day} on. 已保存")


@wangge.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Export everything, of all dates: FILE.xlsx the workbook, FILE.geojson the boundaries. 导出"""
    from loaders import export_geojson, export_workbook  # noqa: PLC0415 -- as above

    settings = _settings(RecordSettings)

    async def go(record: OpenRecord) -> None:
        snapshot = (await start_model(record.store)).snapshot
        match file.suffix.lower():
            case ".xlsx":
                people = [person.id for person in snapshot.all(Person)]
                async with logged(settings, record.store) as log:
                    await log.note(AccessSource.EXPORT, f"wangge export {file.name}", people)
                    export_workbook(snapshot, file)
            case ".geojson" | ".json":
                export_geojson(snapshot, file)
            case other:
                raise InvalidInput(f"{file.name}: {other or 'no ending'} is not written; use .xlsx or .geojson.")
        click.echo(f"Wrote {file}, revision {snapshot.revision}. 已导出")
        if file.suffix.lower() == ".xlsx":
            _say("Outlines are not in it: `wangge export FILE.geojson` writes them. 边界不在其中，请另行导出")

    _run(_with_record(settings, "wangge export", go))


# -- the record itself -----------------------------------------------------------------------------------------------


@wangge.command()
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
    settings = _settings(RecordSettings)
    day = _today(settings) if at is None else at.date()

    async def go(record: OpenRecord) -> None:
        differences = await prove(record.store)
        for difference in differences:
            click.echo(f"{difference.kind.value}  {difference.about or '-'}  {difference.message}")
        model = await start_model(record.store)
        findings = check_model(View(model.snapshot, day), catalogue(settings.civil))
        since = datetime.now(UTC) - timedelta(days=replay_days)
        checked = await check_decisions(DecisionStore(record.store), model, settings.civil, since)
        findings += checked.findings
        for found in findings:
            click.echo(f"{found.number}  {found.severity.value} {found.severity.zh}  {found.message}")
            click.echo(f"      → {found.remedy}")
        async with logged(settings, record.store) as log:
            audited = await log.prove()
        _tell_audit(audited)
        errors = [found for found in findings if found.severity == Severity.ERROR]
        click.echo(
            f"Journal and graph: {len(differences)} differences. "
            f"Decisions: {checked.decisions}, of which {checked.replayed} asked again. "
            f"Checks: {len(findings)} findings, {len(errors)} errors. 检查完成"
        )
        if differences or errors or audited.faults:
            raise click.exceptions.Exit(1)

    _run(_with_record(settings, "wangge check", go))


@wangge.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the whole record as one sealed file, from which an equal one can be built anywhere. 备份"""
    settings = _settings(RecordSettings)

    async def go(record: OpenRecord) -> None:
        sealing = KeyFile.of(settings.data, settings.backup_key).for_sealing()
        async with logged(settings, record.store) as log:

            async def note(people: Collection[FactId]) -> None:
                await log.note(AccessSource.BACKUP, f"wangge backup {file.name}", people)
                await log.log.move_all(log.rows)

            written = await restoring.backup(record.store, file, sealing, note)
        parts = f"{written.changes} changes, {written.decisions} decisions and {written.links} links of the access log"
        click.echo(f"Wrote {parts} to {file}, sealed with the key {sealing.id}. 备份完成")
        click.echo("That key, keys of callers, duty calendars and the key of ID numbers are not in it: docs/backup.md.")

    _run(_with_record(settings, "wangge backup", go))


@wangge.command()
@click.argument("file", type=FILE)
@click.option("--resume", is_flag=True, help="Go on with a restore that was interrupted. 继续中断的恢复")
@click.option("--trust-unsealed", is_flag=True, help="Take a backup of an older version, without a key. 信任旧版备份")
def restore(file: Path, resume: bool, trust_unsealed: bool) -> None:
    """Build the model of a backup in an empty record. 恢复"""
    settings = _settings(RecordSettings)
    with _failing():  # before a Neo4j is started for it
        keys = KeyFile.of(settings.data, settings.backup_key).known()
        saved = open_backup(file, keys, trust_unsealed=trust_unsealed)
    if saved.sealed_by is None:
        click.echo(f"{file} has no seal made with a key; it is taken on your word. 未用密钥封印，按您的指示信任")

    async def go(record: OpenRecord) -> None:
        held = await restoring.restore(record.store, saved, resume=resume)
        parts = f"{held.changes} changes, {held.decisions} decisions and {held.links} links of the access log"
        click.echo(f"Restored {parts} from {file}. 恢复完成")
        click.echo("Run `wangge check` to prove it.")

    _run(_with_record(settings, "wangge restore", go))


@wangge.group("backup-key")
def backup_key() -> None:
    """The key that seals backups (docs/backup.md); keep a copy of it away from the backups. 备份密钥"""


def _keys(number: int) -> str:
    return "1 key" if number == 1 else f"{number} keys"


@backup_key.command("show")
def backup_key_show() -> None:
    """Say which keys are known here, by their ids. 显示备份密钥编号"""
    with _failing():
        file = _key_file()
        keys = file.known().keys
        click.echo(f"{file.path}: {_keys(len(keys))}. 备份密钥")
        for number, each in enumerate(keys):
            click.echo(f"{each.id}  {'verifies 仅校验' if number else 'seals 用于封印'}")


@backup_key.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_key_export(file: Path) -> None:
    """Write the keys to a new file, to be kept elsewhere or brought to another machine. 导出备份密钥"""
    with _failing():
        source = _key_file()
        source.for_sealing()
        write_keys(file, source.known().keys)
        click.echo(f"Wrote {file}: whoever has it can forge backups. 已导出，请妥善保管")


@backup_key.command("import")
@click.argument("file", type=FILE)
def backup_key_import(file: Path) -> None:
    """Take the keys of a file in, so that backups sealed with them are restored here. 导入备份密钥"""
    with _failing():
        fresh = _key_file().add(read_keys(file))
        click.echo(f"New here: {_keys(len(fresh))}. 已导入")


@backup_key.command("new")
def backup_key_new() -> None:
    """Make a key that seals from now on; what the ones before it sealed is still read. 更换备份密钥"""
    with _failing():
        made = new_seal_key()
        _key_file().put_first(made)
        click.echo(f"The key {made.id} seals from now on. 已更换备份密钥")


def _key_file() -> KeyFile:
    settings = _settings(RecordSettings)
    return KeyFile.of(settings.data, settings.backup_key)


@wangge.group()
def audit() -> None:
    """The log of who read whose contacts (docs/keys.md). 查阅日志"""


@audit.command("verify")
@click.option(
    "--against", multiple=True, type=FILE, help="Backups, or logs of the service, that noted how far it had come. 对照"
)
def audit_verify(against: tuple[Path, ...]) -> None:
    """Follow every chain of it: what was altered, taken out, put in, moved or cut off is named. 核验查阅日志"""
    settings = _settings(RecordSettings)
    keys = KeyFile.of(settings.data, settings.backup_key)

    async def go(record: OpenRecord) -> None:
        marks = [mark for path in against for mark in marks_of(path, keys)]
        async with logged(settings, record.store) as log:
            found = await log.prove(marks)
        _tell_audit(found)
        if found.faults:
            raise click.exceptions.Exit(1)

    _run(_with_record(settings, "wangge audit verify", go))


@audit.command("marks")
def audit_marks() -> None:
    """Say how far each chain has come; kept elsewhere, that shows later whether its end was cut off. 显示链尾标记"""
    settings = _settings(RecordSettings)

    async def go(record: OpenRecord) -> None:
        async with logged(settings, record.store) as log:
            await log.log.move_all(log.rows)
            for chain in await log.rows.chains():
                click.echo(str(chain.newest))

    _run(_with_record(settings, "wangge audit marks", go))


def _tell_audit(found: Audit) -> None:
    for fault in found.faults:
        click.echo(fault)
    older = f", {found.unchained} accesses from before there were chains" if found.unchained else ""
    click.echo(
        f"Access log: {found.chains} chains, {found.links} links, {found.accesses} accesses{older}: "
        f"{len(found.faults)} faults. 查阅日志核验完成"
    )


# -- keys ------------------------------------------------------------------------------------------------------------


@wangge.group()
def key() -> None:
    """Keys of those who may ask and change. 密钥"""


@key.command("create")
@click.option("--name", required=True, help="Who or what it is for; named as the author of changes. 名称")
@click.option(
    "--may", type=click.Choice([right.value.replace("_", "-") for right in Right]), required=True, help="权限"
)
@click.option("--under", help="Limit contacts and writes to this unit and below: its code. 范围")
@click.option("--expires", type=DAY, help="The first day on which it is no longer in force. 失效日期")
@click.option("--document", "documents", multiple=True, type=FILE, help="Bind it to these GraphQL documents. 限定查询")
def key_create(name: str, may: str, under: str | None, expires: datetime | None, documents: tuple[Path, ...]) -> None:
    """Make a key; it is shown once and kept nowhere. 新建密钥"""
    settings = _settings(RecordSettings)

    async def go(record: OpenRecord) -> None:
        if under is not None and (await start_model(record.store)).snapshot.get(Unit, under) is None:
            raise NotFound(f"No unit has the code {under}. 没有这个编码的单位", (under,))
        made, token = new_key(
            name,
            Right.of(may.replace("-", "_")),
            under=under,
            created=datetime.now(UTC),
            creator=settings.actor,
            expires=None if expires is None else midnight(expires.date(), settings.zone),
            documents={path.name: digest_of(path.read_text("utf-8")) for path in documents},
        )
        await SecurityStore(record.store).add(made)
        click.echo(token)
        click.echo(f"Key {made.id} for {name}. Keep it: it is not shown again. 请妥善保存，不再显示", err=True)
        click.echo("Send it as `Authorization: Bearer KEY`, or open /graphql#key=KEY. 请求时携带此密钥", err=True)

    _run(_with_record(settings, "wangge key create", go))


@key.command("list")
def key_list() -> None:
    """List keys: creator, right, reach, last use, expiry. 列出密钥"""
    settings = _settings(RecordSettings)

    async def go(record: OpenRecord) -> None:
        view = View((await start_model(record.store)).snapshot, _today(settings))
        for found in sorted(await SecurityStore(record.store).keys(), key=lambda k: k.created):
            expires, last = (at and at.astimezone(settings.zone) for at in (found.expires, found.last_used))
            state = "revoked 已撤销" if found.revoked else f"expires {expires:%Y-%m-%d}" if expires else "no end 长期"
            used = f"last used {last:%Y-%m-%d %H:%M}" if last else "never used"
            bound = f", bound to {', '.join(found.documents)}" if found.documents else ""
            reach = "everything" if found.under is None else reach_told(view, found.under)
            right = found.right.value.replace("_", "-")  # as `--may` takes it
            click.echo(f"{found.id}  {found.name}  {right}  {reach}  {state}  by {found.creator}  {used}{bound}")

    _run(_with_record(settings, "wangge key list", go))


@key.command("revoke")
@click.argument("name_or_id")
def key_revoke(name_or_id: str) -> None:
    """Put a key out of force for good. 撤销密钥"""
    settings = _settings(RecordSettings)

    async def go(record: OpenRecord) -> None:
        revoked = await SecurityStore(record.store).revoke(name_or_id, datetime.now(UTC))
        click.echo(f"Revoked {revoked.id} ({revoked.name}); running services refuse it within a second. 已撤销")

    _run(_with_record(settings, "wangge key revoke", go))


# -- around the record -----------------------------------------------------------------------------------------------


async def _with_record(settings: RecordSettings, purpose: str, go: Callable[[OpenRecord], Awaitable[None]]) -> None:
    async with open_record(settings, purpose=purpose, say=_say) as record:
        await go(record)


async def _with_model(settings: RecordSettings, purpose: str, go: Callable[[LiveModel], Awaitable[None]]) -> None:
    async def start(record: OpenRecord) -> None:
        await go(await start_model(record.store))

    await _with_record(settings, purpose, start)


def _say_what_takes_long(files: Sequence[Path]) -> None:
    size = sum(path.stat().st_size for path in files if path.is_file())
    if size > LONG_READING:
        click.echo(f"Reading {size / 1_000_000:,.0f} MB; this may take minutes. 正在读取，文件较大，请稍候")


async def _commit(
    settings: RecordSettings,
    model: LiveModel,
    plan: "ImportPlan",
    reason: str,
    files: Sequence[Path],
    expected_revision: int,
) -> None:
    names = ", ".join(path.name for path in files)
    change = Change(
        operations=plan.operations,
        actor=settings.actor,
        reason=reason or f"import of {names} 导入",
        at=datetime.now(UTC),
        summary=f"import 导入 {names}",
    )
    recorded = await model.commit(change, expected_revision=expected_revision)
    click.echo(f"Saved as revision {recorded.revision}. 已保存")


async def _load_demo(settings: "Settings", store: BoltStore, model: LiveModel, day: date) -> None:
    if any(True for _ in model.snapshot.all(Unit)):
        _say("The record holds an organisation already; it is kept as it is. 已有数据，保持不变")
        return
    from demo import FOUNDED, POLICY, write_demo  # noqa: PLC0415 -- as above
    from deploy.demo_cases import decide_demo  # noqa: PLC0415 -- as above
    from loaders import plan_import  # noqa: PLC0415 -- as above

    _say("Writing the demo organisation's files. 生成演示文件")
    files = write_demo(day, settings.data / "demo-files")
    _say(f"Reading {', '.join(path.name for path in files)} as `wangge import` does. 导入演示文件")
    before = model.snapshot.revision
    plan = plan_import(model.snapshot, files, effective=day, seal=sealer(settings.data))
    _say(f"Saving {len(plan.operations):,} facts in Neo4j. 写入数据库")
    await _commit(settings, model, plan, "demo organisation 演示组织", files, expected_revision=before)
    await _set_policy(settings, model, POLICY, FOUNDED, "demo policy 演示流转政策")
    await model.decide(partial(_demo_rotas, settings, day))
    await decide_demo(store, model, day, settings.civil, settings.actor)


def _demo_rotas(settings: RecordSettings, day: date, snapshot: Snapshot) -> Change:
    from demo import set_rotas  # noqa: PLC0415 -- as above

    draft = Draft(snapshot, civil=settings.civil)
    set_rotas(draft, day)
    return Change(
        operations=tuple(draft.operations),
        actor=settings.actor,
        reason="demo rotas 演示排班",
        at=datetime.now(UTC),
        summary=draft.summary(),
    )


# -- around ----------------------------------------------------------------------------------------------------------


def _service_settings() -> "Settings":
    from schema.settings import Settings  # noqa: PLC0415 -- as above

    return _settings(Settings)


def _settings(cls: type[S]) -> S:
    try:
        return cls()
    except ValidationError as error:
        _fail(readable(error))


def _today(settings: RecordSettings) -> date:
    return day_of(datetime.now(UTC), settings.zone)


def _say(sentence: str) -> None:
    """Tell how it goes on; a running clock rewrites its line on a terminal, and elsewhere speaks now and then."""
    ticking = TICK.search(sentence)
    if ticking is None:
        click.echo(sentence, err=True)
    elif sys.stderr.isatty():
        click.echo(f"\r{sentence}", err=True, nl=False)
    elif int(ticking[1]) % 10 == 0:
        click.echo(sentence, err=True)


@contextmanager
def _failing() -> Iterator[None]:
    """Tell what is expected to go wrong as `_run` does, for what needs no record."""
    try:
        yield
    except WanggeError as error:
        _fail(error)


def _fail(error: Exception) -> NoReturn:
    click.echo(f"wangge: {error}", err=True)
    sys.exit(2)


def _run(main: Coroutine[Any, Any, None], at_the_end: str | None = "Stopped. 已停止") -> None:
    """Run `main` to its end; Ctrl-C and SIGTERM cancel it, everything it opened is closed, and that is said."""

    async def cancellable() -> None:
        task = asyncio.current_task()
        if task is not None:
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        await main

    try:
        asyncio.run(cancellable())
    except asyncio.CancelledError:
        if at_the_end is not None:
            click.echo(at_the_end, err=True)
    except (WanggeError, EngineError) as error:
        _fail(error)


if __name__ == "__main__":
    wangge(prog_name="wangge")
