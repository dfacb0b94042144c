"""What people call the posts: the synonyms of each role, in headings and in cells."""

from collections.abc import Iterable, Mapping

from graph.words import Role

_WORDS: Mapping[Role, str] = {
    Role.GRID_CHIEF: "网格长 全科网格长 综合网格长 专属网格长 基础网格长 网格负责人 grid_chief",
    Role.FULL_TIME_WORKER: "专职网格员 专职 全职网格员 专职网格管理员 专职网格工作者 专职社区网格员 社区专职网格员 "
    "全科网格员 full_time_worker full_time",
    Role.PART_TIME_WORKER: "兼职网格员 兼职 兼职网格管理员 part_time_worker part_time",
    Role.ASSISTANT: "网格协管员 协管员 微网格长 微网格员 微格长 微格员 微网格负责人 微网格协管员 网格辅助员 网格助理员 "
    "assistant",
    Role.INSTRUCTOR: "网格指导员 指导员 包联干部 包联人员 包网格干部 包保干部 包村干部 联村干部 驻村干部 网格包联干部 "
    "instructor",
    Role.VILLAGE_PARTY_SECRETARY: "村(社区)党组织书记 村书记 支部书记 党支部书记 党总支书记 村支书 村支部书记 "
    "村党支部书记 村党总支书记 村党委书记 村党组织书记 党组织书记 社区书记 社区党支部书记 社区党总支书记 社区党委书记 "
    "社区党组织书记 村(社区)书记 村居书记 村(居)书记 村社书记 村(社区)党支部书记 村(社区)党总支书记 党支部(总支)书记 "
    "village_party_secretary",
    Role.MANAGEMENT_AREA_SECRETARY: "管区书记 管区党总支书记 管区总支书记 管区党组织书记 管理区书记 管理区党总支书记 "
    "片区书记 management_area_secretary",
    Role.POLITICAL_LEGAL_COMMISSIONER: "政法委员 街道政法委员 党工委政法委员 街道党工委政法委员 党委政法委员 "
    "political_legal_commissioner",
    Role.CENTRE_DIRECTOR: "综治中心主任 中心主任 街道综治中心主任 centre_director",
    Role.DUTY_OFFICER: "值班员 值班人员 部门值班员 部门值班人员 入驻人员 派驻人员 duty_officer",
    Role.COMMITTEE_CHAIR: "调委会主任 调解委员会主任 人民调解委员会主任 专业调委会主任 committee_chair",
    Role.MEDIATOR: "调解员 人民调解员 专职调解员 兼职调解员 专职人民调解员 兼职人民调解员 调委会委员 mediator",
    Role.EXPERT: "专家 调解专家 专家库成员 调解专家库成员 调解专家库专家 矛调专家 expert",
}

ROLE_WORDS: Mapping[str, Role] = {word: role for role, words in _WORDS.items() for word in words.split()}
"""Normal word -> role.  The first word of each role is the canonical one."""

PLAIN_WORKER = frozenset({"网格员", "网格管理员", "grid_worker", "worker"})
"""Says grid worker, but not whether full-time or part-time."""


def words_of(role: Role) -> Iterable[str]:
    """Every word known for a role, the canonical one first."""
    return _WORDS[role].split()
