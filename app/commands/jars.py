"""`wangge jars`: what `wangge serve` would fetch at its first start, fetched beforehand."""

import click

from graph.engine import artifacts


@click.command()
def jars() -> None:
    """Fetch Neo4j and verify it, and practise its start once, so that later ones are quicker. 下载数据库组件"""
    from graph.record import warming  # noqa: PLC0415 -- no other command needs what it loads

    artifacts.main()
    warming.main()
