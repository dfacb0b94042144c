"""The socket that clients reach the service by."""

import asyncio
import socket

from deploy.serving import listen_on
from schema.settings import Settings


def test_an_answer_does_not_wait_for_the_client_to_acknowledge_its_beginning() -> None:
    """Nagle's algorithm is off on what is accepted; with it each answer on a kept connection took 40 ms longer."""

    async def accepted() -> int:
        without_delay: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def look(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted: socket.socket = writer.get_extra_info("socket")
            without_delay.set_result(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        listening = listen_on(Settings(port=0))
        async with await asyncio.start_server(look, sock=listening):
            _, writer = await asyncio.open_connection(*listening.getsockname())
            found = await asyncio.wait_for(without_delay, 10)
            writer.close()
            return found

    assert asyncio.run(accepted()) == 1
