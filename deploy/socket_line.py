"""A WebSocket as uvicorn speaks it, held to limits: of a message, of frames, of time, and small ones at first."""

import asyncio
import logging
from typing import Any

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame
from websockets.http11 import Request
from websockets.server import ServerProtocol

from deploy.crowd import Crowd, Guest, Stage
from schema.http.body import MOST_BODY_BYTES
from schema.http.sockets import ON_ACKNOWLEDGED, shortened

MOST_FIRST_BYTES = 16_384
"""What the first message may hold, before anybody knows who sends it."""

MOST_FRAGMENTS = 1_000
"""Frames of one message."""

MOST_FIRST_FRAMES = 32
"""Frames before a socket is acknowledged."""

MOST_FRAMES_A_SECOND = 1_000

MOST_UNSENT_BYTES = 65_536
"""Beyond this, pings of a client that takes nothing are not answered."""

AT_ONCE_BYTES = 4_096
"""What is parsed in one go: so few that a frame of the limit's is not followed by thousands."""

LINGER_S = 0.5
LONGEST_LINGER_S = 5.0
"""After the last word is sent, what the client still sends is read past, until it is quiet: a connection closed on
bytes unread is torn down, and the word with it."""

log = logging.getLogger("wangge.connections")


class SocketLine(WebSocketsSansIOProtocol):
    """One WebSocket."""

    def __init__(self, crowd: Crowd, guest: Guest, **uvicorns: Any) -> None:  # noqa: ANN401 -- handed through
        super().__init__(**uvicorns)
        self._crowd = crowd
        self._guest = guest
        self._acknowledged = False
        self._frames_this_second = 0
        self._second = 0
        self._lingers_until: float | None = None
        self.conn = Conversation(max_size=MOST_FIRST_BYTES, logger=self.logger)

    # -- a connection's life ---------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection over from HTTP."""
        super().connection_made(transport)
        self._guest.line = self
        self._crowd.move(self._guest, Stage.GREETING)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._crowd.leave(self._guest)
        super().connection_lost(exc)

    def acknowledged(self) -> None:
        """Let messages be as large as they may be: it is known now who sends them."""
        self._acknowledged = True
        self.conn.max_message_size = MOST_BODY_BYTES
        self._crowd.move(self._guest, self._stage())

    def unsent(self) -> int:
        """Bytes that the client has not taken yet."""
        return self.transport.get_write_buffer_size()

    def dismiss(self, why: str) -> None:
        """End it with a reason."""
        if self.handshake_complete and not self.close_sent:
            self._fail(CloseCode.POLICY_VIOLATION, f"The socket is closed: {why}. 超时")
        else:
            self.transport.close()

    def cut(self) -> None:
        """End it at once."""
        self.transport.abort()

    def pause_writing(self) -> None:
        """The client takes what it is sent slower than it comes."""
        super().pause_writing()
        self._crowd.move(self._guest, Stage.TAKING)

    def resume_writing(self) -> None:
        """The client has taken most of it."""
        super().resume_writing()
        self._crowd.taken(self._guest)
        self._crowd.move(self._guest, self._stage())

    # -- what comes ------------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Parse what has come, a little at a time, until it is too much."""
        for start in range(0, len(data), AT_ONCE_BYTES):
            if self._lingers_until is not None:
                self._linger(self._lingers_until)
                return
            if self.transport.is_closing():
                return
            super().data_received(data[start : start + AT_ONCE_BYTES])
            if not self.handshake_initiated:
                self._refuse_handshake()
                return
        if self._guest.stage is not Stage.TAKING:
            self._crowd.move(self._guest, self._stage())

    def handle_connect(self, event: Request) -> None:
        """Begin a conversation; the application says when it has acknowledged the client."""
        super().handle_connect(event)
        if not self.close_sent:
            self.scope[ON_ACKNOWLEDGED] = self.acknowledged  # type: ignore[literal-required]  # ours

    def handle_events(self) -> None:
        """Act on frames, unless there are too many of them."""
        self._count(len(self.conn.events))
        if self._lingers_until is None:
            super().handle_events()

    def handle_cont(self, event: Frame) -> None:
        """Take another frame of a message."""
        if len(self.frames) >= MOST_FRAGMENTS:
            self._fail(CloseCode.POLICY_VIOLATION, f"A message has at most {MOST_FRAGMENTS:,} frames. 消息分片过多")
            return
        super().handle_cont(event)

    def handle_ping(self) -> None:
        """Answer a ping, unless the client takes no answers."""
        pong = b"".join(self.conn.data_to_send())
        if self.unsent() <= MOST_UNSENT_BYTES:
            self.transport.write(pong)

    def handle_parser_exception(self) -> None:
        """Say that what came is no WebSocket frame, or too large a one."""
        self._end()

    def send_receive_event_to_app(self) -> None:
        """Hand a message on; text that is none closes, with no more than a line in the log."""
        if self.curr_msg_data_type == "text" and not _is_text(self.frames):
            self._fail(CloseCode.INVALID_DATA, "A message is text in UTF-8. 消息须为 UTF-8 文本")
            return
        super().send_receive_event_to_app()

    async def send(self, message: ASGISendEvent) -> None:
        """Send what the application says, unless the last word has been said."""
        if self._lingers_until is not None:
            raise ClientDisconnected
        await super().send(message)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _stage(self) -> Stage:
        if not self._acknowledged:
            return Stage.GREETING
        return Stage.SENDING if self.frames or self.conn.reader.buffer else Stage.SERVED

    def _count(self, frames: int) -> None:
        if not self._acknowledged:
            self._frames_this_second += frames
            if self._frames_this_second > MOST_FIRST_FRAMES:
                self._fail(CloseCode.POLICY_VIOLATION, "connection_init comes first. 请先发送 connection_init")
            return
        second = int(self.loop.time())
        if second != self._second:
            self._second, self._frames_this_second = second, 0
        self._frames_this_second += frames
        if self._frames_this_second > MOST_FRAMES_A_SECOND:
            limit = f"A WebSocket takes at most {MOST_FRAMES_A_SECOND:,} frames a second. 消息过于频繁"
            self._fail(CloseCode.POLICY_VIOLATION, limit)

    def _fail(self, code: CloseCode, reason: str) -> None:
        if self._lingers_until is None and not self.transport.is_closing():
            self.conn.fail(code, reason)
            self._end()

    def _end(self) -> None:
        """Send the last word, and close when it has had time to be heard."""
        sent = self.conn.close_sent
        if sent is not None:
            log.info("A WebSocket from %s was closed: %s %s", self._guest.peer, int(sent.code), sent.reason)
        self.queue.put_nowait({"type": "websocket.disconnect", "code": 1006 if sent is None else sent.code})
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.stop_keepalive()
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self._lingers_until = self.loop.time() + LONGEST_LINGER_S
        self._linger(self._lingers_until)

    def _linger(self, until: float) -> None:
        if self.close_timer is not None:
            self.close_timer.cancel()
        self.close_timer = self.loop.call_at(min(self.loop.time() + LINGER_S, until), self.transport.close)

    def _refuse_handshake(self) -> None:
        log.warning("A WebSocket from %s was refused: its handshake is none.", self._guest.peer)
        self.handshake_complete = self.close_sent = True
        self.transport.write(b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
        self.transport.close()


class Conversation(ServerProtocol):
    """The frames of one WebSocket, never compressed: what is small on the way is small."""

    def fail(self, code: CloseCode | int, reason: str = "") -> None:
        """End it, with a reason that people can act on and that a closing frame can hold."""
        if code == CloseCode.MESSAGE_TOO_BIG:
            reason = f"A message holds at most {self.max_message_size:,} bytes. 消息过大，请分次提交"
        super().fail(code, shortened(reason))


def _is_text(frames: list[bytes]) -> bool:
    try:
        b"".join(frames).decode()
    except UnicodeDecodeError:
        return False
    return True
