"""Backups and exports at the command line: sealed with a key that is carried, logged with who wrote whose data."""

import gzip
import json
import os
import pwd
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from graph.engine.holder import find_note
from graph.engine.launch import USER, read_password
from tests.builders.process import run, serving

ADD = """mutation {
  addPerson(input: {name: "周新", phone: "13800000001", start: "2025-06-01"}, change: {reason: "登记"}) {
    ... on ChangeApplied { revision } } }"""

pytestmark = pytest.mark.timeout(900)  # processes that start a Neo4j each


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with a data folder, in use by a service that knows one person."""
    house = tmp_path_factory.mktemp("house")
    with serving(house / "here") as service:
        assert service.ask(ADD)["addPerson"]["revision"] == 2
        yield house


def test_a_backup_is_restored_elsewhere_with_its_key_and_not_without(house: Path) -> None:
    here, there, file, key = house / "here", house / "there", house / "w.backup", house / "carried.key"
    written = run(here, "backup", str(file))
    assert written.returncode == 0, written.stderr
    assert "2 changes, 0 decisions and 1 links of the access log" in written.stdout
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    refused = run(there, "restore", str(file))
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "which is not known here" in refused.stderr
    assert not (there / "neo4j").exists(), "refused before anything is started"
    assert run(here, "backup-key", "export", str(key)).returncode == 0
    assert "1 key." in run(there, "backup-key", "import", str(key)).stdout
    assert "Restored 2 changes, 0 decisions and 1 links" in run(there, "restore", str(file)).stdout
    checked = run(there, "check", "--at", "2025-07-01")
    assert "Access log: 1 chains, 1 links, 1 accesses: 0 faults" in checked.stdout, checked.stderr


def test_what_is_altered_or_of_an_older_version_is_refused_with_a_remedy(house: Path) -> None:
    older = Path(__file__).parents[1] / "record" / "backups" / "version-2.backup"
    refused = run(house / "nowhere", "restore", str(older))
    assert (refused.returncode, "--trust-unsealed" in refused.stderr) == (2, True)
    (house / "altered").write_bytes(older.read_bytes()[:-1])
    refused = run(house / "nowhere", "restore", "--trust-unsealed", str(house / "altered"))
    assert (refused.returncode, "was altered" in refused.stderr) == (2, True)
    assert not (house / "nowhere").exists()


def test_who_wrote_whose_data_to_a_file_is_logged(house: Path) -> None:
    here, log = house / "here", house / "service.log"
    before = run(here, "audit", "marks").stdout.splitlines()
    exported = run(here, "export", str(house / "all.xlsx"), ACTOR="somebody else")
    assert exported.returncode == 0, exported.stderr
    assert run(here, "export", str(house / "outlines.geojson")).returncode == 0, "that has nobody in it"
    [mark] = set(run(here, "audit", "marks").stdout.splitlines()) - set(before)
    log.write_text(f"2026-11-24 INFO {mark}\n")
    assert run(here, "audit", "verify", "--against", str(log)).returncode == 0
    log.write_text(f"2026-11-24 INFO {mark.replace(' link 1 ', ' link 2 ')}\n")
    found = run(here, "audit", "verify", "--against", str(log))
    assert (found.returncode, "it had come to link 2, and ends with 1" in found.stdout) == (1, True)

    assert run(here, "backup", str(house / "again.backup")).returncode == 0
    entries = [
        entry
        for line in gzip.decompress((house / "again.backup").read_bytes()).splitlines()
        for entry in json.loads(line).get("link", {}).get("entries", ())
    ]
    user = f"os:{pwd.getpwuid(os.getuid()).pw_name}"
    [export] = [entry for entry in entries if entry["source"] == "export"]
    assert (export["key"], export["key_name"], export["operation"]) == (user, "somebody else", "wangge export all.xlsx")
    assert len(export["people"]) == 1
    assert [entry["people"] for entry in entries if entry["source"] == "backup"][-1] == export["people"]


def test_what_can_t_be_logged_is_not_written(house: Path) -> None:
    """The folder of the log is no folder any more."""
    here = house / "here"
    (here / "accesses").rename(here / "elsewhere")
    (here / "accesses").write_text("in the way")
    for command, file in (("export", "refused.xlsx"), ("backup", "refused.backup")):
        refused = run(here, command, str(house / file))
        assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
        assert "access log can't be written" in refused.stderr
        assert not (house / file).exists()
    (here / "accesses").unlink()
    (here / "elsewhere").rename(here / "accesses")


def test_what_was_tampered_with_is_named_by_a_check_and_what_is_gone_by_an_older_backup(house: Path) -> None:
    here, proof = house / "here", house / "proof.backup"
    for name in ("one.xlsx", "two.xlsx"):
        assert run(here, "export", str(house / name)).returncode == 0
    assert run(here, "backup", str(proof)).returncode == 0
    assert "0 faults" in run(here, "audit", "verify", "--against", str(proof)).stdout

    [(people, request)] = in_neo4j(
        here, "MATCH (a:Access {operation: 'wangge export one.xlsx'}) RETURN a.people, a.request"
    )
    in_neo4j(here, "MATCH (a:Access {request: $request}) SET a.people = ['nobody']", request=request)
    checked = run(here, "check", "--at", "2025-07-01")
    assert (checked.returncode, f"request {request}) was altered" in checked.stdout) == (1, True), checked.stdout
    in_neo4j(here, "MATCH (a:Access {request: $request}) SET a.people = $people", request=request, people=people)
    assert "0 faults" in run(here, "audit", "verify", "--against", str(proof)).stdout

    gone = "MATCH (a:Access {operation: 'wangge export two.xlsx'})<-[:LISTS]-(l) MATCH (c:AccessChain {id: l.chain}) "
    in_neo4j(here, f"{gone} DETACH DELETE a, l, c")
    assert "is gone" in run(here, "audit", "verify").stdout, "by the marks in the data folder"
    (here / "accesses" / "marks.log").unlink()
    assert "0 faults" in run(here, "audit", "verify").stdout
    found = run(here, "audit", "verify", "--against", str(proof))
    assert (found.returncode, "is gone: on" in found.stdout) == (1, True), found.stdout


def test_a_backup_is_verified_as_a_restore_would_and_damage_in_the_record_is_found(house: Path) -> None:
    file = house / "verified.backup"
    done = run(house / "here", "backup", "--verify", str(file))
    assert done.returncode == 0, done.stderr
    assert re.search(r"Verified: 2 changes, 0 decisions and \d+ links of the access log can be restored", done.stdout)


def test_an_upgrade_checks_saves_migrates_and_checks_and_stops_where_something_is_wrong(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with serving(data) as service:
        assert service.ask(ADD)["addPerson"]["revision"] == 2
        refused = run(data, "upgrade")
        assert (refused.returncode, "in use by" in refused.stderr) == (2, True), "a service of the former version runs"
        in_neo4j(data, "MATCH (m:Migration) WHERE m.number >= 6 DELETE m")
    done = run(data, "upgrade")
    assert done.returncode == 0, done.stderr
    assert [line[:3] for line in done.stderr.splitlines() if line[1:3] == "/4"] == ["1/4", "2/4", "3/4", "4/4"]
    assert "migrations: asked_twice, helpers_of_decisions" in done.stdout
    backup = next((data / "backups").iterdir())
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with serving(data):
        in_neo4j(data, "MATCH (p:Person) SET p.name = '某人'")
    stopped = run(data, "upgrade", "--backup", str(tmp_path / "second.backup"))
    assert stopped.returncode == 2
    assert "not sound, so the upgrade stops here" in stopped.stderr
    assert "Nothing was changed" in stopped.stderr
    assert not (tmp_path / "second.backup").exists()


def test_an_empty_record_has_nothing_to_upgrade(tmp_path: Path) -> None:
    done = run(tmp_path, "upgrade")
    assert (done.returncode, "there is nothing to upgrade" in done.stderr) == (2, True)


def in_neo4j(data: Path, cypher: str, **parameters: object) -> list[tuple[object, ...]]:
    """What somebody does who has the password of Neo4j."""
    folder = data / "neo4j"
    note = find_note(folder)
    assert note is not None
    with GraphDatabase.driver(f"bolt://127.0.0.1:{note.bolt_port}", auth=(USER, read_password(folder))) as driver:
        return [tuple(record.values()) for record in driver.execute_query(cypher, parameters).records]
