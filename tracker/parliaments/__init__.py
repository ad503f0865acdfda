"""What is particular to a parliament, as data: a folder each. Words of a language stand in `tracker.languages`."""
