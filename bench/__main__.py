"""Measures the service on a generated street and city, and prints a table: `python -m bench [--json] [--size street]`.

Raw figures depend on the machine and on what else runs on it; a ratio compares two things in one run.
"""

import asyncio
import json
import math
import platform
import random
import statistics
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import click
import orjson
import psutil

from bench.asking import bodies
from bench.city import SIZES, Size, micro_grid_codes
from bench.cores import held_to_one_core
from bench.databases import database
from bench.starting import Started, cpu_seconds, resident_mib, started
from bench.writing import copied
from graph.engine.artifacts import neo4j_version

Figures = dict[str, float]

STARTS = 2
ROUNDS, ROUND_S = 5, 1.5
CONNECTIONS = 8
PLACES = 500
RIVALS = {"graphql": "/graphql", "bare": "/bare", "naive": "/naive", "resolver": "/resolver"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@click.option("--size", "names", type=click.Choice(list(SIZES)), multiple=True, help="Only this size; default: both.")
def bench(*, as_json: bool, names: tuple[str, ...]) -> None:
    """Measure start-up, memory, answers, changes and imports."""
    measured = {name: _measure(SIZES[name]) for name in names or SIZES}
    _say("importing a workbook")
    imported = _run("bench.importing")
    _say("routing cases of the demo street")
    routed = _run("bench.routing")
    if as_json:
        print(json.dumps({"machine": _machine(), "figures": measured, "import": imported, "routing": routed}, indent=2))
    else:
        print(_report(measured, imported, routed))


def _measure(size: Size) -> Figures:
    folder = asyncio.run(database(size))
    _say(f"starting the service on the {size.name}")
    figures = _start_figures(folder)
    _say(f"asking who handles a place of the {size.name}")
    with started(["-m", "bench.serving"], folder) as service:
        figures |= _rival_figures(service, size)
    _say(f"asking and changing the {size.name} in memory")
    inside = _run("bench.inside", size.name, str(folder))
    _say(f"writing on a copy of the {size.name}")
    with copied(folder) as copy, started(["cli.py", "serve"], copy) as service:
        inside |= _run("bench.writing", str(copy), str(service.port))
    return figures | inside


def _start_figures(folder: Path) -> Figures:
    """The best of a few starts: whatever else the machine does can only add to them."""
    rounds: list[Figures] = []
    for _ in range(STARTS):
        with started(["cli.py", "serve"], folder) as service:
            rounds.append(
                {
                    "facts": service.facts,
                    "start_s": service.seconds,
                    "start_our_cpu_s": cpu_seconds(service.ours),
                    "start_neo4j_cpu_s": cpu_seconds(service.neo4j),
                    "our_mib": resident_mib(service.ours),
                    "neo4j_mib": resident_mib(service.neo4j),
                }
            )
    return {name: min(figures[name] for figures in rounds) for name in rounds[0]}


def _rival_figures(service: Started, size: Size) -> Figures:
    """What each rival does, in turns, so that whatever else the machine does meets all alike."""
    asked = bodies(random.Random(2).sample(micro_grid_codes(size), PLACES))  # noqa: S311 -- no secrets
    base = f"http://127.0.0.1:{service.port}"
    for body in asked[:20]:
        ours, naive = _post(f"{base}/graphql", body), _post(f"{base}/naive", body)
        responsible = orjson.loads(ours)["data"]["organization"]["whoHandles"]["responsible"]["person"]
        assert responsible == orjson.loads(naive)["responsible"], "the rivals disagree"
        _post(f"{base}/keep", orjson.loads(ours))
    text = orjson.dumps(asked)
    rounds = [(name, _rival(service, path, text)) for _ in range(ROUNDS) for name, path in RIVALS.items()]
    return {
        f"{name}_{figure}": statistics.median(figures[figure] for other, figures in rounds if other == name)
        for name in RIVALS
        for figure in rounds[0][1]
    }


def _rival(service: Started, path: str, text: bytes) -> Figures:
    """Requests a second and the processors' time for each with many connections; latencies with one.

    And requests a second while the service and its Neo4j share one core: the client then takes nothing from them, nor
    does either rival have a core more than the other.
    """
    with held_to_one_core(service.ours, service.neo4j) as held:
        on_one_core = _run("bench.client", str(service.port), path, str(CONNECTIONS), str(ROUND_S), given=text)
    used = cpu_seconds(service.ours) + cpu_seconds(service.neo4j)
    many = _run("bench.client", str(service.port), path, str(CONNECTIONS), str(ROUND_S), given=text)
    used = cpu_seconds(service.ours) + cpu_seconds(service.neo4j) - used
    one = _run("bench.client", str(service.port), path, "1", str(ROUND_S), given=text)
    return {
        "per_second": many["per_second"],
        "one_core_per_second": on_one_core["per_second"] if held else math.nan,
        "cpu_ms": 1000 * used / many["requests"],
        "p50_ms": one["p50_ms"],
        "p99_ms": one["p99_ms"],
    }


def _run(module: str, *arguments: str, given: bytes = b"") -> Figures:
    told = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-m", module, *arguments], input=given, stdout=subprocess.PIPE, check=True
    )
    figures: Figures = json.loads(told.stdout)
    return figures


