"""Names and codes of units."""

import re
from collections import defaultdict
from collections.abc import Iterator

from graph.codes import is_coded_in
from graph.facts import Unit
from graph.texts import name_key
from graph.view import View
from graph.words import UnitKind
from queries.checks.finding import Check, Fault, Severity, called, fault
from queries.places.place import name

CODE_DIGITS = 5
"""So many digits in a row are a code, not a house number or a year."""

LONGEST_NAME = 30
"""Characters.  WeCom's grid interface takes no longer name (DOMAIN.md 4)."""

DIGITS = re.compile(r"\d+")


def same_named_siblings(view: View) -> Iterator[Fault]:
    """Units directly below the same unit do not share a name."""
    for unit in view.units():
        namesakes: dict[str, list[Unit]] = defaultdict(list)
        for child in view.children(unit.id):
            namesakes[name_key(name(view, child))].append(child)
        for children in namesakes.values():
            if len(children) > 1:
                shared = name(view, children[0])
                codes = "、".join(child.id for child in children)
                above = called(view, unit)
                zh = f"{above}下有 {len(children)} 个单位都叫{shared}：{codes}"
                en = f"{above} has {len(children)} called {shared}."
                yield fault(zh, en, *(child.id for child in children))


def code_in_name(view: View) -> Iterator[Fault]:
    """A name holds neither the unit's code nor any other long number."""
    for unit in view.units():
        state = view.state(unit.id)
        own = "" if state is None else state.name
        numbers = [run for run in DIGITS.findall(own) if len(run) >= CODE_DIGITS or run == unit.id]
        if numbers:
            who, code = called(view, unit), numbers[0]
            yield fault(f"{who}的名称里含有编码 {code}", f"the name of {who} holds the code {code}.", unit.id)


def parent_in_name(view: View) -> Iterator[Fault]:
    """A name does not repeat the name of the unit above."""
    for unit in view.units():
        above = view.parent(unit.id)
        if above is None:
            continue
        own, parents = name(view, unit), name(view, above)
        if len(parents) > 1 and parents in own:
            who = called(view, unit)
            zh = f"{who}的名称里重复了上级名称{parents}"
            en = f"the name of {who} repeats that of the unit above, {parents}."
            yield fault(zh, en, unit.id, above.id)


def name_too_long(view: View) -> Iterator[Fault]:
    """A name has at most 30 characters."""
    for unit in view.units():
        length = len(name(view, unit))
        if length > LONGEST_NAME:
            who = called(view, unit)
            yield fault(f"{who}的名称有 {length} 个字", f"the name of {who} has {length} characters.", unit.id)


def code_not_under_parent(view: View) -> Iterator[Fault]:
    """The code of a village, or of what is above it, begins with that of the unit above or of a predecessor."""
    for unit in view.units():
        yield from code_elsewhere(view, unit)


def code_elsewhere(view: View, unit: Unit) -> Iterator[Fault]:
    """A unit whose code is that of another place.  Of grids and micro-grids the rule `code-in-place` speaks."""
    above = _coded_above(view, unit)
    if unit.kind in {UnitKind.GRID, UnitKind.MICRO_GRID} or above is None:
        return
    if not is_coded_in(view.snapshot, unit.id, above.id):
        who, parent = called(view, unit), called(view, above)
        zh = f"{who}隶属{parent}，编码却不以其开头"
        yield fault(zh, f"{who} is part of {parent} and its code does not begin with it.", unit.id, above.id)


def _coded_above(view: View, unit: Unit) -> Unit | None:
    return next((above for above in view.ancestors(unit.id) if above.kind != UnitKind.MANAGEMENT_AREA), None)


CHECKS = (
    Check(
        "W201",
        Severity.WARNING,
        "同级重名 / siblings of one name",
        "改名，使同级名称互不相同 / rename, so that each can be told from the others.",
        same_named_siblings,
    ),
    Check(
        "W202",
        Severity.WARNING,
        "名称含编码 / code in the name",
        "名称只写名字，如“第一网格” / leave the code out: 第一网格, not 5060802 第二网格.",
        code_in_name,
    ),
    Check(
        "W203",
        Severity.NOTE,
        "名称含上级名 / name of the unit above in the name",
        "去掉上级名称，显示时自会带上 / leave it out; it is shown with the unit anyway.",
        parent_in_name,
    ),
    Check(
        "W204",
        Severity.NOTE,
        "名称过长 / name too long",
        "缩短到 30 字以内 / shorten it to 30 characters; other platforms take no more.",
        name_too_long,
    ),
    Check(
        "W212",
        Severity.NOTE,
        "编码与隶属不符 / code not under its parent's",
        "若编码须反映隶属，重新编号 / renumber it if codes are to tell where a unit is; the old code leads on.",
        code_not_under_parent,
    ),
)
