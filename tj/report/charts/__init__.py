"""The drawings of the brief: hand-written SVG, each with its caption, its key and its figures as a table.

A drawing is as wide as the page and its words stay the size they are: shapes lie in an inner drawing that is stretched
(`preserveAspectRatio="none"`), words lie around it at a share of the width. Nothing is scripted, loaded or styled
in place; how it looks is in `templates/charts.css`.
"""

from tj.report.charts.assessments import assessment_figure
from tj.report.charts.emotions import emotions_figure
from tj.report.charts.figure import Table, figure
from tj.report.charts.goals import GoalWeeks, goals_figure
from tj.report.charts.heat import heat_figure
from tj.report.charts.mood import mood_figure
from tj.report.charts.trackers import Series, trackers_figure

__all__ = [
    "GoalWeeks", "Series", "Table", "assessment_figure", "emotions_figure", "figure", "goals_figure", "heat_figure",
    "mood_figure", "trackers_figure",
]  # fmt: skip
