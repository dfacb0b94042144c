"""Recurrences made up and damaged at random: each is refused in words, or expanded in little time, and exactly."""

from datetime import UTC, date, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.apply import apply
from graph.duty.rota import LONGEST_RULE, PARTS, Rule, parse_rule, rule_days
from graph.edits.draft import Draft
from graph.edits.duty import RotaPlan, set_rota
from graph.errors import InvalidInput, WanggeError
from graph.facts import Centre, Department
from graph.time.calendar import CivilTime
from graph.words import DutyDays
from queries.duty.roster import roster
from tests.builders.quarter import AT, Quarter
from tests.fuzz.effort import examples

CIVIL = CivilTime(ZoneInfo("Asia/Shanghai"))
START = date(2025, 7, 1)
GENEROUS_SECONDS = 5.0
"""Of processor time, where a request may take one: a loop without a bound takes minutes."""

SMALL = st.integers(1, 12).map(str)
ANY_NUMBER = st.one_of(SMALL, st.integers(-400, 400).map(str), st.sampled_from(["10000", "9999", "2900", "99999", "0"]))
DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU", "2MO", "-1FR", "53SU", "XX"])


def listed(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Several values of a part."""
    return st.lists(values, min_size=1, max_size=8).map(",".join)


VALUES: dict[str, st.SearchStrategy[str]] = {
    "INTERVAL": ANY_NUMBER,
    "COUNT": ANY_NUMBER,
    "UNTIL": st.one_of(st.dates(date(1900, 1, 1), date(2999, 1, 1)).map(lambda d: f"{d:%Y%m%d}"), ANY_NUMBER),
    "BYDAY": listed(DAYS),
    "BYMONTH": listed(SMALL),
    "BYMONTHDAY": listed(st.integers(-31, 31).map(str)),
    "BYYEARDAY": listed(st.integers(-366, 366).map(str)),
    "BYWEEKNO": listed(st.integers(-53, 53).map(str)),
    "BYSETPOS": listed(st.integers(-366, 366).map(str)),
    "BYHOUR": SMALL,
    "WKST": DAYS,
}


@st.composite
def rules(draw: st.DrawFn) -> str:
    """A rule whose parts go together, as a rule."""
    frequency = draw(st.sampled_from([*PARTS, "HOURLY"]))
    names = sorted(PARTS.get(frequency, frozenset(VALUES)) & VALUES.keys())
    chosen = draw(st.lists(st.sampled_from(names), max_size=4, unique=True))
    return ";".join([f"FREQ={frequency}", *(f"{name}={draw(VALUES[name])}" for name in chosen)])


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A rule with pieces cut out or put in."""
    text = draw(rules())
    for _ in range(draw(st.integers(1, 3))):
        at, cut = draw(st.integers(0, len(text))), draw(st.integers(0, 5))
        text = (
            text[:at] + draw(st.text(max_size=4) | st.sampled_from([";", "=", ",", "٣", "9" * 400])) + text[at + cut :]
        )
    return text


TEXTS = st.one_of(rules(), damaged(), st.text(max_size=LONGEST_RULE + 5))


def read(text: str) -> Rule | None:
    """The rule of a text; None: it is refused."""
    try:
        return parse_rule(text)
    except InvalidInput:
        return None


@examples(150)
@given(TEXTS, st.dates(date(1900, 1, 1), date(2990, 1, 1)))
def test_any_text_is_a_rule_or_refused_in_words(text: str, anchor: date) -> None:
    begun = process_time()
    rule = read(text)
    if rule is None:
        with pytest.raises(InvalidInput, match="规则有误") as refused:
            parse_rule(text)
        assert len(str(refused.value)) < 2 * LONGEST_RULE + 300
        return
    limit = min(date(anchor.year + 48, 1, 1), date(2999, 12, 31))
    days = rule_days(rule, anchor, limit)
    assert process_time() - begun < GENEROUS_SECONDS
    assert list(days) == sorted(set(days))
    assert all(anchor <= day < limit for day in days)
    assert rule.count is None or len(days) <= rule.count
    assert rule.last is None or all(day <= rule.last for day in days)
    half = date(anchor.year + 20, 6, 1)
    assert rule_days(rule, anchor, half) == tuple(day for day in days if day < half), "a block is a part of the whole"


QUARTER = Quarter()
CENTRE = next(iter(QUARTER.snapshot.all(Centre)))
MEMBERS = tuple(department.id for department in QUARTER.snapshot.all(Department))


@examples(40)
@given(
    rules(),
    st.sampled_from(DutyDays),
    st.one_of(st.none(), st.integers(1, 527_040)),
    st.one_of(st.none(), st.dates(date(1980, 1, 1), date(2040, 1, 1))),
    st.integers(1, 400),
)
def test_a_roster_under_any_rule_is_quick_or_the_rule_is_refused(
    rule: str, days: DutyDays, minutes: int | None, anchor: date | None, length: int
) -> None:
    """As `previewRota` has it: a rota is drafted, every rule checked, and the roster asked."""
    draft = Draft(QUARTER.snapshot, AT, CIVIL)
    plan = RotaPlan(
        name="试排",
        centre=CENTRE.id,
        department=None,
        rule=rule,
        hand_over="08:30",
        members=MEMBERS,
        start=START,
        minutes=minutes,
        days=days,
        anchor=anchor,
    )
    begun = process_time()
    try:
        set_rota(draft, plan)
        after = apply(QUARTER.snapshot, draft.operations).after
    except WanggeError:
        assert process_time() - begun < GENEROUS_SECONDS
        return
    low = datetime(2025, 7, 1, tzinfo=UTC)
    shifts = roster(after, CENTRE.id, low, low + timedelta(days=min(length, 31)), CIVIL)
    assert process_time() - begun < GENEROUS_SECONDS
    assert all(shift.start < shift.end for shift in shifts)
