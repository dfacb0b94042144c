"""Pages of lists: complete, in order, stable while the lists change, and never larger than allowed."""

import base64

import orjson
import pytest

from tests.builders.world import Answer, World

UNITS = """query($first: Int! = 50, $after: String) { organization { units(first: $first, after: $after) {
  totalCount nodes { code } edges { cursor node { code } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""
PAGE = "first: $first, after: $after"
STREET = '"370923001"'
YEAR = 'start: "2025-06-01", end: "2026-01-01"'
FORECAST = (
    f"organization {{ forecast(under: {STREET}, {YEAR}) "
    f"{{ gaps({PAGE}) {{ ...P nodes {{ unit {{ code }} role start }} }} }} }}"
)
LISTS = (
    f"organization {{ units({PAGE}) {{ ...P nodes {{ code }} }} }}",
    f'organization {{ people(search: "", {PAGE}) {{ ...P nodes {{ id }} }} }}',
    f'organization {{ search(text: "网格", {PAGE}) {{ ...P nodes {{ code }} }} }}',
    f"organization {{ centres({PAGE}) {{ ...P nodes {{ id }} }} }}",
    f"organization {{ coverage(under: {STREET}) {{ gaps({PAGE}) {{ ...P nodes {{ unit {{ code }} role }} }} }} }}",
    FORECAST,
    f"changes({PAGE}) {{ ...P nodes {{ id }} }}",
)


def listing(number: int) -> str:
    """The document that asks for a page of a list."""
    fields = LISTS[number].replace("...P", "totalCount pageInfo { endCursor hasNextPage }")
    return f"query($first: Int!, $after: String) {{ {fields} }}"


ODD_VALUES: tuple[object, ...] = ({}, None, [None], [[1]], [{}], "text", 7)
BAD_CURSORS = (
    "",
    "*",
    "网格",
    "a",
    "\ud800",
    "x" * 100_000,
    *(base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=") for value in ODD_VALUES),
    base64.urlsafe_b64encode(b"\xff\xfe[").decode(),
    base64.urlsafe_b64encode(b"[" * 5_000).decode(),
)
ODD_CURSORS = tuple(
    base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")
    for value in ([], [1], ["a"], [True], [1.5], ["a", 1, "b", 2], [-1], [2**63 - 1], ["\x00"])
)


def page_in(data: Answer) -> Answer:
    """The connection, however deep in the answer."""
    found = data
    while "totalCount" not in found:
        (found,) = (value for value in found.values() if isinstance(value, dict))
    return found


@pytest.mark.parametrize("number", range(len(LISTS)))
@pytest.mark.parametrize("first", [1, 3, 500])
def test_pages_together_are_the_list(still: World, number: int, first: int) -> None:
    text = listing(number)
    everything = page_in(still.ask(text, first=500))
    found: list[Answer] = []
    after = None
    while True:
        page = page_in(still.ask(text, first=first, after=after))
        assert page["totalCount"] == everything["totalCount"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        assert len(page["nodes"]) == first
        after = page["pageInfo"]["endCursor"]
    assert found == everything["nodes"]
    assert len({str(node) for node in found}) == everything["totalCount"]


@pytest.mark.parametrize("number", range(len(LISTS)))
def test_a_page_has_0_to_500_nodes(still: World, number: int) -> None:
    text = listing(number)
    none = page_in(still.ask(text, first=0))
    assert (none["nodes"], none["pageInfo"]["endCursor"]) == ([], None)
    assert none["totalCount"] > 0
    assert none["pageInfo"]["hasNextPage"]
    for first in (-1, 501, 2**31 - 1, -(2**31)):
        assert still.codes(text, first=first) == ["INVALID_INPUT"]


@pytest.mark.parametrize("number", range(len(LISTS)))
def test_a_cursor_that_was_not_given_is_refused(still: World, number: int) -> None:
    text = listing(number)
    for cursor in BAD_CURSORS:
        assert still.codes(text, first=5, after=cursor) == ["INVALID_INPUT"], cursor[:50]


@pytest.mark.parametrize("number", range(len(LISTS)))
def test_a_cursor_of_another_list_is_refused_or_answered_but_no_fault_of_ours(still: World, number: int) -> None:
    text = listing(number)
    for cursor in ODD_CURSORS:
        assert still.codes(text, first=5, after=cursor) in ([], ["INVALID_INPUT"]), cursor


def test_a_number_beyond_64_bits_in_a_cursor_is_refused(still: World) -> None:
    """BUG: `[18446744073709551615]` as a cursor of the journal meets the driver as an integer it can't send."""
    cursor = base64.urlsafe_b64encode(b"[18446744073709551615]").decode()
    assert still.codes("query($after: String) { changes(after: $after) { totalCount } }", after=cursor) in (
        [],
        ["INVALID_INPUT"],
    )


def test_the_last_page_and_beyond(still: World) -> None:
    last = still.ask(UNITS, first=500)["organization"]["units"]["pageInfo"]
    assert (last["hasNextPage"], last["hasPreviousPage"]) == (False, False)
    beyond = still.ask(UNITS, first=5, after=last["endCursor"])["organization"]["units"]
    assert beyond["nodes"] == []
    assert beyond["totalCount"] == 14
    assert beyond["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": True,
        "startCursor": None,
        "endCursor": None,
    }


def test_an_edge_has_the_node_s_cursor(still: World) -> None:
    page = still.ask(UNITS, first=4)["organization"]["units"]
    assert [edge["node"] for edge in page["edges"]] == page["nodes"]
    second = still.ask(UNITS, first=2, after=page["edges"][1]["cursor"])["organization"]["units"]
    assert second["nodes"] == page["nodes"][2:]
    assert page["pageInfo"]["startCursor"] == page["edges"][0]["cursor"]


def test_a_page_is_not_shifted_by_what_comes_or_goes_meanwhile(world: World) -> None:
    """Whatever is founded before the cursor, and even when the cursor's own unit is retired, the next page goes on."""
    q = world.quarter
    everything = [n["code"] for n in world.ask(UNITS, first=500)["organization"]["units"]["nodes"]]
    place = everything.index(q.market.id)
    page = world.ask(UNITS, first=place + 1)["organization"]["units"]
    assert page["nodes"][-1]["code"] == q.market.id
    for text in (
        'createUnit(input: {kind: PROVINCE, name: "省", code: "11", start: "2025-01-01"}',
        'createUnit(input: {kind: PROVINCE, name: "省", code: "99", start: "2025-01-01"}',
        f'retireUnit(input: {{code: "{q.market.id}", on: "2025-05-01"}}',
    ):
        done = world.ask(f'mutation {{ {text}, change: {{reason: "间"}}) {{ __typename }} }}')
        assert "ChangeApplied" in str(done)
    after = page["pageInfo"]["endCursor"]
    rest = world.ask(UNITS, first=500, after=after)["organization"]["units"]["nodes"]
    assert [n["code"] for n in rest] == [*everything[place + 1 :], "99"]
