"""Rewards for mediation (以案定补): the tariff by complexity, and the results that are paid by it."""

from datetime import date

from graph.edits.draft import Draft, given, plausible
from graph.facts import Committee, FactId, MediationResult, RewardRate
from graph.messages import say
from graph.time.calendar import DAY
from graph.words import Complexity


def set_reward_rate(draft: Draft, complexity: Complexity, yuan: float, on: date) -> RewardRate:
    """Let a case of this complexity earn so much from a day on; 0 earns nothing, and says so."""
    plausible(on)
    line = [rate for rate in draft.all(RewardRate) if rate.complexity == complexity]
    draft.note(say("note-reward", complexity=complexity, yuan=yuan))
    rate_id = draft.mint("rate", complexity, on)
    return draft.supersede(line, RewardRate(id=rate_id, complexity=complexity, yuan=yuan, start=on))


def record_mediation(
    draft: Draft,
    person: FactId,
    complexity: Complexity,
    reference: str,
    on: date,
    committee: FactId | None,
    *,
    fact_id: FactId | None = None,
) -> MediationResult:
    """Record that somebody mediated a case with success on a day.  The rules refuse one that is recorded already.

    `fact_id` is the id it has where it is from.
    """
    plausible(on, person)
    mediator = draft.person(person, on)
    if committee is not None:
        draft.fact(Committee, committee)
    reference = given(reference, say("the-reference"), person)
    result = MediationResult(
        id=fact_id or draft.mint("mediation", person, reference),
        person=person,
        complexity=complexity,
        reference=reference,
        committee=committee,
        start=on,
        end=on + DAY,
    )
    draft.put(result)
    draft.note(say("note-mediation", mediator=mediator.name, complexity=complexity, reference=reference))
    return result
