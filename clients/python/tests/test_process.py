"""The server as a process: many callers at once, its death, and nothing left behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import threading
import unittest
import warnings
from typing import Any

from contactdesk import Desk, DeskClosed

from .support import CLIENT, LONG, fake, real

THREADS = 8
CALLS = 1_250


class ManyCalls(unittest.TestCase):
    def test_of_many_threads_each_get_their_own_answers(self) -> None:
        wrong: list[Any] = []

        def work(desk: Desk, thread: int) -> None:
            names = [f"{thread}-{n}" for n in range(CALLS)]
            made = [desk.submit("contact.create", {"name": name}) for name in names]
            ids = [future.result(LONG)["contactId"] for future in made]
            for at in (0, CALLS // 2, CALLS - 1):
                card = desk.card_get(contact_id=ids[at])
                if card.get("name") != names[at]:
                    wrong.append((card, names[at]))

        with real() as desk:
            threads = [threading.Thread(target=work, args=(desk, n)) for n in range(THREADS)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(LONG)
            self.assertEqual(wrong, [])
            self.assertEqual(desk.system_info()["store"]["contacts"], THREADS * CALLS)

    def test_waiting_at_its_death_fail_at_once(self) -> None:
        with real() as desk:
            desk.system_ping()
            # Stopped, it answers nothing of what is sent now.
            os.kill(desk.pid, signal.SIGSTOP)
            waiting = [desk.submit("card.get", {"contactId": "contact-1"}) for _ in range(100)]
            os.kill(desk.pid, signal.SIGKILL)
            for future in waiting:
                error = future.exception(LONG)
                assert isinstance(error, DeskClosed)
                self.assertEqual(error.exit_code, -signal.SIGKILL)
            self.assertRaises(DeskClosed, desk.system_ping)
        self.assertEqual(desk.exit_code, -signal.SIGKILL)

    def test_can_be_awaited(self) -> None:
        async def names(desk: Desk) -> list[Any]:
            calls = [desk.submit("contact.create", {"name": f"{n}"}) for n in range(3)]
            made = await asyncio.gather(*[asyncio.wrap_future(call) for call in calls])
            return [result["contactId"] for result in made]

        with real() as desk:
            expected = ["contact-1", "contact-2", "contact-3"]
            self.assertEqual(asyncio.run(names(desk)), expected)


class NothingIsLeft(unittest.TestCase):
    def test_of_desks_however_they_ended(self) -> None:
        before = self.things()
        for behaviour in ("echo", "is_killed", "closes_stdout", "dies_mid_answer", "never_starts"):
            with fake(behaviour) as desk:
                with contextlib.suppress(DeskClosed):
                    desk.call("method")
        for _ in range(10):
            with real() as desk:
                desk.system_ping()
        self.assertRaises(FileNotFoundError, Desk, "/there/is/no/contactdesk")
        self.assertEqual(self.things(), before)

    def things(self) -> tuple[int, int]:
        """How many descriptors and threads there are; no child may be left, dead or alive."""
        self.assertRaises(ChildProcessError, os.waitpid, -1, os.WNOHANG)
        return len(os.listdir("/dev/fd")), threading.active_count()

    def test_in_other_children(self) -> None:
        """A child that inherits all it can does not keep the server's input open."""
        with real() as desk:
            command = [sys.executable, "-I", "-S", "-c", "input()"]
            child = subprocess.Popen(command, stdin=subprocess.PIPE, close_fds=False)
            desk.close()
            self.assertEqual(desk.exit_code, 0)
            child.communicate(b"\n")

    def test_in_a_fork(self) -> None:
        """A fork does not keep the server's input open, and says whose the desk is."""
        with real() as desk:
            reader, writer = os.pipe()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                child = os.fork()
            if child == 0:
                self.be_the_child(desk, reader, writer)
            os.close(reader)
            self.assertEqual(desk.system_ping(), {})
            desk.close()
            self.assertEqual(desk.exit_code, 0)
            os.close(writer)
            self.assertEqual(os.waitpid(child, 0), (child, 0))

    def be_the_child(self, desk: Desk, reader: int, writer: int) -> None:
        code = 1
        try:
            desk.system_ping()
        except DeskClosed as error:
            code = 0 if "belongs to" in str(error) else 2
        desk.close()
        os.close(writer)
        os.read(reader, 1)
        os._exit(code)

    def test_when_the_program_ends_without_closing(self) -> None:
        program = "import contactdesk as c; d = c.Desk(memory=True); d.system_ping(); print(d.pid)"
        env = {**os.environ, "PYTHONPATH": str(CLIENT / "src")}
        ended = subprocess.run(
            [sys.executable, "-c", program], env=env, capture_output=True, text=True, timeout=LONG
        )
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))
        self.assertTrue(ended.stdout.strip().isdigit())


class TheBinary(unittest.TestCase):
    def test_is_that_of_the_argument_then_the_environment_then_the_path(self) -> None:
        real_path = os.environ.get("CONTACTDESK")
        assert real_path, "these tests want CONTACTDESK"
        for path, environment, search in (
            (real_path, "/no/such", ""),
            (None, real_path, ""),
            (None, None, os.path.dirname(real_path)),
        ):
            with self.subTest(path=path), _environment(CONTACTDESK=environment, PATH=search):
                with Desk(path, memory=True) as desk:
                    self.assertEqual(desk.system_ping(), {})
        with _environment(CONTACTDESK=None, PATH=""):
            self.assertRaisesRegex(FileNotFoundError, "set CONTACTDESK", Desk)

    def test_tells_what_it_does_not_understand(self) -> None:
        with Desk(memory=True, options=["--wings"]) as desk:
            with self.assertRaisesRegex(DeskClosed, "exit code 64.*--wings"):
                desk.system_ping()

    def test_hears_for_whom_it_works(self) -> None:
        with Desk(memory=True, agent="anna:Anna", role="agent") as desk:
            agent = {"id": "anna", "name": "Anna", "role": "agent"}
            self.assertEqual(desk.system_info()["agent"], agent)

    def test_gets_the_folder_of_the_desk(self) -> None:
        with Desk(["/bin/sh", "-c", 'echo "$*" >&2; exit 9', "sh"], data="/desk") as desk:
            with self.assertRaises(DeskClosed) as caught:
                desk.system_ping()
        self.assertEqual(caught.exception.stderr, "--data /desk")


class _environment:
    """Environment variables that are set or, for None, not there."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def __enter__(self) -> None:
        self.before = {name: os.environ.get(name) for name in self.values}
        self.put(self.values)

    def __exit__(self, *_: object) -> None:
        self.put(self.before)

    def put(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
