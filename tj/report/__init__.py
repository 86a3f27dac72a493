"""Findings → Markdown, SVG and HTML: pure."""
