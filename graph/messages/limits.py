"""Refusals of requests: what they may cost, and how they must be written."""

from graph.messages.template import Template

SENTENCES = {
    "token-too-long": Template(
        "has {count} characters; at most {most} are kept",
        "有 {count} 个字符，最多 {most} 个",
    ),
    "token-faulty": Template(
        "The token {fault}.",
        "令牌{fault}：令牌有误",
    ),
    "too-many-nodes": Template(
        "One operation lists at most {most:,} nodes in all. Ask for fewer, or page.",
        "一次操作最多列出 {most:,} 个节点：请减少条数或分页。",
    ),
    "body-too-large": Template(
        "A request holds at most {most:,} bytes; send it in several.",
        "请求过大，请分次提交：每个请求最多 {most:,} 字节。",
    ),
    "body-encoded": Template(
        "A request's body is sent as it is, without Content-Encoding.",
        "请求体不得压缩，须不带 Content-Encoding 原样发送。",
    ),
    "fragment-in-itself": Template(
        "Fragment {name} is spread within itself.",
        "片段循环引用：片段 {name} 引用了自身。",
    ),
    "document-too-long": Template(
        "The document has {count:,} characters; at most {most:,} are read. Send what is long in variables.",
        "查询文本过长：有 {count:,} 个字符，最多读取 {most:,} 个；请改用变量传递长内容。",
    ),
    "counted-values": Template(
        "values",
        "个值",
    ),
    "counted-items": Template(
        "items",
        "项",
    ),
    "counted-levels": Template(
        "levels",
        "层",
    ),
    "counted-operations": Template(
        "operations",
        "个操作",
    ),
    "counted-fragments": Template(
        "fragments",
        "个片段",
    ),
    "counted-fields": Template(
        "fields",
        "个字段",
    ),
    "counted-aliases": Template(
        "aliases",
        "个别名",
    ),
    "counted-introspections": Template(
        "introspections",
        "次自省",
    ),
    "counted-fields-in-all": Template(
        "fields in all",
        "个字段（合计）",
    ),
    "counted-pairs": Template(
        "pairs of fields of one name",
        "对同名字段",
    ),
    "counted": Template(
        "{number:,} {unit}",
        "{number:,} {unit}",
    ),
    "counted-or-more": Template(
        "{number:,} {unit} or more",
        "{number:,} {unit}以上",
    ),
    "counted-or-more-of": Template(
        "{number:,} or more {unit}",
        "{number:,} {unit}以上",
    ),
    "the-variables": Template(
        "The variables hold",
        "变量合计",
    ),
    "a-list-of-the-variable": Template(
        "A list of the variable {name} holds",
        "变量 {name} 的列表",
    ),
    "the-variable-nests": Template(
        "The variable {name} nests",
        "变量 {name} 嵌套",
    ),
    "the-variable-holds": Template(
        "The variable {name} holds",
        "变量 {name} ",
    ),
    "input-too-large": Template(
        "{what} {counted}; at most {most:,} are read. Ask in several.",
        "{what}有 {counted}，最多读取 {most:,}：输入过大，请分次提交。",
    ),
    "the-operation": Template(
        "The operation",
        "操作",
    ),
    "the-document": Template(
        "The document",
        "文档",
    ),
    "query-too-large": Template(
        "{whose} has {counted}; at most {most:,} are answered. Ask in several.",
        "{whose}有 {counted}，最多 {most:,}：查询过大，请分次提交。",
    ),
    "operation-name-too-long": Template(
        "The operation's name has {count:,} characters; at most {most} are allowed. Shorten it.",
        "操作名过长：有 {count:,} 个字符，最多 {most} 个，请缩短。",
    ),
    "number-too-long": Template(
        "The number in line {line} has {count:,} digits; at most {most} are read.",
        "数字过长：第 {line} 行的数字有 {count:,} 位，最多读取 {most} 位。",
    ),
    "all-sockets-busy": Template(
        "All WebSockets together have at most {most:,} operations at once. Try again later.",
        "服务繁忙：所有 WebSocket 合计最多同时进行 {most:,} 个操作，请稍后重试。",
    ),
}
