"""What stands in one article: Article in, attributions, times, places, numbers, events out."""
