"""Functions as connectors: asked by the test itself, and by the desk of a real server."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from typing import Any, Optional
from unittest import mock

import contactdesk
from contactdesk import Desk, DeskError, DeskTimeout, LookupFailed, Question, connector
from contactdesk.types import Customer

from . import odd_connector
from .support import CLIENT, FOLDER, LONG, SHORT, real

ODD = str(FOLDER / "odd_connector.py")
#: What is printed before `serve` is still in the buffer then, unless Python is told to have none.
ENVIRONMENT = {"PYTHONPATH": str(CLIENT / "src"), "PYTHONUNBUFFERED": ""}
#: A customer, as odd_connector.py knows them.
CUSTOMER = {"customerId": "C-contact-1", "attributes": {"company": "good"}}


def refusal_of_nan() -> str:
    """What Python says of a number that JSON does not have; each version in its own words."""
    try:
        return json.dumps(float("nan"), allow_nan=False)
    except ValueError as error:
        return str(error)


A_VALUE = "the connector returned a value of the type"
EXPECTED = "expected a customer (a dict) or None"
#: What the function does, and the reason that the desk gets.
FAILURES = (
    ("raises", "the CRM is down"),
    ("raises_blank", "RuntimeError"),
    ("raises_lines", r"first |  second \u202e\ud800"),
    ("raises_much", "x" * 499 + "…"),
    ("exits", "no CRM"),
    ("list", f"{A_VALUE} list: {EXPECTED}"),
    ("text", f"{A_VALUE} str: {EXPECTED}"),
    ("nan", refusal_of_nan()),
    ("date", "date has no place in JSON"),
    ("huge", "the connector returned a customer of 1,048,624 bytes: expected at most 1,047,552"),
)


def line(number: int, word: str) -> str:
    """The line of a question."""
    params = {"contactId": f"contact-{number}", "identities": [], "attributes": {"email": word}}
    return json.dumps({"jsonrpc": "2.0", "id": number, "method": "crm.lookup", "params": params})


class Functions(unittest.TestCase):
    def test_can_be_called_as_before(self) -> None:
        @connector
        def look_up(question: Question) -> Optional[Customer]:
            """Finds nobody."""
            return None if question["contactId"] else {"customerId": "C-1"}

        question: Question = {"contactId": "contact-1", "identities": [], "attributes": {}}
        self.assertIsNone(look_up(question))
        self.assertEqual(look_up({**question, "contactId": ""}), {"customerId": "C-1"})
        names = (getattr(look_up, "__name__"), look_up.__doc__)
        self.assertEqual(names, ("look_up", "Finds nobody."))

    def test_need_somebody_who_works(self) -> None:
        with self.assertRaisesRegex(ValueError, "workers: expected at least 1, got 0"):
            odd_connector.look_up.serve(workers=0)


class Serving(unittest.TestCase):
    """What goes through stdin and stdout."""

    def start(self, workers: int = 1, *words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, ODD, str(workers), *words],
            env={**os.environ, **ENVIRONMENT},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def run_all(self, lines: list[str], workers: int = 1) -> tuple[list[Any], str]:
        """The answers to all lines, and what was written on stderr."""
        process = self.start(workers)
        # The last line has no end.
        output, errors = process.communicate("\n".join(lines), timeout=LONG)
        self.assertEqual(process.returncode, 0, errors)
        return [json.loads(answer) for answer in output.splitlines()], errors

    def test_answers_until_the_questions_end(self) -> None:
        answers, errors = self.run_all([line(1, "good"), line(2, "nobody")])
        expected = [
            {"jsonrpc": "2.0", "id": 1, "result": {"match": CUSTOMER}},
            {"jsonrpc": "2.0", "id": 2, "result": {"match": None}},
        ]
        self.assertEqual(answers, expected)
        self.assertEqual(errors, "printed before\nserved\n")

    def test_goes_on_after_failures(self) -> None:
        for workers in (1, 4):
            words = [word for word, _ in FAILURES] + ["good"]
            answers, errors = self.run_all([line(n, word) for n, word in enumerate(words)], workers)
            by_number = {answer["id"]: answer for answer in answers}
            for number, (word, message) in enumerate(FAILURES):
                with self.subTest(word, workers=workers):
                    error = {"code": 1, "message": message}
                    answer = {"jsonrpc": "2.0", "id": number, "error": error}
                    self.assertEqual(by_number[number], answer)
            self.assertIn("result", by_number[len(FAILURES)])
            self.assertIn("Traceback (most recent call last)", errors)
            self.assertIn("ValueError: the CRM is down", errors)

    def test_keeps_stdout_for_the_answers(self) -> None:
        answers, errors = self.run_all([line(1, "prints"), line(2, "nobody")])
        self.assertEqual([answer["id"] for answer in answers], [1, 2])
        for word in ("printed before", "printed", "written", "echoed"):
            self.assertIn(word + "\n", errors)

    def test_answers_several_at_a_time(self) -> None:
        count = odd_connector.TOGETHER
        answers, _ = self.run_all([line(n, "together") for n in range(count)], count)
        self.assertEqual({answer["id"] for answer in answers}, set(range(count)))

    def test_says_what_is_no_question(self) -> None:
        notification = '{"jsonrpc":"2.0","method":"news"}'
        other = '{"jsonrpc":"2.0","id":7,"method":"crm.find","params":{}}'
        answers, _ = self.run_all(["nonsense", notification, "[]", "7", other, line(8, "nobody")])
        self.assertEqual([answer["id"] for answer in answers], [None, None, 7, 8])
        message = answers[2]["error"]["message"]
        self.assertEqual(message, "a connector has no method but crm.lookup")

    def test_ends_quietly_by_a_signal(self) -> None:
        # A shell starts what it runs in the background with SIGINT ignored, and that is handed on.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)
        for end in (signal.SIGTERM, signal.SIGINT):
            for workers in (1, 2):
                with self.subTest(end, workers=workers), a_fifo() as fifo:
                    process = self.start(workers, fifo)
                    assert process.stdin and process.stdout
                    process.stdin.write(line(1, "good") + "\n" + line(2, "slow") + "\n")
                    process.stdin.flush()
                    self.assertIn("C-contact-1", process.stdout.readline())
                    # To open the FIFO waits for the function that reads it.
                    with open(fifo, "wb"):
                        process.send_signal(end)
                        output, errors = process.communicate(timeout=LONG)
                    self.assertEqual((process.returncode, output), (0, ""))
                    self.assertEqual(errors, "printed before\nserved\n")

    def test_ends_when_nobody_reads(self) -> None:
        for workers in (1, 2):
            process = self.start(workers)
            assert process.stdin and process.stdout and process.stderr
            process.stdin.write(line(1, "good") + "\n")
            process.stdin.flush()
            self.assertIn("C-contact-1", process.stdout.readline())
            process.stdout.close()
            self.assertEqual(process.wait(LONG), 0)
            self.assertEqual(process.stderr.read(), "printed before\nserved\n")
            process.stderr.close()
            process.stdin.close()


class InADesk(unittest.TestCase):
    """The kind `command`."""

    @contextlib.contextmanager
    def desk(self, *words: str, path: str = ODD, **settings: Any) -> Iterator[Desk]:
        with mock.patch.dict(os.environ, ENVIRONMENT), real(connectors=True) as desk:
            argv = [sys.executable, path, *words]
            # A busy machine may take its time to start a Python.
            desk.crm_configure(
                name="CRM", kind="command", argv=argv, timeout_ms=int(LONG * 1000),
                match_on=["email"], **settings,
            )
            desk.schema_define(key="company", label="Company", format="text")
            yield desk

    def contact(self, desk: Desk, word: str) -> str:
        made = desk.contact_create(name="Mira", attributes={"email": f"{word}@x.example"})
        return made["contactId"]

    def submit(self, desk: Desk, word: str, **more: Any) -> Future[Any]:
        """Looks a contact up, and does not wait."""
        return desk.submit("crm.lookup", {"contactId": self.contact(desk, word), **more})

    def states(self, desk: Desk) -> list[tuple[str, str]]:
        """How the look-ups stand, the newest first."""
        lookups = desk.crm_list_all()
        return [(lookup["state"], lookup.get("reason", "")) for lookup in lookups]

    def test_finds_customers(self) -> None:
        with self.desk("1") as desk:
            cases = (("good", "proposed"), ("nobody", "noMatch"), ("prints", "proposed"))
            for word, state in cases:
                contact_id = self.contact(desk, word)
                found = desk.crm_lookup(contact_id=contact_id)["lookup"]
                self.assertEqual(found["state"], state)
                if state == "proposed":
                    self.assertEqual(found.get("customerId"), f"C-{contact_id}")
                    changes = [{"key": "company", "to": word}]
                    self.assertEqual(found.get("changes"), changes)

    def test_fails_one_look_up_at_a_time(self) -> None:
        empty = (
            "empty",
            "The connector answered wrongly: match.customerId is missing: expected a string.",
        )
        with self.desk("1") as desk:
            for word, reason in (*FAILURES, empty):
                with self.subTest(word), self.assertRaises(LookupFailed) as caught:
                    desk.crm_lookup(contact_id=self.contact(desk, word))
                self.assertEqual(caught.exception.data["reason"], reason)
            good = desk.crm_lookup(contact_id=self.contact(desk, "good"))
            self.assertEqual(good["lookup"]["state"], "proposed")

    def test_answers_several_at_a_time(self) -> None:
        count = odd_connector.TOGETHER
        with self.desk(str(count), auto_confirm=True) as desk:
            waiting = [self.submit(desk, "together") for _ in range(count)]
            states = [future.result(LONG)["lookup"]["state"] for future in waiting]
            self.assertEqual(states, ["confirmed"] * count)

    def test_holds_up_no_other_call(self) -> None:
        with a_fifo() as fifo, self.desk("1", fifo) as desk:
            waiting = self.submit(desk, "slow", _meta={"progressToken": "t1"})
            self.assertEqual(desk.system_ping(), {})
            # The answer to what the server cannot read has no id. It is not for the look-up.
            deep: Any = []
            for _ in range(200):
                deep = [deep]
            for params in ({"a": deep}, {"a": "x" * (1 << 24)}):
                self.assertRaises(contactdesk.LimitExceeded, desk.call, "card.get", params)
            self.assertFalse(waiting.done())
            with open(fifo, "wb"):
                pass
            self.assertEqual(waiting.result(LONG)["lookup"]["state"], "proposed")

    def test_is_told_of_cancelled_calls(self) -> None:
        """By a time-out, by the future, and by the task of asyncio that awaits it."""

        async def give_up(future: Future[Any]) -> None:
            await asyncio.wait_for(asyncio.wrap_future(future), SHORT)

        cancelled = ("failed", "The call was cancelled.")
        with a_fifo() as fifo, self.desk("1", fifo) as desk:
            contact_id = self.contact(desk, "slow")
            self.assertRaises(DeskTimeout, desk.crm_lookup, contact_id=contact_id, timeout=SHORT)
            self.assertEqual(self.states(desk), [cancelled])
            waiting = self.submit(desk, "slow")
            self.assertTrue(waiting.cancel())
            self.assertRaises(CancelledError, waiting.result, 0)
            self.assertEqual(self.states(desk), [cancelled] * 2)
            waiting = self.submit(desk, "slow")
            self.assertRaises(asyncio.TimeoutError, asyncio.run, give_up(waiting))
            self.assertTrue(waiting.cancelled())
            self.assertEqual(self.states(desk), [cancelled] * 3)

    def test_that_waits_at_the_end_is_cancelled(self) -> None:
        with a_fifo() as fifo, self.desk("1", fifo) as desk:
            waiting = self.submit(desk, "slow")
            desk.system_shutdown()
            error = waiting.exception(LONG)
            assert isinstance(error, DeskError)
            self.assertEqual((error.kind, error.code), ("cancelled", -32800))

    def test_runs_only_where_it_may(self) -> None:
        with real() as desk:
            desk.crm_configure(name="CRM", kind="command", argv=[sys.executable, ODD, "1"])
            with self.assertRaises(contactdesk.WrongState) as caught:
                desk.crm_lookup(contact_id=self.contact(desk, "good"))
            self.assertEqual(caught.exception.data["state"], "connectorsOff")


class Answering(unittest.TestCase):
    """The kind `client`."""

    def ask(self, desk: Desk, *words: str) -> list[str]:
        """Asks what the words say; returns the ids of the contacts."""
        desk.crm_configure(name="CRM", kind="client", match_on=["email"])
        values = [{"email": f"{word}@x.example"} for word in words]
        made = [desk.contact_create(name="Mira", attributes=value) for value in values]
        ids = [contact["contactId"] for contact in made]
        for contact_id in ids:
            desk.crm_lookup(contact_id=contact_id)
        return ids

    def test_goes_through_all_pages(self) -> None:
        asked: list[str] = []

        @connector
        def look_up(question: Question) -> Optional[Customer]:
            asked.append(question["contactId"])
            return {"customerId": "C-" + question["contactId"]}

        with real() as desk:
            ids = self.ask(desk, *(f"m{n}" for n in range(120)))
            self.assertEqual(look_up.answer(desk), 120)
            self.assertEqual(asked, ids[::-1])
            customers = [lookup.get("customerId") for lookup in desk.crm_list_all(state="proposed")]
            self.assertEqual(customers, ["C-" + contact_id for contact_id in ids[::-1]])
            self.assertEqual(look_up.answer(desk), 0)

    def test_says_why_it_failed(self) -> None:
        reasons = {
            **dict(FAILURES),
            "empty": "match.customerId is missing: expected a string.",
        }
        with real() as desk, self.assertLogs("contactdesk", "ERROR") as logged:
            self.ask(desk, *reasons, "nobody")
            self.assertEqual(odd_connector.look_up.answer(desk), len(reasons) + 1)
            failed = [lookup.get("reason") for lookup in desk.crm_list_all(state="failed")]
            self.assertEqual(failed, list(reasons.values())[::-1])
            self.assertEqual(len(list(desk.crm_list_all(state="noMatch"))), 1)
        self.assertEqual(len(logged.output), len(reasons))

    def test_passes_over_what_somebody_else_did(self) -> None:
        with real() as desk:
            answered, replaced, changed, good = self.ask(desk, "a", "b", "c", "d")
            lookups = {lookup["contactId"]: lookup["lookupId"] for lookup in desk.crm_list_all()}

            @connector
            def look_up(question: Question) -> Optional[Customer]:
                contact_id = question["contactId"]
                if contact_id == answered:
                    desk.crm_resolve(lookup_id=lookups[contact_id], match=None)
                elif contact_id == replaced:
                    desk.crm_lookup(contact_id=contact_id)
                elif contact_id == changed:
                    desk.attribute_edit(contact_id=contact_id, set={"email": "new@x.example"})
                return {"customerId": "C-1"}

            self.assertEqual(look_up.answer(desk), 1)
            states = {lookup["contactId"]: lookup["state"] for lookup in desk.crm_list_all()}
            expected = {answered: "noMatch", replaced: "asked", changed: "asked", good: "proposed"}
            self.assertEqual(states, expected)


@contextlib.contextmanager
def a_fifo() -> Iterator[str]:
    """A FIFO, for a look-up that waits until the test says so."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "fifo")
        os.mkfifo(path)
        yield path
