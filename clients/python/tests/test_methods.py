"""The typed functions against a real server: what protocol/ documents is what they give."""

from __future__ import annotations

import re
import tempfile
import unittest
from typing import Any

import contactdesk
from contactdesk import Desk, DeskClosed, DeskError
from contactdesk.types import Sender

from .support import LONG, protocol, real

OPENRPC = protocol("openrpc.json")

#: Kinds that no call from here can raise: what is sent is JSON and a request, and nothing makes a
#: desk in memory fail.
NOT_RAISED = {"parse", "invalidRequest", "internal", "storage"}


def snake(name: str) -> str:
    """A name of the wire as Python has it."""
    name = re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name.replace(".", "_"))
    return name + "_" if name == "from" else name


class Examples(unittest.TestCase):
    """The examples of protocol/openrpc.json are one session, in their order."""

    def test_give_the_documented_results(self) -> None:
        methods = [m for m in OPENRPC["methods"] if m["name"] != "system.shutdown"]
        with tempfile.TemporaryDirectory() as folder, real(data=folder) as desk:
            for method in methods:
                for example in method["examples"]:
                    with self.subTest(method["name"], example=example["name"]):
                        result = self.run_example(desk, method, example)
                        if method["name"].startswith("store."):
                            # Where this desk is kept, and in how many bytes, is its own affair.
                            self.assertEqual(result.keys(), example["result"]["value"].keys())
                        elif "result" in example:
                            self.assertEqual(result, example["result"]["value"])

    def run_example(self, desk: Desk, method: Any, example: Any) -> Any:
        params = {snake(param["name"]): param["value"] for param in example["params"]}
        return getattr(desk, snake(method["name"]))(**params)

    def test_there_is_a_function_for_each_method(self) -> None:
        for method in OPENRPC["methods"]:
            self.assertTrue(callable(getattr(Desk, snake(method["name"]))))

    def test_discover_returns_the_document(self) -> None:
        with real() as desk:
            self.assertEqual(desk.rpc_discover(), OPENRPC)

    def test_shutdown_ends_the_server(self) -> None:
        with real() as desk:
            self.assertEqual(desk.system_shutdown(), {})
            self.assertRaises(DeskClosed, desk.system_ping)
        self.assertEqual(desk.exit_code, 0)


class Params(unittest.TestCase):
    def test_none_says_something_where_it_is_documented(self) -> None:
        identity: contactdesk.types.IdentityInput = {"network": "x", "externalId": "7"}
        with real() as desk:
            made = desk.contact_create(name="Mira", identities=[identity], labels=("a", "b"))
            contact_id = made["contactId"]
            kept = desk.contact_update(contact_id=contact_id, blocked=True)
            self.assertEqual(kept.get("name"), "Mira")
            dropped = desk.contact_update(contact_id=contact_id, name=None)
            self.assertNotIn("name", dropped)
            opened = desk.conversation_open(contact_id=contact_id, channel="x")
            conversation_id = opened["conversation"]["conversationId"]
            desk.conversation_assign(conversation_id=conversation_id, agent_id="anna")
            free = desk.conversation_assign(conversation_id=conversation_id, agent_id=None)
            self.assertNotIn("assignee", free["conversation"])

    def test_that_are_keywords_have_a_line_behind_them(self) -> None:
        sender: Sender = {"externalId": "7", "attributes": {"followers": 12}}
        with real() as desk:
            for text in ("one", "two"):
                recorded = desk.message_record(
                    channel="instagram", direction="inbound", from_=sender, text=text
                )
            page = desk.history_read(
                contact_id=recorded["contactId"], from_="2026-01-01T00:00:00Z", kinds=["message"]
            )
            self.assertEqual([e["text"] for e in page["entries"] if e["kind"] == "message"],
                             ["two", "one"])

    def test_reach_the_server_whole(self) -> None:
        name = "Żółć \u2028 \U0001f4e6 \"\\\" \x7f"
        with real() as desk:
            made = desk.contact_create(name=name)
            self.assertEqual(desk.card_get(contact_id=made["contactId"]).get("name"), name)
            with self.assertRaises(contactdesk.InvalidParams) as caught:
                desk.contact_create(name="a cut emoji \ud83d")
            self.assertEqual(caught.exception.field, "name")


