#!/usr/bin/env bash
# Proves that a bundle of the last commit installs, and Neo4j starts from it, where there is no network at all.
# Run by hand, on Linux, with iproute2: it takes minutes and half a gigabyte.  Ends with "1 passed, 0 failed".
set -euo pipefail
cd "$(dirname "$0")/../.."

make bundle
packed=$(ls -t bundle/*.tar | head -1)
unpacked=$(mktemp -d)
trap 'rm -rf "$unpacked"' EXIT
tar -xf "$packed" -C "$unpacked" --strip-components 1

unset WANGGE_CACHE WANGGE_BUNDLE
cd "$unpacked"
unshare --map-root-user --net bash -euc '
  ip link set lo up
  make install
  test -e web/dist/explorer.html
  .venv/bin/python - <<END
from pathlib import Path
from graph.engine.embedded import start
with start(Path("data"), purpose="the offline check") as neo4j:
    print("Neo4j answers at", neo4j.address.uri)
END
'
echo "1 passed, 0 failed"
