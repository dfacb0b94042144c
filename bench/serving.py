"""The service with two rivals on the same server: a bare JSON endpoint, and one that asks Neo4j at every request.

python -m bench.serving FOLDER PORT
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import uvicorn
import uvloop
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from graph.store.bolt import BoltStore
from graph.store.opening import open_record
from server import Settings, running

NAIVE = "".join(
    f"{line}\n" for line in (Path(__file__).parent / "naive.cypher").read_text().splitlines() if line[:2] != "//"
)


class Rivals:
    """The endpoints to compare with."""

    def __init__(self, store: BoltStore) -> None:
        self._store = store
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
    async with (
        open_record(settings, purpose="python -m bench", say=lambda _: None) as record,
        running(settings, record) as app,
    ):
        rivals = Rivals(record.store)
        for name in ("bare", "keep", "naive"):
            app.router.routes.append(Route(f"/{name}", getattr(rivals, name), methods=["POST"]))
        config = uvicorn.Config(app, port=settings.port, loop="uvloop", http="httptools", log_level="warning")
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    uvloop.run(serve())