class Pages(unittest.TestCase):
    def test_are_gone_through_to_the_last(self) -> None:
        with real() as desk:
            ids = [desk.contact_create(name=f"{n}")["contactId"] for n in range(5)]
            first = ids[0]
            for _ in range(5):
                desk.conversation_open(contact_id=first, channel="sms")
                desk.note_add(contact_id=first, text="Calls on Monday.")
            contacts = [c["contactId"] for c in desk.contact_list_all(limit=2)]
            self.assertEqual(contacts, ids)
            conversations = desk.conversation_list_all(contact_id=first, limit=2)
            self.assertEqual(len({c["conversationId"] for c in conversations}), 5)
            self.assertEqual(len({n["noteId"] for n in desk.note_list_all(contact_id=first)}), 5)
            entries = list(desk.history_read_all(contact_id=first, order="oldest", limit=1))
            self.assertEqual([e["kind"] for e in entries], ["event", "note"] * 5)
            self.assertEqual(list(desk.conversation_list_all(status="new")), [])


class Errors(unittest.TestCase):
    """Every kind that a call from here can raise, raised by a real server."""

    def test_are_exceptions_by_kind(self) -> None:
        with real() as desk, real(role="viewer") as viewer:
            contact = desk.contact_create(
                name="Mira",
                identities=[{"network": "x", "externalId": "7"}],
                attributes={"email": "mira@example.com"},
            )
            contact_id = contact["contactId"]
            opened = desk.conversation_open(contact_id=contact_id, channel="sms")
            conversation_id = opened["conversation"]["conversationId"]
            desk.conversation_set_status(conversation_id=conversation_id, status="resolved")
            desk.schema_define(key="size", label="Size", format="number")
            desk.attribute_edit(contact_id=contact_id, set={"size": 42})
            desk.crm_configure(
                name="Customers", kind="file", path="/nowhere/customers.csv", match_on=["size"]
            )
            deep: list[Any] = []
            for _ in range(200):
                deep = [deep]
            cases: list[tuple[Any, Any, dict[str, Any]]] = [
                ("MethodNotFound", lambda: desk.call("card.gte"), {"nearest": "card.get"}),
                ("InvalidParams", lambda: desk.card_get(), {"field": "contactId"}),
                ("NotFound", lambda: desk.card_get(contact_id="contact-9"), {"id": "contact-9"}),
                (
                    "VersionConflict",
                    lambda: desk.vip_promote(contact_id=contact_id, if_version=1),
                    {"current": 7},
                ),
                (
                    "AlreadyExists",
                    lambda: desk.contact_create(
                        identities=[{"network": "x", "externalId": "7"}]
                    ),
                    {"id": contact_id},
                ),
                (
                    "InvalidValue",
                    lambda: desk.attribute_edit(contact_id=contact_id, set={"email": "mira"}),
                    {"field": "set.email"},
                ),
                ("Forbidden", lambda: viewer.contact_create(name="A"), {"needs": "agent"}),
                ("InUse", lambda: desk.schema_update(key="size", format="text"), {"count": 1}),
                ("LimitExceeded", lambda: desk.contact_list(limit=501), {"limit": 500}),
                (
                    "LimitExceeded",
                    lambda: desk.contact_create(name="x" * (1 << 24)),
                    {"limit": 1 << 24},
                ),
                ("LimitExceeded", lambda: desk.call("card.get", {"a": deep}), {"limit": 128}),
                (
                    "WrongState",
                    lambda: desk.conversation_assign(
                        conversation_id=conversation_id, agent_id="anna"
                    ),
                    {"state": "resolved"},
                ),
                (
                    "LookupFailed",
                    lambda: desk.crm_lookup(contact_id=contact_id),
                    {"connector": "Customers"},
                ),
                ("Cancelled", self.end_while_a_call_waits, {"retryable": False}),
            ]
            for name, call, data in cases:
                with self.subTest(name):
                    with self.assertRaises(getattr(contactdesk, name)) as caught:
                        call()
                    self.assertEqual({**caught.exception.data, **data}, caught.exception.data)
                    self.assertEqual(desk.system_ping(), {})
            raised = {name[0].lower() + name[1:] for name, _, _ in cases}
            kinds = {error["kind"] for error in protocol("errors.json")}
            self.assertEqual(raised, kinds - NOT_RAISED)

    def end_while_a_call_waits(self) -> None:
        with real(connectors=True) as desk:
            contact_id = desk.contact_create(name="Mira")["contactId"]
            # It never answers.
            desk.crm_configure(name="CRM", kind="command", argv=["sleep", "1000"])
            waiting = desk.submit("crm.lookup", {"contactId": contact_id})
            desk.system_shutdown()
            waiting.result(LONG)

    def test_each_kind_has_a_class(self) -> None:
        for error in protocol("errors.json"):
            name = error["kind"][0].upper() + error["kind"][1:]
            self.assertTrue(issubclass(getattr(contactdesk, name), DeskError))
