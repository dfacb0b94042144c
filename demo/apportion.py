"""Sharing out a whole number so that the shares add up to it exactly."""

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[float], *, least: Sequence[int] | int = 0) -> list[int]:
    """Whole shares of `total` in proportion to `weights`, none below its `least`; the largest remainders get the rest.

    Ties go to the first.  Raises ValueError if the least shares are already more than the total.

    >>> apportion(10, [1, 1, 2])
    [3, 2, 5]
    >>> apportion(10, [1, 1, 8], least=2)
    [2, 2, 6]
    """
    floors = [least] * len(weights) if isinstance(least, int) else list(least)
    rest = total - sum(floors)
    if rest < 0:
        message = f"{total} cannot be shared: the least shares add up to {sum(floors)}"
        raise ValueError(message)
    wanted = [total * weight / sum(weights) for weight in weights]
    above = [max(0.0, want - floor) for want, floor in zip(wanted, floors, strict=True)]
    scale = rest / sum(above) if sum(above) else 0.0
    parts = [share * scale for share in above]
    shares = [floor + int(part) for floor, part in zip(floors, parts, strict=True)]
    by_remainder = sorted(range(len(parts)), key=lambda n: int(parts[n]) - parts[n])
    for n in by_remainder[: total - sum(shares)]:
        shares[n] += 1
    return shares


def chunks(items: Sequence[str], sizes: Sequence[int]) -> list[list[str]]:
    """The items in consecutive runs of these sizes.

    >>> chunks("abcde", [2, 3])
    [['a', 'b'], ['c', 'd', 'e']]
    """
    ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
    return [list(items[end - size : end]) for end, size in zip(ends, sizes, strict=True)]


ORDINALS = "零一二三四五六七八九"


def ordinal(number: int) -> str:
    """第 and the number in Chinese, 1 to 99.

    >>> ordinal(3), ordinal(10), ordinal(12), ordinal(20), ordinal(35)
    ('第三', '第十', '第十二', '第二十', '第三十五')
    """
    tens, ones = divmod(number, 10)
    return "第" + (ORDINALS[tens] if tens > 1 else "") + ("十" if tens else "") + (ORDINALS[ones] if ones else "")
