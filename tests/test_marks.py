"""Cutting a text into runs by layers of spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.marks import Layer, Run, cut_runs
from onrecord.record import Span

LENGTH = 40
spans = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(lambda pair: Span(min(pair), max(pair)))
layers = st.lists(st.builds(Layer, st.sampled_from("abc"), st.lists(spans, max_size=4).map(tuple)), max_size=5)


def test_a_cue_inside_a_sentence_gives_three_runs() -> None:
    text = "Ada said no"
    runs = cut_runs(len(text), [Layer("source", (Span(0, 3),)), Layer("cue", (Span(4, 8),))])
    assert [(text[start:end], names) for start, end, names in runs] == [
        ("Ada", ("source",)),
        (" ", ()),
        ("said", ("cue",)),
        (" no", ()),
    ]


def test_nested_spans_carry_both_names() -> None:
    assert cut_runs(4, [Layer("a", (Span(0, 4),)), Layer("b", (Span(1, 2),))]) == (
        Run(0, 1, ("a",)),
        Run(1, 2, ("a", "b")),
        Run(2, 4, ("a",)),
    )


@given(layers)
def test_runs_cover_the_text_and_carry_exactly_what_covers_them(layers: list[Layer]) -> None:
    runs = cut_runs(LENGTH, layers)
    assert [run.start for run in runs] == [0, *(run.end for run in runs[:-1])]
    assert runs[-1].end == LENGTH
    for run in runs:
        covering = [layer.name for layer in layers if any(s <= run.start and run.end <= e for s, e in layer.spans)]
        assert list(run.names) == covering
