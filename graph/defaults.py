"""What holds where nobody has decided otherwise: the default staffing standard, ladder and digit template.

They are ordinary dated facts, put by the first change of every record; later changes end and replace them.
Source: the contract's README (staffing and ladder); DESIGN.md section 4 (digits).
"""

from graph.change import Operation, Put
from graph.facts import CodeTemplate, LadderRung, StaffingRule
from graph.time.validity import FIRST_DAY
from graph.words import GridType, Role, UnitKind

STAFFING: tuple[tuple[Role, UnitKind, GridType | None], ...] = (
    (Role.POLITICAL_LEGAL_COMMISSIONER, UnitKind.STREET, None),
    (Role.MANAGEMENT_AREA_SECRETARY, UnitKind.MANAGEMENT_AREA, None),
    (Role.VILLAGE_PARTY_SECRETARY, UnitKind.VILLAGE, None),
    (Role.GRID_CHIEF, UnitKind.GRID, None),
    (Role.FULL_TIME_WORKER, UnitKind.GRID, GridType.GENERAL),
    (Role.INSTRUCTOR, UnitKind.GRID, None),
    (Role.ASSISTANT, UnitKind.MICRO_GRID, None),
)
"""Each of these units has at least one of these."""

LADDER: tuple[tuple[Role, UnitKind], ...] = (
    (Role.FULL_TIME_WORKER, UnitKind.GRID),
    (Role.PART_TIME_WORKER, UnitKind.GRID),
    (Role.GRID_CHIEF, UnitKind.GRID),
    (Role.VILLAGE_PARTY_SECRETARY, UnitKind.VILLAGE),
    (Role.MANAGEMENT_AREA_SECRETARY, UnitKind.MANAGEMENT_AREA),
    (Role.POLITICAL_LEGAL_COMMISSIONER, UnitKind.STREET),
)
"""Who is asked first, second, …; for a micro-grid the posts of its grid count."""


def default_settings() -> tuple[Operation, ...]:
    """The operations that put the defaults, in force since before anything else."""
    rules = [
        StaffingRule(
            id=f"standard-{role}-{grid_type or kind}",
            role=role,
            unit_kind=kind,
            grid_type=grid_type,
            minimum=1,
            start=FIRST_DAY,
        )
        for role, kind, grid_type in STAFFING
    ]
    rungs = [
        LadderRung(id=f"ladder-{order}", order=order, role=role, unit_kind=kind, start=FIRST_DAY)
        for order, (role, kind) in enumerate(LADDER, start=1)
    ]
    return tuple(Put(fact) for fact in (*rules, *rungs, CodeTemplate(id="code-template", start=FIRST_DAY)))
