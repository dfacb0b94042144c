"""What is kept to be used again takes no more memory than is reckoned for it, and no more in all than it may."""

import gc
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.context import Context
from schema.limits.budget import Budget
from schema.running.kept import Kept
from schema.running.prepared import Documents
from schema.running.reading import Reading
from schema.schema import schema
from tests.builders.world import NOON, ZONE, World

WIDE = "code name kind gridType category households population "
DOCUMENTS: dict[str, Callable[[int], str]] = {
    "short": lambda n: f"query Q{n} {{ organization {{ revision at }} }}",
    "wide": lambda n: f'{{ organization {{ a{n}: unit(code: "x") {{ {WIDE} parent {{ {WIDE} }} }} }} }}',
    "aliased": lambda n: "{ organization { " + "".join(f"a{n}{i}: roots {{ {WIDE} }} " for i in range(50)) + "} }",
    "commented": lambda n: f"# {n}\n" + "#\n" * 800 + "{ organization { revision } }",
    "long text": lambda n: f'{{ organization {{ a{n}: unit(code: "{"九" * 3_000}") {{ name }} }} }}',
}


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 120)), max_size=200))
def test_no_more_is_kept_than_fits_and_what_was_used_last(put: list[tuple[int, int]]) -> None:
    kept: Kept[int, int] = Kept(1_600)
    last: list[int] = []
    for key, size in put:
        kept.put(key, size, size)
        last = [known for known in last if known != key] + ([key] if size <= 100 else [])
        assert kept.size <= 1_600
        assert [known for known in last if known in kept] == last[-len(kept) :] if len(kept) else True
        assert kept.get(key) == (size if size <= 100 else None)
    assert kept.size == sum(kept.get(key) or 0 for key in range(21))


@pytest.mark.parametrize("kind", sorted(DOCUMENTS))
def test_documents_take_no_more_memory_than_is_reckoned(
    still: World, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Reading, "kept", Kept(16_000_000))
    monkeypatch.setattr(schema, "documents", Documents())

    def ask(number: int) -> None:
        context = Context(model=still.model, zone=ZONE, now=lambda: NOON, budget=Budget())
        for _ in range(3):
            result = still.run(schema.execute(DOCUMENTS[kind](number), context_value=context))
            assert not result.errors, result.errors

    ask(0)
    reckoned = Reading.kept.size + schema.documents.size
    gc.collect()
    tracemalloc.start()
    for number in range(1, 11):
        ask(number)
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken <= Reading.kept.size + schema.documents.size - reckoned
