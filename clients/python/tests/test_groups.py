"""Groups and the queue against a real server: who is in which, and who is served next."""

from __future__ import annotations

import tempfile
import unittest
from typing import Any, Optional

import contactdesk
from contactdesk import Desk
from contactdesk.types import ConditionInput

from .support import real
from .test_people import of

VIP: ConditionInput = {"attribute": "vip", "operator": "is", "value": True}
GOLD: ConditionInput = {"attribute": "tier", "operator": "is", "value": "gold"}


def visitors(desk: Desk, *names: str) -> dict[str, Any]:
    """People who wrote in this order, each with a conversation: the ids of both by name."""
    return {
        name: desk.message_record(
            channel="webchat",
            direction="inbound",
            from_={"externalId": name, "displayName": name},
            text="Hello?",
        )
        for name in names
    }


def define_tier(desk: Desk) -> None:
    """The attribute that `GOLD` looks at."""
    desk.schema_define(key="tier", label="Tier", format="choice", options=["silver", "gold"])


def queue(desk: Desk, team_id: Optional[str] = None) -> list[str]:
    """The contacts in the queue, in order, gathered over small pages."""
    return [entry["contactId"] for entry in desk.queue_list_all(team_id=team_id, limit=1)]


class Groups(unittest.TestCase):
    def test_are_defined_changed_listed_and_removed(self) -> None:
        with real() as desk:
            desk.team_define(team_id="care", name="Care")
            made = desk.group_define(
                group_id="vips", name="VIPs", conditions=[VIP], prioritized=True, team_ids=["care"]
            )
            self.assertEqual(
                made["group"],
                {
                    "groupId": "vips",
                    "name": "VIPs",
                    "match": "all",
                    "conditions": [VIP],
                    "prioritized": True,
                    "teamIds": ["care"],
                    "version": made["version"],
                },
            )
            with self.assertRaises(contactdesk.InUse) as caught:
                desk.team_remove(team_id="care")
            self.assertEqual(caught.exception.data["by"], "group")
            self.assertEqual(caught.exception.data["ids"], ["vips"])
            changed = desk.group_update(group_id="vips", team_ids=[], if_version=made["version"])
            self.assertEqual(changed["group"]["teamIds"], [])
            with self.assertRaises(contactdesk.VersionConflict):
                desk.group_update(group_id="vips", name="V", if_version=made["version"])
            for n in range(4):
                desk.group_define(group_id=f"g{n}", name=f"G {n}", match="any", conditions=[VIP])
            listed = [group["groupId"] for group in desk.group_list_all(limit=2)]
            self.assertEqual(listed, ["vips", "g0", "g1", "g2", "g3"])
            self.assertEqual(len(desk.group_list(limit=2)["groups"]), 2)
            self.assertEqual(desk.group_remove(group_id="g0")["groupId"], "g0")
            self.assertEqual(len(list(desk.group_list_all())), 4)
            desk.team_remove(team_id="care")

    def test_have_members_until_an_attribute_is_disabled(self) -> None:
        with real() as desk:
            define_tier(desk)
            desk.group_define(group_id="gold", name="Gold", conditions=[GOLD])
            made = [
                desk.contact_create(name=f"Customer {n}", attributes={"tier": "gold"})["contactId"]
                for n in range(5)
            ]
            desk.contact_create(name="Nobody")
            members = [c["contactId"] for c in desk.group_members_all(group_id="gold", limit=2)]
            self.assertEqual(members, made)
            self.assertEqual(len(desk.group_members(group_id="gold", limit=3)["contacts"]), 3)
            gold = {"groupId": "gold", "name": "Gold"}
            self.assertEqual(desk.card_get(contact_id=made[0])["groups"], [gold])
            desk.schema_update(key="tier", enabled=False)
            self.assertEqual(
                desk.group_members(group_id="gold"),
                {"contacts": [], "disabledAttributes": ["tier"]},
            )
            card = desk.card_get(contact_id=made[0])
            self.assertEqual(card["groups"], [])
            self.assertEqual(card["suspendedGroups"], [{**gold, "disabledAttributes": ["tier"]}])
            self.assertEqual(desk.group_list()["groups"][0]["disabledAttributes"], ["tier"])

    def test_say_which_condition_is_wrong(self) -> None:
        with real() as desk:
            define_tier(desk)
            cases: list[tuple[ConditionInput, type[contactdesk.DeskError], str]] = [
                ({"attribute": "tiers", "operator": "empty"}, contactdesk.NotFound, "attribute"),
                ({**GOLD, "operator": "gt"}, contactdesk.InvalidParams, "operator"),
                ({**GOLD, "value": "lead"}, contactdesk.InvalidValue, "value"),
                ({**GOLD, "operator": "anyOf"}, contactdesk.InvalidParams, "value"),
            ]
            for condition, error, member in cases:
                with self.subTest(condition), self.assertRaises(error) as caught:
                    desk.group_define(group_id="g", name="G", conditions=[VIP, condition])
                self.assertEqual(caught.exception.data["field"], f"conditions[1].{member}")


class Queue(unittest.TestCase):
    def test_is_listed_in_the_order_of_service(self) -> None:
        with real() as desk:
            desk.team_define(team_id="care", name="Care")
            desk.team_define(team_id="sales", name="Sales")
            seen = visitors(desk, "first", "second", "third")
            ids = {name: made["contactId"] for name, made in seen.items()}
            self.assertEqual(queue(desk), [ids["first"], ids["second"], ids["third"]])
            desk.vip_promote(contact_id=ids["third"])
            desk.group_define(
                group_id="vips", name="VIPs", conditions=[VIP], prioritized=True, team_ids=["care"]
            )
            self.assertEqual(queue(desk), [ids["third"], ids["first"], ids["second"]])
            self.assertEqual(queue(desk, "sales"), [ids["first"], ids["second"]])
            self.assertEqual(queue(desk, "care"), queue(desk))
            entry = desk.queue_list(limit=1)["conversations"][0]
            self.assertEqual((entry["vip"], entry["score"]), (True, 1))
            self.assertEqual((entry["groups"], entry["teamIds"]), (["vips"], ["care"]))
            with self.assertRaises(contactdesk.NotFound) as caught:
                desk.queue_list(team_id="sale")
            self.assertEqual(caught.exception.data["field"], "teamId")

    def test_gives_each_conversation_to_one_caller(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            with of(folder, "anna:Anna") as anna, of(folder, "ben:Ben") as ben:
                seen = visitors(anna, "first", "second", "third")
                taken = []
                for desk, agent in ((anna, "anna"), (ben, "ben"), (anna, "anna")):
                    got = desk.queue_next()
                    self.assertEqual(got["conversation"]["assignee"], agent)
                    self.assertEqual(got["conversation"]["status"], "new")
                    self.assertEqual(got["conversation"]["version"], got["version"])
                    taken.append(got["conversation"]["contactId"])
                self.assertEqual(taken, [made["contactId"] for made in seen.values()])
                self.assertEqual(ben.queue_next(), {})
                self.assertEqual(queue(ben), [])

    def test_gives_what_is_routed_to_a_team(self) -> None:
        with real() as desk:
            desk.team_define(team_id="care", name="Care")
            desk.team_define(team_id="sales", name="Sales")
            others: ConditionInput = {**VIP, "value": False}
            desk.group_define(
                group_id="others", name="Others", conditions=[others], team_ids=["care"]
            )
            visitors(desk, "first")
            self.assertEqual(desk.queue_next(team_id="sales"), {})
            self.assertEqual(desk.queue_next(team_id="care")["conversation"]["assignee"], "anna")
