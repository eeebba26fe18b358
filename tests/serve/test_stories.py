"""The three stories of docs/desk.md, from an empty ledger to the end, against a real `onrecord serve` in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from onrecord.store.ledger import open_ledger
from serve.shots import CHROMIUM, chromium
from serve.stories import STORIES, desk_served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium (apt-get install chromium)"),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    ledger = tmp_path_factory.mktemp("story") / "story.db"
    open_ledger(str(ledger), create=True).close()
    with desk_served(ledger) as address:
        yield address


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1180, "height": 860}, reduced_motion="reduce")
        page.set_default_timeout(30_000)
        yield page


@pytest.mark.parametrize("name", STORIES)  # in order: each begins where the one before it ended
def test_the_story_can_be_done_in_a_browser(name: str, page: Page, desk: str) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    STORIES[name](page, desk, lambda _step: None)
    assert wrong == []
