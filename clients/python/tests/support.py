"""What the tests share: a server that misbehaves, a real one, and the files of the protocol."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Optional

from contactdesk import Desk

FOLDER = Path(__file__).resolve().parent
CLIENT = FOLDER.parent
PROTOCOL = CLIENT.parent.parent / "protocol"

#: Seconds after which something that must happen has not: only a failing test waits so long.
LONG = 60.0
#: Seconds for something that does not happen.
SHORT = 0.05
#: Seconds for a server to end when it is told to, even on a busy machine.
PATIENCE = 0.5


def fake(behaviour: str, *words: str, patience: float = LONG) -> Desk:
    """A desk whose server behaves as a function of fake_server.py says."""
    command = [sys.executable, "-I", "-S", str(FOLDER / "fake_server.py"), behaviour, *words]
    return Desk(command, timeout=LONG, patience=patience)


def real(
    *options: str, role: Any = None, data: Optional[str] = None, connectors: bool = False
) -> Desk:
    """A desk with a real server (CONTACTDESK, or on the PATH) at a set time.

    It is kept in the folder `data`, or else in memory.
    """
    clock = ["--clock", "2026-01-01T09:00:00Z"]
    return Desk(
        memory=data is None,
        data=data,
        agent="anna:Anna Jonckheere",
        role=role,
        connectors=connectors,
        options=[*clock, *options],
        timeout=LONG,
        patience=LONG,
    )


def protocol(name: str) -> Any:
    """A JSON file of the protocol."""
    return json.loads((PROTOCOL / name).read_text("utf-8"))
