"""A backup file: what is written is read again; what was cut, altered or forged is not, and is said to be so."""

import gzip
import hmac
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given

from graph.change import Change, Recorded
from graph.decisions.decision import Deadline, Decision, DecisionEventKind, Event
from graph.errors import InvalidInput
from graph.record.backup import Contents, open_backup
from graph.record.backup_seal import SEAL_BYTES, SealKeys, stored
from graph.record.backup_writing import Sealing
from tests.builders.organisations import LAWS, Builder, Organisation, organisations, random_organisation
from tests.builders.saved import KEY, read_backup, read_decisions, verify_backup, write_backup, writing

Line = dict[str, Any]
SIX = random_organisation(7, size=2, changes=5)
"""Six changes, with something of everything."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A backup of six changes."""
    return written(SIX, tmp_path / "wangge.backup")


def written(organisation: Organisation, path: Path) -> Path:
    write_backup(organisation.recorded, path, len(organisation.recorded))
    return path


def lines(path: Path) -> list[Line]:
    return [orjson.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


def forge(path: Path, alter: Callable[[list[Line]], object]) -> Path:
    """Alter the lines and seal them anew, as somebody would who knows how."""
    altered = lines(path)[:-1]
    alter(altered)
    with path.open("wb") as file:
        sealing = Sealing(file, KEY)
        for line in altered:
            sealing.line(line)
        sealing.seal()
    return path


def refused(path: Path) -> str:
    """Why a backup is not read."""
    with pytest.raises(InvalidInput) as caught:
        list(read_backup(path))
    return str(caught.value)


def forge_operation(path: Path, old: str, new: str, line: int = 1) -> Path:
    """Put another text in the place of one that an operation of a change holds."""

    def alter(altered: list[Line]) -> None:
        texts = altered[line]["operations"]
        place = next(n for n, text in enumerate(texts) if old in text)
        texts[place] = texts[place].replace(old, new, 1)

    return forge(path, alter)


# -- there and back ----------------------------------------------------------------------------------------------------


@LAWS
@given(organisations())
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, organisation: Organisation) -> None:
    path = written(organisation, tmp_path_factory.mktemp("backup") / "wangge.backup")
    assert verify_backup(path) == (len(organisation.recorded), 0, 0)
    assert tuple(read_backup(path)) == organisation.recorded


def test_an_empty_journal_is_a_backup_too(tmp_path: Path) -> None:
    path = tmp_path / "empty.backup"
    write_backup([], path, 0)
    assert (verify_backup(path), list(read_backup(path))) == ((0, 0, 0), [])


def test_the_file_is_lines_that_any_gzip_unpacks(path: Path) -> None:
    """Header, six changes, seal: `zcat` shows them, and any HMAC of all bytes before the seal is in the seal."""
    gunzip = shutil.which("gzip")
    assert gunzip is not None
    unpacked = subprocess.run([gunzip, "-dc", str(path)], check=True, capture_output=True).stdout
    assert unpacked == gzip.decompress(path.read_bytes())
    header, *changes, seal = lines(path)
    assert header == {"format": "wangge-journal", "version": 3, "revision": 6, "changes": 6, "decisions": 0}
    assert [change["revision"] for change in changes] == [1, 2, 3, 4, 5, 6]
    assert set(changes[0]) == {"revision", "at", "actor", "reason", "summary", "size", "operations"}
    before = path.read_bytes()[:-SEAL_BYTES]
    assert seal == {"key": KEY.id, "hmac_sha256": hmac.new(KEY.secret, before, "sha256").hexdigest()}


@pytest.mark.parametrize(
    "zone", [UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30)), ZoneInfo("Asia/Shanghai")]
)
def test_instants_keep_their_offset_to_the_microsecond(tmp_path: Path, zone: Any) -> None:
    at = datetime(2025, 6, 1, 23, 59, 59, 999_999, tzinfo=zone)
    organisation = Organisation((replace(SIX.changes[0], at=at),))
    (recorded,) = read_backup(written(organisation, tmp_path / "zone.backup"))
    assert (recorded.change.at, recorded.change.at.utcoffset()) == (at, at.utcoffset())


