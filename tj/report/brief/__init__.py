"""The brief: what is found in some notes, and how it is said, as a page and as Markdown."""
