"""Numbered schema migrations: `NNNN_what.cypher`, statements ended by `;`, each safe to run twice."""

from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step of the database's schema."""

    number: int
    name: str
    statements: tuple[str, ...]


def migrations() -> list[Migration]:
    """All the migrations, in their order."""
    texts = sorted((f.name, f.read_text("utf-8")) for f in files(__name__).iterdir() if f.name.endswith(".cypher"))
    return [Migration(int(name[:4]), name[5:-7], _statements(text)) for name, text in texts]


def _statements(text: str) -> tuple[str, ...]:
    code = "\n".join(line for line in text.splitlines() if not line.startswith("//"))
    return tuple(statement.strip() for statement in code.split(";") if statement.strip())
