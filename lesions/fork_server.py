"""Runs each job in a fresh process that is forked from a warm one, so that no job waits for Python to start.

The warm process has the libraries loaded, sees no job's bytes, and only forks. Each fork works on one job,
under the limits it sets itself, and ends: a job can take down nothing but its own process. Bytes go in and
out through memory files, which vanish with the processes that hold them, however these end.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess  # our own script, fixed arguments
import threading
from collections.abc import Callable, Sequence

START_SECONDS = 20


class CannotStart(Exception):
    """The warm process could not be started, or it ended and a new one did as well."""


class ForkServer:
    """One warm process of this server process, started at the first job and again when it has ended.

    Args:
        command: gives the command; the number of its end of the control socket is appended.
    """

    def __init__(self, command: Callable[[], list[str]]) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        os.register_at_fork(after_in_child=self._forget)

    def run(self, request: Sequence[bytes], seconds: float) -> bytes:
        """The job's whole output; what it had written so far when it crashed; empty when it took too long.

        Raises:
            CannotStart: no process to work in.
        """
        with open(os.memfd_create("in"), "w+b") as given, open(os.memfd_create("out"), "w+b") as answer:
            given.writelines(request)
            given.seek(0)
            job = self._start(given.fileno(), answer.fileno())
            try:
                if not _ended(job, seconds):
                    signal.pidfd_send_signal(job, signal.SIGKILL)
                    _ended(job, START_SECONDS)
                    return b""
            finally:
                os.close(job)
            return os.pread(answer.fileno(), os.fstat(answer.fileno()).st_size, 0)

    def stop(self) -> None:
        """End the warm process; the next job starts another."""
        with self._lock:
            self._stop()

    def _start(self, given: int, answer: int) -> int:
        """A pidfd of the process that works on the job. A warm process that has ended is replaced once."""
        with self._lock:
            for _attempt in range(2):
                try:
                    return self._ask(given, answer)
                except OSError:
                    self._stop()
            raise CannotStart

    def _ask(self, given: int, answer: int) -> int:
        control = self._control or self._open()
        socket.send_fds(control, [b"job"], [given, answer])
        _message, descriptors, _flags, _address = socket.recv_fds(control, 16, 1)
        if not descriptors:
            raise ConnectionResetError
        return descriptors[0]

    def _open(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        ours.settimeout(START_SECONDS)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # fixed arguments, no shell
                [*self._command(), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env={"OPENBLAS_NUM_THREADS": "1"},  # no threads may run where it forks
                cwd="/",
            )
        self._control = ours
        return ours

    def _stop(self) -> None:
        control, process = self._control, self._process
        self._control = self._process = None
        if control is not None:
            control.close()  # it ends by itself when nobody is left to ask it
        if process is not None:
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _forget(self) -> None:
        """A forked server process starts its own: two must not talk over one socket."""
        self._lock = threading.Lock()
        self._process = None
        if self._control is not None:
            self._control.close()
            self._control = None


def _ended(job: int, seconds: float) -> bool:
    poll = select.poll()
    poll.register(job, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def serve(control: socket.socket, work: Callable[[int, int], None]) -> None:
    """The warm process: fork for every job, hand back a pidfd, until nobody is left to ask."""
    signal.signal(signal.SIGCHLD, _reap)
    while True:
        _message, descriptors, _flags, _address = socket.recv_fds(control, 16, 2)
        if len(descriptors) != 2:
            return
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # or it could be gone before its pidfd
        child = os.fork()
        if child == 0:
            _work(control, descriptors, work)
        job = os.pidfd_open(child)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        socket.send_fds(control, [b"started"], [job])
        for descriptor in (*descriptors, job):
            os.close(descriptor)


def _work(control: socket.socket, descriptors: list[int], work: Callable[[int, int], None]) -> None:
    """In the fork: the job, and then the end whatever happened."""
    try:
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        work(*descriptors)
    finally:
        os._exit(0)


def _reap(_number: int, _frame: object) -> None:
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
