"""Duty from a calendar, as an office does it: import, serve, subscribe, change in a program, import again."""

import urllib.request
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar, vText

from tests.builders.process import Service, run, saved_as, serving
from tests.builders.workbooks import xlsx
from tests.files.calendars.office import DAY, at, event, ics

ROSTER = """query($at: DateTime!, $until: DateTime!) { organization(at: $at) { centres { nodes { id
  roster(until: $until) { start officers { name } } } } } }"""
TODAY = date.today()  # noqa: DTZ011 -- a day more or less does not matter
NAMES = ("张三", "李四", "王五")


def organisation(path: Path) -> Path:
    """A street, its centre, 综合执法 on call there, and three officers of it."""
    people = [[name, f"1380000000{n}", "值班员", "综合执法", "2025-01-01"] for n, name in enumerate(NAMES)]
    return xlsx(
        path,
        {
            "单位": [["编码", "名称", "级别", "成立日期"], ["370923001", "东街", "街道", "2025-01-01"]],
            "综治中心": [["中心名称", "服务单位编码", "生效日期"], ["东街综治中心", "370923001", "2025-01-01"]],
            "部门": [["部门名称", "生效日期"], ["综合执法", "2025-01-01"]],
            "部门入驻": [
                ["中心名称", "部门名称", "入驻方式", "生效日期"],
                ["东街综治中心", "综合执法", "随叫随到", "2025-01-01"],
            ],
            "人员": [["姓名", "手机号", "岗位", "部门", "上岗时间"], *people],
        },
    )


def served(service: Service) -> list[str]:
    """Who begins a shift on the ten days from the day after tomorrow on."""
    start, end = (f"{TODAY + n * DAY}T08:00:00+08:00" for n in (2, 12))
    (centre,) = service.ask(ROSTER, at=start, until=end)["organization"]["centres"]["nodes"]
    shifts: list[dict[str, Any]] = [shift for shift in centre["roster"] if shift["start"] >= start]
    return ["".join(officer["name"] for officer in shift["officers"]) for shift in shifts]


def test_an_office_brings_its_calendar_in_and_a_changed_feed_back(tmp_path: Path) -> None:
    data = tmp_path / "data"
    rule = {"freq": "daily", "interval": 3}
    begun = TODAY - timedelta(days=30)
    events = [event(f"{name}值班", at(begun + n * DAY), rrule=rule) for n, name in enumerate(NAMES)]
    duty = ics(tmp_path / "值班.ics", events)
    book = organisation(tmp_path / "全部.xlsx")
    with serving(data) as service:
        tried = run(data, "import", str(book), str(duty), "--centre", "370923001", "--dry-run")
        assert tried.returncode == 0, tried.stderr
        assert "值班.ics: calendar 日历 值班表, 3 events 日程: 3 without end 长期" in tried.stdout
        assert "仅预览" in tried.stdout
        done = run(data, "import", str(book), str(duty), "--centre", "370923001", "--yes")
        service.await_revision(saved_as(done))
        assert "无变更" in run(data, "import", str(duty), "--centre", "370923001", "--yes").stdout
        before = served(service)
        assert len(before) == 10
        assert before[:3] in [[*NAMES[n:], *NAMES[:n]] for n in range(3)]

        target = service.ask("{ organization { centres { nodes { id } } } }")["organization"]["centres"]["nodes"][0][
            "id"
        ]
        made = service.ask("mutation($t: ID!) { createDutyFeed(target: $t) { path } }", t=target)
        feed = tmp_path / "订阅.ics"
        address = service.url + made["createDutyFeed"]["path"]
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 -- our own address
            feed.write_bytes(answer.read())
        assert "无变更" in run(data, "import", str(feed), "--yes").stdout

        calendar: Any = Calendar.from_ical(feed.read_bytes())
        for one in calendar.walk("VEVENT"):
            if one["DTSTART"].dt.date() == TODAY + 5 * DAY:
                one["SUMMARY"] = vText(f"综合执法随叫随到：{before[1]}")
        feed.write_bytes(calendar.to_ical())
        changed = run(data, "import", str(feed), "--yes", "--reason", "换班")
        service.await_revision(saved_as(changed))
        assert "overrides 值班调整" in changed.stdout
        assert served(service) == [*before[:3], before[1], *before[4:]]

        bad = tmp_path / "坏.ics"
        bad.write_text(duty.read_text("utf-8").replace("FREQ=DAILY", "FREQ=HOURLY"), "utf-8")
        refused = run(data, "import", str(bad), "--yes")
        assert refused.returncode == 2
        assert "坏.ics, row" in refused.stderr
        assert "nothing was taken" in refused.stderr
