"""Values of Python as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import cast


def encode(value: object) -> str:
    """The value as JSON in ASCII, on one line.

    Raises `TypeError` or `ValueError` for what JSON does not have, such as NaN.
    """
    return json.dumps(value, allow_nan=False, default=_plain, separators=(",", ":"))


def _plain(value: object) -> object:
    """What `json` does not know, as what it knows."""
    if isinstance(value, Mapping):
        return dict(cast("Mapping[object, object]", value))
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return list(cast("Sequence[object]", value))
    raise TypeError(f"{type(value).__name__} has no place in JSON")
