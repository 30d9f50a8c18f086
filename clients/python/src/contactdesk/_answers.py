"""Lines of the server as answers: what is none is refused before anybody gets it.

Notifications, such as the `$/progress` of a call that waits, are passed over.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any, NoReturn, Optional, Union, cast

from ._errors import DeskError
from ._kinds import KINDS

# Bytes that a line of the server may have: its longest answers are far below.
LINE_BYTES = 64 << 20
# Digits that a whole number may have: far more than the protocol has use for.
DIGITS = 100


class NoAnswer(ValueError):
    """A line that is no answer to any call."""


@dataclass
class Answer:
    """What a line says: to which call, and what came of it."""

    number: Optional[int]
    """The number of the call; None of an error in a line that the server could not read."""
    outcome: Union[DeskError, "Result"]
    """What the call came to."""


@dataclass
class Result:
    """The result of a call."""

    value: Any
    """The result."""


def read(line: Union[bytes, bytearray]) -> Optional[Answer]:
    """Reads a line: an answer; None of a notification; raises `NoAnswer` if it is neither."""
    try:
        # `json.loads` takes bytes for UTF-16 too, and lets lone surrogates pass.
        answer = json.loads(line.decode("utf-8"), parse_constant=_refuse, parse_int=_whole)
    except (ValueError, RecursionError):
        raise NoAnswer from None
    if not isinstance(answer, dict):
        raise NoAnswer
    answer = cast("dict[str, Any]", answer)
    if isinstance(answer.get("method"), str) and not answer.keys() & {"id", "result", "error"}:
        return None
    if ("result" in answer) == ("error" in answer):
        raise NoAnswer
    number = answer.get("id", False)
    # `True` is an `int` to Python, and equal to 1, as 1.0 is.
    if type(number) is not int and not (number is None and "error" in answer):
        raise NoAnswer
    if "error" in answer:
        return Answer(number, _error(answer["error"]))
    return Answer(number, Result(answer["result"]))


def _refuse(word: str) -> NoReturn:
    """`NaN` and `Infinity`, which Python takes, are not JSON."""
    raise ValueError(word)


def _bounded_whole(digits: str) -> int:
    """A whole number. To read one takes time by the square of its digits."""
    if len(digits) > DIGITS:
        raise ValueError("a number of too many digits")
    return int(digits)


# Pythons since 2022 have a bound of their own, and read numbers faster without ours.
_whole = None if hasattr(sys, "set_int_max_str_digits") else _bounded_whole


def _error(error: object) -> DeskError:
    """The exception for the error of an answer, without members that are not of their types."""
    if isinstance(error, str):
        return DeskError(error)
    members = _members(error)
    data = _members(members.get("data"))
    kind, code, message = data.get("kind"), members.get("code"), members.get("message")
    kind = kind if isinstance(kind, str) else ""
    if not isinstance(message, str):
        message = "the server answered with an error that has no message"
    return KINDS.get(kind, DeskError)(message, kind, code if type(code) is int else None, data)


def _members(value: object) -> dict[str, Any]:
    """The members of an object of JSON; none of anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def fault(line: Union[bytes, bytearray]) -> str:
    """What is wrong with a line that is no answer, for a person."""
    return f"the server wrote a line that is no answer: {bytes(line[:200])!r}"


__all__ = ["Answer", "LINE_BYTES", "NoAnswer", "Result", "fault", "read"]
