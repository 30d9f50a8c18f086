"""Prints the card of a contact, as the panel beside a conversation shows it.

    python card.py                           a desk in memory, with somebody in it
    python card.py --data DIR [CONTACT]      the desk in a folder; CONTACT is such as contact-12

The server is found by CONTACTDESK (its path), else on the PATH.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from contactdesk import Desk, DeskError
from contactdesk.types import Card, EventEntry, MessageEntry, NoteEntry


def main() -> int:
    parser = argparse.ArgumentParser(description="Prints the card of a contact.")
    parser.add_argument("contact", nargs="?", default="contact-1", metavar="CONTACT")
    parser.add_argument("--data", metavar="DIR", help="the folder of the desk; else one in memory")
    words = parser.parse_args()
    try:
        with Desk(memory=words.data is None, data=words.data, agent="anna:Anna") as desk:
            if words.data is None:
                let_somebody_write(desk)
            card = desk.card_get(contact_id=words.contact)
            page = desk.history_read(contact_id=words.contact, limit=5)
            print("\n".join([*card_lines(card), "", *map(entry_line, page["entries"])]))
    except (DeskError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def let_somebody_write(desk: Desk) -> None:
    """A customer writes, the team does its work."""
    recorded = desk.message_record(
        channel="instagram",
        direction="inbound",
        from_={
            "externalId": "17841400001",
            "handle": "mira.k",
            "displayName": "Mira Kowalska",
            "attributes": {"followers": 1280, "language": "pl"},
        },
        text="Where is my parcel?",
    )
    desk.attribute_edit(contact_id=recorded["contactId"], set={"email": "mira@example.com"})
    desk.vip_promote(contact_id=recorded["contactId"], reason="Writes about us every week")
    desk.note_add(conversation_id=recorded["conversationId"], text="Lost by the carrier.")
    desk.message_record(
        conversation_id=recorded["conversationId"],
        direction="outbound",
        text="A new one leaves today.",
    )


def card_lines(card: Card) -> Iterator[str]:
    """The card, from the name down to the attributes that have a value."""
    name = card.get("name", card["contactId"])
    yield f"{name}  VIP" if card["vip"]["isVip"] else name
    if "handle" in card and "network" in card:
        yield f"@{card['handle']} on {card['network']['name']}"
    yield ""
    for attribute in card["attributes"]:
        if attribute["value"] is not None:
            yield f"{attribute['label'] + ':':<12}{attribute['value']}"


def entry_line(entry: MessageEntry | NoteEntry | EventEntry) -> str:
    """A message, a note or an event of the history, on one line."""
    if entry["kind"] == "event":
        by = entry["author"]
        name = "the desk itself" if by["kind"] == "desk" else by["name"]
        return f"{entry['at']}  ({entry['event']} by {name})"
    author = entry["author"]
    if author["kind"] == "contact":
        who = author.get("displayName", "the contact")
    else:
        who = author["name"]
    note = " notes" if entry["kind"] == "note" else ""
    return f"{entry['at']}  {who}{note}: {entry['text']}"


if __name__ == "__main__":
    sys.exit(main())
