"""Rules about centres and departments."""

from collections.abc import Iterator

from graph.errors import Problem
from graph.facts import Centre, Department, Unit
from graph.kinds import LEVELS
from graph.messages import say
from graph.rules.step import Step, name_of
from graph.time.validity import first_overlap, is_void


def centre_serves(step: Step) -> Iterator[Problem]:
    """A governance centre serves a village, a management area, a street, or a level above."""
    for centre in step.of(Centre):
        unit = step.after.get(Unit, centre.serves)
        if unit is not None and not is_void(centre) and not LEVELS[unit.kind].served:
            message = say(
                "centre-misplaced",
                centre=name_of(step.after, centre.id),
                unit=name_of(step.after, unit.id),
                kind=unit.kind,
            )
            yield Problem("centre-serves", message, (centre.id, unit.id))


def department_named(step: Step) -> Iterator[Problem]:
    """On no day have two departments one name: files and policies find them by it."""
    names = {department.name for department in step.of(Department)}
    if not names:
        return
    called: dict[str, list[Department]] = {name: [] for name in names}
    for department in step.after.all(Department):
        if department.name in called:
            called[department.name].append(department)
    for name, departments in called.items():
        clash = first_overlap(departments)
        if clash:
            one, other = clash
            message = say(
                "departments-of-one-name", name=name, start=max(one.start, other.start), one=one.id, other=other.id
            )
            yield Problem("department-named", message, (one.id, other.id))
