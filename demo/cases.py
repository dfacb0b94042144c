"""Cases that came in at the demo's centre on its last morning, as (reference, place, channel, matter, level)."""

from graph.words import Channel

CASES = (
    ("示例-001", "370923001001001001", Channel.HOTLINE, "neighbour-dispute", "blue"),
    ("示例-002", "370923001002", Channel.VISIT, "petition", "yellow"),
    ("示例-003", "370923001001001001", Channel.INSPECTION, "property-dispute", "yellow"),
    ("示例-004", "370923001", Channel.SUPERIOR, "dispute", "red"),
)
