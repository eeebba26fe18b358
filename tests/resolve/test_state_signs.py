"""What the encoder makes of a position's words: means over the words that each part rests on."""

from dataclasses import replace

import numpy as np

from onrecord.measure.labelled_tasks import read_resolved
from onrecord.record import Page
from onrecord.resolve.held import find_held
from onrecord.resolve.state_signs import POOLS, STATE, state_signs

TEXT = "Ann Hill, the mayor, said the bridge was closed. Ships wait in the harbour."


def test_states_are_averaged_over_the_words_of_a_part() -> None:
    reading, analysis = read_resolved(Page(id="a", text=TEXT))
    count = sum(len(sentence.tokens) for sentence in analysis.sentences)
    numbered = np.arange(count, dtype=np.float32)[:, None]
    [held] = find_held(reading, replace(analysis, states=numbered))
    assert dict(state_signs(held, "speaker")) == {
        f"{STATE}source, 0": np.mean(held.source),
        f"{STATE}cue, 0": np.mean(held.cue),
    }
    assert dict(state_signs(held, "clause"))[f"{STATE}last word, 0"] == held.clause[-1]


def test_every_word_has_a_state_along_every_axis() -> None:
    reading, analysis = read_resolved(Page(id="a", text=TEXT))
    assert analysis.states is not None
    assert len(analysis.states) == sum(len(sentence.tokens) for sentence in analysis.sentences)
    [held] = find_held(reading, analysis)
    assert all(len(dict(state_signs(held, part))) == len(POOLS[part]) * analysis.states.shape[1] for part in POOLS)


def test_without_an_encoder_there_are_none() -> None:
    reading, analysis = read_resolved(Page(id="a", text=TEXT))
    [held] = find_held(reading, replace(analysis, states=None))
    assert not list(state_signs(held, "act"))
