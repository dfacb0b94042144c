"""What stands in columns of people and is no name: vacancies, ditto marks, bodies, titles, and what joins names.

Words are parted by blanks and compared by `name_key`.
"""

import re

from graph.texts import name_key
from loaders.cells.role_words import PLAIN_WORKER, ROLE_WORDS


def _words(text: str) -> frozenset[str]:
    return frozenset(map(name_key, text.split()))


VACANT = _words(
    "空缺 暂缺 缺 缺额 缺员 缺编 空编 空岗 空位 空 无 暂无 没有 无人 暂无人 无人员 无此人 未配备 暂未配备 尚未配备 "
    "未配 暂未配 未设 未设置 未设立 不设 暂未设置 未聘 未聘用 未任命 出缺 岗位空缺 人员空缺 vacant nobody"
)
"""Ways of writing that a post has no holder."""

DITTO = _words("同上 同前 如上 同上行 同上格 同上人 同上一行 上同 〃 〞 ″ \" '' ” “ ↑ ditto")
"""Ways of writing: the same as in the row above."""

ELSEWHERE = _words(
    "同左 同右 同下 同左列 同右列 同网格长 同专职网格员 同兼职网格员 同村书记 同书记 同主任 见附件 见附表 见名单 "
    "见通讯录 见公示 见公示栏 见备注 见上 见下 附后 另附 详见附件 详见名单 详见通讯录 如下 如附件 → ← ↓ "
    "名单 花名册 名册 一览表 通讯录 登记表 汇总表 统计表 明细表 台账 附件 附表"
)
"""Words that send the reader to another cell or another paper, and papers' own titles."""

SENT = re.compile(r"^(?:详?见|参见|参照|另见|附)(?:.*(?:附|表|件|页|名单|通讯录|文件|公示|备注|上|下))")

UNTOLD = _words(
    "待定 待补 待补充 待补录 待填 待填写 待报 待核 待核实 待核查 待确认 待确定 待通知 待更新 待查 待录入 待完善 待聘 "
    "待招 待招聘 待招录 待配 待配备 待选 待选配 待选举 待任命 待安排 待分配 待调整 待交接 未定 未知 未填 未报 不详 "
    "不明 不知 不清楚 略 保密 外聘 外包 返聘 聘用 临聘 借调 代管 第三方 劳务派遣 派遣 公益岗 公益岗位 公益性岗位 "
    "志愿者 志愿服务者 机动 轮流 轮值 轮换 轮岗 轮班 专人 专人负责 多人 若干 若干人 全体 全员 所有人 大家 兼 兼任 "
    "兼职 兼管 专职 代 代理 暂代 其他 其它 其他人 tbd n/a"
)
"""Words that name nobody and do not say either that there is nobody."""

TITLES = _words(
    "书记 副书记 支书 副支书 村支书 党支书 村书记 第一书记 驻村书记 驻村第一书记 主任 副主任 村主任 社区主任 "
    "居委会主任 村委会主任 委员 支委 村委委员 会计 出纳 报账员 文书 民警 社区民警 片警 辅警 警长 所长 副所长 站长 "
    "副站长 队长 副队长 中队长 大队长 班长 组长 副组长 小组长 村民组长 村民小组长 居民小组长 楼长 楼栋长 楼门长 "
    "单元长 片长 街长 路长 河长 巷长 庄长 村长 镇长 副镇长 乡长 副乡长 局长 副局长 科长 副科长 股长 处长 部长 副部长 "
    "武装部长 院长 副院长 校长 园长 社长 会长 秘书 秘书长 经理 总经理 项目经理 物业经理 老板 社工 社会工作者 "
    "网格助理 保安 保洁 保洁员 保安员 门卫 护林员 巡防员 巡逻员 护村队员 信访员 安全员 宣传员 信息员 联络员 观察员 "
    "监督员 志愿者 律师 法律顾问 法官 检察官 警官 教师 老师 医生 村医 护士 干部 村干部 镇干部 街道干部 包村领导 "
    "包片领导 联村领导 领导 主要领导 分管领导 值班领导 带班领导 值班人员 工作人员 管理人员 相关人员 负责人 联系人 "
    "责任人 牵头人 带头人 负责同志 主要负责人 分管负责人 妇联主席 妇女主任 团支书 团书记 计生主任 治保主任 民兵连长 "
    "纪检委员 组织委员 宣传委员 统战委员 党员 中共党员 预备党员 党员代表 群众 村民 居民 居民代表 村民代表 人大代表 "
    "政协委员 代表 主席 副主席 常委 同志 先生 女士 小姐 师傅 大爷 大妈 阿姨 正职 副职 本人 自己 男 女"
) | frozenset(map(name_key, (*ROLE_WORDS, *PLAIN_WORKER)))
"""Posts, ranks and forms of address: alone they name nobody, beside a name they belong to it."""

