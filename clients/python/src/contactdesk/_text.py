"""Texts of a server that an error shows, made safe for terminals and logs."""

from __future__ import annotations

# Characters of a server's text that an error shows.
SHOWN_CHARACTERS = 4096


def shown(text: str, kept: str = "") -> str:
    """A text of the server as it is shown: what is not printable is escaped, except for `kept`.

    That is more than the control characters: the marks that turn the direction of a text round,
    and separators of lines, can make one line look like another, or like two.
    """
    cut = text[:SHOWN_CHARACTERS]
    safe = "".join(c if c.isprintable() or c in kept else _escape(c) for c in cut)
    return safe if len(text) <= SHOWN_CHARACTERS else safe + "…"


def last_words(tail: bytes) -> str:
    """The end of what a server wrote on stderr; what is not printable is escaped."""
    return shown(tail.decode(errors="replace").replace("\r\n", "\n").strip(), kept="\n\t")


def one_line(text: str) -> str:
    """A text with its lines side by side, for a message of one line."""
    return " | ".join(line for line in text.replace("\t", " ").split("\n") if line.strip())


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()
