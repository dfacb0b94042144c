"""Facts about rewards for mediation (以案定补): the tariff, and the results that are paid by it."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from graph.facts.fact import Fact, FactId, Known, Words
from graph.words import Complexity


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardRate(Fact):
    """What a mediator is paid for a case of this complexity (以案定补), in yuan; not the level it was routed by."""

    complexity: Annotated[Complexity, Known("难易程度", "How much work the case was", fixed=True)]
    yuan: Annotated[float, Known("奖励金额（元）", "What one case earns, in yuan", within=(0, 1_000_000))]

    WORDS: ClassVar[Words] = Words("奖励标准", "reward rates")
    EXCLUSIVE: ClassVar[tuple[tuple[str, ...], ...]] = (("complexity",),)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediationResult(Fact):
    """`person` mediated a case with success on the day of this fact; `reference` is the case's number elsewhere."""

    person: Annotated[FactId, Known("人员", "Who mediated", to=("Person",), incoming="MEDIATED")]
    complexity: Annotated[Complexity, Known("难易程度", "How much work the case was")]
    reference: Annotated[str, Known("案件编号", "The case's number elsewhere", fixed=True)]
    committee: Annotated[
        FactId | None,
        Known("调解组织", "The committee for which it was mediated", to=("Committee",), outgoing="MEDIATED_FOR"),
    ] = None

    WORDS: ClassVar[Words] = Words("调解结果", "mediation results")
