"""Servers that misbehave: no call waits in vain, and closing never hangs."""

from __future__ import annotations

import os
import pickle
import signal
import unittest
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from typing import Any
from unittest import mock

import contactdesk
from contactdesk import Desk, DeskClosed, DeskError, DeskTimeout, _answers

from .support import LONG, PATIENCE, SHORT, fake, protocol


NO_MESSAGE = "the server answered with an error that has no message"


class Answers(unittest.TestCase):
    def test_are_matched_by_id(self) -> None:
        with fake("backwards") as desk:
            futures = [desk.submit("method", {"n": n}) for n in range(9)]
            self.assertEqual([f.result(LONG) for f in futures], [{"n": n} for n in range(9)])

    def test_may_come_byte_by_byte(self) -> None:
        with fake("byte_by_byte") as desk:
            params = {"text": "Dzień dobry\n"}
            self.assertEqual(desk.call("method", params), params)

    def test_may_be_huge(self) -> None:
        with fake("huge", "20000000") as desk:
            self.assertEqual(len(desk.call("method")), 20_000_000)

    def test_may_wait_for_slow_readers(self) -> None:
        """Both pipes fill up: calls are sent on while nobody looks at the answers."""
        with fake("echo") as desk:
            text = "x" * 10_000
            futures = [desk.submit("method", {"n": n, "text": text}) for n in range(500)]
            for n, future in enumerate(futures):
                self.assertEqual(future.result(LONG), {"n": n, "text": text})

    def test_of_each_kind_of_error_become_its_exception(self) -> None:
        with fake("fails") as desk:
            for known in protocol("errors.json"):
                data = {"kind": known["kind"], "retryable": True, "field": "name"}
                error = {"code": known["code"], "message": "No.", "data": data}
                name = known["kind"][0].upper() + known["kind"][1:]
                with self.assertRaises(getattr(contactdesk, name)) as caught:
                    desk.call("method", {"error": error})
                raised = caught.exception
                self.assertEqual((raised.kind, raised.code), (known["kind"], known["code"]))
                self.assertEqual((str(raised), raised.field, raised.data), ("No.", "name", data))
                self.assertTrue(raised.retryable)

    def test_with_odd_errors_raise_the_base(self) -> None:
        cases: list[tuple[Any, str, str]] = [
            ({"code": 9, "message": "New.", "data": {"kind": "brandNew"}}, "brandNew", "New."),
            ({"code": 9, "message": "Bare."}, "", "Bare."),
            ("just words", "", "just words"),
            ({"code": True, "message": "Odd.", "data": {"kind": {}}}, "", "Odd."),
            ({"code": "1", "message": "Odd.", "data": {"kind": ["parse"]}}, "", "Odd."),
            ({"message": "a\u202eb\x1b[2J\ud800"}, "", r"a\u202eb\x1b[2J\ud800"),
            ({"message": "x" * 100_000}, "", "x" * 4_096 + "…"),
            ({"code": 9, "message": {}}, "", NO_MESSAGE),
            ({"message": ["x"] * 100_000}, "", NO_MESSAGE),
            ({}, "", NO_MESSAGE),
            (None, "", NO_MESSAGE),
            ([[[]]], "", NO_MESSAGE),
        ]
        with fake("fails") as desk:
            for error, kind, message in cases:
                with self.assertRaises(DeskError) as caught:
                    desk.call("method", {"error": error})
                self.assertIs(type(caught.exception), DeskError)
                self.assertIn(caught.exception.code, (None, 9))
                self.assertIsNone(caught.exception.field)
                self.assertEqual((caught.exception.kind, str(caught.exception)), (kind, message))

    def test_of_lists_that_turn_in_a_circle(self) -> None:
        with fake("pages", "again") as desk:
            pages = desk.contact_list_all()
            self.assertRaisesRegex(DeskError, "the cursor of this one", list, pages)
            self.assertRaisesRegex(DeskError, "no list `notes`", list, desk.pages("m", "notes"))
        with fake("huge", "3") as desk:
            self.assertRaisesRegex(DeskError, "no list `notes`", list, desk.pages("m", "notes"))

    def test_are_utf_8(self) -> None:
        """Python's own reader takes other encodings as well."""
        line = '{"id":1,"result":1}'
        self.assertEqual(_answers.read(line.encode()), _answers.Answer(1, _answers.Result(1)))
        for encoding in ("utf-16", "utf-16-le", "utf-32-be", "utf-8-sig"):
            self.assertRaises(_answers.NoAnswer, _answers.read, line.encode(encoding))

    def test_may_have_notifications_between_them(self) -> None:
        for text in (
            '{"jsonrpc":"2.0","method":"$/progress","params":{"progressToken":"t","progress":0}}',
            '{"method":"news"}',
        ):
            with self.subTest(text), fake("notifies", text) as desk:
                for n in range(3):
                    self.assertEqual(desk.call("method", {"n": n}), {"n": n})

    def test_without_id_are_for_the_first_that_waits(self) -> None:
        with fake("unreadable") as desk:
            first, second = desk.submit("method"), desk.submit("method", {"n": 2})
            self.assertIsInstance(first.exception(LONG), contactdesk.LimitExceeded)
            self.assertEqual(second.result(LONG), {"n": 2})


