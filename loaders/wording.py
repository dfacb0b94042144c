"""Facts in words, as a person reads them before saying yes."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from graph.edits.draft import Draft
from graph.facts import (
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
from graph.messages import Message, clauses, say
from graph.time.validity import is_void

LONGEST_SHOWN = 40
"""Characters of a value that is shown."""

SHOWN = 12
"""Facts of a kind of change that are shown in words."""

ORDER = ("Unit", "PartOf", "UnitState", "Succession", "Holding", "Person")


def samples(draft: Draft, facts: Sequence[Fact]) -> tuple[Message, ...]:
    """The first few facts in words, what matters most first."""
    order = {name: number for number, name in enumerate(ORDER)}
    ranked = sorted(facts, key=lambda fact: order.get(type(fact).__name__, len(ORDER)))
    return tuple(sentence(draft, fact) for fact in _mixed(ranked))


def _mixed(facts: Sequence[Fact]) -> Iterator[Fact]:
    """A few of each class, so that no class hides the others."""
    taken: dict[type[Fact], int] = {}
    for fact in facts:
        taken[type(fact)] = taken.get(type(fact), 0) + 1
        if taken[type(fact)] <= SHOWN // 3:
            yield fact


def sentence(draft: Draft, fact: Fact) -> Message:
    """One fact in words, with the days on which it holds; for a corrected one, what was different.

    Of what is personal, only that it was: a plan goes to terminals and logs, where nobody notes who reads it.
    """
    before, told = draft.base.find(fact.id), _lasting(fact, _words(draft, fact))
    changes = [] if before is None else list(_changes(before, fact))
    return say("with-changes", told=told, changes=clauses(changes)) if changes else told


def _lasting(fact: Fact, what: Message) -> Message:
    if is_void(fact):
        return say("annulled", what=what, start=fact.start)
    if fact.end is None:
        return say("lasting-from", what=what, start=fact.start)
    return say("lasting-until", what=what, start=fact.start, end=fact.end)


def _changes(before: Fact, fact: Fact) -> Iterator[Message]:
    for name in (field.name for field in fields(fact) if field.name not in fact.SEALED):
        was, now = getattr(before, name), getattr(fact, name)
        if was != now and name in fact.PERSONAL:
            yield say("field-changed", field=name)
        elif was != now:
            yield say("field-becomes", field=name, before=_shown(was), after=_shown(now))


def _words(draft: Draft, fact: Fact) -> Message:
    match fact:
        case Unit():
            told = say("a-unit", kind=fact.kind, unit=_called(draft, fact.id))
        case UnitState():
            told = _described(fact)
        case PartOf():
            told = say("is-part-of", child=_called(draft, fact.child), parent=_called(draft, fact.parent))
        case Holding():
            person, of = _called(draft, fact.person), _called(draft, fact.of)
            if fact.rank is None:
                told = say("holds-post", person=person, role=fact.role, of=of)
            told = say("holds-post-as", person=person, role=fact.role, rank=fact.rank, of=of)
        case Person():
            told = say("somebody", name=fact.name, person=fact.id)
        case Rota():
            told = say("rota-told", name=fact.name, rule=fact.rule, hour=fact.hand_over, days=fact.days)
        case RotaMember() | DutyOverride():
            rota, member = _called(draft, fact.rota), _called(draft, fact.member)
            told = say("rota-fact", kind=fact.WORDS, rota=rota, member=member)
        case DutySwap():
            told = _swap(draft, fact)
        case RewardRate():
            told = say("reward-told", complexity=fact.complexity, yuan=fact.yuan)
        case MediationResult():
            person = _called(draft, fact.person)
            told = say("mediation-told", person=person, reference=fact.reference, complexity=fact.complexity)
        case _:
            named = getattr(fact, "name", None) or next((_called(draft, getattr(fact, n)) for n in fact.LINKS), "")
            told = say("fact-told", kind=fact.WORDS, name=named or fact.id)
    return told


def _described(state: UnitState) -> Message:
    if state.households is None:
        return say("unit-called", unit=state.unit, name=state.name)
    return say("unit-called-of-size", unit=state.unit, name=state.name, households=state.households)


def _swap(draft: Draft, swap: DutySwap) -> Message:
    return say(
        "swap-told",
        rota=_called(draft, swap.rota),
        one=_called(draft, swap.one),
        one_day=swap.one_day,
        other=_called(draft, swap.other),
        other_day=swap.other_day,
    )


def _called(draft: Draft, fact_id: FactId) -> str:
    states = draft.line(UnitState, "unit", fact_id)
    name = states[-1].name if states else getattr(draft.find(fact_id), "name", None)
    return f"{name} ({fact_id})" if name else fact_id


def _shown(value: object) -> str:
    if value is None:
        return "–"
    return " ⏎ ".join(str(getattr(value, "zh", value)).split("\n"))[:LONGEST_SHOWN]
