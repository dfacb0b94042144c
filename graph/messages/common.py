"""Words that many sentences share."""

from graph.messages.template import Template

SENTENCES = {
    "listed": Template("{parts}", "{parts}"),
    "open": Template("open", "未定"),
    "nothing": Template("nothing", "无"),
    "span": Template("{start} to {end}", "{start} 至 {end}"),
    "fact-called": Template("{kind} {fact}", "{kind} {fact}"),
    "fact-of": Template("{kind} {fact} of {of}", "{of} 的{kind} {fact}"),
    "none": Template("none", "无"),
}
