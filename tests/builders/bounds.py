"""Every limit on what one request may say: what it is on, the code's own constant, and what is one more."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.duty.rota import LONGEST_RULE, MOST_MEMBERS, MOST_REPEATS
from graph.errors import WanggeError
from graph.space.outline import MOST_POINTS, MOST_RINGS
from graph.texts import LONGEST_TEXT
from queries.cases.policy_text import DEEPEST_NESTING, LONGEST_POLICY, LONGEST_WORD, MOST_PARTS, MOST_WORDS
from schema.changes.asking import LONGEST_TOKEN
from schema.http.body import MOST_BODY_BYTES
from schema.limits.budget import MOST_NODES, Budget
from schema.limits.documents import (
    DEEPEST,
    MOST_ALIASES,
    MOST_FIELDS,
    MOST_FIELDS_IN_ALL,
    MOST_FRAGMENTS,
    MOST_INTROSPECTIONS,
    MOST_OPERATIONS,
    MOST_PAIRS,
)
from schema.limits.inputs import DEEPEST_VALUE, LONGEST_OPERATION_NAME, MOST_ITEMS, MOST_VALUES
from schema.mutations import MOST_STEPS
from schema.organization import MOST_PLACES
from schema.running.reading import LONGEST_DOCUMENT, LONGEST_NUMBER, MOST_TOKENS
from schema.types.answers import WIDEST_NEAR_METRES
from schema.types.duty import LONGEST
from schema.types.paging import LONGEST_CURSOR, MOST
from tests.builders.quarter import DAY
from tests.builders.world import Answer, World

ON = DAY.isoformat()
ASKED = "{ organization { revision } }"
PLACES = "query($places: [PlaceInput!]!) { organization { whoHandlesMany(places: $places) { __typename } } }"
UNKNOWN = [{"code": "1"}]

Told = tuple[str, str]
"""The code and the sentence of a refusal."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A document with its variables."""

    text: str
    variables: Mapping[str, object] = field(default_factory=dict)
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """`most` of `what` are taken; `beyond` sends more and gives what is said to that."""

    what: str
    most: float
    beyond: Callable[[World], Told]


def bounds() -> Mapping[str, list[Bound]]:
    """The limits, in tables by what they are on."""
    return {
        "A document": list(_of_documents()),
        "Variables": list(_of_variables()),
        "Lists and intervals": list(_of_lists()),
        "Texts": list(_of_texts()),
    }


def _of_documents() -> Iterator[Bound]:
    yield Bound("bytes of a request's body", MOST_BODY_BYTES, _posted)
    yield _document("characters", LONGEST_DOCUMENT, "#" * LONGEST_DOCUMENT + ASKED)
    yield _document("tokens", MOST_TOKENS, f"{{ organization {{ {'at ' * MOST_TOKENS} }} }}")
    yield _document("digits of a number", LONGEST_NUMBER, _paged("9" * (LONGEST_NUMBER + 1)))
    operations = " ".join(f"query Q{n} {ASKED}" for n in range(MOST_OPERATIONS + 1))
    yield _document("operations", MOST_OPERATIONS, operations)
    fragments = " ".join(f"fragment F{n} on Query {ASKED}" for n in range(MOST_FRAGMENTS + 1))
    yield _document("fragments", MOST_FRAGMENTS, f"{ASKED} {fragments}")
    yield _document("levels of an operation", DEEPEST, nested(DEEPEST + 1))
    yield _document("fields of an operation, fragments counted wherever they are spread", MOST_FIELDS, _spread(29))
    aliases = " ".join(f"a{n}: at" for n in range(MOST_ALIASES + 1))
    yield _document("aliases of an operation", MOST_ALIASES, f"{{ organization {{ {aliases} }} }}")
    schemas = " ".join(f"a{n}: __schema {{ types {{ name }} }}" for n in range(MOST_INTROSPECTIONS + 1))
    yield _document("`__schema` and `__type` of an operation", MOST_INTROSPECTIONS, f"{{ {schemas} }}")
    several = (
        "fragment F on Organization { "
        + "at " * 50
        + "} "
        + "".join(
            f"query Q{n} {{ {' '.join(f'a{m}: organization {{ ...F }}' for m in range(25))} }} " for n in range(5)
        )
    )
    yield _document("fields of all operations and fragments", MOST_FIELDS_IN_ALL, several)
    yield _document("pairs of fields of one name in one place", MOST_PAIRS, f"{{ organization {{ {'at ' * 110} }} }}")
    name = "q" * (LONGEST_OPERATION_NAME + 1)
    yield _document("characters of an operation's name", LONGEST_OPERATION_NAME, f"query {name} {ASKED}")
    yield Bound("characters of `operationName`", LONGEST_OPERATION_NAME, _asking(Sent(ASKED, name=name)))


