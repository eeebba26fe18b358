"""What a person may type: commands and options in, the room that does it called, an exit code out.

Only names, help texts and types stand here, so that `onrecord --help` starts at once; each command imports its room when
it runs. This is the composition root: settings are read here and passed on.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from onrecord.cli.console import WRONG, complain
from onrecord.cli.options import (
    AsOfOption,
    ClockOption,
    ColorOption,
    ColumnsOption,
    EncodingOption,
    FormatOption,
    GivenOption,
    HolderOption,
    Inputs,
    JobsOption,
    KindOption,
    LabelOption,
    LedgerOption,
    LimitOption,
    OutOption,
    PlaceOption,
    PrivateOption,
    SetOption,
    TextOption,
)
from onrecord.record import OnRecordError
from onrecord.version import VERSION

if TYPE_CHECKING:
    from onrecord.cli.asking import AskOptions

STOPPED = 130  # exit code after Ctrl-C, as shells have it

app = typer.Typer(
    name="onrecord",
    help="Turn news reporting into a ledger of attributed claims: who said what, when, with which numbers, and who else stands behind it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def run(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code; an OnRecordError becomes one sentence and code 2."""
    try:
        code = app(args=arguments, standalone_mode=False)
    except OnRecordError as err:
        complain(str(err))
        return WRONG
    except typer.Abort as err:
        complain(f"stopped. {err}".strip())
        return STOPPED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as err:  # noqa: BLE001  (the one door where options that do not parse end; bugs are raised on)
        return _usage(err)
    if code == STOPPED:  # what typer makes of Ctrl-C
        complain("stopped. What was already read is kept; the same command goes on from there.")
    return code if isinstance(code, int) else 0


def _usage(err: Exception) -> int:
    """Wrong options end with their sentence and code 2; anything else is a bug and keeps its traceback."""
    message = getattr(err, "format_message", None)
    if message is None:
        raise err
    context = getattr(err, "ctx", None)
    complain(f"{message()} Try: {context.command_path if context else 'onrecord'} --help")
    return WRONG


