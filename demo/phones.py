"""Telephone numbers that cannot ring: 11 digits that begin with 142.

They look like Chinese mobile numbers and pass for such in checks of the form 1[3-9] and nine digits, yet nobody can
have one, for two reasons, each enough by itself:

- 142 has been given to no operator.  Of 14X, only 145 to 149 are in use for mobile telephones (工业和信息化部,
  《我国公众移动通信网网号及H0分配情况（截至2023年3月底）》, the newest table found; zh.wikisource.org has it).
- 140 to 144 are kept for machines, whose numbers have 13 digits, not 11 (电信网编号计划 2017年版; Wikipedia,
  "Telephone numbers in China").  So even if 142 is ever opened, 11 digits are an unfinished number there.

Numbers that begin with 10, 11 or 12 would not do: a telephone stops listening after 110 or 10000 and rings there.
"""

PREFIX = "142"
_STEP = 48_271
_OFFSET = 20_250_101
_ROOM = 10**8
"""The step shares no factor with the room, so that the first 10^8 numbers are all different."""


def dead_number(order: int) -> str:
    """The number of the `order`-th person, different for each.

    >>> dead_number(1), dead_number(2)
    ('14220298372', '14220346643')
    """
    return f"{PREFIX}{(order * _STEP + _OFFSET) % _ROOM:08}"
