"""The organisation while its history is being invented: the ledger, the places, the seats and who sits on them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from random import Random

from demo.ledger import Ledger
from demo.people import People
from demo.places import Places
from demo.seats import Diary, Post, Seat
from graph.change import End, Operation, Put
from graph.facts import FactId, Holding, Person, WorkerRecord
from graph.words import Rank, Role


@dataclass(frozen=True, slots=True)
class Backup:
    """Somebody stands by as B角 of a post since a day, by this holding."""

    person: FactId
    since: date
    holding: FactId


@dataclass(slots=True)
class World:
    """Everything that the next decision may depend on."""

    seed: int
    ledger: Ledger
    places: Places
    people: People = field(default_factory=People)
    seats: list[Seat] = field(default_factory=list)
    diary: Diary = field(default_factory=Diary)
    backups: dict[Post, Backup] = field(default_factory=dict)
    records: dict[FactId, FactId] = field(default_factory=dict)
    _numbers: dict[str, Iterator[int]] = field(default_factory=dict)

    def stream(self, topic: str, month: date) -> Random:
        """The randomness of one topic in one month, apart from every other."""
        return Random(f"{self.seed}/{topic}/{month:%Y-%m}")

    def next_id(self, prefix: str) -> FactId:
        """The next id with this prefix."""
        return f"{prefix}-{next(self._numbers.setdefault(prefix, count(1))):05}"

    def person(self, seat: Seat) -> Person:
        """Who sits there, or is going to."""
        return self.people.known[seat.person]

    def invent(self, seat: Seat, known: date, rng: Random) -> Person:
        """Somebody new for a seat."""
        return self.people.invent(seat.role, seat.home, known, rng)

    # -- sitting down and getting up ---------------------------------------------------------------------------------

    def seat(self, seat: Seat, person: Person, start: date) -> list[Operation]:
        """`person` takes all posts of the seat on `start`."""
        seat.person, seat.since, seat.holdings = person.id, start, {}
        return [self.appoint(seat, post, start) for post in seat.posts]

    def appoint(self, seat: Seat, post: Post, start: date) -> Operation:
        """Whoever sits there takes one post on `start`."""
        holding = self._holding(seat.person, post, post.rank, start)
        seat.holdings[post] = holding.id
        return Put(holding)

    def vacate(self, seat: Seat, on: date) -> list[Operation]:
        """Whoever sits there gives up everything on a day: the posts, standing by for others, the worker's record."""
        operations: list[Operation] = [End(holding, on) for holding in seat.holdings.values()]
        operations += self.stop_backing(seat.person, on)
        record = self.records.pop(seat.person, None)
        if record is not None:
            operations.append(End(record, on))
        seat.holdings = {}
        return operations

    def hand_over(self, seat: Seat, old: Post, new: Iterable[Post], on: date) -> list[Operation]:
        """The seat has `new` posts instead of an `old` one from a day on."""
        operations: list[Operation] = [End(seat.holdings.pop(old), on)]
        at = seat.posts.index(old)
        added = list(new)
        seat.posts[at : at + 1] = added
        return operations + [self.appoint(seat, post, on) for post in added]

    # -- B角 ---------------------------------------------------------------------------------------------------------

    def back(self, post: Post, person: FactId, start: date) -> Operation:
        """`person` stands by for a post from `start` on."""
        holding = self._holding(person, post, Rank.BACKUP, start)
        self.backups[post] = Backup(person, start, holding.id)
        return Put(holding)

    def stop_backing(self, person: FactId, on: date) -> list[Operation]:
        """`person` stands by for nothing any more."""
        return self._end_backups([post for post, backup in self.backups.items() if backup.person == person], on)

    def end_backups_of(self, unit: FactId, on: date) -> list[Operation]:
        """Nobody stands by for posts of the unit any more."""
        return self._end_backups([post for post in self.backups if post.of == unit], on)

    def _end_backups(self, posts: Iterable[Post], on: date) -> list[Operation]:
        return [End(self.backups.pop(post).holding, on) for post in posts]

    # -- records -----------------------------------------------------------------------------------------------------

    def record(self, record: WorkerRecord) -> Operation:
        """A worker's standing from now on; the one before has to be ended by the caller."""
        self.records[record.person] = record.id
        return Put(record)

    def workers(self) -> Iterator[Seat]:
        """The seats of full-time workers."""
        return (seat for seat in self.seats if seat.role == Role.FULL_TIME_WORKER)

    def _holding(self, person: FactId, post: Post, rank: Rank | None, start: date) -> Holding:
        return Holding(
            id=self.next_id("holding"),
            person=person,
            role=post.role,
            of=post.of,
            rank=rank,
            field=post.field,
            start=start,
        )
