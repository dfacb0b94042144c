"""Who is let in, who goes for it, and who has used up its time."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from deploy.crowd import Crowd, Guest, Limits, Stage, dawdled
from tests.fuzz.effort import examples

LIMITS = Limits(most=6, most_of_one_address=4)
S = LIMITS.seconds


@dataclass(eq=False)
class Clock:
    now: float = 100.0

    def __call__(self) -> float:
        return self.now


@dataclass(eq=False)
class Wire:
    """The end of a connection that notes what becomes of it."""

    left: int = 0
    told: list[str] = field(default_factory=list)
    is_cut: bool = False

    def unsent(self) -> int:
        return self.left

    def dismiss(self, why: str) -> None:
        self.told.append(why)

    def cut(self) -> None:
        assert not self.is_cut
        self.is_cut = True


def guest(address: str | None = "a", stage: Stage = Stage.ASKING) -> tuple[Guest, Wire]:
    wire = Wire()
    return Guest(line=wire, peer="somebody", address=address, stage=stage), wire


def test_a_newcomer_takes_the_place_of_the_longest_silent_and_never_of_one_served() -> None:
    clock = Clock()
    crowd = Crowd(LIMITS, clock)
    served, wire_served = guest(stage=Stage.SERVED)
    assert crowd.enter(served)
    silent = []
    for _ in range(3):
        clock.now += 1
        silent.append(guest())
        assert crowd.enter(silent[-1][0])
    clock.now += 1
    assert crowd.enter(guest()[0])
    assert [wire.is_cut for _, wire in silent] == [True, False, False]
    assert not wire_served.is_cut
    assert len(crowd) == 4


def test_where_everybody_is_served_a_newcomer_is_refused_and_other_addresses_are_let_in() -> None:
    crowd = Crowd(LIMITS, Clock())
    for _ in range(LIMITS.most_of_one_address):
        assert crowd.enter(guest(stage=Stage.SERVED)[0])
    assert not crowd.enter(guest()[0])
    for _ in range(LIMITS.most - LIMITS.most_of_one_address):
        assert crowd.enter(guest("b", Stage.SERVED)[0])
    assert not crowd.enter(guest("c")[0])


def test_who_has_asked_before_is_rather_kept_than_who_never_has() -> None:
    clock = Clock()
    crowd = Crowd(LIMITS, clock)
    idle, wire = guest(stage=Stage.IDLE)
    crowd.enter(idle)
    clock.now += 3
    for _ in range(3):
        crowd.enter(guest()[0])
    clock.now += 3
    crowd.enter(guest()[0])
    assert not wire.is_cut


def test_time_used_up_is_told_once_and_what_goes_on_is_not_disturbed() -> None:
    clock = Clock()
    crowd = Crowd(LIMITS, clock)
    wires = {}
    for stage in Stage:
        each, wires[stage] = guest(stage.name, stage)
        crowd.enter(each)
    clock.now += max(S.values()) + 1
    crowd.sweep()
    crowd.sweep()
    assert {stage: len(wire.told) for stage, wire in wires.items()} == {
        stage: int(stage not in {Stage.SERVED, Stage.TAKING}) for stage in Stage
    }
    assert not any(wire.is_cut for wire in wires.values())


def test_a_client_that_takes_nothing_is_cut_off_and_one_that_takes_slowly_is_not() -> None:
    clock = Clock()
    crowd = Crowd(LIMITS, clock)
    (stuck, wire), (slow, other) = guest("a", Stage.TAKING), guest("b", Stage.TAKING)
    wire.left = other.left = 1_000_000
    crowd.enter(stuck)
    crowd.enter(slow)
    for _ in range(6):
        crowd.sweep()
        clock.now += S[Stage.TAKING] / 2
        other.left -= LIMITS.slowest_taking_bytes
        wire.left -= 10
    assert (wire.is_cut, other.is_cut) == (True, False)


def test_a_guest_is_counted_where_its_proxy_says() -> None:
    crowd = Crowd(LIMITS, Clock())
    through = [guest(None, Stage.SERVED)[0] for _ in range(LIMITS.most_of_one_address + 1)]
    for each in through:
        assert crowd.enter(each)
    assert [crowd.count_under(each, "far") for each in through] == [True] * 4 + [False]
    assert crowd.count_under(through[0], None)
    assert crowd.count_under(through[4], "far")
    for each in through:
        crowd.leave(each)
        crowd.leave(each)
    assert len(crowd) == 0


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enter", "move", "leave", "count", "sweep"]),
        st.integers(0, 30),
        st.sampled_from(list(Stage)),
        st.sampled_from(["a", "b", "c", None]),
        st.floats(0, 20),
    ),
    max_size=80,
)


@given(STEPS)
@examples(200)
def test_whatever_happens_the_limits_hold_and_the_right_one_goes(
    steps: list[tuple[str, int, Stage, str | None, float]],
) -> None:
    clock = Clock()
    crowd = Crowd(LIMITS, clock)
    inside: list[tuple[Guest, Wire]] = []
    for what, number, stage, address, passes in steps:
        clock.now += passes
        before = [(g, w) for g, w in inside if not g.gone]
        if what == "enter":
            came, wire = guest(address, stage)
            entered = crowd.enter(came)
            cut = [g for g, w in before if w.is_cut]
            _check_room(before, came, entered, cut, clock.now)
            if entered:
                inside.append((came, wire))
        elif what == "sweep":
            crowd.sweep()
        elif before:
            chosen = before[number % len(before)][0]
            match what:
                case "move":
                    crowd.move(chosen, stage)
                case "leave":
                    crowd.leave(chosen)
                case "count":
                    crowd.count_under(chosen, address)
        inside = [(g, w) for g, w in inside if not g.gone]
        assert len(crowd) == len(inside) <= LIMITS.most
        for name in "abc":
            assert sum(g.address == name for g, _ in inside) <= LIMITS.most_of_one_address
        assert not any(w.is_cut for _, w in inside)


def _check_room(before: list[tuple[Guest, Wire]], came: Guest, entered: bool, cut: list[Guest], now: float) -> None:
    own = [g for g, _ in before if g.address == came.address and came.address is not None]
    if len(own) >= LIMITS.most_of_one_address:
        rivals = own
    elif len(before) >= LIMITS.most:
        rivals = [g for g, _ in before]
    else:
        assert entered
        assert cut == []
        return
    dawdling = [g for g in rivals if g.stage is not Stage.SERVED]
    assert entered == bool(dawdling)
    if dawdling:
        (gone,) = cut
        assert dawdled(gone, now) == max(dawdled(g, now) for g in dawdling)
