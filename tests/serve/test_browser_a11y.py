"""The desk in Chromium: no accessibility violation that axe-core finds, in either colours; keys alone reach everything;
whole without script; nothing asked of another host; nothing wider than a small screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import ClaimQuery
from serve.shots import CHROMIUM, THEMES, chromium, desk_running, pages_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="needs Chromium (apt-get install chromium)"),
]
SIZE: Any = {"width": 1280, "height": 900}
SMALL: Any = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def seen(sample_ledger: Path) -> Iterator[Ledger]:
    with open_ledger(str(sample_ledger)) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def desk(seen: Ledger) -> Iterator[str]:
    with desk_running(seen) as address:
        yield address


@pytest.fixture(scope="module")
def window() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def paths(seen: Ledger) -> dict[str, str]:
    return pages_of(seen)


@pytest.fixture
def page(window: Browser) -> Iterator[Page]:
    context = window.new_context(viewport=SIZE, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def focused(page: Page) -> str:
    """What has the focus: its name, id and first words."""
    script = "(e => `${e.tagName} ${e.id} ${(e.textContent || '').trim().slice(0, 40)}`)(document.activeElement)"
    return str(page.evaluate(script))


def test_axe_finds_no_violation(page: Page, desk: str, paths: dict[str, str], web_copy: Path) -> None:
    axe = (web_copy / "node_modules/axe-core/axe.min.js").read_text()
    run = "axe.run().then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].html}`))"
    found, asked, said = [], set(), []
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for name, path in paths.items():
        page.goto(desk + path)
        if name == "map":
            page.wait_for_selector(".zoom")
        page.evaluate(axe)
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            found += [f"{name} {theme}: {violation}" for violation in page.evaluate(run)]
    assert found == []
    assert asked == {urlsplit(desk).netloc}
    assert [line for line in said if "404" not in line and "400" not in line] == []


def test_no_page_is_wider_than_a_small_screen(window: Browser, desk: str, paths: dict[str, str]) -> None:
    context = window.new_context(viewport=SMALL)
    page = context.new_page()
    wide = {}
    for name, path in paths.items():
        page.goto(desk + path)
        wide[name] = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert {name: width for name, width in wide.items() if width > SMALL["width"]} == {}


def test_every_page_is_whole_without_script(window: Browser, desk: str, paths: dict[str, str]) -> None:
    context = window.new_context(viewport=SIZE, java_script_enabled=False)
    page = context.new_page()
    for path in paths.values():
        page.goto(desk + path)
        assert page.locator("h1").count() == 1
        assert page.locator("main").inner_text().strip()
    page.goto(desk + paths["map"])
    assert page.locator("svg.map .happened").count() > 2
    page.goto(desk + paths["claim"])
    assert page.locator("svg.plot").count() >= 2
    context.close()


def test_the_first_stop_of_the_tab_key_skips_to_the_content(page: Page, desk: str) -> None:
    page.goto(desk)
    page.keyboard.press("Tab")
    assert "Skip" in focused(page)
    page.keyboard.press("Enter")
    expect(page.locator("main#main")).to_be_focused()


def test_an_attribution_lights_up_whole_when_its_cue_has_the_focus(
    page: Page, desk: str, paths: dict[str, str]
) -> None:
    page.goto(desk + paths["article"])
    cue = page.locator("a.cue").first
    cue.focus()
    name = (cue.get_attribute("id") or "").removeprefix("t-")
    assert page.locator(".lit.cue").count() >= 1
    assert page.locator(".lit.content").count() >= 1
    assert "lit" in (page.locator(f"#w-{name}").get_attribute("class") or "")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#w-{name}")


def test_keys_go_through_the_claims_and_open_one(page: Page, desk: str) -> None:
    page.goto(desk)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claim/*")
    page.keyboard.press("/")
    expect(page.locator("input#q")).to_be_focused()


def test_keys_review_a_statement_in_place(page: Page, desk: str) -> None:
    page.goto(desk + "/review")
    page.keyboard.press("j")
    page.keyboard.press("f")
    expect(page.locator("section.item details[open]")).to_have_count(1)
    assert page.locator("section.item").first.evaluate("e => e.contains(document.activeElement)")


def test_the_chosen_colours_are_kept(page: Page, desk: str) -> None:
    page.goto(desk)
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.get_by_role("button", name="Dark colours").press("Enter")
    after = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert before != after
    page.goto(desk + "/speakers")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == after


def test_the_date_slider_drives_the_page_by_keys(page: Page, desk: str) -> None:
    page.goto(desk, wait_until="networkidle")
    slider = page.get_by_role("slider", name="As known on")
    slider.press("Home")
    slider.press("ArrowRight")
    assert slider.get_attribute("aria-valuetext") == page.locator("input[name=as_of]").first.input_value()
    slider.press("Enter")
    page.wait_for_url("**as_of=*")
    expect(page.get_by_role("status").first).to_be_visible()


def test_filters_show_their_results_while_one_types(page: Page, desk: str) -> None:
    page.goto(desk)
    rows = page.locator("#results tbody tr")
    before = rows.count()
    with page.expect_response("**/?text=Kursk*"):
        page.get_by_label("Words").fill("Kursk")
    page.wait_for_url("**text=Kursk*")
    page.wait_for_function(f"document.querySelectorAll('#results tbody tr').length < {before}")
    assert 0 < rows.count() < before


def test_the_map_moves_and_zooms_by_keys(page: Page, desk: str) -> None:
    page.goto(desk + "/map", wait_until="networkidle")
    plan = page.locator("div[data-map] > svg.map")
    land = plan.locator("path.land").first
    before = land.get_attribute("d")
    plan.press("+")
    zoomed = land.get_attribute("d")
    plan.press("ArrowLeft")
    assert len({before, zoomed, land.get_attribute("d")}) == 3
    assert plan.locator("path.border.open").get_attribute("d")


def test_figures_are_shown_over_time_without_a_style_of_their_own(page: Page, desk: str, seen: Ledger) -> None:
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    for row in (row for row in seen.claims(ClaimQuery(limit=300)).rows if row.numbers):
        page.goto(f"{desk}/claim/{row.id}", wait_until="networkidle")
        button = page.get_by_role("button", name="Over time")
        if button.count():
            button.press("Enter")
            expect(page.locator("svg.over-time")).to_have_count(1)
            button.press("Enter")
            expect(page.locator("[data-plot] svg.plot")).to_have_count(1)
            break
    else:
        pytest.fail("no claim of the samples has figures of two days")
    assert wrong == []


def test_nothing_jumps_while_a_page_loads(page: Page, desk: str, paths: dict[str, str]) -> None:
    script = (
        "new Promise(r => new PerformanceObserver(l => r(l.getEntries().reduce((s, e) => s + e.value, 0)))"
        ".observe({type: 'layout-shift', buffered: true}) || setTimeout(() => r(0), 300))"
    )
    moved = {}
    for name, path in paths.items():
        page.goto(desk + path)
        moved[name] = page.evaluate(script)
    assert {name: shift for name, shift in moved.items() if shift > 0.01} == {}
