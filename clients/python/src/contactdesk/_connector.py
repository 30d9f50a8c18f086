"""A function that looks customers up, as a connector between a desk and a CRM."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import logging
import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from queue import SimpleQueue
from typing import Optional, cast

from ._json import encode
from ._kinds import InvalidParams, InvalidValue, LimitExceeded, VersionConflict, WrongState
from ._text import one_line, shown
from .desk import Desk
from .types import ContactId, Customer, LookupRequest

# What a desk asks (protocol/README.md, 98).
METHOD = "crm.lookup"
# Bytes that a customer may have as JSON. A line of more than 1 MiB ends the connector
# (protocol/README.md, 101); 1,024 bytes are for what stands around the customer.
CUSTOMER_BYTES = (1 << 20) - 1024
# Characters of the reason of a failure that the desk takes.
REASON_CHARACTERS = 500
# Bytes of questions taken at once.
READ_BYTES = 1 << 16

_log = logging.getLogger("contactdesk")


class Question(LookupRequest):
    """What a connector is asked: which customer is this contact?"""

    contactId: ContactId
    """The contact."""


LookUp = Callable[[Question], Optional[Customer]]
"""A function that looks a customer up."""


def connector(function: LookUp) -> ConnectorFunction:
    """Makes a function a connector; a decorator.

    The function gets a `Question`, and returns the `Customer` that the contact is, or None if there
    is none, or several. If it raises an exception, that look-up fails, and the exception's text is
    the reason that the desk shows.
    """
    return ConnectorFunction(function)


class ConnectorFunction:
    """A function that is a connector. Called, it does what it did before."""

    def __init__(self, function: LookUp) -> None:
        self._function = function
        functools.update_wrapper(self, function)

    def __call__(self, question: Question) -> Optional[Customer]:
        return self._function(question)

    def serve(self, workers: int = 1) -> None:
        """Answers the questions of a desk: the whole work of a connector of the kind `command`.

        Reads questions from stdin and writes answers to stdout, until the questions end, nobody
        reads the answers, or SIGTERM or Ctrl-C comes. Meanwhile, what the function and the
        programs that it starts print goes to stderr, and their stdin is empty. Exceptions of the
        function go to the log `contactdesk`, by default on stderr, with their tracebacks.

        - `workers`: How many questions are answered at a time; a desk puts 8 at most. With 1, the
            function is called in this thread, else in threads of their own.
        """
        if workers < 1:
            raise ValueError(f"workers: expected at least 1, got {workers}")
        with contextlib.suppress(KeyboardInterrupt, BrokenPipeError), _stdio() as pipes:
            questions, answers = pipes
            lines = _lines(questions, answers.fileno())
            with _sigterm_is_ctrl_c():
                if workers == 1:
                    for line in lines:
                        _write(self._reply(line), answers)
                else:
                    self._share(lines, answers, workers)

    def answer(self, desk: Desk) -> int:
        """Answers all look-ups that are `asked`: the work of a connector of the kind `client`.

        Goes through them once, the newest first, and returns how many it answered. It passes over
        a look-up that somebody else answered meanwhile, one that a later one replaced, and one
        whose contact has other values by now.
        """
        answered = 0
        for lookup in desk.crm_list_all(state="asked"):
            asked = {"contactId": lookup["contactId"], **lookup.get("request", {})}
            with contextlib.suppress(WrongState, VersionConflict):
                self._resolve(desk, lookup["lookupId"], cast(Question, asked))
                answered += 1
        return answered

    def _resolve(self, desk: Desk, lookup_id: str, question: Question) -> None:
        try:
            customer = self._customer(question)
        except (Exception, SystemExit) as error:
            desk.crm_resolve(lookup_id=lookup_id, error=_failure(error))
            return
        try:
            desk.crm_resolve(lookup_id=lookup_id, match=customer)
        except (InvalidParams, InvalidValue, LimitExceeded) as error:
            # It is no customer to the desk. It would stay `asked`, and come again each time.
            desk.crm_resolve(lookup_id=lookup_id, error=_failure(error))

    def _share(self, lines: Iterator[bytes], answers: io.FileIO, workers: int) -> None:
        """Lets threads answer the lines; returns when all are answered.

        If an exception ends it before, nobody waits for the threads: they end with the program.
        """
        shared: SimpleQueue[Optional[bytes]] = SimpleQueue()
        work = functools.partial(self._work, shared, answers, threading.Lock())
        threads = [threading.Thread(target=work, daemon=True) for _ in range(workers)]
        for thread in threads:
            thread.start()
        for line in lines:
            shared.put(line)
        for _ in threads:
            shared.put(None)
        for thread in threads:
            thread.join()

    def _work(
        self, shared: SimpleQueue[Optional[bytes]], answers: io.FileIO, lock: threading.Lock
    ) -> None:
        """Answers lines, until there is a None."""
        # Errors of writing: nobody reads any more, or `serve` has ended. Its thread saw that, too.
        with contextlib.suppress(BrokenPipeError, ValueError):
            for line in iter(shared.get, None):
                reply = self._reply(line)
                with lock:
                    _write(reply, answers)

    def _reply(self, line: bytes) -> bytes:
        """The line that answers a line; b"" for a notification."""
        number: object = None
        try:
            asked = json.loads(line)
            if "id" not in asked:
                return b""
            number = asked["id"]
            if asked["method"] != METHOD:
                raise ValueError(f"a connector has no method but {METHOD}")
            said: dict[str, object] = {"result": {"match": self._customer(asked["params"])}}
        except (Exception, SystemExit) as error:
            said = {"error": {"code": 1, "message": _failure(error)}}
        return encode({"jsonrpc": "2.0", "id": number, **said}).encode() + b"\n"

    def _customer(self, question: Question) -> Optional[Customer]:
        """What the function says; an exception if that is nothing that can be sent."""
        customer: object = self._function(question)
        if customer is not None and not isinstance(customer, Mapping):
            raise TypeError(
                f"the connector returned a value of the type {type(customer).__name__}: expected a "
                "customer (a dict) or None"
            )
        size = len(encode(customer))
        if size > CUSTOMER_BYTES:
            raise ValueError(
                f"the connector returned a customer of {size:,} bytes: expected at most "
                f"{CUSTOMER_BYTES:,}"
            )
        return cast(Optional[Customer], customer)


def _failure(error: BaseException) -> str:
    """Logs why a look-up failed, and returns it for the desk: on one line, and never blank."""
    _log.error("a look-up failed", exc_info=error)
    reason = one_line(shown(str(error), kept="\n\t")) or type(error).__name__
    is_short = len(reason) <= REASON_CHARACTERS
    return reason if is_short else reason[: REASON_CHARACTERS - 1] + "…"


@contextlib.contextmanager
def _stdio() -> Iterator[tuple[int, io.FileIO]]:
    """The descriptors of stdin and stdout for the protocol alone.

    Until the end, everything else finds an empty stdin, and stderr in the place of stdout: `print`,
    libraries that are not written in Python, and programs that the function starts.
    """
    questions = os.dup(0)
    with open(questions, "rb", buffering=0), open(os.dup(1), "wb", buffering=0) as answers:
        with open(os.devnull, "rb") as nothing:
            os.dup2(nothing.fileno(), 0)
        os.dup2(2, 1)
        try:
            # What was printed before may still be in the buffer.
            sys.stdout.flush()
            with contextlib.redirect_stdout(sys.stderr):
                yield questions, answers
        finally:
            os.dup2(questions, 0)
            os.dup2(answers.fileno(), 1)


@contextlib.contextmanager
def _sigterm_is_ctrl_c() -> Iterator[None]:
    """SIGTERM, by which a desk ends its connector, raises `KeyboardInterrupt`.

    So `finally` and `with` of the program do their work. Does nothing if the program handles
    SIGTERM itself, or serves in another thread than the main one, which alone can set handlers.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Who starts it from a thread with blocked signals hands that on, and it could not be ended.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _lines(questions: int, answers: int) -> Iterator[bytes]:
    """The lines of the questions; `BrokenPipeError` as soon as nobody reads the answers."""
    poll = select.poll()
    poll.register(questions, select.POLLIN)
    # Even where nothing is awaited of a descriptor, `poll` reports its errors.
    poll.register(answers, 0)
    rest = b""
    while True:
        events = dict(poll.poll())
        if events.get(answers, 0) & (select.POLLERR | select.POLLHUP):
            raise BrokenPipeError
        if questions not in events:
            continue
        data = os.read(questions, READ_BYTES)
        *lines, rest = (rest + data).split(b"\n")
        yield from lines
        if not data:
            if rest:
                yield rest
            return


def _write(reply: bytes, answers: io.FileIO) -> None:
    """Writes a whole line, which a pipe may take in parts."""
    while reply:
        reply = reply[answers.write(reply) or 0 :]
