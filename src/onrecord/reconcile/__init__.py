"""What many articles say together: readings in, claims with lineages and standing out."""
