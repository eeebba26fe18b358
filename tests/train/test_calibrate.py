"""Right and wrong relations in, chances that can be trusted out."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.models.decode import EVIDENCE, Calibration
from onrecord.train.calibrate import newton, rounded


def test_newton_recovers_the_odds_it_was_shown() -> None:
    rng = np.random.default_rng(1)
    design = np.hstack([rng.normal(size=(4000, 2)), np.ones((4000, 1))])
    chance = 1 / (1 + np.exp(-design @ np.array([2.0, -1.0, 0.5])))
    weight = newton(design, (rng.random(4000) < chance).astype(float), ridge=1.0)
    assert weight == pytest.approx([2.0, -1.0, 0.5], abs=0.15)


def test_calibration_without_weights_gives_its_constant() -> None:
    chance = Calibration(constant=(0.0,)).chance((5.0,) * len(EVIDENCE))
    assert chance == 0.5


def test_settings_hold_five_digits() -> None:
    assert rounded(np.array([1.23456789, 1e-9])) == (1.2346, 1e-9)
