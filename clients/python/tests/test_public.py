"""What is public is documented and typed; what is printed for users runs."""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
import typing
import unittest
from typing import Any

import contactdesk
from contactdesk import types

from .support import CLIENT, LONG

SOURCES = sorted((CLIENT / "src" / "contactdesk").glob("*.py"))


class PublicNames(unittest.TestCase):
    def test_have_a_text(self) -> None:
        for source in SOURCES:
            tree = ast.parse(source.read_text("utf-8"))
            self.assertTrue(ast.get_docstring(tree), source.name)
            for node in ast.walk(tree):
                if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name[0] != "_":
                    self.assertTrue(ast.get_docstring(node), f"{source.name}: {node.name}")

    def test_of_types_and_members_have_a_text(self) -> None:
        """A text behind an assignment is what editors show for it."""
        tree = ast.parse((CLIENT / "src" / "contactdesk" / "types.py").read_text("utf-8"))
        bodies = [tree.body] + [n.body for n in tree.body if isinstance(n, ast.ClassDef)]
        for body in bodies:
            for node, after in zip(body, body[1:] + [ast.Pass()]):
                name = self.assigned(node)
                if name and name[0] != "_":
                    self.assertTrue(self.is_text(after), name)

    def assigned(self, node: ast.stmt) -> str:
        target: Any = getattr(node, "target", None) or getattr(node, "targets", [None])[0]
        return target.id if isinstance(target, ast.Name) else ""

    def is_text(self, node: ast.stmt) -> bool:
        return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)

    def test_have_types_that_this_python_understands(self) -> None:
        for name in types.__all__:
            if inspect.isclass(getattr(types, name)):
                typing.get_type_hints(getattr(types, name))
        for name, function in inspect.getmembers(contactdesk.Desk, inspect.isfunction):
            if name[0] != "_":
                hints = typing.get_type_hints(function)
                params = set(inspect.signature(function).parameters) - {"self"}
                self.assertEqual(set(hints), params | {"return"}, name)

    def test_are_what_is_listed(self) -> None:
        for module in (contactdesk, types):
            for name in module.__all__:
                self.assertTrue(hasattr(module, name), name)
        for name in ("Desk", "DeskError", "DeskClosed", "DeskTimeout", "NotFound", "UNSET"):
            self.assertIn(name, contactdesk.__all__)


class Lines(unittest.TestCase):
    def test_fit_a_screen(self) -> None:
        for source in [*SOURCES, *CLIENT.glob("tests/*.py"), *CLIENT.glob("examples/*.py")]:
            for number, line in enumerate(source.read_text("utf-8").splitlines(), 1):
                self.assertLessEqual(len(line), 100, f"{source.name}:{number}")
                self.assertEqual(line, line.rstrip(), f"{source.name}:{number}")


class Programs(unittest.TestCase):
    def output(self, *words: str) -> str:
        env = {**os.environ, "PYTHONPATH": str(CLIENT / "src")}
        ended = subprocess.run(
            [sys.executable, *words],
            env=env,
            cwd=CLIENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=LONG,
        )
        self.assertEqual((ended.returncode, ended.stderr), (0, ""))
        return ended.stdout

    def test_of_the_readme_print_what_it_says(self) -> None:
        text = (CLIENT / "README.md").read_text("utf-8")
        listings = re.findall(r"```python\n(.*?)```\n(?:\n[^\n]+:\n\n```\n(.*?)```)?", text, re.S)
        self.assertTrue(listings)
        for program, printed in listings:
            with self.subTest(program):
                self.assertEqual(self.output("-c", program), printed)

    def test_of_the_examples_run(self) -> None:
        card = self.output(str(CLIENT / "examples" / "card.py"))
        for words in ("Mira Kowalska", "@mira.k", "VIP", "E-mail", "Where is my parcel?"):
            self.assertIn(words, card)

    def test_of_the_examples_are_those_that_the_readme_prints(self) -> None:
        program = (CLIENT / "examples" / "connector.py").read_text("utf-8")
        self.assertIn(f"```python\n{program}```", (CLIENT / "README.md").read_text("utf-8"))
