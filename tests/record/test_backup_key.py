"""The file of the keys that seal backups: made when needed, its owner's alone, never lost to a newer one."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph.errors import InvalidInput
from graph.record.backup_key import KeyFile, new_key, read_keys, write_keys
from graph.record.backup_seal import SealKey


@pytest.fixture
def keys(tmp_path: Path) -> KeyFile:
    """That of a data folder which is not there yet."""
    return KeyFile.of(tmp_path / "data", None)


def test_the_data_folders_key_is_made_when_first_needed_and_stays(keys: KeyFile) -> None:
    assert keys.known().keys == ()
    key = keys.for_sealing()
    assert keys.for_sealing() == key
    assert keys.known().keys == (key,)
    assert stat.S_IMODE(keys.path.stat().st_mode) == 0o600
    assert [path.name for path in keys.path.parent.iterdir()] == ["backup.key"]


def test_of_many_who_need_it_first_at_once_all_get_the_same(keys: KeyFile) -> None:
    with ThreadPoolExecutor(16) as crowd:
        made = list(crowd.map(lambda _: keys.for_sealing(), range(16)))
    assert set(made) == {keys.for_sealing()}


def test_a_key_that_the_settings_name_is_not_made_but_asked_for(tmp_path: Path) -> None:
    named = KeyFile.of(tmp_path, tmp_path / "stick" / "key")
    with pytest.raises(InvalidInput, match="WANGGE_BACKUP_KEY names, is not there"):
        named.for_sealing()
    named.put_first(new_key())
    assert named.for_sealing() == read_keys(tmp_path / "stick" / "key")[0]


def test_a_newer_key_seals_and_the_older_ones_verify(keys: KeyFile) -> None:
    old, new = keys.for_sealing(), new_key()
    keys.put_first(new)
    assert keys.known().keys == (new, old)
    assert keys.known().find(old.id) == old
    keys.put_first(old)
    assert keys.known().keys == (old, new)


def test_keys_go_from_one_machine_to_another(keys: KeyFile, tmp_path: Path) -> None:
    key, there = keys.for_sealing(), KeyFile.of(tmp_path / "there", None)
    own = there.for_sealing()
    write_keys(tmp_path / "carried", keys.known().keys)
    assert there.add(read_keys(tmp_path / "carried")) == [key]
    assert there.add(read_keys(tmp_path / "carried")) == []
    assert there.known().keys == (own, key), "its own seals still"
    assert stat.S_IMODE((tmp_path / "carried").stat().st_mode) == 0o600


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "there").write_text("something")
    with pytest.raises(InvalidInput, match="can't be written: File exists"):
        write_keys(tmp_path / "there", [new_key()])
    assert (tmp_path / "there").read_text() == "something"


def test_a_file_that_others_can_read_is_refused(keys: KeyFile) -> None:
    keys.for_sealing()
    keys.path.chmod(0o640)
    with pytest.raises(InvalidInput, match="chmod 600"):
        keys.known()


@pytest.mark.parametrize(
    "alter",
    [
        lambda _: "",
        lambda text: text[:-2],
        lambda text: text.replace("wangge-backup-key ", ""),
        lambda text: text + "more\n",
        lambda text: text[:-3] + ("0" if text[-3] != "0" else "1") + text[-2:],
        lambda text: text * 2_000,
        lambda text: "\x00" + text,
    ],
)
def test_a_file_that_was_altered_is_refused(keys: KeyFile, alter: object) -> None:
    keys.for_sealing()
    keys.path.write_text(alter(keys.path.read_text()))  # type: ignore[operator]  # as above
    with pytest.raises(InvalidInput, match="no file of backup keys, or was altered"):
        keys.known()


def test_a_key_does_not_show_its_secret() -> None:
    key = SealKey(b"secret".ljust(32))
    assert repr(key) == f"SealKey({key.id})"
    assert key.secret.hex()[:16] != key.id
