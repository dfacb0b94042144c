"""Names of invented people: common Chinese surnames by how common they are, and given names of their time.

Nobody is meant.  The weights follow the shape of the public security ministry's yearly lists, by eye.
"""

from random import Random

from graph.words import Gender

SURNAMES: dict[str, float] = {
    "王": 9.0, "张": 8.2, "李": 8.0, "刘": 6.6, "孙": 3.0, "陈": 2.9, "赵": 2.8, "杨": 2.4, "徐": 2.1, "马": 2.0,
    "朱": 1.6, "高": 1.6, "郭": 1.5, "周": 1.4, "吴": 1.4, "宋": 1.4, "于": 1.3, "韩": 1.2, "胡": 1.1, "林": 1.0,
    "姜": 1.0, "曹": 1.0, "许": 0.9, "董": 0.9, "孟": 0.9, "侯": 0.8, "尹": 0.8, "郑": 0.8, "梁": 0.8, "丁": 0.7,
    "冯": 0.7, "田": 0.7, "魏": 0.7, "杜": 0.7, "崔": 0.7, "程": 0.6, "袁": 0.6, "范": 0.6, "邓": 0.5, "罗": 0.5,
    "谢": 0.5, "唐": 0.5, "卢": 0.5, "贾": 0.5, "吕": 0.5, "任": 0.5, "石": 0.5, "焦": 0.5, "郝": 0.4, "秦": 0.4,
    "毛": 0.4, "闫": 0.4, "蔡": 0.4, "尚": 0.3, "卞": 0.3, "单": 0.3, "栾": 0.3, "井": 0.2, "展": 0.2, "亓": 0.2,
}  # fmt: skip

CLAN_SHARE = 0.28
"""How many in a village called after a surname bear it."""

MALE_FIRST = "建国志明文庆长永德玉兴广海立景宪传继兆延洪凤光春绍宝振树金保大新"
MALE_SECOND = "军强华民东平忠才山峰林海生龙辉亮勇伟刚涛斌超磊杰鹏飞波栋良臣友福祥贵成"
FEMALE_FIRST = "秀桂玉淑美春爱红丽晓海雪凤金瑞庆月素慧文延冬兰艳风"
FEMALE_SECOND = "英兰梅荣芹华芳玲云霞珍莲花萍娟敏燕静红丽娜凤香菊青莹洁玉"
MALE_SINGLE = "伟强磊军洋勇杰涛超明刚鹏飞斌波辉健俊帆凯浩宁坤亮峰冰震"
FEMALE_SINGLE = "芳娜敏静丽艳娟霞燕玲婷雪慧莹洁梅琳倩蕾颖悦萌丹瑶妍晶"
SINGLE_SHARE = 0.22
"""How many have a given name of one character."""


def invent_name(gender: Gender, rng: Random, clan: str = "") -> str:
    """A name; `clan` is the village's name, whose first character may be a surname that many there bear."""
    if clan[:1] in SURNAMES and rng.random() < CLAN_SHARE:
        surname = clan[0]
    else:
        surname = rng.choices(list(SURNAMES), weights=list(SURNAMES.values()))[0]
    return surname + _given(gender, rng)


def _given(gender: Gender, rng: Random) -> str:
    male = gender == Gender.MALE
    if rng.random() < SINGLE_SHARE:
        return rng.choice(MALE_SINGLE if male else FEMALE_SINGLE)
    first = rng.choice(MALE_FIRST if male else FEMALE_FIRST)
    second = rng.choice(MALE_SECOND if male else FEMALE_SECOND)
    return first + second if first != second else first
