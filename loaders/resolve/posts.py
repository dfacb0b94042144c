"""Who holds which post, as the files say: for every post that they name, they are complete.

A holder whom the files do not name for such a post leaves it on the effective day.  Posts that no file names are left
alone, and so are holdings that begin later than the files speak of.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from graph.edits.draft import Draft
from graph.edits.timelines import says, stretch
from graph.facts import Centre, Committee, Department, Fact, FactId, Holding, Person, Unit
from graph.messages import say
from graph.roles import SOLE_ROLES, post_fault
from graph.time.validity import holds_on, on_day, until
from graph.words import Rank, Role
from loaders.faults import Findings, Where
from loaders.resolve.stated import free, source
from loaders.rows.claims import PostClaim

Post = tuple[FactId, Role]


@dataclass(slots=True)
class Entry:
    """One person's holding of a post as the files say it, with what the model has of it already.

    `start` and `end` bound it; `rank` is None until it is settled, then a tuple of the rank, which a new holder has
    from `ranked_from` on.
    """

    claim: PostClaim
    person: FactId
    line: list[Holding]
    start: date
    end: date | None
    rank: tuple[Rank | None] | None
    field: str | None
    ranked_from: date

    def meets(self, start: date, end: date | None) -> bool:
        """Say whether the holding has a day in [start, end)."""
        return self.start < (end or date.max) and start < (self.end or date.max)


class PostFacts:
    """Drafts the holdings of posts."""

    def __init__(self, draft: Draft, day: date, findings: Findings) -> None:
        self.draft, self.day, self.findings = draft, day, findings
        self.named: set[Post] = set()

    def write(self, posts: Mapping[Post, Sequence[tuple[PostClaim, FactId | None]]]) -> None:
        """Draft everything that is said of each post, in the order of the files."""
        for post, said in posts.items():
            self.named.add(post)
            target = self._target(post[0])
            if target is not None:
                self._write(post, target, said)

    def _target(self, of: FactId) -> Fact | None:
        found = (self.draft.get(cls, of) for cls in (Unit, Centre, Committee, Department))
        return next((fact for fact in found if fact is not None), None)

    def _write(self, post: Post, target: Fact, said: Sequence[tuple[PostClaim, FactId | None]]) -> None:
        held = [h for h in self.draft.line(Holding, "of", post[0]) if h.role == post[1]]
        if not held and self._is_impossible(post[1], target, said):
            return
        claims = [(claim, person) for claim, person in said if person is not None and claim.holder is not None]
        entries = [
            entry
            for claim, person in self._merged(claims)
            if (entry := self._entry(claim, person, held, target)) is not None
        ]
        self._doubt_overlaps(entries)
        vacant = self._vacant([claim for claim, _ in said if claim.holder is None], entries)
        complete_on = self.day if vacant else self._complete_on(entries)
        leaving = self._leave(post, held, entries, complete_on)
        staying = [h for h in held if h.person not in {e.person for e in entries}]
        self._rank(post, entries, [leaving.get(h.id, h) for h in staying], complete_on)
        people = Counter(entry.person for entry in entries)
        # What the model has comes first: it may be shortened, and so make room for what is new.
        for entry in sorted(entries, key=lambda e: self.draft.base.get(Holding, e.claim.id or "") is None):
            self._draft(post, entry, alone=people[entry.person] == 1)

    def _is_impossible(self, role: Role, target: Fact, said: Sequence[tuple[PostClaim, FactId | None]]) -> bool:
        """Whether there is no such post; a fault of every row that names it."""
        fault = post_fault(role, target)
        if fault is None:
            return False
        for claim, _ in said:
            self.findings.fault(claim.where, fault, say("correct-post"), role.zh)
        return True

    def _vacant(self, said: Sequence[PostClaim], entries: Sequence[Entry]) -> bool:
        """Whether the files say that nobody holds the post; a fault if they name somebody too."""
        now = [e for e in entries if e.start <= self.day < (e.end or date.max)]
        if said and now:
            named = now[0].claim.where.seen_from(said[0].where)
            self.findings.fault(
                said[0].where,
                say("vacant-and-named", named=named),
                say("correct-one-row"),
            )
        return bool(said)

    def _merged(self, claims: Sequence[tuple[PostClaim, FactId]]) -> list[tuple[PostClaim, FactId]]:
        """Rows that say the same person's holding again become one; a dated row says more than an undated one.

        In the order in which the people are first named, with a rank that either row gives.
        """
        found: dict[tuple[object, ...], tuple[PostClaim, FactId]] = {}
        lasting = (c for c in claims if (c[0].start is not None or c[0].end) and (c[0].end or date.max) > self.day)
        dated = {person for _, person in lasting}
        order: dict[FactId, int] = {}
        ranks: dict[FactId, tuple[Rank | None] | None] = {}
        for claim, person in claims:
            order.setdefault(person, len(order))
            undated = claim.id is None and claim.start is None and claim.end is None
            if undated and person in dated:
                ranks[person] = ranks.get(person) or claim.rank
                continue
            key = (person, claim.id or claim.start)
            earlier, _ = found.get(key, (None, person))
            if earlier is not None and None not in {earlier.end, claim.end} and earlier.end != claim.end:
                self._fault_twice(claim, earlier)
            if earlier is not None:
                rank, end = earlier.rank or claim.rank, earlier.end or claim.end
                found[key] = (replace(earlier, rank=rank, end=end), person)
            else:
                found[key] = (claim, person)
        merged = [(replace(claim, rank=claim.rank or ranks.get(person)), person) for claim, person in found.values()]
        return sorted(merged, key=lambda one: order[one[1]])

    def _doubt_overlaps(self, entries: Sequence[Entry]) -> None:
        """Faults for rows that say differently when one person holds one post."""
        said = sorted((e for e in entries if e.claim.id is None), key=lambda e: (e.person, e.start))
        for one, other in pairwise(said):
            if one.person == other.person and one.meets(other.start, other.end):
                self._fault_twice(other.claim, one.claim)

    def _fault_twice(self, claim: PostClaim, earlier: PostClaim) -> None:
        self.findings.fault(
            claim.where,
            say("other-dates", elsewhere=earlier.where.seen_from(claim.where)),
            say("correct-row-or-telephones"),
            claim.holder.name if claim.holder else None,
        )

    # -- when ----------------------------------------------------------------------------------------------------------

    def _entry(self, claim: PostClaim, person: FactId, held: Sequence[Holding], target: Fact) -> Entry | None:
        line = [h for h in held if h.person == person]
        now = on_day(line, self.day) or next((h for h in line if h.start > self.day), None)
        if claim.id is not None and (own := next((h for h in line if h.id == claim.id), None)) is not None:
            now = own
        start, end = claim.start, claim.end
        if start is None and end is not None and now is None:
            # Said once while it lasted, and said again now that it is over.
            now = next((h for h in line if h.end == end), None)
        if start is None:
            start = now.start if now is not None else self.day
        start = self._within_life(claim, start, target)
        if end is None and claim.id is None and now is not None and until(now) > start:
            end = now.end
        end = _earlier(end, target.end)
        if end is None or end > start:
            return Entry(claim, person, line, start, end, claim.rank, claim.field, ranked_from=start)
        self._doubt_span(claim, start, end)
        return None

    def _doubt_span(self, claim: PostClaim, start: date, end: date) -> None:
        if claim.start is None and claim.end is not None:
            self.findings.warn(
                claim.where,
                say("post-end-without-start", end=end),
                say("add-post-start"),
            )
        else:
            self.findings.fault(
                claim.where,
                say("post-would-end-too-soon", end=end, start=start),
                say("correct-dates-maybe-retired"),
            )

    def _within_life(self, claim: PostClaim, start: date, target: Fact) -> date:
        if start >= target.start:
            return start
        if claim.start is not None:
            self.findings.warn(
                claim.where,
                say("post-before-unit", start=start, target=target.id, target_start=target.start),
                say("unit-founded-earlier"),
            )
        return target.start

    def _complete_on(self, entries: Sequence[Entry]) -> date | None:
        """From which day the files name all holders; None if they speak of former ones only."""
        lasting = [e.start for e in entries if e.end is None or e.end > self.day]
        return max(self.day, min(lasting)) if lasting else None

    def _leave(
        self, post: Post, held: Sequence[Holding], entries: Sequence[Entry], on: date | None
    ) -> dict[FactId, Holding]:
        """End the holdings of those whom the files do not name; the ended ones by id."""
        if on is None:
            return {}
        named = {entry.person for entry in entries}
        leaving = {h.id: replace(h, end=on) for h in held if h.person not in named and holds_on(h, on)}
        where = entries[0].claim.where if entries else None
        for fact in leaving.values():
            self.draft.put(fact, where or source(self.draft, post[0]) or Where(""))
        return leaving

    # -- rank ----------------------------------------------------------------------------------------------------------

    def _rank(self, post: Post, entries: Sequence[Entry], staying: Sequence[Holding], on: date | None) -> None:
        """Settle who is A角: as stated, else as it was, else in posts of one holder the first who is named."""
        first: list[Entry] = [entry for entry in entries if entry.rank == (Rank.PRIMARY,)]
        others = [h for h in staying if h.rank == Rank.PRIMARY and until(h) > h.start]
        open_entries = [entry for entry in entries if entry.rank is None]
        for entry in open_entries:
            now = self._now(entry)
            if now is not None and (now.rank != Rank.PRIMARY or not _meets_any(entry, first)):
                entry.rank = (now.rank,)
                if now.rank == Rank.PRIMARY:
                    first.append(entry)
        for entry in open_entries:
            now = self._now(entry)
            kept = entry.rank is not None and entry.rank != (None,)
            sole = post[1] in SOLE_ROLES and (now is None or _lasts(entry, on))
            rivals = [other for other in first if other is not entry]
            if not kept and sole and not _meets_any(entry, rivals) and self._room(entry, others):
                entry.rank = (Rank.PRIMARY,)
                first.append(entry)
            elif entry.rank is None:
                entry.rank = (None,)
                if now is not None and now.rank == Rank.PRIMARY:
                    self.findings.warn(entry.claim.where, say("no-longer-primary"))

    def _now(self, entry: Entry) -> Holding | None:
        """What the model has of the holding on the day that the files speak of."""
        return on_day(entry.line, self._at(entry)) or on_day(entry.line, entry.start)

    def _at(self, entry: Entry) -> date:
        return max(self.day, entry.start) if entry.end is None or entry.end > self.day else entry.start

    def _room(self, entry: Entry, others: Sequence[Holding]) -> bool:
        """Whether a holder can be A角 beside those of the model whom the files do not name.

        One who leaves by the effective day lets the rank begin on that day; one who is to begin later ends a new
        holding then, with a warning.
        """
        entry.ranked_from = self._at(entry) if entry.line else entry.start
        for other in sorted(others, key=lambda h: h.start):
            if not (other.start < (entry.end or date.max) and entry.ranked_from < until(other)):
                continue
            if until(other) <= max(self.day, entry.start) and until(other) < (entry.end or date.max):
                entry.ranked_from = until(other)
            elif other.start > max(entry.ranked_from, self.day) and entry.claim.end is None and not entry.line:
                entry.end = other.start
                self.findings.warn(
                    entry.claim.where,
                    say("primary-from", start=other.start),
                )
            else:
                return False
        return True

    # -- facts ---------------------------------------------------------------------------------------------------------

    def _draft(self, post: Post, entry: Entry, *, alone: bool) -> None:
        claim, rank = entry.claim, entry.rank[0] if entry.rank else None
        if not alone:
            # Another row about the same person may just have been drafted.
            held = self.draft.line(Holding, "of", post[0])
            entry.line = [h for h in held if h.role == post[1] and h.person == entry.person]
        known = None if claim.id is None else self.draft.find(claim.id)
        mine = isinstance(known, Holding) and (known.of, known.role, known.person) == (*post, entry.person)
        if claim.id is not None and (mine or free(self.draft, claim.id, entry.line, entry.start, entry.end)):
            fact = Holding(
                id=claim.id,
                person=entry.person,
                role=post[1],
                of=post[0],
                rank=rank,
                field=claim.field,
                start=entry.start,
                end=entry.end,
            )
            self.draft.put(fact, claim.where)
        elif not entry.line or self._apart(entry):
            if rank is not None and entry.ranked_from > entry.start:
                self.draft.put(self._new(post, entry, entry.start, entry.ranked_from, None), claim.where)
            self.draft.put(self._new(post, entry, max(entry.start, entry.ranked_from), entry.end, rank), claim.where)
        else:
            self._adjust(post, entry, rank)

    def _apart(self, entry: Entry) -> bool:
        """Whether nothing of the person's line meets the holding: another engagement in the same post."""
        return not any(entry.meets(h.start, h.end) for h in entry.line)

    def _new(self, post: Post, entry: Entry, start: date, end: date | None, rank: Rank | None) -> Holding:
        person = self.draft.get(Person, entry.person)
        name = person.name if person else entry.person
        holding_id = self.draft.mint("holding", post[0], post[1], name, start, entry.person)
        return Holding(
            id=holding_id,
            person=entry.person,
            role=post[1],
            of=post[0],
            rank=rank,
            field=entry.field,
            start=start,
            end=end,
        )

    def _adjust(self, post: Post, entry: Entry, rank: Rank | None) -> None:
        """Correct what the model has of the holding: its first and its last day as stated, its rank from the day on."""
        chain = [h for h in entry.line if entry.meets(h.start, h.end)]
        if entry.claim.start is not None and all(h.start != entry.start for h in entry.line):
            chain[0] = replace(chain[0], start=entry.start)
            self.draft.put(chain[0], entry.claim.where)
        if entry.claim.end is not None and chain[-1].end != entry.end:
            chain[-1] = replace(chain[-1], end=entry.end)
            self.draft.put(chain[-1], entry.claim.where)
        values: dict[str, object] = {"rank": rank}
        if entry.field is not None:
            values["field"] = entry.field
        at = self._at(entry)
        now = on_day(chain, at)
        if now is None or says(now, values):
            return
        start, end = stretch(chain, at)

        def make(base: Holding | None, first: date, last: date | None) -> Holding:
            fresh = self._new(post, entry, first, last, rank)
            return fresh if base is None or entry.field is not None else replace(fresh, field=base.field)

        self.draft.restate(chain, values, start, end, make, entry.claim.where)


def _earlier(one: date | None, other: date | None) -> date | None:
    return other if one is None else one if other is None else min(one, other)


def _meets_any(entry: Entry, others: Sequence[Entry]) -> bool:
    return any(entry.meets(other.start, other.end) for other in others)


def _lasts(entry: Entry, on: date | None) -> bool:
    return on is not None and (entry.end is None or entry.end > on)
