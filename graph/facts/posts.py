"""Facts about posts: who holds which."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from graph.facts.fact import Fact, FactId, Known, Relation, Words
from graph.words import Rank, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding(Fact):
    """`person` holds the post `role` of `of`.  `rank` None: a member of a team, neither A角 nor B角.

    `field` is a mediator's or an expert's special subject.
    """

    person: Annotated[FactId, Known("人员", "Who holds it", to=("Person",), owner=True)]
    role: Annotated[Role, Known("岗位", "The role", fixed=True)]
    of: Annotated[
        FactId,
        Known("任职单位", "What the post is of", to=("Unit", "Centre", "Committee", "Department"), owner=True),
    ]
    rank: Annotated[Rank | None, Known("AB角", "Primary (A角) or backup (B角); null: a member of a team")] = None
    field: Annotated[str | None, Known("专业领域", "Special subject of a mediator or expert")] = None

    WORDS: ClassVar[Words] = Words("任职", "posts held")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("person", "role", "of"),)
    RELATION: ClassVar[Relation | None] = Relation("HOLDS", "person", "of")
