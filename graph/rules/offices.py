"""Rules about centres and departments."""

from collections.abc import Iterator

from graph.errors import Problem
from graph.facts import Centre, Department, Unit
from graph.roles import SERVED_KINDS
from graph.rules.step import Step, name_of
from graph.time.validity import first_overlap, is_void


def centre_serves(step: Step) -> Iterator[Problem]:
    """A governance centre serves a village, a management area, a street, or a level above."""
    for centre in step.of(Centre):
        unit = step.after.get(Unit, centre.serves)
        if unit is not None and not is_void(centre) and unit.kind not in SERVED_KINDS:
            message = (
                f"{name_of(step.after, centre.id)} can't serve {name_of(step.after, unit.id)}, a {unit.kind.label} "
                f"{unit.kind.zh}; centres are those of a village, a management area, a street or a level above. "
                "综治中心设在村（社区）以上"
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
            message = (
                f"Two departments 部门 would be called {name} from {max(one.start, other.start)} on: {one.id} and "
                f"{other.id}. Use the one that is there, or give the other a name of its own. 部门名称重复"
            )
            yield Problem("department-named", message, (one.id, other.id))
