"""What the found things refer to: Reading in, Reading with speakers, dates and places out."""