def _post(url: str, body: object) -> bytes:
    request = urllib.request.Request(url, orjson.dumps(body), {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 -- loopback
        read: bytes = answer.read()
        return read


# -- telling ---------------------------------------------------------------------------------------------------------

LINES: tuple[tuple[str, str, str], ...] = (
    ("facts in the model", "facts", ",.0f"),
    ("start: process to ready, s", "start_s", ".1f"),
    ("  CPU of our process, s", "start_our_cpu_s", ".1f"),
    ("  CPU of Neo4j, s", "start_neo4j_cpu_s", ".1f"),
    ("memory of our process, MiB", "our_mib", ".0f"),
    ("  after all the questions below, MiB", "asked_mib", ".0f"),
    ("memory of Neo4j, MiB", "neo4j_mib", ".0f"),
    ("who handles: requests/s", "graphql_per_second", ",.0f"),
    ("  held to one core: requests/s", "graphql_one_core_per_second", ",.0f"),
    ("  CPU of each, ms", "graphql_cpu_ms", ".2f"),
    ("  p50, ms", "graphql_p50_ms", ".2f"),
    ("  p99, ms", "graphql_p99_ms", ".2f"),
    ("bare JSON of the same size: requests/s", "bare_per_second", ",.0f"),
    ("  held to one core: requests/s", "bare_one_core_per_second", ",.0f"),
    ("  CPU of each, ms", "bare_cpu_ms", ".2f"),
    ("  p50, ms", "bare_p50_ms", ".2f"),
    ("  p99, ms", "bare_p99_ms", ".2f"),
    ("naive, one Cypher a request: requests/s", "naive_per_second", ",.0f"),
    ("  held to one core: requests/s", "naive_one_core_per_second", ",.0f"),
    ("  CPU of each, Neo4j's too, ms", "naive_cpu_ms", ".2f"),
    ("  p50, ms", "naive_p50_ms", ".2f"),
    ("  p99, ms", "naive_p99_ms", ".2f"),
    ("naive resolver, the same behind GraphQL: requests/s", "resolver_per_second", ",.0f"),
    ("  held to one core: requests/s", "resolver_one_core_per_second", ",.0f"),
    ("  CPU of each, Neo4j's too, ms", "resolver_cpu_ms", ".2f"),
    ("  p50, ms", "resolver_p50_ms", ".2f"),
    ("  p99, ms", "resolver_p99_ms", ".2f"),
    ("within one request, without HTTP, ms", "graphql", ".3f"),
    ("  of it who handles, ms", "who_handles", ".3f"),
    ("  of it who handles, and until when, ms", "answer", ".3f"),
    ("a handover applied in memory, ms", "apply", ".3f"),
    ("a correction committed to Neo4j, ms", "commit", ".1f"),
    ("live model, one writer: writes/s", "commit_1_per_second", ",.0f"),
    ("  p50, ms", "commit_1_p50_ms", ".1f"),
    ("  p99, ms", "commit_1_p99_ms", ".1f"),
    ("live model, 8 writers: writes/s", "commit_8_per_second", ",.0f"),
    ("GraphQL, one writer: writes/s", "mutation_1_per_second", ",.0f"),
    ("  p50, ms", "mutation_1_p50_ms", ".1f"),
    ("  p99, ms", "mutation_1_p99_ms", ".1f"),
    ("GraphQL, 8 writers: writes/s", "mutation_8_per_second", ",.0f"),
    ("the rows alone, one writer: writes/s", "bare_write_1_per_second", ",.0f"),
    ("  p50, ms", "bare_write_1_p50_ms", ".1f"),
    ("  p99, ms", "bare_write_1_p99_ms", ".1f"),
    ("the rows alone, 8 writers: writes/s", "bare_write_8_per_second", ",.0f"),
    ("decided 1,000 revisions ago, ms", "decide_far", ".1f"),
    ("seen by another process: p50, ms", "lag_p50_ms", ",.0f"),
    ("  p99, ms", "lag_p99_ms", ",.0f"),
    ("  p50, intervals of following", "lag_p50_intervals", ".2f"),
    ("  p99, intervals of following", "lag_p99_intervals", ".2f"),
    ("read at the head, ms", "read_head", ".3f"),
    ("read at the newest revision, ms", "read_newest_first", ".3f"),
    ("read 10 revisions back, first, ms", "read_ten_first", ".3f"),
    ("  again, ms", "read_ten_again", ".3f"),
    ("read 1,000 revisions back, first, ms", "read_far_first", ",.1f"),
    ("  again, ms", "read_far_again", ".3f"),
    ("first point on the map (index built), ms", "point_first", ",.1f"),
    ("  the next, ms", "point_again", ",.2f"),
    ("counts of units, ms", "counts_again", ",.1f"),
    ("counts of posts, ms", "posts_again", ",.1f"),
    ("first search for units, ms", "search_units_first", ",.0f"),
    ("  the next, ms", "search_units_again", ",.0f"),
    ("first search for people, ms", "search_people_first", ",.0f"),
    ("  the next, ms", "search_people_again", ",.0f"),
    ("coverage of everything, ms", "coverage_again", ",.0f"),
)


RATIOS = (
    ("ratio: who handles / naive resolver, requests/s", "graphql_per_second", "resolver_per_second"),
    ("ratio: who handles / naive resolver, on one core", "graphql_one_core_per_second", "resolver_one_core_per_second"),
    ("ratio: naive resolver / who handles, CPU", "resolver_cpu_ms", "graphql_cpu_ms"),
    ("ratio: naive resolver / who handles, p50", "resolver_p50_ms", "graphql_p50_ms"),
    ("ratio: who handles / naive, requests/s", "graphql_per_second", "naive_per_second"),
    ("ratio: naive / who handles, CPU", "naive_cpu_ms", "graphql_cpu_ms"),
    ("ratio: naive / the answer alone, p50", "naive_p50_ms", "answer"),
    ("ratio: bare JSON / who handles, requests/s", "bare_per_second", "graphql_per_second"),
    ("ratio: rows alone / live model, 1 writer", "bare_write_1_per_second", "commit_1_per_second"),
    ("ratio: rows alone / live model, 8 writers", "bare_write_8_per_second", "commit_8_per_second"),
    ("ratio: rows alone / GraphQL, 1 writer", "bare_write_1_per_second", "mutation_1_per_second"),
    ("ratio: rows alone / GraphQL, 8 writers", "bare_write_8_per_second", "mutation_8_per_second"),
    ("ratio: 10 revisions back / head, first", "read_ten_first", "read_head"),
    ("ratio: 1,000 revisions back / head, first", "read_far_first", "read_head"),
    ("ratio: 1,000 revisions back / head, again", "read_far_again", "read_head"),
)


def _report(measured: dict[str, Figures], imported: Figures, routed: Figures) -> str:
    machine = [f"{key}: {value}" for key, value in _machine().items()]
    return "\n".join([*machine, "", *_table(measured), "", _sentence(imported), _routing(routed)])


def _sentence(imported: Figures) -> str:
    return (
        f"A workbook of {imported['rows']:,.0f} rows: written at {imported['exported_per_second']:,.0f} rows/s, "
        f"planned at {imported['planned_per_second']:,.0f}, applied in memory at {imported['applied_per_second']:,.0f}."
    )


def _routing(routed: Figures) -> str:
    asked_ms = routed["who_handles"]
    return (
        f"The demo street, without HTTP: {1000 / asked_ms:,.0f} who-handles a second, "
        f"{1000 / routed['route']:,.0f} routes, or "
        f"{1000 / routed['route_without_until']:,.0f} that do not ask until when they hold (ratio "
        f"{asked_ms / routed['route_without_until']:.2f}).  The proof that nobody's case reaches nobody: "
        f"{routed['places']:,.0f} places x {routed['combinations']:,.0f} combinations x 31 days in "
        f"{routed['proof_s']:.2f} s, {routed['unreached']:.0f} stretches without anybody.\n\n"
        f"A year of duty of all {routed['departments']:.0f} departments, {routed['shifts']:,.0f} shifts: "
        f"the roster {routed['roster_s']:.2f} s, as long as {1000 * routed['roster_s'] / asked_ms:,.0f} who-handles; "
        f"its gaps {routed['gaps_s']:.2f} s; "
        f"fairness {routed['fairness_s']:.2f} s."
    )


def _table(measured: dict[str, Figures]) -> Iterator[str]:
    yield f"| {'measure':<51} |" + "".join(f" {name:>10} |" for name in measured)
    yield f"| {'-' * 51} |" + f" {'-' * 9}: |" * len(measured)
    for label, key, form in LINES:
        yield f"| {label:<51} |" + "".join(f" {format(f[key], form):>10} |" for f in measured.values())
    for label, above, below in RATIOS:
        ratios = (f"{f[above] / f[below]:.1f}" for f in measured.values())
        yield f"| {label:<51} |" + "".join(f" {ratio:>10} |" for ratio in ratios)
    if len(measured) == len(SIZES):
        street, city = (measured[name] for name in SIZES)
        yield f"| {'ratio: a change, city / street':<51} | {'':>10} | {city['apply'] / street['apply']:>10.1f} |"


def _machine() -> dict[str, str]:
    memory = psutil.virtual_memory().total / 2**30
    names = ("strawberry-graphql", "graphql-core", "uvicorn", "uvloop", "neo4j", "immutables", "shapely")
    return {
        "machine": f"{psutil.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, {platform.system()}",
        "Python": platform.python_version(),
        "Neo4j": neo4j_version(),
        "packages": ", ".join(f"{name} {version(name)}" for name in names),
        "load average": f"{psutil.getloadavg()[0]:.1f}",
    }


def _say(sentence: str) -> None:
    print(f"·· {sentence}", file=sys.stderr)


if __name__ == "__main__":
    bench()
