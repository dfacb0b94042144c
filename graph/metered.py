"""The live model as one request asks it: everything that is read or changed is counted by the request's meter."""

from collections.abc import Callable

from graph.change import Asked, Recorded
from graph.journal import Journal
from graph.live import Build, Judge, LiveModel
from graph.meter import Meter
from graph.snapshot import Snapshot


class MeteredModel:
    """A live model with a meter.  Everything else is the model's own."""

    __slots__ = ("_meter", "_model", "_newest", "_seen")

    def __init__(self, model: "Model", meter: Meter) -> None:
        self._model: LiveModel = model._model if isinstance(model, MeteredModel) else model
        self._meter = meter
        self._newest = self._model.snapshot
        self._seen = self._newest.metered(meter)

    @property
    def journal(self) -> Journal:
        """The journal of the record."""
        return Journal(self._model.record, self._meter)

    @property
    def snapshot(self) -> Snapshot:
        """The newest snapshot."""
        newest = self._model.snapshot
        if newest is not self._newest:
            self._newest, self._seen = newest, newest.metered(self._meter)
        return self._seen

    @property
    def behind(self) -> str | None:
        """Why the snapshot may be old; None: it is not."""
        return self._model.behind

    @property
    def seconds_old(self) -> float:
        """How long ago the snapshot was last known to be all that the record has."""
        return self._model.seconds_old

    def watch(self, watcher: Callable[[Recorded], None]) -> Callable[[], None]:
        """As the model's own."""
        return self._model.watch(watcher)

    async def decide(
        self, build: Build, judge: Judge, *, expected_revision: int | None = None, asked: Asked | None = None
    ) -> Recorded:
        """As the model's own.  Raises TooCostly before anything is kept, never after."""
        return await self._model.decide(
            build, judge, expected_revision=expected_revision, asked=asked, meter=self._meter
        )

    async def made_before(self, asked: Asked | None) -> Recorded | None:
        """As the model's own."""
        return await self._model.made_before(asked, self._meter)

    async def preview(self, build: Build, judge: Judge, *, expected_revision: int | None = None) -> Recorded:
        """As the model's own."""
        return await self._model.preview(build, judge, expected_revision=expected_revision, meter=self._meter)

    async def past(self, revision: int) -> Snapshot:
        """As the model's own."""
        return (await self._model.past(revision, self._meter)).metered(self._meter)

    async def wait_for(self, revision: int, seconds: float) -> None:
        """As the model's own."""
        await self._model.wait_for(revision, seconds)

    async def catch_up(self) -> None:
        """As the model's own."""
        await self._model.catch_up()


Model = LiveModel | MeteredModel
