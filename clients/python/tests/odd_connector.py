"""A connector that does what the e-mail address of the contact says, before the `@`.

    python odd_connector.py WORKERS [FIFO]
"""

from __future__ import annotations

import datetime
import os
import sys
import threading
from typing import Any

from contactdesk import Question, connector

#: So many look-ups at a time must there be for any of them to be answered.
TOGETHER = 3

barrier = threading.Barrier(TOGETHER)


@connector
def look_up(question: Question) -> Any:
    """Does what the address says."""
    word = str(question["attributes"].get("email")).partition("@")[0]
    if word in OTHERS:
        return OTHERS[word]
    action = globals().get(word)
    if action:
        action()
    return {"customerId": f"C-{question['contactId']}", "attributes": {"company": word}}


OTHERS: dict[str, Any] = {
    "nobody": None,
    "list": [1],
    "text": "C-1",
    "empty": {},
    "nan": {"customerId": "C-1", "attributes": {"company": float("nan")}},
    "date": {"customerId": "C-1", "attributes": {"company": datetime.date(2026, 1, 1)}},
    "huge": {"customerId": "C-1", "attributes": {"company": "x" * (1 << 20)}},
}


def raises() -> None:
    raise ValueError("the CRM is down")


def raises_blank() -> None:
    raise RuntimeError(" \n ")


def raises_lines() -> None:
    raise RuntimeError("first\n\n\tsecond \u202e\ud800")


def raises_much() -> None:
    raise RuntimeError("x" * 10_000)


def exits() -> None:
    sys.exit("no CRM")


def prints() -> None:
    """Writes on stdout, by itself and by a program that would read stdin, too."""
    print("printed")
    os.write(1, b"written\n")
    os.system("cat; echo echoed")


def slow() -> None:
    """Waits until somebody has opened the other end of the FIFO, and closed it."""
    with open(sys.argv[2], "rb") as fifo:
        fifo.read()


def together() -> None:
    barrier.wait()


if __name__ == "__main__":
    print("printed before")
    look_up.serve(int(sys.argv[1]))
    print("served", file=sys.stderr)