class TimeOuts(unittest.TestCase):
    def test_say_what_did_not_come(self) -> None:
        with fake("mute") as desk:
            with self.assertRaises(DeskTimeout) as caught:
                desk.call("card.get", timeout=SHORT)
            self.assertEqual(str(caught.exception), "card.get: no answer within 0.05 seconds")
            self.assertIsInstance(caught.exception, TimeoutError)
            self.assertRaises(DeskTimeout, desk.card_get, contact_id="contact-1", timeout=SHORT)

    def test_do_not_harm_later_calls(self) -> None:
        for behaviour in ("late", "half"):
            with self.subTest(behaviour), fake(behaviour) as desk:
                self.assertRaises(DeskTimeout, desk.call, "late", {"n": 1}, SHORT)
                self.assertEqual(desk.call("on time", {"n": 2}), {"n": 2})

    def test_cancel_the_call(self) -> None:
        with fake("cancels") as desk:
            self.assertRaises(DeskTimeout, desk.call, "wait", {}, SHORT)
            self.assertEqual(desk.call("cancelled"), [cancellation(1)])

    def test_hold_where_the_server_does_not_read(self) -> None:
        with fake("never_reads", patience=PATIENCE) as desk:
            text = {"text": "x" * 1_000_000}
            for _ in range(3):
                self.assertRaises(DeskTimeout, desk.call, "method", text, SHORT)
        self.assertEqual(desk.exit_code, -signal.SIGTERM)


