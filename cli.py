"""The command line: `wangge serve | demo | import | export | …`.  The commands stand in `app/commands`."""

import logging
import sys

import click

from app.commands.backups import backup, backup_key, restore
from app.commands.checks import audit, check
from app.commands.console import LANGUAGES, speak
from app.commands.files import export_, import_
from app.commands.jars import jars
from app.commands.keys import key
from app.commands.policies import policy
from app.commands.serving import demo, serve, worker
from app.commands.upgrading import upgrade
from app.version import version

COMMANDS = (
    serve,
    worker,
    demo,
    import_,
    export_,
    policy,
    check,
    audit,
    key,
    backup,
    restore,
    backup_key,
    jars,
    upgrade,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(), message="wangge %(version)s")
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    envvar="WANGGE_LANG",
    help="The language of plans, faults and findings; without it, both. 语言",
)
def wangge(language: str | None) -> None:
    """网格 Wangge: the organisation and grid model of a sub-district, held in Neo4j, served over GraphQL.

    Where the data lies and what may be reached is set by WANGGE_* variables: docs/settings.md lists them.
    """
    speak(language)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("neo4j").setLevel(logging.ERROR)


for command in COMMANDS:
    wangge.add_command(command)

if __name__ == "__main__":
    wangge(prog_name="wangge")
