"""The service with rivals on the same server: a bare JSON endpoint, and two that ask Neo4j at every request.

python -m bench.serving FOLDER PORT
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import strawberry
import uvicorn
import uvloop
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.live import LiveModel
from graph.record.bolt import BoltStore
from graph.record.opening import OpenRecord, open_record
from schema.context import Context
from schema.schema import schema
from schema.settings import Settings
from server import running

NAIVE = "".join(
    f"{line}\n" for line in (Path(__file__).parent / "naive.cypher").read_text().splitlines() if line[:2] != "//"
)


class Rivals:
    """The endpoints to compare with."""

    def __init__(self, store: BoltStore, model: LiveModel, zone: ZoneInfo) -> None:
        self._store = store
        self._model = model
        self._zone = zone
        self._answer: object = None

    async def bare(self, request: Request) -> Response:
        """What the same server does at best: read JSON, write the JSON that was given to `keep`."""
        orjson.loads(await request.body())
        return _json(self._answer)

    async def keep(self, request: Request) -> Response:
        """Keep the answer that `bare` gives."""
        self._answer = orjson.loads(await request.body())
        return Response()

    async def naive(self, request: Request) -> Response:
        """The responsible person, the path and the handlers, from one Cypher query."""
        asked = orjson.loads(await request.body())["variables"]
        day = datetime.fromisoformat(asked["at"]).date()
        path = await self._store.query(NAIVE, code=asked["place"]["code"], day=day)
        return _json(climb(path, day))

    async def resolver(self, request: Request) -> Response:
        """As `naive`, behind GraphQL: the same document, its fields walked by graphql-core as any resolver's are."""
        asked = orjson.loads(await request.body())
        day = datetime.fromisoformat(asked["variables"]["at"]).date()
        path = await self._store.query(NAIVE, code=asked["variables"]["place"]["code"], day=day)
        found = climb(path, day)
        context = Context(model=self._model, zone=self._zone, now=lambda: datetime.now(UTC))
        result = await strawberry.Schema.execute(schema, asked["query"], asked["variables"], context)
        return _json({"data": result.data, "responsible": found["responsible"]})


def climb(path: list[dict[str, Any]], day: date) -> dict[str, Any]:
    """The naive answer: the first holder on the ladder who is present, or the stand-in of one who is away."""
    for rung in path[0]["ladder"]:
        for unit in path:
            if unit["kind"] != rung["kind"]:
                continue
            holders = [holder for holder in unit["holders"] if holder["role"] == rung["role"]]
            for holder in sorted(holders, key=lambda h: (h["rank"] != "primary", h["start"], h["id"])):
                person = holder["person"] if holder["away"] is None else holder["cover"]
                if person is not None:
                    return {"day": day.isoformat(), "responsible": person, "holding": holder["id"], "path": path}
    return {"day": day.isoformat(), "responsible": None, "holding": None, "path": path}


def _json(answer: object) -> Response:
    return Response(orjson.dumps(answer), media_type="application/json")


async def serve() -> None:
    """Serve until stopped."""
    settings = Settings.model_validate({})
    models: list[LiveModel] = []

    async def keep(_: OpenRecord, model: LiveModel) -> None:
        models.append(model)

    async with (
        open_record(settings, purpose="python -m bench", say=lambda _: None) as record,
        running(settings, record, keep) as app,
    ):
        rivals = Rivals(record.store, models[0], settings.zone)
        for name in ("bare", "keep", "naive", "resolver"):
            app.router.routes.append(Route(f"/{name}", getattr(rivals, name), methods=["POST"]))
        config = uvicorn.Config(app, port=settings.port, loop="uvloop", http="httptools", log_level="warning")
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    uvloop.run(serve())
