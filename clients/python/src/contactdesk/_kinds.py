# Generated from the method table by `swift run contactdesk-describe`;
# edit the methods, not this file.
"""An exception for each kind of error that a call can be answered with."""

from __future__ import annotations

from ._errors import DeskError

__all__ = [
    "Parse",
    "InvalidRequest",
    "LimitExceeded",
    "MethodNotFound",
    "InvalidParams",
    "Internal",
    "Cancelled",
    "NotFound",
    "VersionConflict",
    "AlreadyExists",
    "InvalidValue",
    "Forbidden",
    "InUse",
    "Storage",
    "LookupFailed",
    "WrongState",
]


class Parse(DeskError):
    """The line is not JSON (RFC 8259), or not UTF-8. The id is null. (-32700)"""


class InvalidRequest(DeskError):
    """The line is JSON, but not a JSON-RPC 2.0 message; `field` names the member at fault. (-32600)
    """


class LimitExceeded(DeskError):
    """A line, its nesting, a batch or a batch's answers are over a limit of the wire: `limit`,
    `got`. See system.info. (-32600)

    A list, a page, or how many things of a kind the desk has is over a limit: `field`, `limit`,
    `got`. (1008)
    """


class MethodNotFound(DeskError):
    """No method has this name; `nearest` is the name that was probably meant. (-32601)"""


class InvalidParams(DeskError):
    """A param is missing, of a wrong type or not one of the words allowed: `field`, `expected`,
    `got`; or unknown: `unknown`, and in `nearest` the names that were probably meant. (-32602)
    """


class Internal(DeskError):
    """A fault of the server's own. Nothing was changed. (-32603)"""


class Cancelled(DeskError):
    """The call waited for something outside of the process, and `$/cancelRequest` or the end of the
    session ended it. (-32800)
    """


class NotFound(DeskError):
    """Nothing has this id or key: `what`, `id`; `nearest` is the one that was probably meant.
    (1001)
    """


class VersionConflict(DeskError):
    """The thing changed since the caller read it: `current` is its version now. Nothing was
    changed. (1002)
    """


class AlreadyExists(DeskError):
    """Something else has this identity or id already: `what`, `id` of the one that has it. (1003)
    """


class InvalidValue(DeskError):
    """A text or an attribute value that its format refuses: `field`, `reason`, `example`. (1004)"""


class Forbidden(DeskError):
    """The caller may not do this: `needs` is the role it takes, `role` the one that the caller has
    now; or `reason` says why nobody may. (1005)
    """


class InUse(DeskError):
    """Something uses what was to be changed or removed: `by` says what, `count` how many of them,
    `ids` which (ten at most), `field` the param. (1007)
    """


class Storage(DeskError):
    """The disk is full or failing; reads go on. `reason` is the system's, `advice` what to do.
    `kept` is `no`: nothing was changed; or, where not even that could be written, `unknown`:
    whoever opens the folder next may find the change. Any method that writes may meet it. (1011)
    """


class LookupFailed(DeskError):
    """The CRM could not answer: `connector` is its name, `reason` what happened. The look-up is
    `failed`; of the contact only `lastLookupAt` and `lastLookupOk` moved. (1012)
    """


class WrongState(DeskError):
    """The thing is in a state in which this cannot be done: `state`; `field` is the param that
    names it. (1013)
    """


KINDS: dict[str, type[DeskError]] = {
    "parse": Parse,
    "invalidRequest": InvalidRequest,
    "limitExceeded": LimitExceeded,
    "methodNotFound": MethodNotFound,
    "invalidParams": InvalidParams,
    "internal": Internal,
    "cancelled": Cancelled,
    "notFound": NotFound,
    "versionConflict": VersionConflict,
    "alreadyExists": AlreadyExists,
    "invalidValue": InvalidValue,
    "forbidden": Forbidden,
    "inUse": InUse,
    "storage": Storage,
    "lookupFailed": LookupFailed,
    "wrongState": WrongState,
}
