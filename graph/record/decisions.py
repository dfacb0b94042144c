"""Decisions kept in the record beside the model: (:Decision) with its deadlines, events, predecessor, place and policy.

The only module that writes Cypher for them.  Each write is one statement, so whole or not at all, and safe to send
twice: a node that is there already is met, not made again.
"""

import asyncio
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from graph.change import Asked
from graph.decisions.codec import plain_decision, read_decision
from graph.decisions.decision import Deadline, Decision, DecisionEventKind, Event, Report, Sought, Tally, parties
from graph.errors import Unavailable
from graph.record.bolt import SILENT_READ_S, BoltStore

APART = frozenset({"deadlines", "events", "supersedes", "superseded_by", "superseded_at"})
"""Fields that are not properties of the node: nodes of their own, relationships, or set by what comes after."""

PLAIN = tuple(field.name for field in fields(Decision) if field.name not in APART)
LISTS = frozenset({"path", "people", "departments", "climbed"})

MOST_TALLIES = 500

WHOLE = """
RETURN d {.*,
    deadlines: [(d)-[:HAS_DEADLINE]->(l) | l {.*}],
    events: [(d)-[:HAS_EVENT]->(e) | e {.*}],
    supersedes: head([(d)-[:SUPERSEDES]->(o) | o.id]),
    superseded_by: head([(n:Decision)-[:SUPERSEDES]->(d) | n.id])
} AS decision
"""

CONNECT = """
OPTIONAL MATCH (unit:Unit {code: d.place})
OPTIONAL MATCH (policy:Policy {id: d.policy})
FOREACH (u IN CASE WHEN unit IS NULL THEN [] ELSE [unit] END | CREATE (d)-[:DECIDED_FOR]->(u))
FOREACH (p IN CASE WHEN policy IS NULL THEN [] ELSE [policy] END | CREATE (d)-[:DECIDED_BY]->(p))
"""

FURNISH = f"""
FOREACH (row IN $deadlines | CREATE (d)-[:HAS_DEADLINE]->(l:Deadline) SET l = row)
WITH d
{CONNECT}
"""

KEEP = f"""
MERGE (d:Decision {{open_reference: $properties.reference}})
ON CREATE SET d += $properties, d.fresh = true
WITH d, d.fresh IS NOT NULL AS fresh
REMOVE d.fresh
WITH d, fresh
CALL (d, fresh) {{
    WITH d WHERE fresh
    {FURNISH}
}}
WITH d
{WHOLE}
"""
"""Keep a decision unless one stands for the reference: the constraint on `open_reference` lets only one be made."""

REPLACE = f"""
MATCH (old:Decision {{id: $old}})
SET old.locked = $properties.id
WITH old, old.open_reference IS NOT NULL AS open
REMOVE old.locked
WITH old WHERE open
REMOVE old.open_reference
SET old.superseded_at = $properties.decided_at
CREATE (old)-[:HAS_EVENT]->(e:DecisionEvent) SET e = $event
CREATE (d:Decision)-[:SUPERSEDES]->(old)
SET d = $properties, d.open_reference = $properties.reference
WITH d
{FURNISH}
"""
"""Let a decision take the place of another that stands: under its lock, so that only one does."""

RESTORE = f"""
UNWIND $rows AS row
MERGE (d:Decision {{id: row.properties.id}})
ON CREATE SET d += row.properties, d.fresh = true
WITH d, row, d.fresh IS NOT NULL AS fresh
REMOVE d.fresh
WITH d, row WHERE fresh
FOREACH (deadline IN row.deadlines | CREATE (d)-[:HAS_DEADLINE]->(l:Deadline) SET l = deadline)
FOREACH (event IN row.events | CREATE (d)-[:HAS_EVENT]->(e:DecisionEvent) SET e = event)
WITH d, row
OPTIONAL MATCH (old:Decision {{id: row.supersedes}})
FOREACH (o IN CASE WHEN old IS NULL THEN [] ELSE [old] END | CREATE (d)-[:SUPERSEDES]->(o))
WITH d
{CONNECT}
"""
"""Put decisions back as they were; one that is there already is left alone."""

ACKNOWLEDGE = """
MATCH (d:Decision {id: $id}) SET d.locked = $id
WITH d REMOVE d.locked
WITH d MATCH (d)-[:HAS_DEADLINE]->(l:Deadline {step: $event.what}) WHERE l.done IS NULL AND d.open_reference IS NOT NULL
SET l.done = $event.at
CREATE (d)-[:HAS_EVENT]->(e:DecisionEvent) SET e = $event
"""

ESCALATE = """
MATCH (d:Decision {id: $id}) SET d.locked = $id
WITH d, d.escalated = $number - 1 AND d.open_reference IS NOT NULL AS due
REMOVE d.locked
WITH d WHERE due
SET d.escalated = $number
CREATE (d)-[:HAS_EVENT]->(e:DecisionEvent) SET e = $event
"""

