"""Ends a process when the one that started it has gone, in whatever way it went.

`handrail demo` starts the web server and the worker with a pipe that it never writes to. However it ends, kill -9
included, the system closes the pipe: reading it then gives end of file.
"""

import os
import signal
import subprocess
import threading

LIFELINE_VARIABLE = "HANDRAIL_LIFELINE"


def hold_on() -> None:
    """Watch the pipe on standard input, when this process was started with one; return at once."""
    if os.environ.get(LIFELINE_VARIABLE) == "1":
        threading.Thread(target=_end_with_the_other_side, args=(os.getpid(),), name="lifeline", daemon=True).start()


def _end_with_the_other_side(process: int) -> None:
    # os.read, not sys.stdin: a thread that waits inside a buffered reader would stop the interpreter from ending.
    while os.read(0, 1):
        pass
    os.kill(process, signal.SIGTERM)


def start(command: list[str], *, log: int) -> "subprocess.Popen[bytes]":
    """Start `command` in a process group of its own, tied to this process; what it says goes to the file `log`."""
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=log,
        stderr=log,
        start_new_session=True,
        env={**os.environ, LIFELINE_VARIABLE: "1"},
    )
