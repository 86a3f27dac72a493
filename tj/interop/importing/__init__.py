"""Journals of other programs: each is read into the same items, and one writer makes notes of them."""
