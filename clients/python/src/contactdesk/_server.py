"""The server as a process behind three pipes, and the one thread that looks after them.

A caller writes a short line by itself, if the pipe takes it at once. The thread does all that may
have to wait: it reads answers and hands them to who waits, writes all other lines, keeps the tail
of stderr, and at the end makes sure that the process is gone. All descriptors are non-blocking, so
the server can hold up neither a call with a time-out nor the end.
"""

from __future__ import annotations

import functools
import os
import select
import selectors
import subprocess
import threading
import time
import weakref
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Optional, Union

from . import _answers
from ._errors import DeskClosed, DeskError, end_in_words
from ._json import encode
from ._text import last_words, one_line

# Bytes taken from a pipe at once.
READ_BYTES = 1 << 16
# Bytes of stderr that are kept.
TAIL_BYTES = 4096
# Seconds for a server whose stdout ended to be gone, so that its exit code can be told.
LINGER_SECONDS = 0.5
# A line of at most so many bytes and brackets is below the limits of any server.
PLAIN_BYTES = 1 << 20
PLAIN_BRACKETS = 100


@dataclass
class _Call:
    """A call that was sent and not answered."""

    future: Optional[Future[Any]]
    """What gets the answer; None after it was cancelled, or timed out: the answer is dropped."""
    is_plain: bool
    """Whether its line is surely one that the server can read."""


