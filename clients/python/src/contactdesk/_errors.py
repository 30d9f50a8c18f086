"""What can go wrong with a call."""

from __future__ import annotations

import signal
from typing import Any, Optional

from ._text import shown


class DeskError(Exception):
    """A call that failed: the base of all errors of this package.

    Each kind of error that the server answers with has a class of its own. This one itself is
    raised for a kind that is newer than this package.
    """

    def __init__(
        self,
        message: str,
        kind: str = "",
        code: Optional[int] = None,
        data: Optional[dict[str, Any]] = None,
    ) -> None:
        # All of them go to the base, so that the error can be pickled.
        super().__init__(message, kind, code, data)
        self.message: str = message
        """What is wrong and what to do, for a person, as the server wrote it."""
        self.kind: str = kind
        """The word to match, such as `notFound`."""
        self.code: Optional[int] = code
        """The number in the answer; None where there was no answer."""
        self.data: dict[str, Any] = data or {}
        """What else the answer says; the class tells which members there are."""

    def __str__(self) -> str:
        """The message as it may be shown: what is not printable in it is escaped."""
        return shown(self.message, kept="\n")

    @property
    def field(self) -> Optional[str]:
        """The param at fault, as a path such as `identities[0].network`, where there is one."""
        field = self.data.get("field")
        return field if isinstance(field, str) else None

    @property
    def retryable(self) -> bool:
        """True where the same call may succeed later."""
        return self.data.get("retryable") is True


class DeskTimeout(DeskError, TimeoutError):
    """No answer came in time.

    A call that waits for a connector is ended; any other is still executed if the server gets to
    it. The answer is dropped. Later calls are not affected.
    """


class DeskClosed(DeskError, ConnectionError):
    """There is no server any more: it was closed, it ended, or it wrote what is no answer.

    A call that was waiting may have been executed or not.
    """

    def __init__(
        self,
        message: str,
        kind: str = "closed",
        exit_code: Optional[int] = None,
        stderr: str = "",
    ) -> None:
        super().__init__(message, kind)
        self.args = (message, kind, exit_code, stderr)
        self.exit_code: Optional[int] = exit_code
        """The server's exit code; -N if signal N killed it; None where it had not ended yet."""
        self.stderr: str = stderr
        """The last that the server wrote on stderr; what is not printable is escaped."""


def end_in_words(exit_code: Optional[int]) -> str:
    """How a process ended, for a person."""
    if exit_code is None:
        return "the server closed stdin or stdout and did not end"
    if exit_code >= 0:
        return f"the server ended with exit code {exit_code}"
    try:
        return f"the server was killed by {signal.Signals(-exit_code).name}"
    except ValueError:
        return f"the server was killed by signal {-exit_code}"
