"""The colours of the drawings, as the style sheets have them: read by weak eyes, by all kinds of cones, and in grey.

Contrast is that of WCAG 2.2 (1.4.3: 4.5 for words, 1.4.11: 3 for drawings). Colour blindness is simulated by the
matrices for full severity of Machado, Oliveira and Fernandes 2009, "A Physiologically-based Model for Simulation of
Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15(6), 1291–1298. Differences are
distances in CIELAB (1976), of which 2.3 is about the least that is noticed (Mahy, Van Eycken and Oosterlinck 1994).
"""

import re
from itertools import combinations, pairwise
from math import dist

import pytest

from tj.report.charts.cells import STEPS
from tj.templating import shipped

Colour = tuple[float, float, float]

HEAT = [f"--heat-{step}" for step in range(1, STEPS + 1)]
WORDS = ["--chart-ink", "--chart-soft"]
DRAWN = [
    "--chart-line",
    "--chart-dot",
    "--chart-before",
    "--chart-trend",
    "--chart-fill",
    "--chart-edge",
    "--chart-grid",
]
# Those that lie upon each other; their shapes differ too: a line, dots, a broken line, a wide line.
TOGETHER = ["--chart-line", "--chart-dot", "--chart-before", "--chart-trend"]
CONES = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
MEDIA = {"light": "", "dark": "(prefers-color-scheme: dark)", "print": "print"}


def variables(css: str, media: str) -> dict[str, str]:
    """Return the colours that hold in a medium, as written."""
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    found: dict[str, str] = {}
    for wanted in dict.fromkeys(["", media]):
        start = rf"@media {re.escape(wanted)} \{{\s*" if wanted else r"^"
        for block in re.findall(start + r":root \{([^}]*)\}", plain, re.MULTILINE):
            found |= dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]+);?", block))
    return found


def colours(media: str) -> dict[str, Colour]:
    """Return the colours of page and drawings that hold in a medium, linear, from 0 to 1."""
    written = variables(shipped("report.css"), MEDIA[media]) | variables(shipped("charts.css"), MEDIA[media])
    return {name: linear(value) for name, value in written.items()}


def linear(written: str) -> Colour:
    digits = written.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return expand(red), expand(green), expand(blue)


def expand(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def luminance(colour: Colour) -> float:
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def seen(colour: Colour, cones: str) -> Colour:
    red, green, blue = (
        min(max(sum(part * by for part, by in zip(colour, row, strict=True)), 0.0), 1.0) for row in CONES[cones]
    )
    return red, green, blue


def lab(colour: Colour) -> Colour:
    """Return a colour in CIELAB, under the white of a screen (D65)."""
    red, green, blue = colour
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (
        part ** (1 / 3) if part > (6 / 29) ** 3 else part * (29 / 6) ** 2 / 3 + 4 / 29
        for part in (x, luminance(colour), z)
    )
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def difference(one: Colour, other: Colour) -> float:
    return dist(lab(one), lab(other))


def test_the_measures_are_right() -> None:
    white, black = linear("#fff"), linear("#000")
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(linear("#767676"), white) == pytest.approx(4.54, abs=0.01)
    assert difference(white, black) == pytest.approx(100, abs=0.01)
    assert lab(linear("#ff0000")) == pytest.approx((53.24, 80.09, 67.20), abs=0.05)
    assert all(seen(linear("#777"), cones) == pytest.approx(linear("#777"), abs=1e-5) for cones in CONES)
    red, green = linear("#c03030"), linear("#3a7a3a")
    assert difference(seen(red, "deuteranopia"), seen(green, "deuteranopia")) < difference(red, green) / 2


@pytest.mark.parametrize("media", MEDIA)
def test_every_colour_is_there(media: str) -> None:
    assert {*HEAT, *WORDS, *DRAWN, "--heat-ink-low", "--heat-ink-high", "--paper"} <= set(colours(media))


def test_dark_and_print_have_their_own() -> None:
    assert len({colours(media)["--chart-ink"] for media in MEDIA}) == 3


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("name", WORDS)
def test_words_are_read_on_the_paper(media: str, name: str) -> None:
    found = colours(media)
    assert contrast(found[name], found["--paper"]) >= 4.5


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("name", DRAWN)
def test_shapes_are_seen_on_the_paper(media: str, name: str) -> None:
    found = colours(media)
    assert contrast(found[name], found["--paper"]) >= 3


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("step", range(STEPS))
def test_values_are_read_in_their_cells(media: str, step: int) -> None:
    found = colours(media)
    ink = "--heat-ink-low" if step < STEPS // 2 else "--heat-ink-high"
    assert contrast(found[ink], found[HEAT[step]]) >= 4.5


@pytest.mark.parametrize("media", MEDIA)
def test_steps_stay_apart_in_grey(media: str) -> None:
    lightness = [lab(colours(media)[name])[0] for name in HEAT]
    assert lightness == sorted(lightness, reverse=media != "dark")
    assert min(abs(a - b) for a, b in pairwise(lightness)) >= 9


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("cones", CONES)
def test_steps_stay_apart_for_all_cones(media: str, cones: str) -> None:
    found = colours(media)
    assert min(difference(seen(found[a], cones), seen(found[b], cones)) for a, b in pairwise(HEAT)) >= 9


@pytest.mark.parametrize("media", MEDIA)
@pytest.mark.parametrize("cones", CONES)
def test_what_lies_together_stays_apart_for_all_cones(media: str, cones: str) -> None:
    found = colours(media)
    for one, other in combinations(TOGETHER, 2):
        assert difference(seen(found[one], cones), seen(found[other], cones)) >= 15, (one, other)


def test_every_colour_that_is_used_is_set() -> None:
    css = shipped("charts.css")
    assert set(re.findall(r"var\((--[\w-]+)\)", css)) <= set(colours("light"))
