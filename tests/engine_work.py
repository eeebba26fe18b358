"""Functions that workers import, for tests of the engines."""

from __future__ import annotations

import os
import signal

from onrecord.record import BlankArticle, ModelError, Page


def shout(page: Page) -> str:
    """The page's text in capitals."""
    if page.text == "blank":
        raise BlankArticle("There is nothing to read. Give an article with text.")
    if page.text == "bug":
        return str(1 // 0)
    if page.text == "model":
        raise ModelError("The weights do not match their digest.")
    if page.text == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    return (page.text or "").upper()


def unsendable(page: Page) -> object:
    """Something that cannot be sent from one process to another."""
    return lambda: page


def process_of(_page: Page) -> int:
    """The process that does it."""
    return os.getpid()


def join(key: str, pages: tuple[Page, ...]) -> str:
    """A group in one line."""
    return f"{key}: {' '.join(page.id for page in pages)}"
