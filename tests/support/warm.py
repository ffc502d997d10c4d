"""Run the command in processes that are forked from one that has imported what builds need.

Most tests are about what the command does, and few about how Python starts; that takes half of a small build.
What is imported here is what workers of a pool import before they are forked.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO

MODULES = (
    "coursebuild.cli",
    "coursebuild.cli.commands.lessons.build",
    "coursebuild.cli.commands.lessons.check",
    "coursebuild.cli.commands.lessons.verify",
    "coursebuild.engine.pipeline",
    "coursebuild.engine.verify",
    "coursebuild.pdf.preload",
    "coursebuild.engine.documents.print_job",
    "coursebuild.engine.documents.compare",
    "coursebuild.engine.site.changes",
    "coursebuild.output.record",
    "coursebuild.site",
    "email.policy",
    "pygments.lexers",
    "pypdfium2",
    "pikepdf",
)
LENGTH = 8  # bytes of a number in a message
PATIENCE = 120.0  # seconds for which a command may run


class Server:
    """The process from which commands are forked, one at a time."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)
        self._socket, other = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(other.fileno())],
            env=self.environment,
            pass_fds=[other.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        other.close()
        self._socket.settimeout(PATIENCE)
        atexit.register(self.end)

    def end(self) -> None:
        """End the process, and the command that it may be running."""
        atexit.unregister(self.end)
        self._socket.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], *files: IO[bytes]
    ) -> int:
        """Run a command, whose output and errors go to two files; return its exit status.

        The status is negative if a signal ended it. Raises: TimeoutError, after which the server has ended,
        as the next command would get the status of this one.
        """
        request = json.dumps([list(arguments), str(folder), dict(environment)]).encode()
        descriptors = [each.fileno() for each in files]
        socket.send_fds(self._socket, [len(request).to_bytes(LENGTH)], descriptors)
        self._socket.sendall(request)
        try:
            return int.from_bytes(self._socket.recv(LENGTH, socket.MSG_WAITALL), signed=True)
        except TimeoutError:
            server.cache_clear()
            self.end()
            raise


@cache
def server() -> Server:
    """The server of this process of the test suite, in the environment in which it was first asked for.

    Another one takes its place after a command that ran out of time.
    """
    return Server(os.environ)


def _fork_each(connection: socket.socket) -> list[str]:
    """Fork a process for each request; return its arguments in it."""
    while True:
        length, descriptors, _, _ = socket.recv_fds(connection, LENGTH, 2)
        if not length:
            os._exit(0)
        arguments, folder, environment = json.loads(
            connection.recv(int.from_bytes(length), socket.MSG_WAITALL)
        )
        if process := os.fork():
            for each in descriptors:
                os.close(each)
            _, status = os.waitpid(process, 0)
            connection.sendall(os.waitstatus_to_exitcode(status).to_bytes(LENGTH, signed=True))
            continue
        connection.close()
        for number, each in enumerate(descriptors, 1):
            os.dup2(each, number)
            os.close(each)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        return list(arguments)


def _serve(descriptor: int) -> None:
    sys.path[0] = ""  # as with `python -m`
    from coursebuild import editions  # noqa: PLC0415 (the same)
    from coursebuild.__main__ import main  # noqa: PLC0415 (tests of this suite need it in no process of theirs)

    for module in MODULES:
        import_module(module)
    editions.load_filters()
    sys.argv = ["coursebuild", *_fork_each(socket.socket(fileno=descriptor))]
    main()


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
