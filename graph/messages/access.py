"""Refusals of keys and grants."""

from graph.messages.template import Template

SENTENCES = {
    "right-lacking": Template(
        "{name} may {held}, not {right}.",
        "{name}只能{held}，权限不足：需要“{right}”。",
    ),
    "right-in-part": Template(
        "{name} may {right} in a part only; this is of the whole organisation.",
        "{name}只在部分范围内有“{right}”权限，超出权限范围：涉及全局。",
    ),
    "document-not-allowed": Template(
        "The key is bound to certain documents; this is none of them.",
        "密钥仅限指定查询，此查询不在其中。",
    ),
    "key-unknown": Template(
        "This key is not known here.",
        "密钥无效。",
    ),
    "key-revoked": Template(
        "The key {key} was revoked at {revoked:%Y-%m-%d %H:%M %Z}.",
        "密钥 {key} 已于 {revoked:%Y-%m-%d %H:%M %Z} 撤销：密钥已撤销。",
    ),
    "key-expired": Template(
        "The key {key} expired at {expires:%Y-%m-%d %H:%M %Z}.",
        "密钥 {key} 已于 {expires:%Y-%m-%d %H:%M %Z} 过期：密钥已过期。",
    ),
    "out-of-reach": Template(
        "{actor} may {held} in {reached}, not of {named}.",
        "{actor}只能在{reached}内{held}，不能涉及{named}：超出权限范围。",
    ),
    "no-decisions-kept": Template(
        "This service keeps no decisions.",
        "本服务未启用流转决定。",
    ),
    "unit-goes-on": Template(
        "{code} → {heirs}",
        "{code} → {heirs}",
    ),
    "unit-merged": Template(
        "{code} is gone; merged into {merged}: make another key",
        "{code} 已撤销，并入 {merged}：请另发密钥",
        both="{code} is gone 已撤销; merged into 并入 {merged}: make another key",
    ),
    "unit-gone": Template(
        "{code} is gone",
        "{code} 已撤销",
        both="{code} is gone 已撤销",
    ),
    "everything": Template(
        "everything",
        "全部范围",
    ),
}
