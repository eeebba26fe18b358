"""How the shipped weights were made: corpora in, weights and model card out."""
