"""The main questions once more, as Cypher to paste into Neo4j Browser; they share no code with the Python answers.

Each file is one statement with its parameters in a `:param` line at the top.  Nothing here speaks to a database.
"""

import re
from importlib.resources import files

PARAMETER = re.compile(r"\$(\w+)")


def questions() -> list[str]:
    """The names of all questions, in alphabetical order."""
    return sorted(f.name.removesuffix(".cypher") for f in files(__name__).iterdir() if f.name.endswith(".cypher"))


def cypher(question: str) -> str:
    """The statement that answers a question: parameters by name, as its `:param` line has them."""
    return (files(__name__) / f"{question}.cypher").read_text("utf-8")


def cypher_for_many(question: str) -> str:
    """The same statement, asked for each map of parameters in `$asked`; `number` is that map's place there."""
    one = PARAMETER.sub(r"each.\1", cypher(question)).replace("CALL (", "CALL (each, ")
    numbered = "UNWIND range(0, size($asked) - 1) AS number WITH number, $asked[number] AS each"
    return f"{numbered} CALL (each) {{\n{one}\n}}\nRETURN *"