CLAIM = """
MERGE (a:Asked {by: $by}) ON CREATE SET a.content = $content, a.number = $number, a.at = $at
RETURN a.content AS content, a.number AS number
"""
"""A token belongs to the request that names it first: the constraint on `by` lets only one do so."""

MISSED = """
EXISTS { (d)-[:HAS_DEADLINE]->(l:Deadline) WHERE l.due < $at AND (l.done IS NULL OR l.done > l.due)
    AND (d.superseded_at IS NULL OR l.due < d.superseded_at) }
"""

CHOSEN = """
MATCH (d:Decision)
WHERE ($under IS NULL OR $under IN d.path)
  AND ($level IS NULL OR d.level = $level)
  AND ($matter IS NULL OR d.matter = $matter)
  AND ($person IS NULL OR (d.lead_id = $person AND d.lead_kind IN ['person', 'task_force']))
  AND ($department IS NULL OR (d.lead_id = $department AND d.lead_kind = 'department'))
  AND ($at IS NULL OR (d.decided_at <= $at AND (d.superseded_at IS NULL OR d.superseded_at > $at)
    AND EXISTS { (d)-[:HAS_DEADLINE]->(l:Deadline) WHERE l.due < $at AND (l.done IS NULL OR l.done > $at) }))
"""

WITHIN = (
    "MATCH (d:Decision) WHERE d.decided_at >= $start AND d.decided_at < $end AND ($under IS NULL OR $under IN d.path)"
)

TALLIES = {
    "by_lead": "RETURN [d.lead_kind, d.lead_id] AS of, count(*) AS count",
    "by_level": "RETURN [d.level] AS of, count(*) AS count",
    "by_unit": "RETURN [d.place] AS of, count(*) AS count",
    "by_person": "UNWIND d.people AS who RETURN [who, d.month] AS of, count(*) AS count, "
    "count(CASE WHEN d.lead_id = who AND d.lead_kind IN ['person', 'task_force'] THEN 1 END) AS led",
    "by_department": "UNWIND d.departments AS who RETURN [who, d.month] AS of, count(*) AS count, "
    "count(CASE WHEN d.lead_id = who AND d.lead_kind = 'department' THEN 1 END) AS led",
    "by_vacancy": "UNWIND d.climbed AS post RETURN split(post, '|') AS of, count(*) AS count",
}


LIST = """
MATCH (d:Decision) WHERE d.id > $after
RETURN d.id AS id, d.decided_at AS at, d.returns AS returns, head([(d)-[:SUPERSEDES]->(o) | o.id]) AS supersedes
ORDER BY id LIMIT $most
"""
LISTED_AT_ONCE = 20_000

STRAYS = """
MATCH (e:DecisionEvent) WHERE NOT EXISTS { (:Decision)-[:HAS_EVENT]->(e) }
RETURN 'event' AS kind, trim(coalesce(e.kind, '') + ' ' + coalesce(toString(e.at), '')) AS what
UNION ALL
MATCH (l:Deadline) WHERE NOT EXISTS { (:Decision)-[:HAS_DEADLINE]->(l) }
RETURN 'deadline' AS kind, trim(coalesce(l.step, '') + ' ' + coalesce(toString(l.due), '')) AS what
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision in a list: its id, when it was made, how many returns led to it, whose place it took."""

    id: str
    decided_at: datetime
    returns: int
    supersedes: str | None


@dataclass(frozen=True, slots=True)
class Damaged:
    """A decision that can't be understood, and why."""

    id: str
    why: str


