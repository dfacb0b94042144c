"""Facts in words, as a person reads them before saying yes."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date

from graph.facts import (
    FACT_CLASSES,
    DutyOverride,
    DutySwap,
    Fact,
    FactId,
    Holding,
    MediationResult,
    PartOf,
    Person,
    RewardRate,
    Rota,
    RotaMember,
    Unit,
    UnitState,
)
from graph.time.validity import is_void
from loaders.resolve.desk import Desk

LONGEST_SHOWN = 40
"""Characters of a value that is shown."""

SHOWN = 12
"""Facts of a kind of change that are shown in words."""

ORDER = ("Unit", "PartOf", "UnitState", "Succession", "Holding", "Person")

LABELS = {cls.__name__: f"{cls.WORDS.en} {cls.WORDS.zh}" for cls in FACT_CLASSES}
"""What facts of a class are called, in both languages."""


def samples(desk: Desk, facts: Sequence[Fact]) -> tuple[str, ...]:
    """The first few facts in words, what matters most first."""
    order = {name: number for number, name in enumerate(ORDER)}
    ranked = sorted(facts, key=lambda fact: order.get(type(fact).__name__, len(ORDER)))
    return tuple(sentence(desk, fact) for fact in _mixed(ranked))


def _mixed(facts: Sequence[Fact]) -> Iterator[Fact]:
    """A few of each class, so that no class hides the others."""
    taken: dict[type[Fact], int] = {}
    for fact in facts:
        taken[type(fact)] = taken.get(type(fact), 0) + 1
        if taken[type(fact)] <= SHOWN // 3:
            yield fact


def sentence(desk: Desk, fact: Fact) -> str:
    """One fact in words, with the days on which it holds; for a corrected one, what was different.

    Of what is personal, only that it was: a plan goes to terminals and logs, where nobody notes who reads it.
    """
    before = desk.snapshot.find(fact.id)
    days = _days(fact.start, fact.end) if not is_void(fact) else f"annulled 作废 ({fact.start})"
    text = f"{_words(desk, fact)}, {days}"
    if before is None:
        return text
    changes = [
        f"{f.name} changed 已变更"
        if f.name in fact.PERSONAL
        else f"{f.name} {_shown(getattr(before, f.name))} → {_shown(getattr(fact, f.name))}"
        for f in fields(fact)
        if getattr(before, f.name) != getattr(fact, f.name) and f.name not in fact.SEALED
    ]
    return f"{text} [{'; '.join(changes)}]" if changes else text


def _words(desk: Desk, fact: Fact) -> str:
    match fact:
        case Unit():
            words = f"{fact.kind.zh} {_called(desk, fact.id)}"
        case UnitState():
            size = f", {fact.households} 户" if fact.households is not None else ""
            words = f"{fact.unit} is called {fact.name}{size}"
        case PartOf():
            words = f"{_called(desk, fact.child)} is part of {_called(desk, fact.parent)}"
        case Holding():
            rank = f" {fact.rank.zh}" if fact.rank else ""
            words = f"{_called(desk, fact.person)}: {fact.role.zh}{rank} of {_called(desk, fact.of)}"
        case Person():
            words = f"person {fact.name} ({fact.id})"
        case Rota():
            words = f"rota 排班 {fact.name}: {fact.rule} at {fact.hand_over}, {fact.days.zh}"
        case RotaMember() | DutyOverride():
            words = f"{LABELS[type(fact).__name__]}: {_called(desk, fact.rota)}, {_called(desk, fact.member)}"
        case DutySwap():
            one, other = _called(desk, fact.one), _called(desk, fact.other)
            words = f"swap 换班 {_called(desk, fact.rota)}: {one} {fact.one_day} ⇄ {other} {fact.other_day}"
        case RewardRate():
            words = f"reward 以案定补 {fact.complexity.zh} {fact.yuan:g} 元"
        case MediationResult():
            words = f"mediation 调解 {_called(desk, fact.person)}: {fact.reference}, {fact.complexity.zh}"
        case _:
            named = getattr(fact, "name", None) or next((_called(desk, getattr(fact, n)) for n in fact.LINKS), "")
            words = f"{LABELS[type(fact).__name__]}: {named or fact.id}"
    return words


def _called(desk: Desk, fact_id: FactId) -> str:
    states = desk.linked(UnitState, "unit", fact_id)
    name = states[-1].name if states else getattr(desk.find(fact_id), "name", None)
    return f"{name} ({fact_id})" if name else fact_id


def _days(start: date, end: date | None) -> str:
    return f"from {start}" if end is None else f"from {start} until {end} (exclusive)"


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return " ⏎ ".join(str(getattr(value, "zh", value)).split("\n"))[:LONGEST_SHOWN]
