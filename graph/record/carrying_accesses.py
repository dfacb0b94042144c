"""The access log from the record to a backup, and back."""

import logging
from collections.abc import AsyncIterator, Iterator
from itertools import groupby

import orjson

from graph.access.chain import Link, plain_link, read_link
from graph.errors import InvalidInput, Unavailable
from graph.record.access_rows import AT_ONCE, AccessRows
from graph.record.backup import Backup, KeptChain
from graph.record.backup_writing import BackupWriter

log = logging.getLogger("wangge")


async def write_accesses(rows: AccessRows, writer: BackupWriter) -> int:
    """Write how far every chain has come, then the links up to there; how many.

    A link that somebody made senseless is left out, with a word in the log: `wangge audit verify` finds its gap.
    """
    chains = await rows.chains()
    for chain in chains:
        writer.add_chain(chain)
    written = 0
    for chain in chains:
        async for link in _sensible(rows, chain):
            writer.add_link(link)
            written += 1
    return written


async def _sensible(rows: AccessRows, chain: KeptChain) -> AsyncIterator[Link]:
    async for kept in rows.links(chain.newest.chain, 0, chain.newest.number):
        if _makes_sense(kept.link):
            yield kept.link
        else:
            log.error("Link %s of the access log makes no sense, and is left out of the backup.", kept.link.id)


def _makes_sense(link: Link) -> bool:
    try:
        read_link(orjson.loads(orjson.dumps(plain_link(link))))
    except (ValueError, TypeError):
        return False
    return True


def rehearse_accesses(saved: Backup) -> None:
    """See that the access log of a backup can be put into a record.  Raises InvalidInput."""
    chains = [chain.newest.chain for chain in saved.chains()]
    if len(set(chains)) < len(chains):
        raise InvalidInput(
            f"A chain of the access log stands twice in {saved.path}. Nothing was restored. 未恢复任何内容"
        )
    still, chain, number = set(chains), "", 0
    for link in saved.links():
        follows = link.number > number if link.chain == chain else link.chain in still
        if not follows:
            message = f"Link {link.id} in {saved.path} is out of its place. Nothing was restored. 未恢复任何内容"
            raise InvalidInput(message)
        still.discard(link.chain)
        chain, number = link.chain, link.number


async def bring_accesses(rows: AccessRows, saved: Backup) -> None:
    """Write the access log of a backup; what is there already is passed over.  Raises Unavailable."""
    try:
        for _, links in groupby(saved.links(), key=lambda link: link.chain):
            for batch in _batches(links):
                await rows.put_back(batch)
        for chain in saved.chains():
            await rows.restore(chain)
    except Unavailable as error:
        message = (
            f"{error} Restoring stopped within the access log, all changes and decisions being there: resume it, or "
            "empty the database and start over. 恢复中断，可续传或清空后重来"
        )
        raise Unavailable(message) from error


def _batches(links: Iterator[Link]) -> Iterator[list[Link]]:
    batch = list[Link]()
    for link in links:
        batch.append(link)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