def _version(wanted: bool) -> None:
    if wanted:
        print(f"onrecord {VERSION}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


@app.command()
def read(
    inputs: Inputs,
    form: FormatOption = "table",
    out: OutOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say of each value why it is what it is.")] = False,
    jobs: JobsOption = None,
    kind: KindOption = None,
    columns: ColumnsOption = None,
    given: GivenOption = None,
    encoding: EncodingOption = None,
    allow_private: PrivateOption = False,
    limits: SetOption = None,
    color: ColorOption = None,
) -> int:
    """Read articles and print what stands in them; nothing is stored."""
    from onrecord.cli.inputting import InputWords, input_options
    from onrecord.cli.reading import ReadOptions, read_inputs
    from onrecord.settings import read_settings

    settings = read_settings()
    words = InputWords(
        kind=kind, columns=columns, given=given, encoding=encoding, allow_private=allow_private, limits=limits
    )
    options = ReadOptions(
        form=form,
        out=out,
        explain=explain,
        jobs=jobs or settings.jobs,
        inputs=input_options(words),
        color=color or settings.color,
    )
    return read_inputs(inputs, options)


def _ledger_of(given: str | None) -> str:
    """The ledger that was named, else that of the settings; raises InputError where neither says."""
    from onrecord.record import InputError
    from onrecord.settings import read_settings

    address = given or read_settings().ledger
    if not address:
        raise InputError("which ledger? Give --ledger PATH, or set ledger in onrecord.toml or ONRECORD_LEDGER.")
    return address


@app.command()
def add(
    inputs: Annotated[list[str] | None, typer.Argument(help="As for read.")] = None,
    ledger: LedgerOption = None,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Also try again what failed before.")] = False,
    jobs: JobsOption = None,
    kind: KindOption = None,
    columns: ColumnsOption = None,
    given: GivenOption = None,
    encoding: EncodingOption = None,
    allow_private: PrivateOption = False,
    limits: SetOption = None,
    no_settle: Annotated[
        bool, typer.Option("--no-settle", help="Leave the claims as they are; `settle` makes them.")
    ] = False,
) -> int:
    """Read articles into a ledger. Can be stopped and started again; nothing is done twice."""
    from onrecord.cli.adding import AddOptions, add_inputs
    from onrecord.cli.inputting import InputWords, input_options
    from onrecord.settings import read_settings

    settings = read_settings()
    words = InputWords(
        kind=kind, columns=columns, given=given, encoding=encoding, allow_private=allow_private, limits=limits
    )
    options = AddOptions(
        ledger=_ledger_of(ledger),
        inputs=input_options(words),
        jobs=jobs or settings.jobs,
        retry_failed=retry_failed,
        settle=not no_settle,
        world=settings.world,
    )
    return add_inputs(inputs or [], options)


@app.command()
def failures(
    ledger: LedgerOption = None,
    form: FormatOption = "table",
    color: ColorOption = None,
) -> int:
    """List the inputs that could not be read and have not been read since, each with its reason."""
    from onrecord.cli.failing import print_failures

    options = _ask(ledger, form=form, color=color)
    return print_failures(options.ledger, options.form, options.color)


@app.command()
def claims(
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    clock: ClockOption = "public",
    form: FormatOption = "table",
    label: LabelOption = None,
    holder: HolderOption = None,
    place: PlaceOption = None,
    outlet: Annotated[str | None, typer.Option(help="Only carried by this outlet.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only of this kind: event, number, responsibility …")] = None,
    text: TextOption = None,
    waiting: Annotated[
        bool,
        typer.Option("--waiting", help="List instead what is read too unsurely to count until somebody accepts it."),
    ] = False,
    limit: LimitOption = 50,
    color: ColorOption = None,
) -> int:
    """List the claims of a ledger, one line each, by last change."""
    from onrecord.cli.asking import print_claims, print_waiting

    options = _ask(ledger, as_of=as_of, clock=clock, form=form, limit=limit, color=color)
    filters = {"label": label, "holder": holder, "place": place, "outlet": outlet, "kind": kind, "text": text}
    return print_waiting(options, filters) if waiting else print_claims(options, filters)


@app.command()
def show(
    item: Annotated[str, typer.Argument(help="The id of a claim, article, statement or speaker, or how it begins.")],
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    clock: ClockOption = "public",
    form: FormatOption = "table",
    versions: Annotated[
        bool,
        typer.Option("--versions", help="Of an article: every text kept under its address, and what changed in each."),
    ] = False,
    without: Annotated[
        str | None, typer.Option("--without", help="Of a claim: how it would stand without this speaker or body.")
    ] = None,
    color: ColorOption = None,
) -> int:
    """Show one claim (positions, wordings, history, reasons, numbers) or one article."""
    from onrecord.cli.showing import print_item

    options = _ask(ledger, as_of=as_of, clock=clock, form=form, color=color)
    return print_item(item, options, versions=versions, without=without)


@app.command()
def search(
    words: Annotated[str, typer.Argument(help='Words that must all occur; "in quotes" together, end* for any ending.')],
    ledger: LedgerOption = None,
    form: FormatOption = "table",
    limit: LimitOption = 20,
    color: ColorOption = None,
) -> int:
    """Find statements by their words, newest first."""
    from onrecord.cli.asking import print_search

    return print_search(words, _ask(ledger, form=form, limit=limit, color=color))


@app.command()
def changes(
    since: Annotated[str, typer.Option("--since", help="First date, ISO.")],
    until: Annotated[str | None, typer.Option("--until", help="Last date, ISO.")] = None,
    ledger: LedgerOption = None,
    clock: ClockOption = "public",
    form: FormatOption = "table",
    limit: LimitOption = 50,
    color: ColorOption = None,
) -> int:
    """List what changed standing, and why."""
    from onrecord.cli.asking import print_changes

    return print_changes(since, until, _ask(ledger, clock=clock, form=form, limit=limit, color=color))


@app.command()
def log(
    ledger: LedgerOption = None,
    form: FormatOption = "table",
    limit: LimitOption = 50,
    color: ColorOption = None,
) -> int:
    """List people's judgements, newest first."""
    from onrecord.cli.asking import print_log

    return print_log(_ask(ledger, form=form, limit=limit, color=color))


@app.command()
def review(
    act: Annotated[
        str | None, typer.Argument(help="accept, reject, span, speaker, merge, split, depend, grade or undo.")
    ] = None,
    target: Annotated[
        str | None, typer.Argument(help="The id it is about; for undo a judgement's id, or last.")
    ] = None,
    words: Annotated[list[str] | None, typer.Argument(help="What the act needs; docs/review.md lists it.")] = None,
    ledger: LedgerOption = None,
    who: Annotated[str | None, typer.Option("--who", help="Who decides (setting: reviewer).")] = None,
    why: Annotated[str | None, typer.Option("--why", help="The reason, kept with it.")] = None,
    form: FormatOption = "table",
    limit: LimitOption = 20,
    color: ColorOption = None,
) -> int:
    """Keep a person's judgement: appended, undoable, and still there after a re-reading. Alone: list claims that may be one."""
    from onrecord.cli.judging import Decision, judge
    from onrecord.cli.proposing import print_proposals
    from onrecord.record import InputError
    from onrecord.review import ACTS
    from onrecord.settings import read_settings

    settings = read_settings()
    if act is None:
        return print_proposals(_ask(ledger, form=form, limit=limit, color=color), settings.world)
    if target is None:
        raise InputError(f"review {act}: what is it about? Give the id after it.")
    name = who or settings.reviewer
    if not name:
        raise InputError("who decides? Give --who NAME, or set reviewer in onrecord.toml.")
    chosen = next((known for known in ACTS if known == act), None)
    if chosen is None:
        raise InputError(f"review {act}: unknown. Choose one of: {', '.join(ACTS)}.")
    return judge(
        Decision(
            act=chosen,
            target=target,
            words=tuple(words or ()),
            who=name,
            why=why,
            ledger=_ledger_of(ledger),
            world=settings.world,
        )
    )


@app.command("settle")
def settle_command(
    ledger: LedgerOption = None,
    shown: Annotated[
        float | None,
        typer.Option(
            "--shown", min=0.0, max=1.0, help="From which score on a position counts in this ledger; stays with it."
        ),
    ] = None,
) -> int:
    """Make every claim and standing anew from the readings and judgements."""
    from datetime import UTC, datetime

    from onrecord.cli.settling import show_settling
    from onrecord.cli.worlds import world_for
    from onrecord.reconcile.claims import ClaimOptions
    from onrecord.settings import read_settings
    from onrecord.settling import rebuild
    from onrecord.store.ledger import open_ledger

    with open_ledger(_ledger_of(ledger)) as opened, show_settling() as notice:
        world, now = world_for(read_settings().world), datetime.now(UTC).isoformat(timespec="seconds")
        options = None if shown is None else ClaimOptions(shown=shown)
        many = rebuild(opened, world, at=now, options=options, notice=notice)
    print(f"{many} claims.", file=sys.stderr)
    return 0


@app.command()
def serve(
    ledger: LedgerOption = None,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; other machines can reach any but 127.0.0.1.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port.")] = 8710,
    token: Annotated[
        str | None, typer.Option("--token", help="A word that every visitor must bring; needed with --host.")
    ] = None,
    name: Annotated[list[str] | None, typer.Option("--name", help="A host name that the desk is reached by.")] = None,
) -> int:
    """Open the desk in a browser: claims, articles, speakers, review."""
    from onrecord.cli.serving import serve_desk
    from onrecord.serve.run import ServeOptions
    from onrecord.settings import read_settings

    settings = read_settings()
    options = ServeOptions(host=host, port=port, token=token, names=tuple(name or ()), who=settings.reviewer or "desk")
    return serve_desk(_ledger_of(ledger), options, world=settings.world)


@app.command()
def follow(
    feeds: Annotated[list[str], typer.Argument(help="Addresses of RSS, Atom or JSON feeds.")],
    ledger: LedgerOption = None,
    every: Annotated[float, typer.Option("--every", min=1, help="Minutes between two looks.")] = 15,
    times: Annotated[int | None, typer.Option("--times", min=1, help="Look so many times, then stop.")] = None,
    state: Annotated[Path | None, typer.Option("--state", help="Where to keep how far each feed was read.")] = None,
    given: GivenOption = None,
    allow_private: PrivateOption = False,
    limits: SetOption = None,
) -> int:
    """Poll feeds and read what is new into a ledger; goes on where it stopped."""
    from onrecord.cli.adding import AddOptions
    from onrecord.cli.following import FollowOptions, follow_feeds
    from onrecord.cli.inputting import InputWords, input_options
    from onrecord.settings import read_settings

    words = InputWords(given=given, allow_private=allow_private, limits=limits)
    adding = AddOptions(ledger=_ledger_of(ledger), inputs=input_options(words), world=read_settings().world)
    return follow_feeds(feeds, FollowOptions(add=adding, every=every * 60, rounds=times, state=state))


@app.command()
def watch(
    ledger: LedgerOption = None,
    add_name: Annotated[str | None, typer.Option("--add", help="Begin to watch, under this name.")] = None,
    claim: Annotated[str | None, typer.Option("--claim", help="With --add: this claim.")] = None,
    text: Annotated[str | None, typer.Option("--text", help="With --add: every claim with all these words.")] = None,
    remove: Annotated[str | None, typer.Option("--remove", help="Stop the watch of this id.")] = None,
    listing: Annotated[bool, typer.Option("--list", help="List the watches.")] = False,
    form: FormatOption = "table",
) -> int:
    """Say what fires: a new lineage, a changed standing, a number outside the range. Each fires once."""
    from onrecord.cli.watching import WatchWish, tend_watches
    from onrecord.settings import read_settings

    wish = WatchWish(add=add_name, claim=claim, text=text, remove=remove, listing=listing, who=read_settings().reviewer)
    return tend_watches(_ask(ledger, form=form), wish)


@app.command()
def drift(
    claim: Annotated[str, typer.Argument(help="A claim's id.")],
    ledger: LedgerOption = None,
    form: FormatOption = "table",
) -> int:
    """Say where along the reports of a claim a hedge was lost or a figure hardened."""
    from onrecord.cli.watching import print_drift

    return print_drift(claim, _ask(ledger, form=form))


@app.command()
def world(
    file: Annotated[Path | None, typer.Option("--file", help="A world of your own to check and print.")] = None,
) -> int:
    """Print the world that standing goes by, as TOML: sides, allies, bodies, outlets, each with its source."""
    from onrecord.cli.worlds import print_world
    from onrecord.settings import read_settings

    return print_world(str(file) if file else read_settings().world)


@app.command("brief")
def brief_command(
    claims: Annotated[
        list[str] | None, typer.Argument(help="Ids of claims; without them, those the filters find.")
    ] = None,
    ledger: LedgerOption = None,
    as_of: AsOfOption = None,
    clock: ClockOption = "public",
    text: TextOption = None,
    place: PlaceOption = None,
    holder: HolderOption = None,
    label: LabelOption = None,
    start: Annotated[str | None, typer.Option("--from", help="Only what happened on or after this date.")] = None,
    end: Annotated[str | None, typer.Option("--to", help="Only what happened on or before this date.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="The day of the last brief: say what changed.")] = None,
    title: Annotated[str, typer.Option("--title", help="The heading.")] = "Brief",
    form: Annotated[str, typer.Option("--format", help="markdown, html or json.")] = "markdown",
    out: OutOption = None,
) -> int:
    """Write a cited brief: who says what, how it stands, what changed, what is unknown."""
    from onrecord.cli.asking import clock_of
    from onrecord.cli.briefing import print_brief
    from onrecord.export.briefing import BriefWish
    from onrecord.store.terms import ClaimQuery

    query = ClaimQuery(
        text=text, place=place, holder=holder, label=label, happened_from=start, happened_to=end,
        as_of=as_of, clock=clock_of(clock),
    )  # fmt: skip
    wish = BriefWish(title=title, claims=tuple(claims or ()), query=query, since=since)
    return print_brief(_ledger_of(ledger), wish, form, out)


@app.command("export")
def export_command(
    to: Annotated[str, typer.Option("--to", help="jsonl, csv, ucdp, acled, plover or gold.")],
    ledger: LedgerOption = None,
    out: OutOption = None,
) -> int:
    """Write what others read: claims, draft event rows, corrections as gold."""
    from onrecord.cli.exporting import export

    return export(_ledger_of(ledger), to, out)


@app.command("measure")
def measure_command(
    task: Annotated[
        str, typer.Argument(help="attribution, time, place, claims, event-coreference, extraction, speed …")
    ],
    path: Annotated[Path, typer.Argument(help="The gold: a file or folder in the corpus's form (docs/benchmarks.md).")],
    out: Annotated[Path | None, typer.Option("--json", help="Write the figures here too.")] = None,
) -> int:
    """Measure accuracy or speed on a corpus."""
    from onrecord.cli.measuring import print_measure

    return print_measure(task, path, out)


def _ask(
    ledger: str | None,
    *,
    as_of: str | None = None,
    clock: str = "public",
    form: str = "table",
    limit: int = 50,
    color: str | None = None,
) -> AskOptions:
    from onrecord.cli.asking import AskOptions, clock_of
    from onrecord.record import InputError
    from onrecord.settings import read_settings

    if form not in ("table", "jsonl"):
        raise InputError(f"--format {form}: unknown. Choose table or jsonl.")
    return AskOptions(
        ledger=_ledger_of(ledger),
        as_of=as_of,
        clock=clock_of(clock),
        form=form,
        limit=limit,
        color=color or read_settings().color,
    )
