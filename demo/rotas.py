"""The demo's rotas, drafted as anybody's would be: whose turn it is at the street's centre, and who is on call."""

from datetime import date

from demo.dates import FOUNDED
from demo.institutions import DEPARTMENTS, STREET_CENTRE
from graph.edits.draft import Draft
from graph.edits.duty import RotaPlan, set_rota
from graph.facts import FactId, Holding
from graph.words import DutyDays, Role, StationingMode

OFFICE_MINUTES = 540


def set_rotas(draft: Draft, day: date) -> None:
    """The rotating departments take working days in turn since the founding; officers on call a day each, since `day`.

    On call are those who hold the post on `day` and have no notice to leave it, the longest-serving first.
    """
    rotating = [f"dept-{word}" for word, _, mode, _, _ in DEPARTMENTS if mode == StationingMode.ROTATING]
    plan = RotaPlan(
        name="部门轮驻表",
        centre=STREET_CENTRE,
        department=None,
        rule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        hand_over="08:30",
        members=rotating,
        start=FOUNDED,
        minutes=OFFICE_MINUTES,
        days=DutyDays.WORKING_DAYS,
    )
    set_rota(draft, plan)
    for word, name, mode, _, _ in DEPARTMENTS:
        officers = _officers(draft, f"dept-{word}", day)
        if mode == StationingMode.ON_CALL and officers:
            plan = RotaPlan(
                name=f"{name}备勤表",
                centre=STREET_CENTRE,
                department=f"dept-{word}",
                rule="FREQ=DAILY",
                hand_over="08:30",
                members=officers,
                start=day,
            )
            set_rota(draft, plan)


def _officers(draft: Draft, department: FactId, day: date) -> list[FactId]:
    posts: list[Holding] = [
        post for post in draft.on(day).holdings_of(department) if post.role == Role.DUTY_OFFICER and post.end is None
    ]
    return [post.person for post in sorted(posts, key=lambda post: (post.start, post.id))]
