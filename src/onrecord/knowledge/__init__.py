"""Tables as data (cues, countries, governments, offices, places, outlets) and their look-up."""
