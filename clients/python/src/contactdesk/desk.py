"""The desk: a server of one's own."""

from __future__ import annotations

import concurrent.futures
import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Optional, Union

from ._errors import DeskTimeout
from ._methods import Methods
from ._server import Server
from .types import RoleName

Path = Union[str, "os.PathLike[str]"]


class Desk(Methods):
    """A running ContactDesk server, and all of its methods.

    Use it in a `with`, or close it. Several threads may call it at once. What goes wrong is a
    `DeskError`: the class tells the kind.
    """

    def __init__(
        self,
        path: Union[Path, Sequence[str], None] = None,
        *,
        memory: bool = False,
        data: Optional[Path] = None,
        agent: Optional[str] = None,
        role: Optional[RoleName] = None,
        connectors: bool = False,
        options: Sequence[str] = (),
        timeout: Optional[float] = None,
        patience: float = 5.0,
    ) -> None:
        """Starts a server; raises `OSError` if there is none to start.

        - `path`: The binary, or the words of a command that starts it, such as
            `["ssh", "desk.example.com"]`. Left out: the environment variable CONTACTDESK, else
            `contactdesk` on the PATH.
        - `memory`: True: keeps the desk in memory; all is gone with the process.
        - `data`: The folder that keeps the desk.
        - `agent`: For whom the calls are made: `ID` or `ID:NAME`. Once an admin has set a name,
            that one counts.
        - `role`: What they may do at the most: the lesser of this and the agent's own role counts.
        - `connectors`: True: the server may run the program that an admin of the desk named as its
            connector (`crm_configure`, kind `command`), as the user who runs this program.
        - `options`: More options of the command line; `contactdesk --help` lists them.
        - `timeout`: Seconds that a call waits where it does not say; None: as long as it takes.
        - `patience`: Seconds that `close` waits for the server to end, before it stops it.
        """
        self._timeout = timeout
        command = _command(path)
        if memory:
            command.append("--memory")
        if connectors:
            command.append("--connectors")
        for name, value in (("--data", data), ("--agent", agent), ("--role", role)):
            if value is not None:
                command += [name, os.fspath(value)]
        self._server = Server([*command, *options], patience)

    def call(
        self,
        method: str,
        params: Optional[Mapping[str, object]] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Calls a method by its name on the wire and returns the result.

        Waits `timeout` seconds; where left out, those of the desk. A call that timed out, or that
        Ctrl-C interrupted, is cancelled as by `cancel()` of a future of `submit`. It does not
        affect later ones.
        """
        timeout = self._timeout if timeout is None else timeout
        future = self._server.submit(method, params or {})
        try:
            return future.result(timeout)
        except concurrent.futures.TimeoutError:
            message = f"{method}: no answer within {timeout:g} seconds"
            raise DeskTimeout(message, "timeout") from None
        finally:
            # Does nothing after an answer.
            future.cancel()

    def submit(self, method: str, params: Optional[Mapping[str, object]] = None) -> Future[Any]:
        """Sends a call and does not wait: `result()` of the future does.

        Calls are executed in the order in which they are sent, so many may be on their way. In
        `asyncio`: `await asyncio.wrap_future(desk.submit(...))`. A callback of the future runs in
        the thread that reads the answers, and so must not wait for one.

        `cancel()` of the future, or of the task that awaits it, ends a call that waits for a
        connector (`$/cancelRequest`). Any other call is executed all the same. The answer is
        dropped in either case.
        """
        return self._server.submit(method, params or {})

    @property
    def pid(self) -> int:
        """The id of the server's process."""
        return self._server.pid

    @property
    def exit_code(self) -> Optional[int]:
        """The server's exit code; -N if signal N killed it; None while it runs."""
        return self._server.exit_code

    def close(self) -> None:
        """Lets the server answer what it was sent, and end; stops it if it does not.

        Never waits longer than three times `patience` and a second. Calls made later raise
        `DeskClosed`. Closing again does nothing.
        """
        self._server.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        traceback: Optional[TracebackType],
    ) -> None:
        self.close()


def _command(path: Union[Path, Sequence[str], None]) -> list[str]:
    """The words that start the server."""
    if path is None:
        path = os.environ.get("CONTACTDESK") or shutil.which("contactdesk")
    if path is None:
        raise FileNotFoundError(
            "there is no contactdesk to start: give Desk its path, set CONTACTDESK, or put it on "
            "the PATH"
        )
    if isinstance(path, (str, os.PathLike)):
        return [os.fspath(path)]
    return list(path)
