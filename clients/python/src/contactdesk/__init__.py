"""The client of ContactDesk: starts the server, calls its methods, raises its errors.

    from contactdesk import Desk

    with Desk(memory=True) as desk:
        made = desk.contact_create(name="Mira Kowalska")
        print(desk.card_get(contact_id=made["contactId"]).get("name"))

The types of params and results are in `contactdesk.types`.
"""

from . import _kinds, types
from ._caller import UNSET, Unset
from ._connector import ConnectorFunction, Question, connector
from ._errors import DeskClosed, DeskError, DeskTimeout
from ._kinds import *  # noqa: F401,F403
from .desk import Desk

__all__ = ["Desk", "DeskClosed", "DeskError", "DeskTimeout", "UNSET", "Unset", "types"]
__all__ += ["ConnectorFunction", "Question", "connector"]
__all__ += _kinds.__all__