def test_every_text_survives(tmp_path: Path) -> None:
    """Quotes, line breaks, astral characters: a reason may hold what a name may not."""
    town = Builder()
    town.person("𠮷野\\'\"é")
    first = replace(town.commit(), reason='更正\u2028"一格"\n\t\\n', summary="", actor="张三\u0000")
    organisation = Organisation((first,))
    assert tuple(read_backup(written(organisation, tmp_path / "texts.backup"))) == organisation.recorded


def test_the_same_journal_makes_the_same_bytes(path: Path, tmp_path: Path) -> None:
    assert path.read_bytes() == written(SIX, tmp_path / "again.backup").read_bytes()


# -- decisions ---------------------------------------------------------------------------------------------------------

FIRST, SECOND, THIRD = (
    Decision(
        id=f"decision-{number}",
        reference="H-1",
        asked="digest",
        decided_at=datetime(2025, 6, number, 9, 30, 0, 123_456, tzinfo=timezone(timedelta(hours=8))),
        month="2025-06",
        revision=6,
        actor="热线",
        reason="受理",
        because=None if number == 1 else "wrong_place",
        returns=number - 1,
        settled=number == 3,
        place="370923001001001",
        path=("370923001001001", "370923001001"),
        channel="hotline",
        matter="neighbour-dispute",
        level="blue",
        policy="policy-1",
        lead_kind="person",
        lead_id="p-1",
        people=("p-1",),
        departments=(),
        climbed=("370923001001001|grid_leader",),
        frozen='{"case":{"level":"blue"}}',
        escalated=1 if number == 3 else 0,
        deadlines=(
            Deadline("受理", datetime(2025, 6, 2, 12, tzinfo=UTC), datetime(2025, 6, 1, 10, tzinfo=UTC)),
            Deadline("办结", datetime(2025, 6, 9, 12, tzinfo=UTC)),
        ),
        events=(
            Event(datetime(2025, 6, 9, tzinfo=UTC), DecisionEventKind.ESCALATED, "热线", "1", "催办", "两次\n无人接听"),
        )
        if number == 3
        else (),
        supersedes=None if number == 1 else f"decision-{number - 1}",
        superseded_by=None if number == 3 else f"decision-{number + 1}",
        superseded_at=None if number == 3 else datetime(2025, 6, number + 1, 1, 30, tzinfo=UTC),
    )
    for number in (1, 2, 3)
)


@pytest.fixture
def decided(tmp_path: Path) -> Path:
    """A backup of six changes and three decisions."""
    path = tmp_path / "decided.backup"
    write_backup(SIX.recorded, path, 6, (FIRST, SECOND, THIRD))
    return path


def refused_decisions(path: Path) -> str:
    """Why the decisions of a backup are not read."""
    with pytest.raises(InvalidInput) as caught:
        list(read_decisions(path))
    return str(caught.value)


def test_decisions_are_read_again_to_the_last_field(decided: Path) -> None:
    assert verify_backup(decided) == (6, 3, 0)
    assert tuple(read_backup(decided)) == SIX.recorded
    assert list(read_decisions(decided)) == [FIRST, SECOND, THIRD]
    assert lines(decided)[0] == {
        "format": "wangge-journal", "version": 3, "revision": 6, "changes": 6, "decisions": 3
    }  # fmt: skip


BACKUPS = Path(__file__).parents[2] / "record" / "backups"
"""Written by the last Wangge that wrote their version."""


def test_older_versions_are_read_on_ones_word(tmp_path: Path) -> None:
    for name, held in (("version-1.backup", (4, 0, 0)), ("version-2.backup", (4, 3, 0))):
        saved = open_backup(BACKUPS / name, SealKeys(), trust_unsealed=True)
        assert (saved.contents, saved.sealed_by) == (held, None)
        changes = list(saved.changes())
        assert [recorded.revision for recorded in changes] == [1, 2, 3, 4]
        assert list(saved.decisions()) == [FIRST, SECOND, THIRD][: held[1]]
        assert (list(saved.chains()), list(saved.links())) == ([], [])
        write_backup(changes, tmp_path / name, 4, list(saved.decisions()))
        assert list(read_backup(tmp_path / name)) == changes


