"""Addresses come in; pages or one clear reason each go out, politely and never from a private network."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.acquire.addresses import check_address, is_public
from onrecord.acquire.feeds import FeedState, follow, follow_once
from onrecord.acquire.inputs import open_inputs
from onrecord.acquire.options import InputOptions
from onrecord.acquire.web import Web, WebOptions
from onrecord.record import Failure, InputError, Page
from small_web import PAGE, Handler, SmallWeb, run_small_web

NOW = datetime(2024, 11, 12, 10, 0, tzinfo=UTC)


@dataclass(slots=True)
class Clock:
    """Time that passes only when somebody sleeps."""

    at: float = 0.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture
def small_web() -> Iterator[SmallWeb]:
    with run_small_web() as web:
        yield web


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def options(clock: Clock) -> WebOptions:
    return WebOptions(allow_private=True, clock=clock, sleep=clock.sleep, timeout=5.0, largest=2_000_000, tries=3)


@pytest.fixture
def web(options: WebOptions) -> Iterator[Web]:
    with Web(options, now=lambda: NOW) as web:
        yield web


def test_a_page_comes_with_where_and_when(web: Web, small_web: SmallWeb) -> None:
    fetched = web.fetch(small_web.url("/moved"))
    assert fetched.url == small_web.url("/page")
    assert fetched.body == PAGE.encode()
    assert fetched.taken == "2024-11-12T10:00:00+00:00"


def test_it_says_who_it_is(web: Web, small_web: SmallWeb) -> None:
    web.fetch(small_web.url("/page"))
    assert all(head["user-agent"].startswith("onrecord/") for _, head in small_web.heads)


def test_a_packed_page_is_unpacked(web: Web, small_web: SmallWeb) -> None:
    assert web.fetch(small_web.url("/gzip")).body == PAGE.encode()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/nothing", "is not there (status 404)"),
        ("/gone", "was taken away (status 410)"),
        ("/refused", "refuses access (status 403)"),
        ("/paid", "asks for payment (status 402)"),
        ("/loop", "redirects more than 8 times"),
        ("/to-file", "is not http or https"),
        ("/consent", "is behind a cookie wall (consent.example.com)"),
        ("/endless", "is larger than 2 MB"),
        ("/bomb", "is larger than 2 MB"),
        ("/not-gzip", "is not gzip as it says"),
        ("/short", "cannot be reached"),
        ("/garbage", "cannot be reached"),
        ("/silent", "cannot be reached"),
        ("/busy", "is out of order (status 503)"),
    ],
)
def test_each_fault_is_one_sentence_that_names_the_address(
    web: Web, small_web: SmallWeb, path: str, words: str
) -> None:
    with pytest.raises(InputError) as caught:
        web.fetch(small_web.url(path))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_answer_that_never_comes_is_given_up(web: Web, small_web: SmallWeb, clock: Clock) -> None:
    hold = threading.Event()

    def wait(handler: Handler) -> None:
        hold.wait(30)

    small_web.answers["/slow"] = wait
    with pytest.raises(InputError, match="does not answer in time"):
        Web(replace(WebOptions(allow_private=True, robots=False, tries=1, timeout=0.05), clock=clock)).fetch(
            small_web.url("/slow")
        )
    hold.set()


def test_a_body_that_takes_too_long_is_given_up(options: WebOptions, small_web: SmallWeb) -> None:
    ticks = iter(range(0, 100_000, 50))
    slow = replace(options, clock=lambda: float(next(ticks)), robots=False, interval=0.0)
    with Web(slow) as web, pytest.raises(InputError, match="takes longer than 120 s"):
        web.fetch(small_web.url("/endless"))


def test_a_busy_server_is_asked_again_with_growing_pauses(web: Web, small_web: SmallWeb, clock: Clock) -> None:
    with pytest.raises(InputError):
        web.fetch(small_web.url("/busy"))
    assert small_web.asked["/busy"] == 3
    assert clock.slept == [1.0, 2.0, 4.0]  # the host's interval after robots.txt, then the pauses


def test_a_server_that_recovers_gives_its_page(web: Web, small_web: SmallWeb) -> None:
    busy = iter([503, 503])
    small_web.answers["/flaky"] = lambda handler: handler.give(PAGE, status=next(busy, 200))
    assert web.fetch(small_web.url("/flaky")).body == PAGE.encode()


def test_retry_after_is_heeded_as_number_and_as_date(web: Web, small_web: SmallWeb, clock: Clock) -> None:
    for path, pause in (("/too-often", 7.0), ("/busy-date", 30.0)):
        with pytest.raises(InputError):
            web.fetch(small_web.url(path))
        assert pause in clock.slept


def test_a_server_that_wants_a_day_is_left_alone(web: Web, small_web: SmallWeb, clock: Clock) -> None:
    with pytest.raises(InputError, match="wants 86,400 s of patience"):
        web.fetch(small_web.url("/come-tomorrow"))
    assert small_web.asked["/come-tomorrow"] == 1
    assert max(clock.slept) < 10


def test_one_host_is_asked_once_a_second(web: Web, small_web: SmallWeb, clock: Clock) -> None:
    for _ in range(3):
        web.fetch(small_web.url("/page"))
    assert clock.slept == [1.0, 1.0, 1.0]


def test_robots_txt_is_heeded_and_asked_once(web: Web, small_web: SmallWeb) -> None:
    small_web.answers["/robots.txt"] = lambda handler: handler.give(
        "User-agent: *\nDisallow: /page", Content_Type="text/plain"
    )
    for _ in range(2):
        with pytest.raises(InputError, match=r"robots\.txt"):
            web.fetch(small_web.url("/page"))
    assert small_web.asked == {"/robots.txt": 1}
    assert web.fetch(small_web.url("/gzip")).body


def test_a_crawl_delay_is_kept(web: Web, small_web: SmallWeb, clock: Clock) -> None:
    small_web.answers["/robots.txt"] = lambda handler: handler.give(
        "User-agent: *\nCrawl-delay: 9", Content_Type="text/plain"
    )
    web.fetch(small_web.url("/page"))
    web.fetch(small_web.url("/page"))
    assert clock.slept == [9.0, 9.0]


def test_robots_txt_out_of_order_closes_the_host(web: Web, small_web: SmallWeb) -> None:
    small_web.answers["/robots.txt"] = small_web.answers["/busy"]
    with pytest.raises(InputError, match="out of order"):
        web.fetch(small_web.url("/page"))
    assert not small_web.asked["/page"]


def test_what_has_not_changed_is_not_sent_again(web: Web, small_web: SmallWeb) -> None:
    first = web.fetch(small_web.url("/conditional"))
    again = web.fetch(small_web.url("/conditional"), validators=first.validators)
    assert first.body == PAGE.encode()
    assert again.body is None
    assert small_web.heads[-1][1]["if-modified-since"] == "Tue, 12 Nov 2024 10:00:00 GMT"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1", "100.64.0.1",
        "::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "255.255.255.255", "no address",
    ],
)  # fmt: skip
def test_private_addresses_are_told(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_told() -> None:
    assert is_public("93.184.215.14")
    assert is_public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_loopback_is_not_read_unless_allowed(options: WebOptions, small_web: SmallWeb) -> None:
    with Web(replace(options, allow_private=False)) as web, pytest.raises(InputError, match="not on the open web"):
        web.fetch(small_web.url("/page"))
    assert not small_web.asked


def test_a_redirect_into_a_private_network_is_not_followed(
    options: WebOptions, small_web: SmallWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.acquire.addresses.is_public", lambda address: address == "127.0.0.1")
    with Web(replace(options, allow_private=False, robots=False)) as web:
        assert web.fetch(small_web.url("/page")).body
        with pytest.raises(InputError, match=r"10\.0\.0\.1, which is not on the open web"):
            web.fetch(small_web.url("/to-private"))


def test_a_name_that_changes_its_address_is_resolved_once_and_pinned(options: WebOptions, small_web: SmallWeb) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    pinned = replace(options, resolve=lambda host, port: next(answers), robots=False)
    with Web(pinned) as web:
        assert web.fetch(f"http://rebinding.example:{small_web.port}/page").body == PAGE.encode()
    assert next(answers) == ["10.0.0.1"]


def test_a_mixed_answer_with_one_private_address_is_refused(options: WebOptions) -> None:
    mixed = replace(options, allow_private=False, resolve=lambda host, port: ["8.8.8.8", "127.0.0.1"], robots=False)
    with Web(mixed) as web, pytest.raises(InputError, match=r"127\.0\.0\.1"):
        web.fetch("http://mixed.example/")


def test_broken_tls_is_named(options: WebOptions, small_web: SmallWeb) -> None:
    plain = replace(options, robots=False, tls=ssl.create_default_context())
    with Web(plain) as web, pytest.raises(InputError, match="broken secure connection"):
        web.fetch(f"https://127.0.0.1:{small_web.port}/page")


def test_a_host_without_address_is_named(options: WebOptions) -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("Name or service not known")

    with (
        Web(replace(options, resolve=unknown, tries=1)) as web,
        pytest.raises(InputError, match=r"no address is known for nowhere\.example"),
    ):
        web.fetch("https://nowhere.example/a")


@pytest.mark.parametrize(
    "address", ["ftp://example.org/a", "file:///etc/passwd", "http://", "javascript:alert(1)", "http://[::1"]
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(InputError):
        check_address(address)


def test_user_and_password_are_not_sent_on() -> None:
    assert check_address("https://ada:secret@example.org/a#b") == "https://example.org/a"


def test_a_list_of_addresses_gives_pages_in_its_order(tmp_path: Path, options: WebOptions, small_web: SmallWeb) -> None:
    (tmp_path / "list.txt").write_text(
        f"# my list\n{small_web.url('/page')}\n{small_web.url('/image')}\n{small_web.url('/latin')}\n", "utf-8"
    )
    first, second, third = open_inputs([str(tmp_path / "list.txt")], InputOptions(web=options, now=lambda: NOW))
    assert isinstance(first, Page)
    assert (first.url, first.taken) == (small_web.url("/page"), "2024-11-12T10:00:00+00:00")
    assert first.sha256
    assert isinstance(second, Failure)
    assert "is image/png, not a page" in second.why
    assert isinstance(third, Page)
    assert third.html == "<p>Café</p>"


@dataclass(slots=True)
class Slow:
    """An answer that waits until it may go; `asked` says that somebody wants it."""

    asked: threading.Event = field(default_factory=threading.Event)
    go: threading.Event = field(default_factory=threading.Event)

    def __call__(self, handler: Handler) -> None:
        self.asked.set()
        self.go.wait(30)
        handler.give(PAGE)


def test_the_next_pages_are_fetched_while_one_is_read(options: WebOptions, small_web: SmallWeb) -> None:
    slow = small_web.answers["/slow"] = Slow()
    hosts = replace(options, resolve=lambda _host, _port: ["127.0.0.1"], interval=0.0)
    urls = [f"http://{name}.example:{small_web.port}{path}" for name, path in (("a", "/page"), ("b", "/slow"))]
    items = open_inputs(urls, InputOptions(web=hosts))
    assert isinstance(next(items), Page)  # and now the first is being read …
    assert slow.asked.wait(30)  # … while the second is under way, and not yet here
    slow.go.set()
    assert [page.url for page in items if isinstance(page, Page)] == urls[1:]


def test_entries_of_a_feed_are_fetched_while_one_is_read(options: WebOptions, small_web: SmallWeb) -> None:
    slow = small_web.answers["/slow"] = Slow()
    serve_feed(small_web, "/page", "/slow")
    with Web(replace(options, interval=0.0)) as web:
        _, items = follow_once(FeedState(url=small_web.url("/feed")), web, InputOptions(web=options))
        assert isinstance(next(items), Page)
        assert slow.asked.wait(30)
        slow.go.set()
        assert len(list(items)) == 1


def test_a_run_that_is_stopped_waits_for_nobody(options: WebOptions, small_web: SmallWeb) -> None:
    slow = small_web.answers["/slow"] = Slow()
    urls = [small_web.url("/page"), *(small_web.url(f"/slow?{number}") for number in range(20))]
    items = open_inputs(urls, InputOptions(web=replace(options, interval=0.0)))
    assert isinstance(next(items), Page)
    assert slow.asked.wait(30)
    items.close()  # type: ignore[attr-defined]  # what Ctrl-C comes to
    assert small_web.asked["/slow"] == 1
    slow.go.set()


def test_a_wrong_charset_is_not_believed(options: WebOptions, small_web: SmallWeb) -> None:
    (page,) = open_inputs([small_web.url("/wrong-charset")], InputOptions(web=options))
    assert isinstance(page, Page)
    assert page.html == "<p>Café</p>"


def feed_of(web: SmallWeb, *paths: str, words: str = "Short.") -> str:
    items = "".join(
        f"<item><title>On {path}</title><link>{web.url(path)}</link><description>{words}</description></item>"
        for path in paths
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Sample</title>{items}</channel></rss>'


def serve_feed(web: SmallWeb, *paths: str, words: str = "Short.") -> None:
    web.answers["/feed"] = lambda handler: handler.give(
        feed_of(web, *paths, words=words), Content_Type="application/rss+xml"
    )


def test_a_feed_by_address_gives_the_articles_it_points_to(options: WebOptions, small_web: SmallWeb) -> None:
    serve_feed(small_web, "/page", "/gone")
    page, failure = open_inputs([small_web.url("/feed")], InputOptions(web=options))
    assert isinstance(page, Page)
    assert (page.title, page.publisher, page.html) == ("On /page", "The Sample", PAGE)
    assert isinstance(failure, Failure)
    assert "410" in failure.why


def test_an_entry_whose_page_is_closed_is_read_from_the_feed_where_it_is_whole(
    options: WebOptions, small_web: SmallWeb
) -> None:
    serve_feed(small_web, "/paid", words="The council met on Tuesday. " * 40)
    (page,) = open_inputs([small_web.url("/feed")], InputOptions(web=options))
    assert isinstance(page, Page)
    assert "The council met" in (page.html or "")


def test_following_a_feed_goes_on_from_its_state(web: Web, options: WebOptions, small_web: SmallWeb) -> None:
    inputs = InputOptions(web=options)
    serve_feed(small_web, "/page")
    state, items = follow_once(FeedState(url=small_web.url("/feed")), web, inputs)
    assert [item.id for item in items if isinstance(item, Page)] == [small_web.url("/page")]
    serve_feed(small_web, "/latin", "/page")
    state, items = follow_once(state, web, inputs)
    assert [item.id for item in items if isinstance(item, Page)] == [small_web.url("/latin")]
    assert list(follow_once(state, web, inputs)[1]) == []


def test_an_entry_that_changed_becomes_a_version_with_an_id_of_its_own(
    web: Web, options: WebOptions, small_web: SmallWeb
) -> None:
    inputs = InputOptions(web=options)
    serve_feed(small_web, "/page")
    state, _ = follow_once(FeedState(url=small_web.url("/feed")), web, inputs)
    serve_feed(small_web, "/page", words="Corrected.")
    _, items = follow_once(state, web, inputs)
    (page,) = items
    assert isinstance(page, Page)
    assert page.id.startswith(small_web.url("/page") + "@")
    assert page.url == small_web.url("/page")


def test_a_feed_that_fails_keeps_its_state_and_the_others_go_on(
    web: Web, options: WebOptions, small_web: SmallWeb
) -> None:
    serve_feed(small_web, "/page")
    small_web.answers["/bad"] = lambda handler: handler.give("We are sorry", Content_Type="text/html")
    states = [FeedState(url=small_web.url("/bad")), FeedState(url=small_web.url("/feed"))]
    items = list(follow(states, web, InputOptions(web=options), rounds=1))
    assert [type(item).__name__ for item in items] == ["Failure", "Page", "FeedState"]
    assert isinstance(items[0], Failure)
    assert "is no feed" in items[0].why


def test_a_page_under_way_when_reading_ends_leaves_no_connection_and_nothing_is_asked_after_it(
    options: WebOptions, small_web: SmallWeb
) -> None:
    asked, go = threading.Event(), threading.Event()

    def wait(handler: Handler) -> None:
        asked.set()
        go.wait(5)
        handler.give(PAGE)

    small_web.answers["/slow"] = wait
    with Web(options, now=lambda: NOW) as web:
        failures: list[BaseException] = []

        def fetch() -> None:
            try:
                web.fetch(small_web.url("/slow"))
            except InputError as err:
                failures.append(err)

        thread = threading.Thread(target=fetch)
        thread.start()
        assert asked.wait(5)
        web.__exit__(None, None, None)
        go.set()
        thread.join()
        assert len(failures) == 1
        assert not web._pool.connections
        with pytest.raises(InputError, match="has ended"):
            web.fetch(small_web.url("/page"))
