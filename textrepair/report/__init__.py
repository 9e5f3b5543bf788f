"""Views of a `Repair` for people: `terminal` and `html`. They only show what the edits say."""
