"""Entries → findings: mood, goals, assessments, sessions, wins, and the prompt for a day: pure."""
