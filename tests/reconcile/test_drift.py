"""Where along a chain of copies a hedge was lost or a figure hardened."""

from __future__ import annotations

from onrecord.reconcile.drift import Wording, find_drift
from onrecord.record import Certainty


def wording(
    article: str, day: int, words: str | None = None, n: tuple[float | None, float | None] = (None, None), *hedges: str
) -> Wording:
    low, high = n
    return Wording(
        article=article,
        outlet=article.upper(),
        published=f"2024-11-{day:02d}",
        hedges=frozenset(hedges),
        low=low,
        high=high,
        modifier=words,
    )


def test_up_to_500_becomes_500() -> None:
    found = find_drift([wording("copy", 2, None, (500, 500)), wording("wire", 1, "up to", (None, 500))])
    assert [(one.change, one.sentence) for one in found] == [
        ("figure hardened", 'COPY turns "up to 500" into "500", taken from WIRE.')
    ]


def test_unconfirmed_becomes_nothing_where_it_was_dropped_and_not_after() -> None:
    chain = [
        wording("wire", 1, None, (None, None), "unconfirmed"),
        wording("daily", 2),
        Wording(article="blog", outlet="BLOG", published="2024-11-03", after="daily"),
    ]
    assert [(one.article, one.after, one.change) for one in find_drift(chain)] == [("daily", "wire", "hedge lost")]
    assert find_drift(chain)[0].sentence == 'DAILY drops "unconfirmed", taken from WIRE.'


def test_a_gained_hedge_a_changed_figure_and_a_lost_speaker_are_told() -> None:
    source = Wording(
        article="a", outlet="A", published="2024-11-01", low=100, high=300, modifier="between", speaker="us"
    )
    copy = Wording(article="b", outlet="B", published="2024-11-02", hedges=frozenset({"reportedly"}), low=90, high=None)
    assert [(one.change, one.sentence) for one in find_drift([source, copy])] == [
        ("hedge gained", 'B adds "reportedly", taken from A.'),
        ("speaker lost", "B names nobody any more who says so, taken from A."),
        ("figure changed", 'B turns "between 100–300" into "90", taken from A.'),
    ]


def test_surer_than_the_source() -> None:
    def sure(article: str, certainty: Certainty, day: int) -> Wording:
        return Wording(article=article, outlet=article, published=f"2024-11-0{day}", certainty=certainty)

    found = find_drift([sure("a", "probable", 1), sure("b", "certain", 2), sure("c", "possible", 3)])
    assert [(one.article, one.change) for one in found] == [("b", "surer")]
    assert found[0].sentence == "b turns probable into certain, taken from a."


def test_nothing_drifts_in_faithful_copies_or_alone() -> None:
    assert find_drift([]) == ()
    assert find_drift([wording("a", 1, "about", (400, 600))]) == ()
    assert find_drift([wording("a", 1, "about", (400, 600)), wording("b", 2, "around", (400, 600))]) == ()
    assert find_drift([wording("a", 1), wording("b", 2, None, (5, 5))]) == ()
