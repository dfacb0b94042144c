"""What people's data is written to is there whole or not at all, and for its owner alone."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import InvalidInput
from graph.snapshot import Snapshot
from graph.whole_files import whole_file
from loaders import export_geojson, export_workbook
from tests.builders.organisations import random_organisation

Writer = Callable[[Snapshot, Path], None]
WRITERS: list[Writer] = [export_workbook, export_geojson]


@pytest.fixture
def model() -> Snapshot:
    return random_organisation(4, size=2, changes=3).snapshot()


@pytest.mark.parametrize("write", WRITERS)
def test_its_owner_alone_may_read_it_though_others_could_read_what_was_there(
    model: Snapshot, tmp_path: Path, write: Writer
) -> None:
    path = tmp_path / "out"
    path.write_text("older")
    path.chmod(0o644)
    write(model, path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_bytes()) > 10


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("name", ["missing/out", "file/out", "folder"])
def test_where_it_can_t_be_written_that_is_said_and_nothing_is_left(
    model: Snapshot, tmp_path: Path, write: Writer, name: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InvalidInput, match="can't be written") as caught:
        write(model, tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("error", [KeyboardInterrupt, InvalidInput, ValueError])
def test_what_was_there_stays_if_writing_stops_half_way(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "out"
    path.write_text("older")

    def write() -> None:
        with whole_file(path) as file:
            file.write(b"new")
            raise error("half way")

    with pytest.raises(error):
        write()
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("out", "older")]