class Server:
    """A running server. Every function may be called from any thread."""

    def __init__(self, command: Sequence[str], patience: float) -> None:
        self._patience = patience
        self._wake_reader, self._wake_writer = os.pipe()
        try:
            # In a session of its own, so that Ctrl-C reaches the program alone, which then closes
            # the server in order. The server ends by itself if the program dies.
            self._process = subprocess.Popen(
                command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except BaseException:
            os.close(self._wake_reader)
            os.close(self._wake_writer)
            raise
        stdin, stdout, stderr = self._process.stdin, self._process.stdout, self._process.stderr
        assert stdin and stdout and stderr
        self._stdin, self._stdout, self._stderr = stdin, stdout, stderr
        for end in (stdin.fileno(), stdout.fileno(), stderr.fileno(), self._wake_writer):
            os.set_blocking(end, False)

        # What callers and the thread share, under the lock. A signal's handler may come back to it
        # in the middle of a call.
        self._lock = threading.RLock()
        # By id, in the order of the calls.
        self._waiting: dict[int, _Call] = {}
        self._last_id = 0
        self._unsent = bytearray()
        self._is_closing = False
        # When the thread stops to serve, where that is settled.
        self._until: Optional[float] = None
        # Why there is no server any more.
        self._closed: Optional[DeskClosed] = None

        # What only the thread uses.
        self._half_line = bytearray()
        self._tail = b""

        _servers.add(self)
        self._thread = threading.Thread(target=self._run, name="contactdesk", daemon=True)
        self._thread.start()

    @property
    def exit_code(self) -> Optional[int]:
        """The exit code; -N if signal N killed the process; None while it runs."""
        return self._process.returncode

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    def submit(self, method: str, params: Mapping[str, object]) -> Future[Any]:
        """Sends a call; the future gets the result, or the error."""
        body = encode({"jsonrpc": "2.0", "method": method, "params": params})
        is_plain = len(body) <= PLAIN_BYTES and body.count("[") + body.count("{") <= PLAIN_BRACKETS
        future: Future[Any] = Future()
        with self._lock:
            if self._closed or self._is_closing:
                raise _copy(self._closed) if self._closed else DeskClosed("the desk is closed")
            self._last_id += 1
            number = self._last_id
            self._waiting[number] = _Call(future, is_plain)
            self._send(f'{{"id":{number},{body[1:]}\n'.encode())
        future.add_done_callback(functools.partial(self._cancel, number))
        return future

    def _cancel(self, number: int, future: Future[Any]) -> None:
        """If the future was cancelled, asks the server to end the call, and drops its answer."""
        if not future.cancelled():
            return
        with self._lock:
            call = self._waiting.get(number)
            if call is None:
                return  # The answer crossed.
            call.future = None
            notification = {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": number}}
            self._send(encode(notification).encode() + b"\n")
        # Those who wait in `concurrent.futures.wait` go on.
        future.set_running_or_notify_cancel()

    def close(self) -> None:
        """Ends the input, which ends the server, and waits for that; at last kills it."""
        with self._lock:
            if not self._is_closing and not self._closed:
                self._is_closing = True
                self._until = time.monotonic() + self._patience
                self._wake()
        # A callback of a future runs in the thread itself, which cannot wait for its own end.
        if threading.current_thread() is not self._thread:
            # It waits for answers, for the end, after TERM and after KILL.
            self._thread.join(4 * self._patience + 1)

    # Under the lock.

    def _send(self, line: bytes) -> None:
        # A pipe takes a short line whole or not at all, so that no Ctrl-C can tear it.
        if not self._unsent and len(line) <= select.PIPE_BUF and self._write(line):
            return
        self._unsent += line
        self._wake()

    def _write(self, data: bytes) -> int:
        """Writes what the pipe takes now; returns how much that is."""
        if self._stdin.closed:
            return len(data)
        try:
            return self._stdin.write(data) or 0
        except BrokenPipeError:
            # Nobody reads any more; what was read before may still be answered.
            self._stdin.close()
            self._until = time.monotonic() + self._patience
            self._wake()
            return len(data)

    def _wake(self) -> None:
        try:
            os.write(self._wake_writer, b"\0")
        except BlockingIOError:
            pass  # It was woken often enough.

    # The thread.

    def _run(self) -> None:
        fault = ""
        try:
            with selectors.PollSelector() as selector:
                fault = self._serve(selector)
        except Exception as error:  # Whatever it is, nobody shall wait in vain.
            fault = f"the thread of the desk failed: {error!r}"
        self._end(fault)

    def _serve(self, selector: selectors.PollSelector) -> str:
        """Moves bytes until nothing more can be expected; returns the server's fault, or ""."""
        stdin, stdout, stderr = self._stdin.fileno(), self._stdout.fileno(), self._stderr.fileno()
        for reader in (stdout, stderr, self._wake_reader):
            selector.register(reader, selectors.EVENT_READ)
        while True:
            self._watch(stdin, selector)
            seconds = None if self._until is None else self._until - time.monotonic()
            if seconds is not None and seconds <= 0:
                return ""
            for key, _ in selector.select(seconds):
                if key.fd == stdout:
                    data = self._stdout.read(READ_BYTES)
                    fault = self._take(data or b"")
                    if fault or data == b"":
                        return fault
                elif key.fd == stderr:
                    if self._keep_tail() == b"":
                        selector.unregister(stderr)
                elif key.fd == self._wake_reader:
                    os.read(self._wake_reader, READ_BYTES)

    def _watch(self, stdin: int, selector: selectors.PollSelector) -> None:
        """Writes what is unsent; ends the input at last. Watches stdin while the pipe is full."""
        with self._lock:
            if self._unsent:
                del self._unsent[: self._write(bytes(self._unsent[:READ_BYTES]))]
            if self._stdin.closed:
                self._unsent.clear()
            if self._is_closing and not self._unsent:
                self._stdin.close()
            is_watched = stdin in selector.get_map()
            if self._unsent and not is_watched:
                selector.register(stdin, selectors.EVENT_WRITE)
            elif is_watched and not self._unsent:
                selector.unregister(stdin)

    def _take(self, data: bytes) -> str:
        """Takes in a part of the output; returns the fault in it, or ""."""
        *ends, rest = data.split(b"\n")
        for end in ends:
            self._half_line += end
            line, self._half_line = self._half_line, bytearray()
            fault = self._too_long(line) or self._answer(line)
            if fault:
                return fault
        self._half_line += rest
        return self._too_long(self._half_line)

    def _too_long(self, line: bytearray) -> str:
        if len(line) <= _answers.LINE_BYTES:
            return ""
        return f"the server wrote a line longer than {_answers.LINE_BYTES:,} bytes"

    def _answer(self, line: bytearray) -> str:
        """Hands an answer to who waits for it; returns what is wrong with it, or ""."""
        try:
            answer = _answers.read(line)
        except _answers.NoAnswer:
            return _answers.fault(line)
        if answer is None:
            return ""
        with self._lock:
            number = self._unread_call() if answer.number is None else answer.number
            call = None if number is None else self._waiting.pop(number, None)
        if call is None:
            return _answers.fault(line)
        _settle(call, answer.outcome)
        return ""

    def _unread_call(self) -> Optional[int]:
        """The call that an error without id is for: the server could not read its line.

        Calls of which that may be so are answered in their order (protocol/README.md, 31); before
        them may be calls that wait (92).
        """
        suspects = (number for number, call in self._waiting.items() if not call.is_plain)
        return next(suspects, next(iter(self._waiting), None))

    def _keep_tail(self) -> Optional[bytes]:
        """Reads of stderr what is there; b"" at its end, None if there is nothing now."""
        data = self._stderr.read(READ_BYTES)
        self._tail = (self._tail + (data or b""))[-TAIL_BYTES:]
        return data

    def _end(self, fault: str) -> None:
        with self._lock:
            self._stdin.close()
        self._stdout.close()
        exit_code = self._wait(LINGER_SECONDS)
        # The last words are in the pipe. A server that lives may write for ever: enough is enough.
        for _ in range(16):
            if not self._keep_tail():
                break
        tail = last_words(self._tail)
        message = "the desk is closed"
        if not self._is_closing:
            message = fault or end_in_words(exit_code)
            message += ". It is stopped" if fault and exit_code is None else ""
            message += f"; its last words: {one_line(tail)}" if tail else ""
        with self._lock:
            self._closed = DeskClosed(message, exit_code=exit_code, stderr=tail)
            waiting, self._waiting = self._waiting, {}
            os.close(self._wake_reader)
            os.close(self._wake_writer)
        for call in waiting.values():
            _settle(call, _copy(self._closed))
        for stop in (self._process.terminate, self._process.kill):
            if exit_code is None:
                stop()
                exit_code = self._wait(self._patience)
        self._stderr.close()

    def _wait(self, seconds: float) -> Optional[int]:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def forget(self) -> None:
        """In a fork of the program: lets go of what belongs to the process that opened it."""
        self._lock = threading.RLock()
        if not self._closed:
            self._closed = DeskClosed("the desk belongs to the process that opened it")
            self._waiting = {}
            for end in (self._stdin, self._stdout, self._stderr):
                end.close()
            os.close(self._wake_reader)
            os.close(self._wake_writer)


def _settle(call: _Call, outcome: Union[DeskError, _answers.Result]) -> None:
    """Hands the outcome of a call to who waits for it, if anybody does."""
    if call.future is None or not call.future.set_running_or_notify_cancel():
        return
    if isinstance(outcome, DeskError):
        call.future.set_exception(outcome)
    else:
        call.future.set_result(outcome.value)


def _copy(error: DeskClosed) -> DeskClosed:
    """An exception of its own for each who waits: tracebacks are written into them."""
    return DeskClosed(*error.args)


# A fork must not hold the pipes open: the server would not see the end of its input.
_servers: weakref.WeakSet[Server] = weakref.WeakSet()


def _forget_servers() -> None:
    for server in list(_servers):
        server.forget()


os.register_at_fork(after_in_child=_forget_servers)
