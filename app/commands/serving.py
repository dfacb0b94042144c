"""`wangge serve`, `wangge demo`, and the worker that `serve` starts."""

from datetime import UTC, datetime

import click

from app.commands.console import DAY, day_or_today, run, say, service_settings
from graph.live import LiveModel
from graph.record.demo_key import demo_key
from graph.record.opening import OpenRecord

# The web and the demo are loaded by the commands that need them: `serve` starts sooner.


@click.command()
def serve() -> None:
    """Run the service. 启动服务"""
    from deploy.serving import serve_until_cancelled  # noqa: PLC0415 -- as above

    def announce(base: str) -> None:
        click.echo(_ready(f"{base}/graphql"))

    run(serve_until_cancelled(service_settings(), say=say, announce=announce))


@click.command(hidden=True)
@click.option("--socket", "descriptor", type=int, required=True)
@click.option("--link", type=int, required=True)
def worker(descriptor: int, link: int) -> None:
    """One of several processes on one port; `wangge serve` starts it."""
    from deploy.serving import work_until_cancelled  # noqa: PLC0415 -- as above

    run(work_until_cancelled(service_settings(), descriptor, link), at_the_end=None)  # `wangge serve` says it


@click.command()
@click.option("--until", type=DAY, help="Day up to which history is made; default: today. 演示数据截至")
def demo(until: datetime | None) -> None:
    """Load the demo organisation into an empty record, then run the service; prints a key. 演示"""
    from app.demo import example, load_demo  # noqa: PLC0415 -- as above
    from deploy.serving import serve_until_cancelled  # noqa: PLC0415 -- as above

    settings = service_settings()
    day = day_or_today(until, settings)

    token: str | None = None

    async def load(record: OpenRecord, model: LiveModel) -> None:
        nonlocal token
        await load_demo(settings, record.store, model, day, say)
        if settings.keys:
            token = await demo_key(record.store, settings.data, settings.actor, datetime.now(UTC))

    def announce(base: str) -> None:
        address = f"{base}/graphql"
        click.echo(_ready(address if token is None else f"{address}#key={token}"))
        click.echo(example(address, token))

    run(serve_until_cancelled(settings, say=say, announce=announce, first=load))


def _ready(address: str) -> str:
    return f"\n网格 Wangge is ready. Open 请打开  {address}     Ctrl-C stops all of it. 按 Ctrl-C 停止"
