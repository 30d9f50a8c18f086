"""What the generated functions stand on: a call, and the params that were given."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, Optional

from ._errors import DeskError


class Unset(Enum):
    """The type of `UNSET`."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return self.value


UNSET = Unset.UNSET
"""The default of a param whose `None` says something: the param is left out."""


def given(params: Mapping[str, object], *nullable: str) -> dict[str, object]:
    """The params without those left out; `None` is sent only for those that are nullable."""
    return {
        name: value
        for name, value in params.items()
        if value is not UNSET and (value is not None or name in nullable)
    }


class Caller(ABC):
    """Something that calls methods by name."""

    @abstractmethod
    def call(
        self,
        method: str,
        params: Optional[Mapping[str, object]] = None,
        timeout: Optional[float] = None,
    ) -> Any:
        """Calls a method and returns its result."""

    def pages(
        self,
        method: str,
        member: str,
        params: Optional[Mapping[str, object]] = None,
        timeout: Optional[float] = None,
    ) -> Iterator[Any]:
        """Goes through all pages of a method that lists things.

        `member` names the list in the result. The next page is asked for when the one before is
        used up; `timeout` is that of each call.
        """
        asked = dict(params or {})
        while True:
            page = self.call(method, asked, timeout)
            if not isinstance(page, dict) or not isinstance(page.get(member), list):
                raise DeskError(f"{method}: the result has no list `{member}`")
            yield from page[member]
            if "nextCursor" not in page:
                return
            # A server that turns in a circle would never let the caller go.
            if page["nextCursor"] == asked.get("cursor"):
                raise DeskError(f"{method}: the next page has the cursor of this one")
            asked["cursor"] = page["nextCursor"]