class DecisionStore:
    """Reads and writes decisions."""

    def __init__(self, store: BoltStore) -> None:
        self._store = store

    async def find(self, decision_id: str) -> Decision | None:
        """The decision of an id, or None."""
        rows = await self._ask(f"MATCH (d:Decision {{id: $id}}) {WHOLE}", id=decision_id)
        return _decision(rows[0]["decision"]) if rows else None

    async def standing(self, reference: str) -> Decision | None:
        """The one decision that stands for a reference, or None."""
        rows = await self._ask(f"MATCH (d:Decision {{open_reference: $ref}}) {WHOLE}", ref=reference)
        return _decision(rows[0]["decision"]) if rows else None

    async def keep(self, decision: Decision) -> Decision:
        """Keep a decision unless one stands for its reference already; the one that stands now."""
        rows = await self._write(KEEP, properties=_properties(decision), deadlines=_deadlines(decision))
        return _decision(rows[0]["decision"])

    async def replace(self, old: str, new: Decision, returned: Event) -> Decision | None:
        """Let `new` take the place of the decision `old`, unless another has done so; the one that has now."""
        await self._write(
            REPLACE, old=old, properties=_properties(new), deadlines=_deadlines(new), event=_event_row(returned)
        )
        rows = await self._ask(f"MATCH (d:Decision)-[:SUPERSEDES]->(:Decision {{id: $old}}) {WHOLE}", old=old)
        return _decision(rows[0]["decision"]) if rows else None

    async def acknowledge(self, decision_id: str, event: Event) -> None:
        """Note that a deadline is met, `event.what`, unless it was met before or the decision stands no longer."""
        await self._write(ACKNOWLEDGE, id=decision_id, event=_event_row(event))

    async def escalate(self, decision_id: str, number: int, event: Event) -> None:
        """Note that the n-th escalation is taken, unless it was before or the decision stands no longer."""
        await self._write(ESCALATE, id=decision_id, number=number, event=_event_row(event))

    async def claimed(self, asked: Asked) -> tuple[str, int | None] | None:
        """What a token stands for, as `claim` says it; None: it has not been used."""
        rows = await self._ask("MATCH (a:Asked {by: $by}) RETURN a.content AS content, a.number AS number", by=asked.by)
        return (str(rows[0]["content"]), rows[0]["number"]) if rows else None

    async def claim(self, asked: Asked, number: int | None, at: datetime) -> tuple[str, int | None]:
        """What a token stands for, unless this is its first use: then it stands for this from now on.

        Its content, and the number of the escalation that it takes, if it takes one.
        """
        rows = await self._write(CLAIM, by=asked.by, content=asked.content, number=number, at=at)
        return str(rows[0]["content"]), rows[0]["number"]

    async def page(self, sought: Sought, before: tuple[datetime, str] | None, most: int) -> list[Decision]:
        """Decisions, newest first, then by id from the last: the first `most` that come after `before`."""
        at, last = (None, None) if before is None else before
        rows = await self._ask(
            f"{CHOSEN} AND ($before IS NULL OR d.decided_at < $before OR (d.decided_at = $before AND d.id < $last)) "
            f"WITH d ORDER BY d.decided_at DESC, d.id DESC LIMIT $most {WHOLE} ORDER BY d.decided_at DESC, d.id DESC",
            **_sought(sought),
            before=at,
            last=last,
            most=most,
        )
        return [_decision(row["decision"]) for row in rows]

    async def count(self, sought: Sought) -> int:
        """How many decisions are meant."""
        rows = await self._ask(f"{CHOSEN} RETURN count(d) AS count", **_sought(sought))
        return int(rows[0]["count"])

    async def decided(self, under: str | None, start: datetime, end: datetime) -> int:
        """How many decisions were made from `start` up to `end`."""
        rows = await self._ask(f"{WITHIN} RETURN count(d) AS count", under=under, start=start, end=end)
        return int(rows[0]["count"])

    async def report(self, under: str | None, start: datetime, end: datetime, at: datetime) -> Report:
        """The decisions made from `start` up to `end`, counted; overdue by `at`.  One statement for each count."""
        chosen = {"under": under, "start": start, "end": end}
        rows = await self._ask(
            f"{WITHIN} RETURN count(d) AS total, count(d.superseded_at) AS returned, "
            f"count(CASE WHEN {MISSED} THEN 1 END) AS overdue",
            **chosen,
            at=at,
        )
        tallies: dict[str, Any] = {name: await self._tallies(counting, chosen) for name, counting in TALLIES.items()}
        return Report(start=start.date(), end=end.date(), at=at, **rows[0], **tallies)

    # -- all of them -------------------------------------------------------------------------------------------------

    async def listed(self) -> list[Listed]:
        """Every decision that there is, by id; a damaged one too."""
        found: list[Listed] = []
        while True:
            rows = await self._ask(LIST, after=found[-1].id if found else "", most=LISTED_AT_ONCE)
            found += [Listed(r["id"], _listed_at(r["at"]), r["returns"] or 0, r["supersedes"]) for r in rows]
            if len(rows) < LISTED_AT_ONCE:
                return found

    async def read(self, ids: Sequence[str]) -> list[Decision | Damaged]:
        """The decisions of these ids, as far as there are such, in the order of `ids`."""
        rows = await self._ask(f"UNWIND $ids AS id MATCH (d:Decision {{id: id}}) {WHOLE}", ids=list(ids))
        found = {row["decision"]["id"]: _understood(row["decision"]) for row in rows}
        return [found[decision_id] for decision_id in ids if decision_id in found]

    async def restore(self, decisions: Sequence[Decision]) -> None:
        """Put decisions back as they were, each after the one whose place it took.  Those there already are kept."""
        await self._write(RESTORE, rows=[_row(decision) for decision in decisions])

    async def strays(self) -> list[tuple[str, str]]:
        """Events and deadlines that belong to no decision: what each is, and what it says."""
        rows = await self._ask(STRAYS)
        return [(row["kind"], row["what"]) for row in rows]

    # -- inside ------------------------------------------------------------------------------------------------------

    async def _ask(self, cypher: str, **parameters: object) -> list[dict[str, Any]]:
        """Rows, in bounded time.  Raises Unavailable."""
        try:
            async with asyncio.timeout(SILENT_READ_S):
                return await self._store.query(cypher, **parameters)
        except TimeoutError:
            raise Unavailable(f"The record has not answered for {SILENT_READ_S:g} s. Try again. 请稍后重试") from None

    async def _write(self, cypher: str, **parameters: object) -> list[dict[str, Any]]:
        """Write in bounded time.  Raises Unavailable: it may have been written, and may safely be sent again."""
        try:
            async with asyncio.timeout(SILENT_READ_S):
                return await self._store.execute(cypher, **parameters)
        except TimeoutError:
            message = f"The record has not answered for {SILENT_READ_S:g} s; the decision may have been kept."
            raise Unavailable(f"{message} Ask again: the same request leads to the same decision. 请重试") from None

    async def _tallies(self, counting: str, chosen: Mapping[str, object]) -> tuple[Tally, ...]:
        rows = await self._ask(f"{WITHIN} {counting} ORDER BY count DESC, of LIMIT $most", **chosen, most=MOST_TALLIES)
        return tuple(Tally(tuple(row["of"]), row["count"], row.get("led", 0)) for row in rows)


