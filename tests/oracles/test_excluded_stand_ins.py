"""Whoever is excluded is passed over as a holder and as a stand-in, in every order of being away."""

from datetime import date
from itertools import pairwise, product

import pytest

from graph.view import View
from graph.words import Role
from queries.places.handling import Handling, Outcome, who_handles
from queries.places.place import ByCode
from tests.core.queries.test_routing import RoutedTown

JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)


@pytest.mark.parametrize("excluded", list(product((False, True), repeat=3)))
@pytest.mark.parametrize("away", [1, 2])
def test_a_chain_of_stand_ins_ends_with_whoever_is_excluded(away: int, excluded: tuple[bool, ...]) -> None:
    """The worker is away, perhaps the first stand-in too; the last one answers if nobody before is excluded."""
    town = RoutedTown()
    chain = [town.worker, *(town.person(name) for name in ("代一", "代二"))]
    for holder, cover in list(pairwise(chain))[:away]:
        town.away(holder, JUNE, JULY, cover=cover)
    out = frozenset(person.id for person, is_out in zip(chain, excluded, strict=True) if is_out)
    view = View(town.organisation().snapshot(), date(2025, 6, 4))
    found = who_handles(view, ByCode(town.micro.id), excluding=out)
    assert isinstance(found, Handling)
    assert found.responsible is not None
    step = next(step for step in found.steps if step.role is Role.FULL_TIME_WORKER)
    if any(excluded[: away + 1]):
        assert found.responsible.person == town.secretary
        assert step.outcome is (Outcome.EXCLUDED if excluded[0] else Outcome.AWAY)
    else:
        assert (found.responsible.person, found.responsible.covering) == (chain[away], town.worker)
