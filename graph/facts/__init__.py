"""The facts an organisation is made of: frozen, dated, and nothing else; a module for each subject.

A fact has a stable id and a half-open validity `[start, end)` in days.  Some facts are identities (a unit, a person, a
centre), the others say something dated about them and name them in their link fields.  What is known of a field stands
beside it (`Known`); shapes in Neo4j, columns of workbooks, ranges and labels are made from that.
"""

from graph.facts.appraisals import MEASURES, DepartmentAppraisal, Measure
from graph.facts.centres import Centre, Committee, Department, Room, Stationing
from graph.facts.duty import DutyOverride, DutySwap, Rota, RotaMember
from graph.facts.fact import Fact, FactId, Known, Links, Relation, Words
from graph.facts.people import Absence, Appraisal, Person, WorkerRecord
from graph.facts.places import Boundary, PartOf, Succession, Unit, UnitState
from graph.facts.posts import Holding
from graph.facts.rewards import MediationResult, RewardRate
from graph.facts.settings import CodeTemplate, LadderRung, Policy, StaffingRule

__all__ = [
    "CLASS_BY_NAME",
    "FACT_CLASSES",
    "MEASURES",
    "Absence",
    "Appraisal",
    "Boundary",
    "Centre",
    "CodeTemplate",
    "Committee",
    "Department",
    "DepartmentAppraisal",
    "DutyOverride",
    "DutySwap",
    "Fact",
    "FactId",
    "Holding",
    "Known",
    "LadderRung",
    "Links",
    "Measure",
    "MediationResult",
    "PartOf",
    "Person",
    "Policy",
    "Relation",
    "RewardRate",
    "Room",
    "Rota",
    "RotaMember",
    "StaffingRule",
    "Stationing",
    "Succession",
    "Unit",
    "UnitState",
    "Words",
    "WorkerRecord",
]

FACT_CLASSES: tuple[type[Fact], ...] = (
    Unit,
    UnitState,
    Boundary,
    PartOf,
    Succession,
    Person,
    Absence,
    WorkerRecord,
    Appraisal,
    Centre,
    Room,
    Department,
    Stationing,
    Committee,
    Holding,
    StaffingRule,
    LadderRung,
    CodeTemplate,
    Rota,
    RotaMember,
    DutyOverride,
    DutySwap,
    Policy,
    RewardRate,
    MediationResult,
    DepartmentAppraisal,
)
"""Every class of facts, identities before what is said about them: the order in which they can be written."""

CLASS_BY_NAME: dict[str, type[Fact]] = {cls.__name__: cls for cls in FACT_CLASSES}