def test_older_versions_are_refused_without_that_word(tmp_path: Path) -> None:
    for version in (1, 2):
        path = BACKUPS / f"version-{version}.backup"
        assert f"is a backup of version {version}, whose seal has no key" in refused(path)
        assert "--trust-unsealed" in refused(path)
        altered = tmp_path / path.name
        altered.write_bytes(path.read_bytes()[:-1])
        with pytest.raises(InvalidInput, match="cut short or was altered"):
            open_backup(altered, SealKeys(), trust_unsealed=True)


def test_one_altered_byte_among_decisions_is_found(decided: Path) -> None:
    sound = decided.read_bytes()
    for place in range(len(sound) // 2, len(sound), 3):
        decided.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        with pytest.raises(InvalidInput):
            verify_backup(decided)


@pytest.mark.parametrize(
    ("alter", "complaint"),
    [
        (lambda altered: altered.pop(), "holds 2 decisions; 3 were announced"),
        (lambda altered: altered.append(altered[-1]), "holds 4 decisions; 3 were announced"),
        (lambda altered: altered.insert(1, altered.pop()), "lacks revision 1: a decision stands in its place"),
        (lambda altered: altered.append(altered.pop(6)), "lacks revision 6: a decision stands in its place"),
        (lambda altered: altered.append(altered[6]), "lacks revision 7: 6 stands in its place"),
    ],
)
def test_other_decisions_than_those_announced_are_refused(
    decided: Path, alter: Callable[[list[Line]], object], complaint: str
) -> None:
    assert complaint in refused_decisions(forge(decided, alter))


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"nickname": "A"}, "decision has fields that this Wangge does not know: nickname"),
        ({"revision": "6"}, "decision.revision can't be '6'"),
        ({"settled": 1}, "decision.settled can't be 1"),
        ({"path": "370923"}, "decision.path can't be '370923'"),
        ({"path": [1]}, "decision.path can't be 1"),
        ({"decided_at": "2025-06-01T09:30:00"}, "has no zone"),
        ({"decided_at": "yesterday"}, "Invalid isoformat"),
        ({"deadlines": [{"step": "受理"}]}, "due"),
        ({"events": [{"at": "2025-06-01T00:00:00Z", "kind": "eaten", "by": "", "what": "", "reason": ""}]}, "eaten"),
        ({"reference": None}, "decision.reference can't be None"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(decided: Path, fields: Line, complaint: str) -> None:
    forge(decided, lambda altered: altered[8]["decision"].update(fields))
    found = refused_decisions(decided)
    assert "Decision 2 in" in found
    assert complaint in found


def test_decisions_come_after_all_changes_and_are_as_many_as_were_announced(tmp_path: Path) -> None:
    def write(announced: Contents, changes: int, decisions: int) -> None:
        with writing(tmp_path / "bad.backup", announced) as writer:
            for recorded in SIX.recorded[:changes]:
                writer.add(recorded)
            for decision in (FIRST, SECOND, THIRD)[:decisions]:
                writer.add_decision(decision)

    with pytest.raises(InvalidInput, match="Revision 6 of 6 is missing"):
        write(Contents(6, 1), 5, 1)
    for decisions in (1, 3):
        with pytest.raises(InvalidInput, match=f"{decisions} decisions came; 2 were announced"):
            write(Contents(6, 2), 6, decisions)
    assert list(tmp_path.iterdir()) == []


# -- whole or not at all -----------------------------------------------------------------------------------------------


def test_only_the_owner_may_read_it(path: Path) -> None:
    assert path.stat().st_mode & 0o077 == 0


def test_nothing_is_left_and_the_older_file_is_kept_if_writing_fails(path: Path) -> None:
    before = path.read_bytes()

    def failing() -> Iterator[Recorded]:
        yield SIX.recorded[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_backup(failing(), path, 6)
    assert [path] == list(path.parent.iterdir())
    assert path.read_bytes() == before


def test_nothing_is_at_the_path_before_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "new.backup"
    with writing(path, Contents(6, 0)) as writer:
        for recorded in SIX.recorded:
            writer.add(recorded)
            assert not path.exists()
    assert verify_backup(path) == (6, 0, 0)


@pytest.mark.parametrize(
    ("revisions", "complaint"),
    [
        ([1, 2, 3], "Revision 4 of 6 is missing"),
        ([1, 3], "Revision 3 came where 2 of 6 was due"),
        ([2], "Revision 2 came where 1 of 6 was due"),
        ([1, 1], "Revision 1 came where 2 of 6 was due"),
    ],
)
def test_changes_that_are_not_those_announced_are_refused(tmp_path: Path, revisions: list[int], complaint: str) -> None:
    with pytest.raises(InvalidInput, match=complaint):
        write_backup([SIX.recorded[r - 1] for r in revisions], tmp_path / "bad.backup", 6)
    assert list(tmp_path.iterdir()) == []


def test_a_change_too_many_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="Revision 6 came where 6 of 5 was due"):
        write_backup(SIX.recorded, tmp_path / "bad.backup", 5)


def test_an_instant_without_a_zone_is_refused(tmp_path: Path) -> None:
    change = replace(SIX.changes[0], at=datetime(2025, 1, 1))  # noqa: DTZ001 -- that is the fault
    with pytest.raises(InvalidInput, match="without a zone"):
        written(Organisation((change,)), tmp_path / "bad.backup")


def test_a_path_that_cannot_be_written_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="can't be written: No such file or directory"):
        write_backup([], tmp_path / "nowhere" / "x.backup", 0)


