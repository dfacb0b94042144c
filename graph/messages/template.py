"""The words of one sentence."""

from typing import NamedTuple


class Template(NamedTuple):
    """A sentence in English and in Chinese, with names of values in braces as `str.format` reads them.

    Where nobody chose a language, both stand there: English first, or with `chinese_first` Chinese / English; or else
    the text of `both`, which holds the words of both languages itself and tells values in Chinese.
    """

    en: str
    zh: str
    both: str | None = None
    chinese_first: bool = False