def _of_variables() -> Iterator[Bound]:
    values = [[1] * 200] * (MOST_VALUES // 200)
    yield Bound("values in all", MOST_VALUES, _asking(Sent(PLACES, {"places": [], "other": values})))
    many = UNKNOWN * (MOST_ITEMS + 1)
    yield Bound("items of a list", MOST_ITEMS, _asking(Sent(PLACES, {"places": many})))
    deep: object = 1
    for _ in range(DEEPEST_VALUE + 1):
        deep = [deep]
    yield Bound("levels within each other", DEEPEST_VALUE, _asking(Sent(PLACES, {"places": deep})))


def _of_lists() -> Iterator[Bound]:
    yield Bound("nodes that an operation lists", MOST_NODES, lambda _: _raised(lambda: Budget().spend(MOST_NODES + 1)))
    yield _document("nodes of a page, `first`", MOST, _paged(str(MOST + 1)))
    yield _document("characters of a cursor, `after`", LONGEST_CURSOR, _paged(f'1, after: "{"A" * 2_001}"'))
    places = UNKNOWN * (MOST_PLACES + 1)
    yield Bound("places of `whoHandlesMany`", MOST_PLACES, _asking(Sent(PLACES, {"places": places})))
    near = '{ organization { whoHandles(place: {code: "1"}, nearMetres: 1001) { __typename } } }'
    yield _document("metres, `nearMetres`", WIDEST_NEAR_METRES, near)
    yield Bound("days of a roster, `until`", LONGEST.days, _long_roster)
    steps = [{"addDepartment": {"name": "新", "start": ON}}] * (MOST_STEPS + 1)
    yield Bound("edits of `applyChanges`", MOST_STEPS, lambda w: _changed(w, "applyChanges", {"steps": steps}))


def _of_texts() -> Iterator[Bound]:
    long = "长" * (LONGEST_TEXT + 1)
    yield Bound(
        "characters of a name, reason, note",
        LONGEST_TEXT,
        lambda w: _edited(w, "addDepartment", {"name": "新", "start": ON}, reason=long),
    )
    token = "t" * (LONGEST_TOKEN + 1)
    yield Bound(
        "characters of a token",
        LONGEST_TOKEN,
        lambda w: _edited(w, "addDepartment", {"name": "新", "start": ON}, token=token),
    )
    points = ", ".join(["0 0"] * (MOST_POINTS + 1))
    yield _outline("points of an outline", MOST_POINTS, f"POLYGON (({points}))")
    ring = "(0 0, 1 1, 1 0, 0 0)"
    yield _outline("parts and holes of an outline", MOST_RINGS, f"POLYGON ({', '.join([ring] * (MOST_RINGS + 1))})")
    yield _policy("characters of a policy", LONGEST_POLICY, "#" * (LONGEST_POLICY + 1))
    yield _policy("parts of a key in it", MOST_PARTS, ".".join("a" * (MOST_PARTS + 1)) + " = 1")
    yield _policy("levels within each other in it", DEEPEST_NESTING, "a = " + "[" * (DEEPEST_NESTING + 1))
    yield _policy("names, numbers and texts in it", MOST_WORDS, "a " * (MOST_WORDS + 1))
    yield _policy("characters of a word without quotes in it", LONGEST_WORD, "a" * (LONGEST_WORD + 1))
    yield _rota("characters of a rota's rule", LONGEST_RULE, rule="FREQ=DAILY;" + "A" * LONGEST_RULE)
    yield _rota("of its INTERVAL and COUNT", MOST_REPEATS, rule=f"FREQ=DAILY;INTERVAL={MOST_REPEATS + 1}")
    yield _rota("members of a rota", MOST_MEMBERS, members=MOST_MEMBERS + 1)


# -- what is sent ------------------------------------------------------------------------------------------------------


def _document(what: str, most: float, text: str) -> Bound:
    return Bound(what, most, _asking(Sent(text)))


def _outline(what: str, most: int, wkt: str) -> Bound:
    def draw(world: World) -> Told:
        return _edited(world, "setBoundary", {"code": world.quarter.micro.id, "on": ON, "boundary": wkt})

    return Bound(what, most, draw)


def _policy(what: str, most: int, text: str) -> Bound:
    return Bound(what, most, lambda w: _edited(w, "setPolicy", {"document": text, "on": ON}))


def _rota(what: str, most: int, rule: str = "FREQ=DAILY", members: int = 1) -> Bound:
    def set_rota(world: World) -> Told:
        q = world.quarter
        given = {
            "name": "值班表",
            "members": [q.chief.id] * members,
            "rule": rule,
            "start": "2025-06-10",
            "handOver": "08:30",
        }
        return _edited(world, "setRota", {"centre": q.house.id, "department": q.patrol.id, **given})

    return Bound(what, most, set_rota)


def _paged(first: str) -> str:
    return f"{{ organization {{ units(first: {first}) {{ totalCount }} }} }}"


def nested(levels: int) -> str:
    """A document so many levels deep."""
    inner = "code"
    for _ in range(levels - 3):
        inner = f"parent {{ {inner} }}"
    return f'{{ organization {{ unit(code: "x") {{ {inner} }} }} }}'


def _spread(times: int) -> str:
    fields = " ".join(f"{'children { nodes { ' if n else ''}code name kind" for n in range(6)) + " } }" * 5
    spread = " ".join(f"a{n}: organization {{ roots {{ ...F ...F }} }}" for n in range(times))
    return f"fragment F on Unit {{ {fields} }} {{ {spread} }}"


# -- what is said to it ------------------------------------------------------------------------------------------------


def _asking(sent: Sent) -> Callable[[World], Told]:
    def ask(world: World) -> Told:
        result = world.run(world.asked(sent.text, dict(sent.variables), name=sent.name))
        (error, *_) = result.errors or []
        return str((error.extensions or {})["code"]), error.message

    return ask


def _posted(world: World) -> Told:
    (error,) = world.post(b" " * (MOST_BODY_BYTES + 1)).json()["errors"]
    return error["extensions"]["code"], error["message"]


def _long_roster(world: World) -> Told:
    roster = "organization { centre(id: $centre) { roster(until: $until) { end } } }"
    asked = f"query($centre: ID!, $until: DateTime!) {{ {roster} }}"
    until = (world.now + LONGEST).replace(hour=23).isoformat()
    return _asking(Sent(asked, {"centre": world.quarter.house.id, "until": until}))(world)


def _edited(world: World, edit: str, given: Answer, **change: object) -> Told:
    return _changed(world, edit, {"input": given}, **change)


def _changed(world: World, mutation: str, given: Answer, **change: object) -> Told:
    kind = {"steps": "[EditInput!]!"}.get(next(iter(given)), f"{mutation[0].upper()}{mutation[1:]}Input!")
    (name,) = given
    text = (
        f"mutation(${name}: {kind}, $change: ChangeRequest!) {{ told: {mutation}({name}: ${name}, change: $change) "
        "{ ... on ChangeRefused { code message problems { message } } } }"
    )
    told = world.ask(text, **given, change={"reason": "试", "dryRun": True, **change})["told"]
    return told["code"], told["message"]


def _raised(act: Callable[[], object]) -> Told:
    try:
        act()
    except WanggeError as error:
        return error.code, str(error)
    raise AssertionError("nothing was refused")
