"""Chains of accesses: whatever is done to one afterwards does not fit, and is named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.access.chain import (
    Link,
    Mark,
    Verifier,
    first_mark,
    marks_in,
    next_link,
    plain_link,
    plain_mark,
    read_link,
    read_mark,
)
from graph.access.grants import Access, AccessSource
from tests.builders.organisations import LAWS

CHAIN = "20250601T040000Z-4711-deadbeef"
BEGUN = datetime(2025, 6, 1, 4, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(timezone(timedelta(hours=8))))  # noqa: DTZ001 -- the zone is added
accesses = st.builds(
    Access,
    at=instants,
    key=texts,
    key_name=texts,
    request=texts,
    operation=texts,
    people=st.lists(texts, max_size=4).map(tuple),
    source=st.sampled_from(AccessSource),
)


def chain_of(batches: Sequence[Sequence[Access]]) -> list[Link]:
    """A chain with a link for each batch."""
    mark, links = first_mark(CHAIN, BEGUN), []
    for number, batch in enumerate(batches):
        links.append(next_link(mark, BEGUN + timedelta(seconds=number), batch))
        mark = links[-1].mark
    return links


chains = st.lists(st.lists(accesses, min_size=1, max_size=4), min_size=1, max_size=6).map(chain_of)


def faults(links: Sequence[Link], end: Mark, marks: Sequence[Mark] = ()) -> list[str]:
    """What is found wrong with links, as they stand, of a chain that had come to `end`."""
    return faults_of([(link, tuple(range(len(link.entries)))) for link in links], end, marks)


def faults_of(links: Sequence[tuple[Link, Sequence[int]]], end: Mark, marks: Sequence[Mark] = ()) -> list[str]:
    verifier = Verifier(first_mark(CHAIN, BEGUN), marks)
    found = [fault for link, places in links for fault in verifier.faults(link, places)]
    return [*found, *verifier.end(end)]


@LAWS
@given(chains)
def test_a_chain_that_nobody_touched_is_sound_and_is_read_again_from_its_text(links: list[Link]) -> None:
    again = [read_link(orjson.loads(orjson.dumps(plain_link(link)))) for link in links]
    assert again == links
    assert faults(again, links[-1].mark, [link.mark for link in links]) == []


@LAWS
@given(chains, st.data())
def test_an_altered_access_is_named(links: list[Link], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(links) - 1))
    place = data.draw(st.integers(0, len(links[number].entries) - 1))
    other = data.draw(accesses.filter(lambda access: access != links[number].entries[place]))
    entries = list(links[number].entries)
    entries[place] = other
    altered = [*links]
    altered[number] = replace(links[number], entries=tuple(entries))
    [fault] = faults(altered, links[-1].mark)
    assert f"access {CHAIN}/{number + 1}/{place} " in fault
    assert "altered" in fault


@LAWS
@given(chains, st.data())
def test_an_access_altered_with_its_digest_shows_in_its_link(links: list[Link], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(links) - 1))
    other = data.draw(accesses.filter(lambda access: access != links[number].entries[0]))
    forged = next_link(first_mark(CHAIN, BEGUN), links[number].at, [other, *links[number].entries[1:]])
    altered = [*links]
    altered[number] = replace(links[number], entries=forged.entries, digests=forged.digests)
    assert any(f"Link {CHAIN}/{number + 1} was altered" in fault for fault in faults(altered, links[-1].mark))


@LAWS
@given(chains, st.data())
def test_an_access_taken_out_or_put_in_or_moved_is_named(links: list[Link], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(links) - 1))
    link = links[number]
    place = data.draw(st.integers(0, len(link.entries) - 1))
    sound = [(each, tuple(range(len(each.entries)))) for each in links]

    def found(entries: Sequence[Access], places: Sequence[int]) -> str:
        altered = [*sound]
        altered[number] = (replace(link, entries=tuple(entries)), tuple(places))
        return "\n".join(faults_of(altered, links[-1].mark))

    entries, places = list(link.entries), list(range(len(link.entries)))
    fewer = found(entries[:place] + entries[place + 1 :], places[:place] + places[place + 1 :])
    assert f"access {CHAIN}/{number + 1}/{place} was taken out" in fewer
    more = found([*entries, data.draw(accesses)], [*places, data.draw(st.sampled_from([place, len(entries), -1]))])
    assert f"access {CHAIN}/{number + 1}/" in more
    assert "was put in" in more
    if len(set(entries)) > 1:
        other = next(n for n, entry in enumerate(entries) if entry != entries[place])
        entries[place], entries[other] = entries[other], entries[place]
        moved = found(entries, places)
        assert {f"{CHAIN}/{number + 1}/{n}" in moved for n in (place, other)} == {True}


@LAWS
@given(chains, st.data())
def test_a_link_taken_out_or_moved_or_doubled_is_named(links: list[Link], data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(links) - 1))
    fewer = faults(links[:number] + links[number + 1 :], links[-1].mark)
    assert any("lacks" in fault and str(number + 1) in fault for fault in fewer)
    twice = faults([*links[: number + 1], *links[number:]], links[-1].mark)
    assert any(f"Link {CHAIN}/{number + 1} stands there twice" in fault for fault in twice)
    other = data.draw(st.integers(0, len(links) - 1).filter(lambda n: n != number) if len(links) > 1 else st.just(None))
    if other is not None:
        swapped = [*links]
        swapped[number] = replace(links[other], number=number + 1)
        assert any(f"{CHAIN}/{number + 1} " in fault for fault in faults(swapped, links[-1].mark))


@LAWS
@given(chains, chains, st.data())
def test_a_chain_made_anew_fits_no_mark_that_was_noted(
    links: list[Link], others: list[Link], data: st.DataObject
) -> None:
    """Who can write everything can hash everything: only what was noted elsewhere shows that."""
    noted = data.draw(st.sampled_from(links)).mark
    if others[: noted.number] != links[: noted.number]:
        assert faults(others, others[-1].mark) == []
        assert faults(others, others[-1].mark, [noted]) != []


@LAWS
@given(chains, st.data())
def test_a_cut_tail_shows_against_a_mark(links: list[Link], data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, len(links) - 1))
    end = links[kept - 1].mark if kept else first_mark(CHAIN, BEGUN)
    assert faults(links[:kept], end) == [], "nobody noted how far it had come"
    [fault] = faults(links[:kept], end, [links[-1].mark])
    assert f"it had come to link {len(links)}" in fault
    assert "lacks its end" in faults(links[:kept], links[-1].mark)[0]


def test_a_chain_goes_on_from_a_checkpoint() -> None:
    links = chain_of([[ACCESS], [ACCESS], [ACCESS]])
    verifier = Verifier(links[1].mark)
    assert list(verifier.faults(links[2], [0])) == []
    verifier = Verifier(replace(links[1].mark, hash="f" * 64))
    assert "does not follow" in next(iter(verifier.faults(links[2], [0])))


def test_marks_are_read_again_from_text_and_from_json() -> None:
    mark = Mark(CHAIN, 17, "a" * 64, BEGUN)
    said = ["", f"2025-06-01 04:00:00 INFO {mark}", "access log: chain x link y", f"{mark} and more", f"{mark}"[:-20]]
    assert list(marks_in(said)) == [mark, mark]
    assert read_mark(plain_mark(mark)) == mark


ACCESS = Access(at=BEGUN, key="k", key_name="热线", request="r", operation="", people=("p",))
LINK = plain_link(chain_of([[ACCESS]])[0])


@pytest.mark.parametrize(
    "alter",
    [
        {"chain": "../../etc"},
        {"chain": None},
        {"number": 0},
        {"number": "1"},
        {"number": True},
        {"number": 1 << 60},
        {"hash": "A" * 64},
        {"before": ""},
        {"at": "2025-06-01"},
        {"at": "0001-01-01T00:00:00+08:00"},
        {"at": 7},
        {"entries": {}},
        {"entries": [7]},
        {"entries": [{}]},
        {"digests": "x"},
        {"digests": [1]},
    ],
)
def test_what_is_no_link_is_refused_in_words(alter: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w+"):
        read_link({**LINK, **alter})


@pytest.mark.parametrize("drop", sorted(LINK))
def test_a_link_that_lacks_something_is_refused(drop: str) -> None:
    with pytest.raises(ValueError, match="no link of the access log"):
        read_link({name: value for name, value in LINK.items() if name != drop})
