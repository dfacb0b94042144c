"""Refusals of the GraphQL service."""

from graph.messages.template import Template

SENTENCES = {
    "request-refused": Template(
        "{reason}",
        "请求有误：“{reason}”",
        both="{reason}",
    ),
    "our-fault": Template(
        "Something went wrong here, and it is our fault. Tell the operator this id: {reference}.",
        "服务内部出错，责任在我方。请把编号 {reference} 告知运维人员。",
    ),
    "decision-unknown": Template(
        "No decision has the id {decision}.",
        "没有此决定：{decision}。",
    ),
    "id-faulty": Template(
        "{text} {fault}.",
        "编号{fault}：{text} 有误",
    ),
    "cursor-of-another-list": Template(
        "The cursor {cursor!r} is not one of this list.",
        "游标 {cursor!r} 不属于此列表：游标有误",
    ),
    "interval-empty": Template(
        "The interval [{start}, {end}) is empty: `end` has to come after `start`.",
        "区间 [{start}, {end}) 为空：止须晚于起（`end` 晚于 `start`）。",
    ),
    "case-value-faulty": Template(
        "The {what} {text} {fault}.",
        "案件信息有误：{what} {text} {fault}。",
    ),
    "change-not-in-journal": Template(
        "The journal has no {change}.",
        "台账中无此变更 {change}。",
    ),
    "changes-nothing": Template(
        "This would change nothing: it is so already.",
        "没有变化：已是如此。",
    ),
    "reason-faulty": Template(
        "The reason {fault}.",
        "事由有误：{fault}。",
    ),
    "instant-off-calendar": Template(
        "The instant {at} lies outside the calendar.",
        "时刻 {at} 超出日历范围。",
    ),
    "kept-out": Template(
        "somebody kept out",
        "须回避人员",
    ),
    "kept-out-beyond-reach": Template(
        "somebody is kept out of the case; who it is lies beyond your reach.",
        "有人须回避，姓名不在查阅范围内",
    ),
    "key-needed": Template(
        "This needs a key: send the header `Authorization: Bearer KEY`. An operator makes one with `wangge "
        "key create`.",
        "请在请求头中携带密钥：`Authorization: Bearer KEY`。密钥由运维人员用 `wangge key create` 生成。",
    ),
    "host-missing": Template(
        "A request names one host: send the header `Host`.",
        "请求须带一个 Host 头，只写一个主机。",
    ),
    "page-elsewhere": Template(
        "Other sites' pages may not ask this service.",
        "不接受其他网站的页面。",
    ),
    "init-payload-wrong": Template(
        "The payload of connection_init is an object or null.",
        "connection_init 的 payload 须为对象或 null。",
    ),
    "socket-operations": Template(
        "One WebSocket has at most {most} operations at once. Complete some first.",
        "并发操作过多：一个 WebSocket 最多同时进行 {most} 个操作，请先完成一些。",
    ),
    "socket-message-wrong": Template(
        "A message is a JSON object that has a type.",
        "消息须为带 type 的 JSON 对象。",
    ),
    "socket-message-unknown": Template(
        "Unknown message type: {kind!s:.40}. Known are {known}.",
        "未知的消息类型：{kind!s:.40}。可用的有 {known}。",
    ),
    "socket-message-without-id": Template(
        "A {kind} message needs an id: a string of 1 to {most} characters.",
        "消息缺少 id：{kind} 消息须带 1 至 {most} 个字符的 id。",
    ),
    "subscribe-without-payload": Template(
        "A subscribe message needs a payload: an object with a query.",
        "缺少 payload：subscribe 消息须带含 query 的对象。",
    ),
    "payload-without-query": Template(
        "The payload needs a query: a GraphQL document as a string.",
        "缺少 query：payload 须含 GraphQL 文档字符串。",
    ),
    "payload-variables-wrong": Template(
        "The payload's variables are an object or null.",
        "payload 的 variables 须为对象或 null。",
    ),
    "payload-name-wrong": Template(
        "The payload's operationName is a string or null.",
        "payload 的 operationName 须为字符串或 null。",
    ),
    "payload-extensions-wrong": Template(
        "The payload's extensions are an object or null.",
        "payload 的 extensions 须为对象或 null。",
    ),
    "too-many-edits": Template(
        "{count} edits; one change takes 1 to {most}.",
        "项数超限：{count} 项；一次变更可含 1 至 {most} 项。",
    ),
    "step-wrong": Template(
        "Step {number}: {error}",
        "第 {number} 步：{error}",
    ),
    "undo-unknown": Template(
        "The journal has no change {change}.",
        "台账中无此变更 {change}。",
    ),
    "too-many-places": Template(
        "{count} places are too many for one request; at most {most}.",
        "地点过多：一次请求最多 {most} 个，现为 {count} 个。",
    ),
    "unit-not-alive-today": Template(
        "No unit with the code {code} is alive on {day}.",
        "{day} 没有现用的编码 {code}。",
    ),
    "stream-too-slow": Template(
        "Changes came faster than they were read. Subscribe again, sinceRevision: {last}.",
        "变更快于读取。请重新订阅，sinceRevision: {last}。",
    ),
    "place-unsaid": Template(
        "A place is a code or a point.",
        "地点须为编码或坐标点，二者取一。",
    ),
    "point-nowhere": Template(
        "The point {longitude}, {latitude} is nowhere: longitude runs from -180 to 180, latitude from -90 "
        "to 90. Are they the wrong way round, or in metres?",
        "坐标 {longitude}, {latitude} 不存在：经度为 -180 至 180，纬度为 -90 至 90。是否经纬颠倒，或以米为单位？",
    ),
    "near-metres-wrong": Template(
        "nearMetres is {metres}; it runs from 0 to {most:g}.",
        "nearMetres 为 {metres}，取值 0 至 {most:g}：范围有误。",
    ),
    "until-wrong": Template(
        "`until` is {end}; it comes after {start}, by {days} days at most.",
        "截止时间有误：`until` 为 {end}，须晚于 {start}，且最多晚 {days} 天。",
    ),
    "step-of-many": Template(
        "Each step is exactly one edit.",
        "每一步只能是一项变更。",
    ),
    "no-feeds-kept": Template(
        "This service keeps no feeds.",
        "本服务未启用日历订阅。",
    ),
    "feed-unknown": Template(
        "No feed has this address.",
        "没有此地址的日历订阅：无此订阅。",
    ),
    "page-size-wrong": Template(
        "first is {first}; it runs from 0 to {most}.",
        "每页条数有误：first 为 {first}，取值 0 至 {most}。",
    ),
    "cursor-too-long": Template(
        "The cursor {cursor!r} was not given by this service: it is too long.",
        "游标 {cursor!r} 不是本服务给出的：过长，游标有误。",
    ),
    "cursor-foreign": Template(
        "The cursor {cursor!r} was not given by this service.",
        "游标 {cursor!r} 不是本服务给出的：游标有误。",
    ),
    "reason-empty": Template(
        "is empty; say why",
        "为空，请说明原因",
    ),
    "socket-init-twice": Template(
        "Too many initialisation requests",
        "重复的 connection_init",
    ),
    "host-unknown": Template(
        "This service isn't reached by the name {host}. If it should be, add that to WANGGE_PUBLIC_HOSTS.",
        "未登记的主机名 {host}。如应可用，请加入 WANGGE_PUBLIC_HOSTS。",
    ),
    "origin-unknown": Template(
        "Pages of {origins} may not ask this service. If it is its own name, add that to WANGGE_PUBLIC_HOSTS.",
        "未登记的来源 {origins}，其页面不能访问本服务。如为本服务的名称，请加入 WANGGE_PUBLIC_HOSTS。",
    ),
}
