"""Agents, teams, channels and settings against a real server: what an admin sets up for whom."""

from __future__ import annotations

import tempfile
import unittest
from typing import Any

import contactdesk
from contactdesk import UNSET, Desk
from contactdesk.types import Sender

from .support import LONG, real

MIRA: Sender = {"externalId": "48225550123", "displayName": "Mira"}


def of(data: str, agent: str) -> Desk:
    """A process of an agent's own, on the desk in a folder."""
    return Desk(data=data, agent=agent, timeout=LONG, patience=LONG)


class Agents(unittest.TestCase):
    def test_are_defined_changed_and_listed(self) -> None:
        with real() as desk:
            desk.team_define(team_id="sales", name="Sales")
            made = desk.agent_define(agent_id="ben", name="Ben", team_ids=("sales", "sales"))
            self.assertEqual(
                made["agent"],
                {
                    "agentId": "ben",
                    "name": "Ben",
                    "role": "agent",
                    "active": True,
                    "teamIds": ["sales"],
                    "version": made["version"],
                },
            )
            away = desk.agent_update(
                agent_id="ben", active=False, team_ids=[], if_version=made["version"]
            )
            self.assertEqual((away["agent"]["active"], away["agent"]["teamIds"]), (False, []))
            for n in range(5):
                desk.agent_define(agent_id=f"a{n}", name=f"Agent {n}", role="viewer")
            listed = [a["agentId"] for a in desk.agent_list_all(active=True, limit=2)]
            self.assertEqual(listed, ["anna", *(f"a{n}" for n in range(5))])
            left = desk.agent_list(active=False)["agents"]
            self.assertEqual([a["agentId"] for a in left], ["ben"])
            self.assertEqual(list(desk.agent_list_all(team_id="sales")), [])

    def test_have_a_role_that_counts_in_the_next_call(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            with of(folder, "anna:Anna") as admin, of(folder, "ben:Ben") as desk:
                contact_id = admin.contact_create(name="Mira")["contactId"]
                desk.note_add(contact_id=contact_id, text="Calls on Monday.")
                admin.agent_update(agent_id="ben", role="viewer")
                with self.assertRaises(contactdesk.Forbidden) as caught:
                    desk.note_add(contact_id=contact_id, text="And on Tuesday.")
                self.assertEqual(caught.exception.data["needs"], "agent")
                self.assertEqual(caught.exception.data["role"], "viewer")
                self.assertEqual(len(list(desk.note_list_all(contact_id=contact_id))), 1)
                admin.agent_update(agent_id="ben", role="admin")
                desk.team_define(team_id="sales", name="Sales")

    def test_let_go_of_their_conversations_when_they_leave(self) -> None:
        with real() as desk:
            desk.agent_define(agent_id="ben", name="Ben")
            seen = desk.message_record(
                channel="whatsapp", direction="inbound", from_=MIRA, text="Hello?"
            )
            conversation_id = seen["conversationId"]
            desk.conversation_assign(conversation_id=conversation_id, agent_id="ben")
            desk.agent_update(agent_id="ben", active=False)
            now = desk.conversation_get(conversation_id=conversation_id)
            self.assertNotIn("assignee", now)
            with self.assertRaises(contactdesk.WrongState) as caught:
                desk.conversation_assign(conversation_id=conversation_id, agent_id="ben")
            self.assertEqual(caught.exception.data["state"], "inactive")


class Teams(unittest.TestCase):
    def test_are_defined_changed_listed_and_removed(self) -> None:
        with real() as desk:
            for n in range(5):
                made = desk.team_define(team_id=f"t{n}", name=f"Team {n}")
            renamed = desk.team_update(team_id="t4", name="Returns", if_version=made["version"])
            self.assertEqual(renamed["team"]["name"], "Returns")
            self.assertGreater(renamed["version"], made["version"])
            desk.agent_define(agent_id="ben", name="Ben", team_ids=["t0"])
            with self.assertRaises(contactdesk.InUse) as caught:
                desk.team_remove(team_id="t0")
            data = caught.exception.data
            self.assertEqual((data["by"], data["count"], data["ids"]), ("agent", 1, ["ben"]))
            self.assertEqual(desk.team_remove(team_id="t1")["teamId"], "t1")
            teams = [t["teamId"] for t in desk.team_list_all(limit=1)]
            self.assertEqual(teams, ["t0", "t2", "t3", "t4"])
            self.assertEqual(len(desk.team_list(limit=3)["teams"]), 3)


class Channels(unittest.TestCase):
    def test_of_one_network_have_their_own_conversations(self) -> None:
        with real() as desk:
            made = desk.channel_define(channel="workshop", name="Workshop", network="whatsapp")
            desk.channel_update(channel="whatsapp", name="Sales", if_version=0)
            seen = [
                desk.message_record(channel=channel, direction="inbound", from_=MIRA, text="Hi")
                for channel in ("whatsapp", "workshop")
            ]
            self.assertEqual(seen[0]["contactId"], seen[1]["contactId"])
            self.assertNotEqual(seen[0]["conversationId"], seen[1]["conversationId"])
            card = desk.card_get(contact_id=seen[0]["contactId"])
            self.assertEqual([c["channel"] for c in card["channels"]], ["whatsapp", "workshop"])
            whatsapp = list(desk.channel_list_all(network="whatsapp", limit=1))
            self.assertEqual([c["name"] for c in whatsapp], ["Sales", "Workshop"])
            self.assertEqual(whatsapp[1]["version"], made["version"])
            self.assertEqual(len(desk.channel_list()["channels"]), 12)

    def test_are_removed_while_nobody_wrote_on_them(self) -> None:
        with real() as desk:
            desk.channel_define(channel="workshop", name="Workshop", network="sms")
            self.assertEqual(desk.channel_remove(channel="workshop")["channel"], "workshop")
            with self.assertRaises(contactdesk.NotFound):
                desk.channel_remove(channel="workshop")
            with self.assertRaises(contactdesk.Forbidden) as caught:
                desk.channel_remove(channel="sms")
            self.assertEqual(caught.exception.data["reason"], "builtIn")


class Settings(unittest.TestCase):
    def test_stay_where_they_are_left_out_and_go_with_none(self) -> None:
        with real() as desk:
            self.assertEqual(desk.settings_get(), {"vipEnabled": True, "version": 0})
            first = desk.settings_set(
                auto_resolve_days=14, phone_country="BE", matching_attribute="email"
            )
            self.assertEqual((first.get("autoResolveDays"), first.get("phoneCountry")), (14, "BE"))
            second = desk.settings_set(
                vip_enabled=False, auto_resolve_days=UNSET, if_version=first["version"]
            )
            self.assertEqual(second, {**first, "vipEnabled": False, "version": second["version"]})
            third = desk.settings_set(
                auto_resolve_days=None, phone_country=None, matching_attribute=None
            )
            self.assertEqual(third, {"vipEnabled": False, "version": third["version"]})
            self.assertEqual(desk.settings_get(), third)

    def test_are_refused_by_kind(self) -> None:
        with real() as desk:
            cases: list[tuple[str, dict[str, Any], str]] = [
                ("InvalidParams", {}, "vipEnabled"),
                ("NotFound", {"matching_attribute": "nothing"}, "matchingAttribute"),
                ("InvalidValue", {"phone_country": "XX1"}, "phoneCountry"),
                ("InvalidParams", {"auto_resolve_days": 4_000}, "autoResolveDays"),
                ("VersionConflict", {"vip_enabled": False, "if_version": 3}, "ifVersion"),
            ]
            for name, params, field in cases:
                with self.subTest(field):
                    with self.assertRaises(getattr(contactdesk, name)) as caught:
                        desk.settings_set(**params)
                    self.assertEqual(caught.exception.field, field)


class Linked(unittest.TestCase):
    def test_read_as_one_until_a_value_changes(self) -> None:
        with real() as desk:
            desk.settings_set(matching_attribute="email")
            for person in ("1", "2"):
                desk.message_record(
                    channel="x",
                    direction="inbound",
                    from_={"externalId": person, "attributes": {"email": "mira@example.com"}},
                    text=f"From {person}",
                )
            page = desk.history_read(contact_id="contact-1", kinds=["message"], limit=1)
            self.assertEqual([e["contactId"] for e in page["entries"]], ["contact-2"])
            self.assertEqual(
                page["linked"],
                [
                    {
                        "contactId": "contact-2",
                        "network": "x",
                        "attribute": "email",
                        "value": "mira@example.com",
                    }
                ],
            )
            self.assertEqual(page["channels"][0]["messages"], 2)
            card = desk.card_get(contact_id="contact-1", conversation_id="conversation-2")
            self.assertEqual(card["contactId"], "contact-2")
            self.assertEqual([c["contactId"] for c in card["linked"]], ["contact-1"])
            both = list(desk.history_read_all(contact_id="contact-2", kinds=["message"], limit=1))
            self.assertEqual([e["contactId"] for e in both], ["contact-2", "contact-1"])
            alone = desk.history_read(contact_id="contact-1", scope="contact", kinds=["message"])
            self.assertEqual([e["contactId"] for e in alone["entries"]], ["contact-1"])
            self.assertEqual(alone["linked"], [])
            desk.attribute_edit(contact_id="contact-2", set={"email": "another@example.com"})
            self.assertEqual(desk.history_read(contact_id="contact-1")["linked"], [])

    def test_are_none_where_too_many_have_the_value(self) -> None:
        with real() as desk:
            desk.settings_set(matching_attribute="location")
            for n in range(21):
                desk.message_record(
                    channel="x",
                    direction="inbound",
                    from_={"externalId": str(n), "attributes": {"location": "Gent"}},
                    text="Hi",
                )
            page = desk.history_read(contact_id="contact-1")
            self.assertEqual(page["linked"], [])
            self.assertEqual(
                page["tooCommon"], {"attribute": "location", "value": "Gent", "contacts": 21}
            )


class Time(unittest.TestCase):
    def test_moves_and_the_desk_resolves_what_is_quiet(self) -> None:
        with real() as desk:
            desk.settings_set(auto_resolve_days=3)
            seen = desk.message_record(
                channel="whatsapp", direction="inbound", from_=MIRA, text="Hello?"
            )
            desk.message_record(
                conversation_id=seen["conversationId"], direction="outbound", text="Hello!"
            )
            moved = desk.system_set_clock(to="2026-01-04T10:00:00Z")
            self.assertEqual(moved["now"], "2026-01-04T10:00:00.000Z")
            entry = desk.history_read(contact_id=seen["contactId"], limit=1)["entries"][0]
            assert entry["kind"] == "event"
            self.assertEqual(entry["author"], {"kind": "desk"})
            self.assertEqual((entry["event"], entry.get("to")), ("statusChanged", "resolved"))
            with self.assertRaises(contactdesk.InvalidValue):
                desk.system_set_clock(to="2026-01-03T10:00:00Z")

    def test_is_the_system_s_without_an_option(self) -> None:
        with Desk(memory=True, timeout=LONG) as desk:
            with self.assertRaises(contactdesk.WrongState) as caught:
                desk.system_set_clock(to="2036-01-04T10:00:00Z")
            self.assertEqual(caught.exception.data["state"], "systemClock")

    def test_of_old_messages_moves_nothing(self) -> None:
        with real() as desk:
            old = desk.message_record(
                channel="email",
                direction="inbound",
                from_={"externalId": "mira@example.com"},
                text="From another desk",
                at="2019-05-01T09:00:00Z",
                imported=True,
            )
            self.assertEqual(old["status"], "resolved")
            self.assertEqual(list(desk.conversation_list_all(status="new")), [])
            entries = desk.history_read(contact_id=old["contactId"])["entries"]
            self.assertEqual([e["at"] for e in entries], ["2019-05-01T09:00:00.000Z"])


class Roles(unittest.TestCase):
    def test_of_agents_do_not_set_the_desk_up(self) -> None:
        with real(role="agent") as desk:
            calls: list[Any] = [
                lambda: desk.agent_define(agent_id="x", name="X"),
                lambda: desk.agent_update(agent_id="anna", name="X"),
                lambda: desk.team_define(team_id="x", name="X"),
                lambda: desk.team_update(team_id="x", name="X"),
                lambda: desk.team_remove(team_id="x"),
                lambda: desk.channel_define(channel="x", name="X", network="x"),
                lambda: desk.channel_update(channel="x", name="X"),
                lambda: desk.channel_remove(channel="x"),
                lambda: desk.settings_set(vip_enabled=False),
            ]
            for call in calls:
                with self.assertRaises(contactdesk.Forbidden) as caught:
                    call()
                self.assertEqual(caught.exception.data["needs"], "admin")

    def test_of_viewers_read(self) -> None:
        with real(role="viewer") as desk:
            self.assertEqual(desk.settings_get()["version"], 0)
            self.assertEqual(list(desk.team_list_all()), [])
            self.assertEqual(list(desk.agent_list_all()), [])
            self.assertEqual(len(list(desk.channel_list_all(limit=5))), 11)
