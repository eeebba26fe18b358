"""`onrecord show` as a person types and reads it: short ids, the first lines of a claim, names instead of codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.cli.app import run
from onrecord.export.glance import glance, main_rules
from onrecord.reconcile.claims import SHOWN
from onrecord.reconcile.worlds import load_world
from onrecord.record import Claim, UnknownItem
from onrecord.settling import kept_options, plain_name, settle
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import ClaimQuery


@pytest.fixture
def ledger(sample_ledger: Path) -> str:
    return str(sample_ledger)


def said(words: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = run(words)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def claims_of(ledger: Ledger) -> list[Claim]:
    return list(ledger.each_claim(ClaimQuery()))


def test_the_beginning_of_an_id_is_enough(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    with open_ledger(ledger) as opened:
        claim = next(one for one in claims_of(opened) if one.names)
    whole = said(["show", claim.id, "--ledger", ledger], capsys)
    assert whole[0] == 0
    for typed in (claim.id[:-3], claim.id.removeprefix("claim-"), claim.id.removeprefix("claim-")[:9]):
        assert said(["show", typed, "--ledger", ledger], capsys) == whole


def test_what_could_be_several_names_them(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(["show", "claim-", "--ledger", ledger], capsys)
    assert code == 2
    assert out == ""
    assert "could be claim-" in err
    assert "and others. Give more of the id." in err


def test_nothing_of_that_id_is_one_sentence(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(["show", "zzz", "--ledger", ledger], capsys)
    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    assert "no claim, article, statement or speaker 'zzz'" in err


def test_statements_and_speakers_are_shown_by_their_ids(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    with open_ledger(ledger) as opened:
        statement = next(one for one in opened.search("troops").rows if one.attribution and one.speakers)
    assert statement.attribution is not None
    words = " ".join(statement.words.split())[:30]
    for typed in (statement.attribution[:-2], statement.id[:-2]):
        assert words in said(["show", typed, "--ledger", ledger], capsys)[1]
    speaker, name = statement.speakers[0]
    assert name in said(["show", speaker, "--ledger", ledger], capsys)[1].splitlines()[0]


def test_a_judgement_keeps_the_whole_id_of_what_was_typed_short(tmp_path: Path, sample_ledger: Path) -> None:
    own = tmp_path / "own.db"
    own.write_bytes(sample_ledger.read_bytes())
    with open_ledger(str(own)) as opened:
        target = next(one.attribution for one in opened.search("troops").rows if one.attribution)
    assert run(["review", "accept", target[:-2], "--who", "ann", "--ledger", str(own)]) == 0
    assert run(["review", "speaker", target, "government:kp", "--who", "ann", "--ledger", str(own)]) == 0
    with open_ledger(str(own)) as opened:
        assert [one.target for one in opened.judgements()] == [target, target]
        assert "government:KP" in (opened.judgements()[1].value or "")


def test_of_two_kinds_with_the_same_digits_the_first_asked_for_is_meant(sample_ledger: Path) -> None:
    with open_ledger(str(sample_ledger)) as opened:
        claim = claims_of(opened)[0].id
        digits = claim.removeprefix("claim-")
        assert opened.find_id(digits, "claim", "proposition") == claim
        assert opened.find_id("nothing", "claim") == "nothing"
        with pytest.raises(UnknownItem, match="could be"):
            opened.find_id("claim-", "claim")


def test_a_claim_says_first_why_who_and_what_changed(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    with open_ledger(ledger) as opened:
        claim = max(claims_of(opened), key=lambda one: len(one.history))
    shown = said(["show", claim.id, "--ledger", ledger], capsys)[1]
    head = shown[: shown.index("who holds what")]
    seen = glance(claim)
    assert len(head.splitlines()) < 30
    order = ["  why", "  for", "  against", "  independent", "  last change", "  about"]
    assert [line[:13].rstrip() for line in head.splitlines() if line[:13].rstrip() in order] == order
    assert all(voice.body in head for voice in seen.voices["for"])
    assert claim.history[-1].since is not None
    assert claim.history[-1].since[:10] in seen.changed[0]


def test_every_rule_is_either_said_first_or_explains_the_count(sample_ledger: Path) -> None:
    with open_ledger(str(sample_ledger)) as opened:
        for claim in claims_of(opened):
            first = main_rules(claim.standing)
            assert claim.standing.rules[0] in first
            assert claim.standing.rules[-1] not in first  # how the digit comes about


def test_no_id_of_a_speaker_is_shown_in_place_of_a_name(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    with open_ledger(ledger) as opened:
        claims = claims_of(opened)[::3]
    for claim in claims:
        shown = said(["show", claim.id, "--ledger", ledger], capsys)[1]
        assert not [code for code in ("government:", "attribution-", "unnamed:") if code in shown], shown


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ("government:kp", "North Korea"),
        ("government:KR", "South Korea"),
        ("unnamed:10-kordian-post:attribution-6f4ce6d6d8529fe7", "somebody unnamed"),
        ("outlet:samples/articles/14-kordian-post.txt", "14-kordian-post.txt"),
        ("person:ada-okoro", "ada okoro"),
    ],
)
def test_ids_that_no_article_names_are_said_in_words(identity: str, name: str) -> None:
    assert plain_name(identity) == name


def test_changes_say_the_label_before_its_digit(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = said(["changes", "--since", "2024-11-01", "--ledger", ledger], capsys)[1]
    assert "first on record: " in shown
    assert " → " in shown
    assert "(3)" in shown
    assert "new: 3" not in shown


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["claims", "--place", "Narnia"], "No claim fits --place 'Narnia'."),
        (["claims", "--as-of", "2001-01-01"], "No claim fits on 2001-01-01"),
        (["claims", "--kind", "foo"], "--kind foo: unknown. Choose one of: event"),
        (["changes", "--since", "2024-11-13", "--until", "2024-11-12"], "lies before --since"),
        (["changes", "--since", "2001-11-13", "--until", "2001-11-13"], "until 2001-11-13."),
        (["watch"], "Nothing is watched yet."),
        (["watch", "--list"], "Nothing is watched yet."),
        (["brief", "--text", "xyzzy"], "No claim fits"),
    ],
)
def test_what_finds_nothing_says_so_and_what_to_do(
    words: list[str], sentence: str, ledger: str, capsys: pytest.CaptureFixture[str]
) -> None:
    _, out, err = said([*words, "--ledger", ledger], capsys)
    assert sentence in err
    assert "Add articles" not in out + err


def test_an_empty_ledger_says_how_to_fill_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "empty.db")
    open_ledger(path, create=True).close()
    code, out, err = said(["claims", "--ledger", path], capsys)
    assert (code, out) == (0, "")
    assert f"onrecord add FILES --ledger {path}" in err


def test_what_waits_is_listed_with_the_word_that_counts_it(
    sample_ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = str(tmp_path / "own.db")
    Path(own).write_bytes(sample_ledger.read_bytes())
    code, out, _ = said(["claims", "--waiting", "--ledger", own, "--limit", "2", "--text", "troops"], capsys)
    assert code == 0
    assert "no claim" in out
    name = next(word for word in out.split() if word.startswith("proposition-"))
    assert f"onrecord review accept {name}" in out
    with open_ledger(own) as ledger:
        before = ledger.statements_of([name])[name]
    assert before.claim is None
    assert said(["review", "accept", name, "--who", "ann", "--ledger", own], capsys)[0] == 0
    with open_ledger(own) as ledger:
        assert ledger.statements_of([name])[name].claim is not None
    assert name not in said(["claims", "--waiting", "--ledger", own, "--text", "troops"], capsys)[1]
    with open_ledger(own) as ledger:
        [accepted] = ledger.judgements()
    assert said(["review", "undo", accepted.id, "--who", "ann", "--ledger", own], capsys)[0] == 0
    assert name in said(["claims", "--waiting", "--ledger", own, "--text", "troops"], capsys)[1]


def test_what_waits_has_no_label(ledger: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = said(["claims", "--waiting", "--label", "confirmed", "--ledger", ledger], capsys)
    assert code == 2
    assert "--waiting lists statements, which have no --label. Leave it out." in err


def test_the_line_of_a_ledger_stays_with_it(
    sample_ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = str(tmp_path / "own.db")
    Path(own).write_bytes(sample_ledger.read_bytes())
    with open_ledger(own) as ledger:
        strict = ledger.views_digest()
        few = ledger.counts().claims
    assert said(["settle", "--shown", "0.5", "--ledger", own], capsys)[0] == 0
    with open_ledger(own) as ledger:
        loose = ledger.views_digest()
        assert ledger.counts().claims > 2 * few
        assert kept_options(ledger).shown == 0.5
        settle(ledger, load_world(), at="2026-01-01T00:00:00+00:00")
        assert ledger.views_digest() == loose
    assert said(["settle", "--ledger", own], capsys)[0] == 0
    with open_ledger(own) as ledger:
        assert ledger.views_digest() == loose
    assert said(["settle", "--shown", str(SHOWN), "--ledger", own], capsys)[0] == 0
    with open_ledger(own) as ledger:
        assert ledger.views_digest() == strict
        assert kept_options(ledger).shown == SHOWN
    assert said(["settle", "--shown", "2", "--ledger", own], capsys)[0] == 2
