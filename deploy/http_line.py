"""HTTP as uvicorn speaks it, held to limits: what is refused is refused before anything parses it, with a sentence."""

import asyncio
import logging
from typing import Any, NoReturn

import httptools
import orjson
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from deploy.crowd import CLOSED, Crowd, Guest, Stage
from deploy.proxies import Proxies, house_of
from deploy.socket_line import SocketLine
from schema.http.body import MOST_BODY_BYTES

MOST_HEAD_BYTES = 32_768
MOST_HEADERS = 100
LONGEST_LINE = 8_000
"""Bytes of a request's target, and of a header with its name."""

MOST_RAW_BYTES = 10 * MOST_BODY_BYTES
"""What may come as one body in all: chunks of a byte each take six, and what is too much is read past, up to here."""

MOST_WAITING = 8
"""Requests sent on one connection before the first is answered."""

HEAD_TOO_LARGE = f"The head of a request holds at most {MOST_HEAD_BYTES:,} bytes. 请求头过大"

log = logging.getLogger("wangge.connections")


class HttpLine(HttpToolsProtocol):
    """One HTTP connection."""

    guest: Guest

    def __init__(self, crowd: Crowd, proxies: Proxies, **uvicorns: Any) -> None:  # noqa: ANN401 -- handed through
        super().__init__(**uvicorns)
        self._crowd = crowd
        self._proxies = proxies
        self._deaf = False  # whatever still comes is of no interest
        self._through_proxy = False
        self._head_is_whole = True
        self._body_is_whole = True
        self._came_bytes = 0
        self._refusal = b""
        self.ws_protocol_class = self._socket_line  # type: ignore[assignment]  # makes one, as a class does

    # -- a connection's life ---------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a connection in, or refuse it."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 -- for the type
        super().connection_made(transport)
        peer = self.client[0] if self.client else "an unknown address"
        self._through_proxy = self._proxies.trusts(peer)
        self.guest = Guest(line=self, peer=peer, address=None if self._through_proxy else house_of(peer))
        if not self._crowd.enter(self.guest):
            self.guest.gone = True
            log.warning("A connection from %s was refused: there are as many as there may be.", peer)
            self._end_with(BUSY)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._crowd.leave(self.guest)
        super().connection_lost(exc)

    def unsent(self) -> int:
        """Bytes that the client has not taken yet."""
        return self.transport.get_write_buffer_size()

    def dismiss(self, why: str) -> None:
        """End it: with 408 where a request has begun to come, and nothing has been answered yet."""
        answered = self._head_is_whole and (self._body_is_whole or self.cycle.response_started)
        if not answered and not self.transport.is_closing():
            self._end_with(answer(408, "TOO_SLOW", f"The connection is closed: {why}. 请求超时"))
        else:
            self.transport.close()

    def cut(self) -> None:
        """End it at once."""
        self.transport.abort()

    def pause_writing(self) -> None:
        """The client takes its answer slower than it comes."""
        super().pause_writing()
        self._crowd.move(self.guest, Stage.TAKING)

    def resume_writing(self) -> None:
        """The client has taken most of it."""
        super().resume_writing()
        self._crowd.taken(self.guest)
        self._crowd.move(self.guest, self._stage())

    # -- what comes ------------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Parse what has come, unless it is more than may come."""
        if self._deaf:
            return
        self._came_bytes += len(data)
        self._unset_keepalive_if_required()
        self._parse(data)
        if self._deaf or self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        if not self._head_is_whole and self._came_bytes > MOST_HEAD_BYTES + len(data):
            self._refusal = answer(431, "BAD_REQUEST", HEAD_TOO_LARGE)
            self._refuse(HEAD_TOO_LARGE)
        elif not self._body_is_whole and self._came_bytes > MOST_RAW_BYTES + len(data):
            log.warning(CLOSED, self.guest.peer, "it went on sending what had been refused")
            self.cut()
        elif self.guest.stage is not Stage.TAKING:
            self._crowd.move(self.guest, self._stage())

    def _parse(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserError as error:
            self._refuse(str(error.__context__ or error))
        except httptools.HttpParserUpgrade as upgrade:
            if self._should_upgrade():
                self.handle_websocket_upgrade()
            else:
                self._go_on_without_upgrade(data[upgrade.args[0] :])

    def _go_on_without_upgrade(self, rest: bytes) -> None:
        """Parse a request again that asks for another protocol: as the standard has it, that wish may be ignored.

        The parser takes such a request for one without a body; what follows would then be taken for the next.
        """
        kept = [(name, value) for name, value in self.headers if name not in {b"upgrade", b"http2-settings"}]
        head = [self.parser.get_method(), b" ", self.url, b" HTTP/1.1\r\n"]
        for name, value in kept:
            head += [name, b": ", b"keep-alive" if name == b"connection" else value, b"\r\n"]
        self.parser = httptools.HttpRequestParser(self)
        self._parse(b"".join([*head, b"\r\n", rest]))

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self._head_is_whole = self._body_is_whole = False
        self._came_bytes = 1  # and the rest of the chunk that it begins in

    def on_url(self, url: bytes) -> None:
        """Take a part of the target."""
        super().on_url(url)
        if len(self.url) > LONGEST_LINE:
            self._raise(414, f"An address holds at most {LONGEST_LINE:,} bytes. Send the query by POST. 请求地址过长")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; what comes after the body is none of them."""
        if self._head_is_whole:
            return
        if len(self.headers) >= MOST_HEADERS:
            self._raise(431, f"A request has at most {MOST_HEADERS} headers. 请求头过多")
        if len(name) + len(value) > LONGEST_LINE:
            self._raise(431, f"A header holds at most {LONGEST_LINE:,} bytes. 请求头过长")
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin to answer, if the request may be answered at all."""
        if sum(len(name) + len(value) for name, value in self.headers) + len(self.url) > MOST_HEAD_BYTES:
            self._raise(431, HEAD_TOO_LARGE)
        if not self.url.isascii():
            self._raise(400, "An address holds ASCII only; escape the rest with %. 请求地址须转义")
        if len(self.pipeline) >= MOST_WAITING or (self._is_answering() and self._should_upgrade()):
            self._raise(400, f"A connection has at most {MOST_WAITING} requests waiting. 并发请求过多")
        if self.parser.get_method() == b"CONNECT":
            self._raise(405, "This service is no proxy. 本服务不是代理")
        if self._through_proxy and not self._is_counted():
            self._raise(503, FULL)
        if self._is_to_be_parsed_again():
            return
        super().on_headers_complete()
        self._head_is_whole = True

    def on_message_complete(self) -> None:
        """Take a request as whole."""
        if self._is_to_be_parsed_again():
            return
        self._head_is_whole = self._body_is_whole = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Wait for the next request, or for the rest of this one, which is read past."""
        super().on_response_complete()
        if self._through_proxy and not self._is_answering():
            self._crowd.count_under(self.guest, None)
        if self.guest.stage is not Stage.TAKING:
            self._crowd.move(self.guest, self._stage())

    # -- inside ----------------------------------------------------------------------------------------------------

    def _stage(self) -> Stage:
        if not self._head_is_whole:
            return Stage.ASKING
        if not self._body_is_whole:
            return Stage.SENDING
        return Stage.SERVED if self._is_answering() else Stage.IDLE

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _is_counted(self) -> bool:
        """Whether whom the proxy asks for may have one more connection; it is counted from now on."""
        client = self._proxies.client_of(self.headers)
        if client is None:
            return True
        self.guest.peer = client
        return self._crowd.count_under(self.guest, house_of(client))

    def _socket_line(self, **uvicorns: Any) -> SocketLine:  # noqa: ANN401 -- handed through
        return SocketLine(self._crowd, self.guest, **uvicorns)

    def _is_to_be_parsed_again(self) -> bool:
        return self.parser.should_upgrade() and not self._should_upgrade()

    def _raise(self, status: int, sentence: str) -> NoReturn:
        """Have the parser stop, and the sentence answered."""
        self._refusal = answer(status, "UNAVAILABLE" if status == 503 else "BAD_REQUEST", sentence)
        raise httptools.HttpParserError(sentence)

    def _refuse(self, why: str) -> None:
        """Answer what is no HTTP, or too much of it, unless another answer is on its way."""
        log.warning("A request from %s was refused: %s", self.guest.peer, why)
        is_of_body = self._head_is_whole and not self._body_is_whole
        if self._is_answering() and not (is_of_body and not self.pipeline and not self.cycle.response_started):
            self._deaf = True
            self.transport.close()
        else:
            self._end_with(self._refusal or answer(400, "BAD_REQUEST", f"This is no HTTP/1.1: {why}. 无效的 HTTP 请求"))

    def _end_with(self, last_words: bytes) -> None:
        self._deaf = True
        self.transport.write(last_words)
        self.transport.close()


def answer(status: int, code: str, sentence: str) -> bytes:
    """A whole refusal, after which the connection is closed."""
    body = orjson.dumps(_refusal(code, sentence))
    head = f"content-type: application/json\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    return STATUS_LINE[status] + head.encode() + body


def _refusal(code: str, sentence: str) -> dict[str, object]:
    return {"data": None, "errors": [{"message": sentence, "extensions": {"code": code}}]}


FULL = "There are as many connections as there may be. Try again in a moment. 连接过多，请稍后重试"
BUSY = answer(503, "UNAVAILABLE", FULL)
