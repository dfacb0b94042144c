"""Family names of China: what the name of a person begins with."""

from graph.characters import IDEOGRAPH
from graph.messages import Message, say

_HUNDRED = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧"
    "计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫"
    "经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓"
    "牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙"
    "池乔阴鬱胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容"
    "向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰"
    "巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴伯赏墨哈谯笪年爱阳佟言福"
)
"""The Hundred Family Names (百家姓)."""

_MORE = (
    "肖付闫覃丘邸尧冼粟仝亓伦佐侍修兰区占初揭展山巨布帖库庹恽战扎扬拜揣操敏昂智月朗未来枚栗格桐楼植檀母沐泉泥洛渠漆火"
    "爨牙玄玉矫祥禤种税筱綦练罕肇苑苟英茂菅萨虎虢衣要谌豆资贠贵辉达迟遆邝郅铁镡门闪闭问闽隋雒青靖鲜麦黑龚䶮㑇卯朴买卓逯"
    "鄢苗芦苌蔺钞钊锁阮"
)
"""Others that are in use today, of the national minorities too."""

_TWO = (
    "万俟 司马 上官 欧阳 夏侯 诸葛 闻人 东方 赫连 皇甫 尉迟 公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 公孙 仲孙 "
    "轩辕 令狐 钟离 宇文 长孙 慕容 鲜于 闾丘 司徒 司空 亓官 司寇 子车 颛孙 端木 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 "
    "夹谷 宰父 谷梁 段干 百里 东郭 南门 呼延 羊舌 微生 梁丘 左丘 东门 西门 南宫 第五 独孤 南荣 北宫 纳兰 叶赫 爱新 "
    "完颜 耶律 哥舒 贺兰 那拉 阿史"
)

COMPOUND = frozenset(_TWO.split())
"""Family names of two characters."""

SINGLE = frozenset(_HUNDRED + _MORE)
"""Family names of one character."""


def begins_with_surname(name: str) -> bool:
    """Say whether a Chinese name begins with a family name that is known, and goes on."""
    return len(name) > 1 and (name[0] in SINGLE or name[:2] in COMPOUND)


RARE_LENGTH = 4
"""Characters of a name that few people have whose family name is of one."""


def strange(name: str) -> Message | None:
    """Why a word may be no name of a person, as what is said of it; None if it looks like one."""
    if name.isascii():
        return say("no-whole-latin-name") if " " not in name or name.islower() else None
    if not IDEOGRAPH.match(name) or "·" in name:
        return None
    if not begins_with_surname(name):
        return say("no-known-surname")
    long = len(name) == RARE_LENGTH and name[:2] not in COMPOUND
    return say("long-for-surname") if long else None
