"""The version of onrecord, which readings carry as part of what made them."""

from __future__ import annotations

VERSION = "0.1.0"
