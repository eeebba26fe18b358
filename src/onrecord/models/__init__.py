"""Run-time of the trained models: windows of text in, arrays out."""
