"""The rules that every model keeps on every day of all time, each with a stable name.

A rule looks at what a change touched and at the facts around it, never at the whole model, and yields a Problem for
each breach.  `RULES` is the whole list; `docs/rules.md` explains each to people.
"""

from collections.abc import Collection, Iterable, Iterator

from graph.errors import Problem
from graph.facts import FactId
from graph.rules import absences, codes, duty, form, links, names, offices, posts, records, units
from graph.rules.step import Rule, Step
from graph.time.validity import within


def broken_rules(step: Step, leaving_out: Collection[Rule] = ()) -> Iterator[Problem]:
    """Every problem that the change brings, form before substance: a malformed fact is not examined further."""
    form_asked = [rule for rule in FORM_RULES if rule not in leaving_out]
    faults = [problem for rule in form_asked for problem in _in_order(_brought(rule, step))]
    yield from faults
    if not faults:
        for rule in RULES:
            if rule not in leaving_out:
                yield from _in_order(_brought(rule, step))


def _brought(rule: Rule, step: Step) -> list[Problem]:
    """The breaches that a change brings.

    A rule may have come later than facts that break it.  Such a breach stands in nobody's way, as long as the change
    lets none of what is concerned hold on more days than before: it can be ended, and shortened.
    """
    found = list(rule(step))
    if not found:
        return []
    known = {fact_id: fact for fact_id in step.changed if (fact := step.before.find(fact_id)) is not None}
    there = set(rule(Step(step.before, step.before, known)))
    return [problem for problem in found if problem not in there or any(_grows(step, i) for i in problem.ids)]


def _grows(step: Step, fact_id: FactId) -> bool:
    now, old = step.changed.get(fact_id), step.before.find(fact_id)
    return now is not None and (old is None or not within(now, old))


def malformed(step: Step) -> Iterator[Problem]:
    """What is wrong with facts by themselves and with what they name, whatever else is still to come."""
    faults = [problem for rule in FORM_RULES for problem in _in_order(_brought(rule, step))]
    yield from faults
    if not faults:
        for rule in SENSE_RULES:
            yield from _in_order(_brought(rule, step))


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    # Sets are gone through on the way; what is said must not depend on their order.
    return sorted(problems, key=lambda problem: (problem.rule, problem.ids, problem.message))


FORM_RULES: tuple[Rule, ...] = (
    form.text_clean,
    form.interval_in_order,
    form.date_plausible,
    form.number_in_range,
    form.geometry_valid,
    form.identity_kept,
)
RULES: tuple[Rule, ...] = (
    links.link_resolves,
    links.life_within,
    links.one_at_a_time,
    links.one_primary,
    units.always_described,
    units.always_placed,
    units.level_order,
    units.grid_typed,
    units.succession_in_order,
    absences.cover_present,
    duty.rota_readable,
    duty.rota_members,
    duty.duty_in_order,
    names.names_apart,
    posts.post_possible,
    codes.template_in_order,
    codes.code_fits,
    codes.code_in_place,
    offices.centre_serves,
    offices.department_named,
    records.appraisal_period,
    records.mediation_recorded,
    records.indicator_in_range,
)

SENSE_RULES: tuple[Rule, ...] = (
    posts.post_possible,
    codes.template_in_order,
    codes.code_fits,
    offices.centre_serves,
    records.appraisal_period,
    records.mediation_recorded,
    records.indicator_in_range,
)
"""Those of RULES that no other fact can make good: a post that can't be, a code that is none."""

LATER_RULES: frozenset[Rule] = frozenset(
    {
        names.names_apart,
        posts.post_possible,
        codes.template_in_order,
        codes.code_fits,
        codes.code_in_place,
        offices.centre_serves,
        offices.department_named,
        records.appraisal_period,
        records.mediation_recorded,
    }
)
"""Rules that came when records had been made already: what breaks them in an older backup is restored, and found."""

STRICTER_RULES: frozenset[Rule] = frozenset({form.text_clean})
"""Rules that allow less than they did: characters that nobody sees were kept once."""
