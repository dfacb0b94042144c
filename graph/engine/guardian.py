"""The process between the service and Neo4j: it ends Neo4j when the service is gone, however that came about.

Run as a program of its own, alone in a session, so that no Ctrl-C or hang-up of a terminal reaches it or Neo4j.
Its standard input is a pipe whose other end only the service holds.  The end of that pipe means: stop Neo4j.
It imports nothing of the project, so that it starts at once and stays small.

    guardian.py PARENT_PID GRACE_SECONDS LOCK_FD COMMAND…

It prints Neo4j's process id, then ends as Neo4j does.  Neo4j's own output goes to the guardian's standard error.
"""

import ctypes
import os
import select
import signal
import subprocess
import sys
import threading

PR_SET_PDEATHSIG = 1
PARENT_CHECK_S = 2.0


def end_with_guardian() -> None:
    """Have Linux end Neo4j if the guardian itself is killed.  Called in the child, before it becomes Java."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def wait_for_parent_to_go(parent: int) -> None:
    """Return at the end of the pipe, or when the parent is another: a fork of the service could hold the pipe open."""
    while os.getppid() == parent:
        readable, _, _ = select.select([sys.stdin], [], [], PARENT_CHECK_S)
        if readable and not os.read(sys.stdin.fileno(), 1):
            return


def stop_when_parent_goes(child: subprocess.Popen[bytes], parent: int, grace_s: float) -> None:
    """Ask Neo4j to end, and kill it if it has not within the grace time."""
    wait_for_parent_to_go(parent)
    child.terminate()
    try:
        child.wait(grace_s)
    except subprocess.TimeoutExpired:
        child.kill()


def main(parent: int, grace_s: float, lock_fd: int, command: list[str]) -> int:
    child = subprocess.Popen(  # noqa: S603  # the command is the service's
        command,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        pass_fds=(lock_fd,),  # the lock is held for as long as Neo4j lives, even if it should outlive us
        preexec_fn=end_with_guardian,  # noqa: PLW1509  # there is one thread yet
    )
    sys.stdout.write(f"{child.pid}\n")
    sys.stdout.flush()
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    threading.Thread(target=stop_when_parent_goes, args=(child, parent, grace_s), daemon=True).start()
    return child.wait()


if __name__ == "__main__":
    status = main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
    os._exit(status if status >= 0 else 128 - status)  # as shells tell a signal; the thread may still be reading
