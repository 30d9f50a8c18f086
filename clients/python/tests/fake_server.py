"""A server that behaves as the function says that is named on its command line."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, NoReturn


def messages() -> Iterator[dict[str, Any]]:
    for line in sys.stdin.buffer:
        yield json.loads(line)


def requests() -> Iterator[dict[str, Any]]:
    return (message for message in messages() if "id" in message)


def say(text: str) -> None:
    sys.stdout.buffer.write(text.encode("latin-1"))
    sys.stdout.buffer.flush()


def answer(request: dict[str, Any], **members: object) -> str:
    members = members or {"result": request["params"]}
    return json.dumps({"jsonrpc": "2.0", "id": request["id"], **members}) + "\n"


def for_ever() -> NoReturn:
    while True:
        signal.pause()


def echo() -> None:
    for request in requests():
        say(answer(request))


def mute() -> None:
    for _ in requests():
        pass


def cancels() -> None:
    """Answers a call `wait` when it is cancelled. Answers any other with what was cancelled."""
    cancelled: list[Any] = []
    waiting: dict[int, dict[str, Any]] = {}
    for message in messages():
        if message["method"] == "$/cancelRequest":
            cancelled.append(message)
            say(answer(waiting.pop(message["params"]["id"]), error={"message": "cancelled"}))
        elif message["method"] == "wait":
            waiting[message["id"]] = message
        else:
            say(answer(message, result=cancelled))


def notifies(text: str) -> None:
    """Writes a notification before and after each answer."""
    for request in requests():
        say(f"{text}\n{answer(request)}{text}\n")


def backwards() -> None:
    """Answers every three calls, the last one first."""
    held: list[str] = []
    for request in requests():
        held.insert(0, answer(request))
        if len(held) == 3:
            say("".join(held))
            held = []


def late() -> None:
    """Answers a call when the next one is there, and that too."""
    held = ""
    for request in requests():
        held += answer(request)
        if request["method"] != "late":
            say(held)
            held = ""


def half() -> None:
    """Writes half of the first answer, the other half when the next call is there."""
    first = next(requests())
    text = answer(first)
    say(text[:20])
    second = next(requests())
    say(text[20:] + answer(second))
    mute()


def byte_by_byte() -> None:
    for request in requests():
        for byte in answer(request).encode():
            os.write(1, bytes([byte]))


def huge(count: str) -> None:
    for request in requests():
        say(answer(request, result="x" * int(count)))


def fails() -> None:
    """Answers with the error that the params hold."""
    for request in requests():
        say(answer(request, error=request["params"]["error"]))


def unreadable() -> None:
    """Answers the first call as a line that could not be read."""
    next(requests())
    say('{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"too long",')
    say('"data":{"kind":"limitExceeded"}}}\n')
    echo()


def says(text: str) -> None:
    """Answers the first call with this text."""
    next(requests())
    say(text)
    for_ever()


def says_for_ever(text: str) -> None:
    """Answers the first call with this text, again and again."""
    next(requests())
    while True:
        say(text)


def says_twice() -> None:
    for request in requests():
        say(answer(request) * 2)


def pages(cursor: str) -> None:
    """Each page is the same, and so is the cursor of the next one."""
    for request in requests():
        say(answer(request, result={"contacts": [1], "nextCursor": cursor}))


def last_words(text: str, count: str) -> None:
    """Writes this on stderr, many times, and dies."""
    next(requests())
    sys.stderr.buffer.write(text.encode("utf-8") * int(count))
    sys.stderr.flush()
    os._exit(3)


def never_stops_talking() -> None:
    """Answers, while another thread writes on stderr without an end."""

    def talk() -> None:
        while True:
            os.write(2, b"word " * 10_000)

    threading.Thread(target=talk, daemon=True).start()
    echo()
    for_ever()


def dies_mid_answer() -> None:
    request = next(requests())
    say(answer(request)[:20])
    print("out of paper", file=sys.stderr, flush=True)
    os._exit(3)


def is_killed() -> None:
    next(requests())
    os.kill(os.getpid(), signal.SIGKILL)


def never_starts() -> None:
    print("no such option: --wings", file=sys.stderr)
    sys.exit(64)


def floods() -> None:
    """Writes a lot on stderr before each answer, and at its end."""
    for request in requests():
        sys.stderr.write("word " * 200_000)
        sys.stderr.flush()
        say(answer(request))
        if request["method"] == "end":
            sys.stderr.write("the last word")
            sys.stderr.flush()
            os._exit(4)


def closes_stdout() -> None:
    next(requests())
    os.close(1)
    for_ever()


def closes_stdin() -> None:
    request = next(requests())
    os.close(0)
    say(answer(request))
    for_ever()


def never_reads() -> None:
    for_ever()


def outlives_the_end() -> None:
    echo()
    for_ever()


def outlives_everything() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    echo()
    for_ever()


def leaves_a_child() -> None:
    """Answers with the id of a child that holds stdout and stderr open."""
    wait = [sys.executable, "-I", "-S", "-c", "import signal; signal.pause()"]
    child = subprocess.Popen(wait, stdin=subprocess.DEVNULL)
    for request in requests():
        say(answer(request, result=child.pid))
    os._exit(0)


if __name__ == "__main__":
    # Whoever runs the tests may have left signals blocked, SIGTERM too.
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    globals()[sys.argv[1]](*sys.argv[2:])
