"""What is kept to be used again, bounded in bytes: what was used longest ago goes first."""

from collections import OrderedDict
from typing import Generic, NamedTuple, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class _Item(NamedTuple, Generic[V]):
    value: V
    size: int


class Kept(Generic[K, V]):
    """Values by their keys, with `most` bytes in all; one that takes more than a sixteenth of that isn't kept."""

    def __init__(self, most: int) -> None:
        self._items: OrderedDict[K, _Item[V]] = OrderedDict()
        self._most = most
        self.size = 0

    def get(self, key: K) -> V | None:
        """The value of a key, or None."""
        item = self._items.get(key)
        if item is None:
            return None
        self._items.move_to_end(key)
        return item.value

    def put(self, key: K, value: V, size: int) -> None:
        """Keep a value that takes about so many bytes, in place of the key's former one."""
        former = self._items.pop(key, None)
        if former is not None:
            self.size -= former.size
        if size > self._most // 16:
            return
        self._items[key] = _Item(value, size)
        self.size += size
        while self.size > self._most:
            _, oldest = self._items.popitem(last=False)
            self.size -= oldest.size

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __len__(self) -> int:
        return len(self._items)