# -- refused: cut or altered -------------------------------------------------------------------------------------------


def test_one_altered_bit_anywhere_is_found(tmp_path: Path) -> None:
    """Every single bit of a file, the gzip headers and the unused bits at the end of a block among them."""
    town = Builder()
    town.person("张三")
    path = written(town.organisation(), tmp_path / "small.backup")
    sound = path.read_bytes()
    for place in range(len(sound)):
        for bit in range(8):
            altered = bytearray(sound)
            altered[place] ^= 1 << bit
            path.write_bytes(altered)
            with pytest.raises(InvalidInput):
                verify_backup(path)


def test_one_altered_byte_anywhere_in_a_longer_file_is_found(path: Path) -> None:
    sound = path.read_bytes()
    for place in range(0, len(sound), 7):
        path.write_bytes(sound[:place] + bytes([sound[place] ^ 0xFF]) + sound[place + 1 :])
        with pytest.raises(InvalidInput):
            read_backup(path)


def test_a_file_cut_short_anywhere_is_refused(path: Path) -> None:
    sound = path.read_bytes()
    for length in (*range(0, len(sound), 11), len(sound) - SEAL_BYTES, len(sound) - 1):
        path.write_bytes(sound[:length])
        with pytest.raises(InvalidInput):
            read_backup(path)


@pytest.mark.parametrize("more", [b"\0", b"\n", b"more", gzip.compress(b"{}\n", mtime=0)])
def test_a_file_with_something_added_is_refused(path: Path, more: bytes) -> None:
    path.write_bytes(path.read_bytes() + more)
    assert "cut short or was altered" in refused(path)


def test_a_file_packed_anew_is_refused(path: Path) -> None:
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())))
    assert "it has no seal at its end" in refused(path)
    lines = gzip.decompress(path.read_bytes()).splitlines(keepends=True)
    path.write_bytes(gzip.compress(b"".join(lines[:-1])) + stored(lines[-1]))
    assert "its seal is not the one it should have" in refused(path)