def cancellation(number: int) -> dict[str, Any]:
    """What the server gets when a call is cancelled."""
    return {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": number}}


class Cancelling(unittest.TestCase):
    def test_tells_the_server_once_and_drops_the_answer(self) -> None:
        with fake("cancels") as desk:
            first, second = desk.submit("wait"), desk.submit("wait")
            for _ in range(2):
                self.assertTrue(second.cancel())
            self.assertRaises(CancelledError, second.result, 0)
            done, waiting = wait([first, second], LONG, FIRST_COMPLETED)
            self.assertEqual((done, waiting), ({second}, {first}))
            self.assertEqual(desk.call("cancelled"), [cancellation(2)])
            self.assertTrue(first.cancel())
            self.assertEqual(desk.call("cancelled"), [cancellation(2), cancellation(1)])

    def test_does_nothing_after_the_answer(self) -> None:
        with fake("cancels") as desk:
            answered = desk.submit("method")
            self.assertEqual(answered.result(LONG), [])
            self.assertFalse(answered.cancel())
            self.assertEqual(desk.call("cancelled"), [])

    def test_holds_where_the_server_is_gone(self) -> None:
        desk = fake("mute")
        future = desk.submit("method")
        future.cancel()
        desk.close()
        self.assertRaises(CancelledError, future.result, 0)
        with fake("is_killed") as desk:
            future = desk.submit("method")
            self.assertIsInstance(future.exception(LONG), DeskClosed)
            self.assertFalse(future.cancel())

    def test_by_ctrl_c(self) -> None:
        with fake("cancels") as desk:
            with mock.patch.object(Future, "result", side_effect=KeyboardInterrupt):
                self.assertRaises(KeyboardInterrupt, desk.call, "wait")
            self.assertEqual(desk.call("cancelled"), [cancellation(1)])


class Ends(unittest.TestCase):
    """However the server ends, those who wait and those who come later are told."""

    def check(self, desk: Desk, exit_code: Any, message: str, stderr: str = "") -> None:
        waiting = [desk.submit("method") for _ in range(3)]
        for future in waiting:
            error = future.exception(LONG)
            assert isinstance(error, DeskClosed)
            self.assertEqual((str(error), error.exit_code), (message, exit_code))
            self.assertEqual(error.stderr, stderr)
        self.assertRaisesRegex(DeskClosed, "^" + message, desk.call, "method")
        desk.close()
        self.assertRaisesRegex(DeskClosed, "^" + message, desk.call, "method")

    def test_in_the_middle_of_an_answer(self) -> None:
        message = "the server ended with exit code 3; its last words: out of paper"
        self.check(fake("dies_mid_answer"), 3, message, "out of paper")

    def test_by_a_signal(self) -> None:
        self.check(fake("is_killed"), -9, "the server was killed by SIGKILL")

    def test_by_closing_stdout(self) -> None:
        desk = fake("closes_stdout")
        self.check(desk, None, "the server closed stdin or stdout and did not end")
        self.assertEqual(desk.exit_code, -signal.SIGTERM)

    def test_by_closing_stdin(self) -> None:
        with fake("closes_stdin", patience=PATIENCE) as desk:
            self.assertEqual(desk.call("method", {"n": 1}), {"n": 1})
            for text in ("", "x" * 1_000_000):
                waiting = desk.submit("method", {"text": text})
            self.assertRaisesRegex(DeskClosed, "closed stdin or stdout", waiting.result, LONG)
        self.assertEqual(desk.exit_code, -signal.SIGTERM)

    def test_before_the_first_call(self) -> None:
        with fake("never_starts") as desk:
            with self.assertRaises(DeskClosed) as caught:
                desk.call("method")
            self.assertEqual(caught.exception.exit_code, 64)
            self.assertEqual(caught.exception.stderr, "no such option: --wings")

    def test_by_writing_what_is_no_answer(self) -> None:
        lines = (
            "hello world",
            "",
            "null",
            "[]",
            "{}",
            '{"jsonrpc":"2.0","id":1}',
            '{"jsonrpc":"2.0","id":1,"result":1,"error":{}}',
            '{"jsonrpc":"2.0","id":77,"result":1}',
            '{"jsonrpc":"2.0","id":1,"method":"a"}',
            '{"jsonrpc":"2.0","id":null,"method":"a"}',
            '{"jsonrpc":"2.0","method":"a","result":1}',
            '{"jsonrpc":"2.0","method":1}',
            '{"jsonrpc":"2.0","id":"1","result":1}',
            '{"jsonrpc":"2.0","id":[1],"result":1}',
            '{"jsonrpc":"2.0","id":{"1":1},"result":1}',
            '{"jsonrpc":"2.0","id":true,"result":1}',
            '{"jsonrpc":"2.0","id":1.0,"result":1}',
            '{"jsonrpc":"2.0","id":1e0,"result":1}',
            '{"jsonrpc":"2.0","id":-1,"result":1}',
            '{"jsonrpc":"2.0","id":null,"result":1}',
            '{"jsonrpc":"2.0","result":1}',
            '{"jsonrpc":"2.0","error":{"code":1,"message":"No."}}',
            '[{"jsonrpc":"2.0","id":1,"result":1}]',
            '"1"',
            '{"jsonrpc":"2.0","id":1,"result":NaN}',
            '{"jsonrpc":"2.0","id":1,"result":-Infinity}',
            '{"jsonrpc":"2.0","id":1,"result":' + "9" * 100_000 + "}",
            '{"jsonrpc":"2.0","id":' + "9" * 100 + ',"result":1}',
            '{"jsonrpc":"2.0","id":1,"result":"\xed\xa0\x80"}',
            '{"jsonrpc":"2.0","id":1,"result":"\xff"}',
            "[" * 100_000,
        )
        desks = [fake("says", line + "\n") for line in lines]
        waiting = [desk.submit("method") for desk in desks]
        for line, desk, future in zip(lines, desks, waiting):
            with self.subTest(line[:50]):
                self.assertRaisesRegex(DeskClosed, "no answer: b'.*It is stopped", future.result)
            desk.close()

    def test_by_a_line_without_an_end(self) -> None:
        with mock.patch.object(_answers, "LINE_BYTES", 1 << 20):
            desks = [fake("says_for_ever", "x" * 1_000), fake("huge", str(1 << 20))]
            for desk in desks:
                with self.assertRaises(DeskClosed) as caught:
                    desk.call("method")
                message = "the server wrote a line longer than 1,048,576 bytes"
                self.assertEqual(str(caught.exception)[: len(message)], message)
                desk.close()
                self.assertIsNotNone(desk.exit_code)

    def test_by_answering_twice(self) -> None:
        with fake("says_twice") as desk:
            self.assertEqual(desk.call("method", {"n": 1}), {"n": 1})
            self.assertRaisesRegex(DeskClosed, "is no answer", desk.call, "method")

    def test_by_answers_without_number(self) -> None:
        """The first is for the call that waits; nobody asked for the rest."""
        text = '{"id":null,"error":{"code":-32700,"message":"?","data":{"kind":"parse"}}}\n'
        desk = fake("says_for_ever", text)
        self.assertRaises(contactdesk.Parse, desk.call, "method")
        # A call that is sent before the next line is seen would get that one.
        desk._server._thread.join(LONG)
        self.assertRaisesRegex(DeskClosed, "is no answer", desk.call, "method")
        desk.close()

    def test_with_words_that_deceive(self) -> None:
        cases = (
            ("\x1b[2J\x1b]0;title\x07gone", 1, r"\x1b[2J\x1b]0;title\x07gone"),
            ("a\u202eb\u2028c\u2066d\x9b", 1, r"a\u202eb\u2028c\u2066d\x9b"),
            ("one\r\ntwo\n\n\tthree\rfour\n", 1, "one | two |  three" + r"\rfour"),
            ("\x1b", 100_000, r"\x1b" * 4_096),
        )
        desks = [fake("last_words", text, str(count)) for text, count, _ in cases]
        waiting = [desk.submit("method") for desk in desks]
        for desk, future, (_, _, shown) in zip(desks, waiting, cases):
            error = future.exception(LONG)
            assert isinstance(error, DeskClosed)
            message = "the server ended with exit code 3; its last words: " + shown
            self.assertEqual(str(error), message[:4_096] + "…" * (len(message) > 4_096))
            self.assertTrue(all(c.isprintable() or c in "\n\t" for c in error.stderr))
            desk.close()

    def test_with_words_without_an_end(self) -> None:
        desk = fake("never_stops_talking", patience=PATIENCE)
        self.assertEqual(desk.call("method", {"n": 1}), {"n": 1})
        desk.close()
        self.assertEqual(desk.exit_code, -signal.SIGTERM)

    def test_with_a_flood_of_words(self) -> None:
        with fake("floods") as desk:
            self.assertEqual(desk.call("method", {"n": 1}), {"n": 1})
            self.assertEqual(desk.call("end", {"n": 2}), {"n": 2})
            with self.assertRaises(DeskClosed) as caught:
                desk.call("method")
            self.assertEqual(caught.exception.exit_code, 4)
            self.assertTrue(caught.exception.stderr.endswith("word the last word"))
            self.assertLess(len(caught.exception.stderr), 5_000)


class Closing(unittest.TestCase):
    def test_lets_calls_be_answered(self) -> None:
        desk = fake("echo")
        futures = [desk.submit("method", {"n": n, "text": "x" * 5_000}) for n in range(200)]
        desk.close()
        self.assertEqual([f.result(0)["n"] for f in futures], list(range(200)))
        self.assertEqual(desk.exit_code, 0)
        self.assertRaisesRegex(DeskClosed, "^the desk is closed$", desk.call, "method")
        desk.close()

    def test_tells_those_who_wait_in_vain(self) -> None:
        desk = fake("mute")
        future = desk.submit("method")
        desk.close()
        self.assertRaisesRegex(DeskClosed, "^the desk is closed$", future.result, 0)

    def test_stops_a_server_that_does_not_end(self) -> None:
        for behaviour, by in (
            ("outlives_the_end", signal.SIGTERM),
            ("outlives_everything", signal.SIGKILL),
        ):
            with self.subTest(behaviour):
                desk = fake(behaviour, patience=PATIENCE)
                self.assertEqual(desk.call("method", {}), {})
                desk.close()
                self.assertEqual(desk.exit_code, -by)

    def test_does_not_wait_for_whoever_else_holds_the_pipes(self) -> None:
        desk = fake("leaves_a_child", patience=PATIENCE)
        child = desk.call("method")
        desk.close()
        self.assertEqual(desk.exit_code, 0)
        os.kill(child, signal.SIGKILL)

    def test_may_come_from_a_callback(self) -> None:
        desk = fake("echo")
        desk.submit("method").add_done_callback(lambda _: desk.close())
        desk.close()
        self.assertEqual(desk.exit_code, 0)


class Errors(unittest.TestCase):
    def test_can_be_pickled(self) -> None:
        for error in (
            contactdesk.NotFound("No.", "notFound", 1001, {"field": "contactId"}),
            DeskTimeout("Late.", "timeout"),
            DeskClosed("Gone.", exit_code=3, stderr="out of paper"),
        ):
            again = pickle.loads(pickle.dumps(error))
            self.assertIs(type(again), type(error))
            self.assertEqual((str(again), vars(again)), (str(error), vars(error)))

    def test_in_params_are_told_at_once(self) -> None:
        with fake("echo") as desk:
            self.assertRaises(ValueError, desk.call, "method", {"n": float("nan")})
            self.assertRaises(TypeError, desk.call, "method", {"n": {1, 2}})
            self.assertEqual(desk.call("method", {"n": range(3)}), {"n": [0, 1, 2]})

    def test_in_the_command_are_told_at_once(self) -> None:
        self.assertRaises(FileNotFoundError, Desk, "/there/is/no/contactdesk")
