from __future__ import annotations

from typing import Optional

from contactdesk import Question, connector
from contactdesk.types import Customer

CUSTOMERS: dict[str, Customer] = {
    "mira@kowalska.example": {"customerId": "C-1189", "attributes": {"tier": "gold"}},
}


@connector
def look_up(question: Question) -> Optional[Customer]:
    """The customer with the contact's e-mail address; None if there is none."""
    return CUSTOMERS.get(str(question["attributes"].get("email")).lower())


if __name__ == "__main__":
    look_up.serve()