@pytest.mark.parametrize("length", [0, 5, 12])
def test_a_beginning_of_a_file_is_refused(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    assert refused(path)


def test_nothing_is_read_before_all_is_verified(path: Path) -> None:
    """The first change is sound; it isn't given out, since the last is not."""
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(InvalidInput):
        read_backup(path)


# -- refused: another thing altogether ---------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    assert "can't be read: No such file or directory" in refused(tmp_path / "nothing.backup")
    assert "can't be read: Is a directory" in refused(tmp_path)


@pytest.mark.parametrize(
    "content", [b"", b"hello", gzip.compress(b"", mtime=0), gzip.compress(b"[]\n[]\n", mtime=0), b"\x1f\x8b\x08"]
)
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    assert "is no backup" in refused(path) or "was altered" in refused(path)


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        ({"format": "wangge-settings"}, "is no backup of a Wangge journal"),
        ({"version": 4}, "is a backup of version 4; this Wangge reads versions 1 to 3"),
        ({"version": 0}, "is a backup of version 0; this Wangge reads versions 1 to 3"),
        ({"version": 2}, "whose seal has no key"),
        ({"version": "3"}, "is a backup of version 3; this Wangge reads"),
        ({"version": [2]}, "is a backup of version"),
        ({"version": True}, "is a backup of version True"),
        ({"decisions": None}, "announces None decisions"),
        ({"decisions": -1}, "announces -1 decisions"),
        ({"decisions": 1}, "holds 0 decisions; 1 were announced"),
        ({"version": None}, "is a backup of version None"),
        ({"revision": 7}, "announces 6 changes up to revision 7"),
        ({"revision": "6", "changes": "6"}, "announces"),
        ({"revision": -1, "changes": -1}, "announces"),
        ({"revision": 7, "changes": 7}, "holds 6 changes; 7 were announced"),
        ({"revision": 5, "changes": 5}, "holds 6 changes; 5 were announced"),
    ],
)
def test_another_header_is_refused(path: Path, header: Line, complaint: str) -> None:
    assert complaint in refused(forge(path, lambda altered: altered[0].update(header)))


@pytest.mark.parametrize(
    ("alter", "complaint"),
    [
        (lambda altered: altered.pop(3), "lacks revision 3: 4 stands in its place"),
        (lambda altered: altered.pop(), "holds 5 changes; 6 were announced"),
        (lambda altered: altered.insert(2, altered[1]), "lacks revision 2: 1 stands in its place"),
        (lambda altered: altered[2].update(revision=None), "lacks revision 2"),
        (lambda altered: altered.reverse(), "is no backup"),
    ],
)
def test_missing_revisions_are_found(path: Path, alter: Callable[[list[Line]], object], complaint: str) -> None:
    assert complaint in refused(forge(path, alter))


def one(operation: str) -> Line:
    """What a change has whose one operation is this text."""
    return {"size": 1, "operations": [operation]}


# -- refused: well sealed, and makes no sense ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"at": "yesterday"}, "Invalid isoformat"),
        ({"at": "2025-01-01T08:00:00"}, "has no zone"),
        ({"at": 5}, "Revision 2 in"),
        ({"actor": None}, "None is no text"),
        (one("{"), "Revision 2 in"),
        (one("[]"), "Revision 2 in"),
        ({"operations": 1}, "Revision 2 in"),
        (one('{"put":{"fact":"Dragon","id":"d"}}'), "'Dragon'"),
        (
            {"size": 1, "operations": ['{"put":{"fact":"Person","id":"p","start":"2025-01-01"}}']},
            "name of Person p is missing",
        ),
        (
            {"size": 1, "operations": ['{"put":{"fact":"Person","name":"A","start":"2025-01-01"}}']},
            "id of Person None is missing",
        ),
        (one('{"end":"p","on":"June"}'), "Invalid isoformat"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(path: Path, fields: Line, complaint: str) -> None:
    assert complaint in refused(forge(path, lambda altered: altered[2].update(fields)))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"kind":"village"', '"kind":"hamlet"', "'hamlet'"),
        ('"minimum":1', '"minimum":"1"', "minimum of StaffingRule"),
        ('"minimum":1', '"minimum":true', "minimum of StaffingRule"),
        ('"fictitious":true', '"fictitious":1', "fictitious of Person"),
        ('"fictitious":true', '"fictitious":true,"nickname":"A"', "has fields that this Wangge does not know"),
        ('"name":', '"name":5,"was_name":', "name of "),
    ],
)
def test_values_of_another_type_or_name_are_refused(path: Path, old: str, new: str, complaint: str) -> None:
    assert complaint in refused(forge_operation(path, old, new))


def test_a_change_is_what_was_recorded_and_not_merely_alike(path: Path) -> None:
    """Forged but sensible, a backup is read: whether the change may stand is for `apply` to say."""
    forge(path, lambda altered: altered[1].update(actor="somebody else"))
    first: Change = next(read_backup(path)).change
    assert first.actor == "somebody else"
