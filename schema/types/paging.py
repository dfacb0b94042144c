"""Relay connections with keyset cursors: a cursor holds a key, so pages stay right while lists change."""

import base64
import binascii
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import orjson
import strawberry

from graph.errors import InvalidInput
from graph.messages import say
from schema.context import Info

MOST = 500
DEFAULT = 50
"""Nodes on a page: at most, and where nothing is said."""

LONGEST_CURSOR = 2_000
"""Characters: the keys of a list are names and ids."""

LARGEST = (1 << 53) - 1
"""The largest integer that everybody on the way can hold."""

T = TypeVar("T")
Item = TypeVar("Item")
Key = tuple[Any, ...]

First = Annotated[int, strawberry.argument(description=f"How many nodes, 0 to {MOST}. 每页条数")]
After = Annotated[
    str | None, strawberry.argument(description="Go on after this cursor (`pageInfo.endCursor`). 起始游标")
]


@strawberry.type(description="Where a page lies in its list. 分页信息")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more nodes follow.")
    has_previous_page: bool = strawberry.field(description="Whether nodes come before.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first node of the page.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last node of the page; give it as `after`.")


@strawberry.type(description="A node and its place in the list. 列表项")
class Edge(Generic[T]):
    node: T = strawberry.field(description="The node.")
    cursor: str = strawberry.field(description="Its cursor.")


@strawberry.type(description="A page of a list. 一页列表")
class Connection(Generic[T]):
    nodes: list[T] = strawberry.field(description="The nodes of the page.")
    edges: list[Edge[T]] = strawberry.field(description="The nodes with their cursors.")
    page_info: PageInfo = strawberry.field(description="Where the page lies.")
    total_count: int = strawberry.field(description="Nodes on all pages together. 总数")


def page(
    info: Info,
    items: Sequence[Item],
    key: Callable[[Item], Key],
    node: Callable[[Item], T],
    first: int,
    after: str | None,
) -> Connection[T]:
    """The page of `items`, sorted ascending by `key`, that follows the cursor `after`.

    Only the items of the page become nodes.  Raises InvalidInput if `first` or `after` will not do.
    """
    check_first(first)
    start = 0 if after is None else bisect_right(items, _decoded(after), key=lambda item: _comparable(key(item)))
    shown = items[start : start + first]
    return connection(
        info,
        shown,
        key=key,
        node=node,
        has_next=start + len(shown) < len(items),
        has_previous=start > 0,
        total=len(items),
    )


def connection(
    info: Info,
    shown: Sequence[Item],
    *,
    key: Callable[[Item], Key],
    node: Callable[[Item], T],
    has_next: bool,
    has_previous: bool,
    total: int,
) -> Connection[T]:
    """A connection of the items of one page."""
    info.context.budget.spend(len(shown) + 1)
    nodes = [node(item) for item in shown]
    cursors = [_encoded(key(item)) for item in shown]
    return Connection(
        nodes=nodes,
        edges=[Edge(node=n, cursor=c) for n, c in zip(nodes, cursors, strict=True)],
        page_info=PageInfo(
            has_next_page=has_next,
            has_previous_page=has_previous,
            start_cursor=cursors[0] if cursors else None,
            end_cursor=cursors[-1] if cursors else None,
        ),
        total_count=total,
    )


def check_first(first: int) -> None:
    """Raise InvalidInput unless `first` is a size that a page may have."""
    if not 0 <= first <= MOST:
        raise InvalidInput(say("page-size-wrong", first=first, most=MOST))


def decode_cursor(cursor: str, kind: type[int] = int) -> int:
    """The one value that a cursor holds.  Raises InvalidInput if it is not of that kind."""
    values = _decoded(cursor)
    if len(values) != 1 or not isinstance(values[0][1], kind) or values[0][1] > LARGEST:
        raise InvalidInput(say("cursor-of-another-list", cursor=cursor[:60]))
    return int(values[0][1])


def decode_keys(cursor: str, *kinds: type) -> tuple[Any, ...]:
    """The values that a cursor holds.  Raises InvalidInput if they are not of these kinds."""
    values = [value for _, value in _decoded(cursor)]
    if len(values) != len(kinds) or not all(map(isinstance, values, kinds)):
        raise InvalidInput(say("cursor-of-another-list", cursor=cursor[:60]))
    return tuple(values)


def _comparable(key: Key) -> list[tuple[str, Any]]:
    # A cursor comes from outside: its values may be of another type than the keys, and must still compare.
    return [("number" if isinstance(value, int | float) else "text", value) for value in key]


def _encoded(key: Key) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(list(key))).decode().rstrip("=")


def _decoded(cursor: str) -> list[tuple[str, Any]]:
    if len(cursor) > LONGEST_CURSOR:
        raise InvalidInput(say("cursor-too-long", cursor=cursor[:60]))
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise InvalidInput(say("cursor-foreign", cursor=cursor[:60])) from error
    if not isinstance(values, list) or not all(isinstance(value, str | int | float) for value in values):
        raise InvalidInput(say("cursor-foreign", cursor=cursor[:60]))
    return _comparable(tuple(values))
