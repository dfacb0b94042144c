"""The decision table: how a file is read, what is found wrong with it, and how time limits run."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from demo import POLICY
from graph.errors import InvalidInput, RuleViolated
from graph.time.calendar import CivilTime, WorkCalendar
from graph.words import Channel
from queries.cases.policy import Hours, Office, Situation, Span, findings, read_policy, sound_policy

ZONE = ZoneInfo("Asia/Shanghai")
CIVIL = CivilTime(ZONE)
OFFICE = Office()

SMALL = """
name = "小办法"
levels = [{ code = "low", name = "低" }, { code = "high", name = "高" }]
matters = [
  { code = "noise", name = "噪声" },
  { code = "barking", name = "犬吠", under = "noise" },
]
[[rules]]
code = "all"
name = "一律网格员"
lead = { ladder = true }
[returns]
finally = { post = "political_legal_commissioner" }
"""


def with_rule(text: str) -> str:
    """The small policy with one more rule."""
    return SMALL.replace("[returns]", f"[[rules]]\n{text}\n[returns]")


def at(text: str) -> datetime:
    """An instant in the zone."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def test_the_demo_s_policy_is_sound() -> None:
    table = sound_policy(POLICY)
    assert [level.code for level in table.levels] == ["blue", "yellow", "red"]
    assert len(list(table.situations())) == len(table.matters) * 3 * 4 * 2 * 2


def test_every_combination_is_decided_as_the_table_reads() -> None:
    """By an independent reading: the first by `order` of those that fit."""
    table = read_policy(POLICY)
    under = {matter.code: matter.under for matter in table.matters}
    for case in table.situations():
        fits = [
            rule
            for rule in table.rules
            if (not rule.when.matters or {case.matter, under[case.matter]} & set(rule.when.matters))
            and (not rule.when.levels or case.level in rule.when.levels)
            and (not rule.when.channels or case.channel in rule.when.channels)
            and rule.when.stability_risk in (None, case.stability_risk)
            and rule.when.hours in (None, case.hours)
        ]
        assert table.fitting(case)[0].order == min(rule.order for rule in fits)
        assert {rule.code for rule in table.fitting(case)} == {rule.code for rule in fits}


def test_a_rule_for_a_matter_holds_for_what_is_under_it() -> None:
    table = read_policy(
        with_rule('code = "n"\nname = "n"\norder = 1\nwhen = { matters = ["noise"] }\nlead = { post = "grid_chief" }')
    )
    case = Situation("barking", "low", Channel.HOTLINE, stability_risk=False, hours=Hours.AFTER)
    assert [rule.code for rule in table.fitting(case)] == ["n", "all"]


def test_a_hole_is_found() -> None:
    found = findings(
        read_policy(SMALL.replace("lead = { ladder = true }", 'lead = { ladder = true }\nwhen = { levels = ["low"] }'))
    )
    assert [(f.check, "high" in f.message) for f in found] == [("policy-hole", True)]


def test_two_rules_that_disagree_need_an_order() -> None:
    text = with_rule('code = "two"\nname = "另一条"\nwhen = { channels = ["visit"] }\nlead = { post = "grid_chief" }')
    assert [(f.check, f.rules) for f in findings(read_policy(text))] == [
        ("policy-conflict", ("all", "two")),
        ("policy-unreachable", ("two",)),
    ]
    ordered = text.replace('code = "two"', 'code = "two"\norder = 1')
    assert findings(read_policy(ordered)) == []


def test_two_rules_that_say_the_same_need_none() -> None:
    text = with_rule('code = "two"\nname = "相同"\nwhen = { channels = ["visit"] }\nlead = { ladder = true }')
    assert [f.check for f in findings(read_policy(text))] == ["policy-unreachable"]


def test_a_rule_that_never_decides_is_found() -> None:
    text = with_rule('code = "late"\nname = "从不"\norder = 999\nlead = { post = "grid_chief" }')
    assert [(f.check, f.rules) for f in findings(read_policy(text))] == [("policy-unreachable", ("late",))]


def test_a_committee_needs_a_field() -> None:
    text = with_rule('code = "c"\nname = "c"\norder = 1\nwhen = { matters = ["barking"] }\nlead = { committee = true }')
    assert [(f.check, f.rules) for f in findings(read_policy(text))] == [("policy-committee", ("c",))]


