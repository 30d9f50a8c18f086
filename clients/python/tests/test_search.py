"""Search and the inbox against a real server: who is found, where, and what nobody works on."""

from __future__ import annotations

import unittest

import contactdesk
from contactdesk import Desk

from .support import real

NAMES = ["Zoë Grévisse", "山田太郎", "Мария Ёлкина", "Mira Kowalska", "Ben Kowalski"]


def found(desk: Desk, text: str) -> list[str]:
    """The names of those who are found, gathered over small pages, in the order of names."""
    rows = desk.contact_search_all(text=text, sort="name", limit=1)
    return [row.get("name", "") for row in rows]


class Searches(unittest.TestCase):
    def test_words_numbers_and_where(self) -> None:
        with real() as desk:
            for number, name in enumerate(NAMES):
                desk.contact_create(name=name, attributes={"phone": f"+3247012000{number}"})
            self.assertEqual(found(desk, "zoe g"), ["Zoë Grévisse"])
            self.assertEqual(found(desk, "KOW"), ["Ben Kowalski", "Mira Kowalska"])
            self.assertEqual(found(desk, "елк"), ["Мария Ёлкина"])
            self.assertEqual(found(desk, "太"), ["山田太郎"])
            self.assertEqual(found(desk, "nobody"), [])
            (row,) = desk.contact_search(text="0470 12 00 01")["contacts"]
            self.assertEqual(
                row["matched"], {"field": "attribute", "key": "phone", "text": "+32470120001"}
            )
            condition = {"attribute": "phone", "operator": "contains", "value": "0003"}
            rows = desk.contact_search(where={"conditions": [condition]})["contacts"]
            self.assertEqual([row["name"] for row in rows], ["Mira Kowalska"])
            self.assertNotIn("matched", rows[0])
            with self.assertRaises(contactdesk.InvalidValue):
                desk.contact_search(text=" ")


class Inbox(unittest.TestCase):
    def test_what_nobody_works_on(self) -> None:
        with real() as desk:
            ids = [
                desk.message_record(
                    channel="webchat",
                    direction="inbound",
                    from_={"externalId": name, "displayName": name},
                    text=text,
                    at=f"2025-12-0{day}T09:00:00Z",
                )["conversationId"]
                for day, (name, text) in enumerate(
                    [("ada", "Hi"), ("bo", "x" * 300), ("cy", "?")], 1
                )
            ]
            desk.conversation_assign(conversation_id=ids[2], agent_id="anna")
            rows = desk.conversation_list(assignee=None, sort="lastMessage")["conversations"]
            self.assertEqual([row["conversationId"] for row in rows], [ids[1], ids[0]])
            self.assertEqual(rows[0]["lastMessage"]["text"], "x" * 200)
            self.assertEqual((rows[1].get("name"), rows[1]["vip"]), ("ada", False))
            everybody = list(desk.conversation_list_all(sort="lastMessage", limit=1))
            self.assertEqual([row["conversationId"] for row in everybody], [ids[2], ids[1], ids[0]])


if __name__ == "__main__":
    unittest.main()