def _sought(sought: Sought) -> dict[str, object]:
    return {
        "under": sought.under,
        "level": sought.level,
        "matter": sought.matter,
        "person": sought.person,
        "department": sought.department,
        "at": sought.overdue_at,
    }


def _properties(decision: Decision) -> dict[str, Any]:
    values = {name: getattr(decision, name) for name in PLAIN}
    return {n: list(v) if isinstance(v, tuple) else v for n, v in values.items() if v is not None}


def _deadlines(decision: Decision) -> list[dict[str, Any]]:
    rows = [{"order": n, "step": d.step, "due": d.due, "done": d.done} for n, d in enumerate(decision.deadlines)]
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def _row(decision: Decision) -> dict[str, Any]:
    """A decision whole, with what came of it, and with who helps: earlier backups counted that apart."""
    with suppress(KeyError, TypeError, ValueError):  # what is damaged is kept as it is, for `check` to tell
        people, departments = parties(decision.frozen)
        decision = replace(decision, people=people, departments=departments)
    at = decision.superseded_at
    state = {"open_reference": decision.reference} if at is None else {"superseded_at": at}
    return {
        "properties": _properties(decision) | state,
        "deadlines": _deadlines(decision),
        "events": [_event_row(event) for event in decision.events],
        "supersedes": decision.supersedes,
    }


def _event_row(event: Event) -> dict[str, Any]:
    row = {
        "id": uuid.uuid4().hex,
        "at": event.at,
        "kind": event.kind.value,
        "by": event.by,
        "what": event.what,
        "reason": event.reason,
        "note": event.note,
    }
    return {name: value for name, value in row.items() if value is not None}


def _understood(row: dict[str, Any]) -> Decision | Damaged:
    """A decision, held against its fields' types by way of its plain values; or what is wrong with it."""
    try:
        return read_decision(plain_decision(_decision(row)))
    except (AttributeError, KeyError, TypeError, ValueError) as error:  # what stands there was not written by us
        return Damaged(row["id"], f"what it says can't be understood: {error}")


def _listed_at(value: Any) -> datetime:  # noqa: ANN401 -- the driver's own type
    try:
        found: datetime = value.to_native()
    except AttributeError:  # damaged: `read` says so
        return datetime.min.replace(tzinfo=UTC)
    return found


def _decision(row: dict[str, Any]) -> Decision:
    values: dict[str, Any] = {name: tuple(row.get(name) or ()) if name in LISTS else row.get(name) for name in PLAIN}
    values["decided_at"] = row["decided_at"].to_native()
    deadlines = sorted(row["deadlines"], key=lambda found: found["order"])
    events = sorted((_event(found) for found in row["events"]), key=lambda event: (event.at, event.kind, event.what))
    return Decision(
        **values,
        deadlines=tuple(Deadline(d["step"], d["due"].to_native(), _instant(d.get("done"))) for d in deadlines),
        events=tuple(events),
        supersedes=row["supersedes"],
        superseded_by=row["superseded_by"],
        superseded_at=_instant(row.get("superseded_at")),
    )


def _event(row: dict[str, Any]) -> Event:
    kind = DecisionEventKind(row["kind"])  # type: ignore[call-arg]  # a Term is looked up by its value
    return Event(row["at"].to_native(), kind, row["by"], row["what"], row["reason"], row.get("note"))


def _instant(value: Any) -> datetime | None:  # noqa: ANN401 -- the driver's own type
    return None if value is None else value.to_native()