BODIES = _words(
    "村两委 两委 支部 党支部 党总支 党委 党工委 党组织 党群服务中心 便民服务中心 服务中心 综治中心 派出所 警务室 "
    "司法所 法庭 法院 检察院 信访办 信访局 居委会 村委会 居委 村委 居民委员会 村民委员会 调委会 调解委员会 委员会 "
    "监委会 业委会 妇联 团委 工会 办公室 综治办 社区办 党政办 办事处 街道办 街道办事处 人民政府 镇政府 政府 公司 "
    "有限公司 物业 物业公司 物业服务中心 物业办 保安公司 单位 部门 科室 工作站 服务站 卫生室 卫生所 卫生院 医院 学校 "
    "小学 中学 幼儿园 村集体 合作社 工作组 工作队 专班 小组 村小组 巡逻队 巡防队 志愿队 志愿服务队 大队 中队 网格 "
    "微网格 社区 街道 管区 小区 居民组 村民组 全体村干部 全体干部 全体党员 全体成员 全体人员"
)
"""Bodies, offices and groups: no person, though somebody in them may be meant."""

PLACE_ENDINGS = re.compile(r"[村庄屯镇乡街县区路组队所站局处科厅厂店行]$")
"""How names of places and offices end, and hardly any names of people of three characters and more."""

JOINERS = re.compile(r"以及|[和与及跟同暨并]")
"""Words between two names; many a name holds one of them too: 王和平."""

AND_OTHERS = re.compile(r"等(?:[0-9]+|[一二三四五六七八九十两几多]+)?(?:个|名|位)?(?:人|同志)?$")
"""张三等, 张三等3人."""

COUNTED = re.compile(r"^(?:共|等|约)?(?:[0-9]+|[一二两三四五六七八九十几多数]+)(?:个|名|位)?(?:人|名|位)$")
"""3人, 两名."""

ANONYMOUS = re.compile(r"[某×xX]")

_LONGEST_FIRST = sorted(TITLES, key=lambda word: (-len(word), word))
_HAN_TITLES = tuple(word for word in _LONGEST_FIRST if len(word) > 1 and not word.isascii())
_HAN_BODIES = tuple(sorted((word for word in BODIES if len(word) > 1), key=lambda word: (-len(word), word)))

NAMES_TOO = _words("文书 代表 主席 常委 同志 保安 保洁 党员 领导 秘书 专家 小组 小学 中学 学校 大队 中队")
"""Titles and bodies that somebody may be called: 张文书."""


_ANY_BODY = re.compile("|".join(_HAN_BODIES))

LEFT = re.compile(
    "离职|离岗|离任|调离|调走|调出|辞职|辞退|退休|退出|去世|病逝|逝世|死亡|停职|免职|撤职|卸任|不在岗|前任|^原$|^已?离$"
)
"""Notes beside a name that say that the person is there no more."""

TAILS = ("兼任", "兼职", "兼管", "暂代", "代理", "负责", "主持", "兼")
HEADS = ("暂由", "现由", "拟由", "由")
"""What else may stand around a name: 由张三兼任."""


def title_behind(name: str) -> str | None:
    """The longest title that a word ends with, having something before it."""
    found = next((t for t in _HAN_TITLES if name.endswith(t)), None) if name.endswith(_HAN_TITLES) else None
    return found if found and len(name) > len(found) else None


def title_before(name: str) -> str | None:
    """The longest title that a word begins with, having a whole name behind it."""
    found = next((t for t in _HAN_TITLES if name.startswith(t)), None) if name.startswith(_HAN_TITLES) else None
    return found if found and len(name) >= len(found) + 2 else None


def body_in(name: str) -> str | None:
    """A body that a word holds."""
    found = _ANY_BODY.search(name)
    return found.group() if found else None