@pytest.mark.parametrize(
    "outcome",
    [
        "lead = { ladder = true }\nwith = [{ committee = true }]",
        'lead = { ladder = true }\nescalate = [{ after = "1 days", to = { committee = true } }]',
    ],
)
def test_a_committee_that_comes_in_later_needs_a_field_too(outcome: str) -> None:
    text = with_rule(f'code = "c"\nname = "c"\norder = 1\nwhen = {{ matters = ["barking"] }}\n{outcome}')
    assert [(f.check, f.rules) for f in findings(read_policy(text))] == [("policy-committee", ("c",))]


def test_a_matter_has_the_field_of_the_one_it_is_under() -> None:
    text = SMALL.replace('name = "噪声"', 'name = "噪声", committee = "邻里"')
    table = read_policy(text)
    assert [table.field(code) for code in ("noise", "barking", "music")] == ["邻里", "邻里", None]
    rule = 'code = "c"\nname = "c"\norder = 1\nwhen = { matters = ["barking"] }\nlead = { committee = true }'
    assert findings(read_policy(text.replace("[returns]", f"[[rules]]\n{rule}\n[returns]"))) == []


def test_a_faulty_policy_can_t_be_set() -> None:
    with pytest.raises(RuleViolated, match="policy-unreachable"):
        sound_policy(with_rule('code = "late"\nname = "从不"\norder = 999\nlead = { post = "grid_chief" }'))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name =", "TOML"),
        (SMALL.replace('name = "小办法"', "title = 1"), "name"),
        (SMALL.replace("{ ladder = true }", "{}"), "exactly one of"),
        (SMALL.replace("{ ladder = true }", '{ ladder = true, post = "grid_chief" }'), "exactly one of"),
        (SMALL.replace("{ ladder = true }", '{ post = "mayor" }'), "rules.1.lead.post"),
        (SMALL.replace('under = "noise"', 'under = "music"'), "no matter of the first level"),
        (SMALL.replace('code = "high"', 'code = "low"'), "there twice"),
        (with_rule('code = "x"\nname = "x"\nwhen = { levels = ["red"] }\nlead = { ladder = true }'), "does not list"),
        (
            with_rule(
                'code = "x"\nname = "x"\nlead = { ladder = true }\ndeadlines = [{ step = "a", within = "soon" }]'
            ),
            "no time limit",
        ),
        (SMALL + "\n[office]\nopens = 18:00:00\ncloses = 09:00:00", "before"),
    ],
)
def test_bad_files_are_refused_with_the_place_and_a_remedy(text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        read_policy(text)


# -- time ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "number", "unit", "end"),
    [
        ("2026-11-25T10:00", 2, "h", "2026-11-25T12:00"),
        ("2026-11-25T10:00", 3, "d", "2026-11-28T10:00"),
        ("2026-11-25T10:00", 4, "wh", "2026-11-25T14:00"),
        ("2026-11-25T16:30", 4, "wh", "2026-11-26T11:30"),
        ("2026-11-27T17:00", 1, "wh", "2026-11-30T09:00"),  # Friday afternoon to Monday morning
        ("2026-11-28T22:00", 1, "wh", "2026-11-30T09:30"),  # Saturday night
        ("2026-11-25T10:00", 5, "wd", "2026-12-02T17:30"),
        ("2026-09-29T10:00", 1, "wd", "2026-09-30T17:30"),
        ("2026-09-30T10:00", 1, "wd", "2026-10-08T17:30"),  # National Day, 1 to 7 October
        ("2026-10-08T10:00", 2, "wd", "2026-10-10T17:30"),  # Saturday 10 October is worked
        ("2026-10-09T17:00", 1, "wh", "2026-10-10T09:00"),
    ],
)
def test_time_limits_know_office_hours_and_holidays(start: str, number: int, unit: str, end: str) -> None:
    span = Span.model_validate({"number": number, "unit": unit})
    assert span.after(at(start), CIVIL, OFFICE) == at(end)


def test_a_file_s_days_overrule_the_published_ones() -> None:
    local = CivilTime(ZONE, WorkCalendar({date(2026, 11, 26): False}))
    assert Span(number=1, unit="wd").after(at("2026-11-25T10:00"), local, OFFICE) == at("2026-11-27T17:30")


def test_working_hours_are_counted_as_by_the_minute() -> None:
    """Against a naive count: an hour has passed when 60 minutes of office hours have."""
    start = at("2026-09-30T15:00")
    minutes, instant = 0, start
    while minutes < 7 * 60:
        local = instant.astimezone(ZONE)
        open_now = CIVIL.calendar.is_worked(local.date()) and time(8, 30) <= local.time() < time(17, 30)
        minutes += open_now
        instant = datetime.fromtimestamp(instant.timestamp() + 60, ZONE)
    assert Span(number=7, unit="wh").after(start, CIVIL, OFFICE) == instant
