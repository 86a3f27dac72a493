"""Coloured and marked words are read; whatever may be hidden from a reader counts as hidden."""

import pytest
from PIL import ImageColor

from tj.share import styles
from tj.share.styles import may_hide


@pytest.mark.parametrize(
    "attributes",
    [
        "",
        " title='my hidden class style'",
        ' data-hidden="x" id=hidden-part',
        " style='color:red'",
        ' style="background: #FFB8EBA6;"',
        " STYLE='Background-Color: rgb(255, 184, 235, 0.6); font-weight: bold; text-align:center'",
        " color=#f00",
        " style='color: navy; background: gold'",
        " color=red style='color:red'",
        " bgcolor=gold style='background:gold'",
        " color=navy bgcolor=gold",
        " style='color:#323232'",
        " style='color:#e1e1e1'",
        " style='color:#ff00004d'",
        " style='color:rgb(300 0 0 / .3)'",
        " style='color:#808080;background-color:#a8a8a8'",
        " style='font-size:8px'",
        " style='font-size:49.5px'",
        " style='font-size:.6em'",
        " style='font-size:4.5rem'",
        " style='font-size:60%'",
        " style='font-size:399%'",
        " style='font-size:x-large'",
        " style='font-weight:300'",
        " style='font-style:oblique;;text-decoration:none'",
        " style='font-size: 12px; font-style:italic; text-decoration: underline'",
    ],
)
def test_words_that_are_read_stay_in_sight(attributes: str) -> None:
    assert not may_hide(attributes)


@pytest.mark.parametrize(
    "attributes",
    [
        " hidden", " HIDDEN=until-found", " class=x", " aria-hidden=true", " popover", "\nhidden\n", "/hidden",
        " style='display:none'", " style=visibility:hidden", ' style="opacity:0"', " style='font-size:0'",
        " style='font-size:1px'", " style='position:absolute;left:-9999px'", " style='color:white'",
        " style='color:transparent'", " style='color:#fffe'", " style='color:#0000'", " style='color:rgba(9,200,9,.1)'",
        " style='background:#000'", " style='color:red;background:red'", " style='color:#c00;background:#d11'",
        " style='color:var(--x)'", " style='background:url(x)'", " bgcolor=black", " color=white", " style='x'",
        " inert", " style='color:#313131'", " style='color:#e2e2e2'", " style='color:#ff00004c'",
        " style='color:rgba(255,0,0,.29)'", " style='color:#808080;background-color:#a8a8a7'", " style='font-size:7px'",
        " style='font-size:50px'", " style='font-size:.5em'", " style='font-size:5em'", " style='font-size:59%'",
        " style='font-size:400%'", " style='font-weight:200'", " style='color:#12345'", " style='color:mistyrose'",
    ],
)  # fmt: skip
def test_what_may_be_hidden_counts_as_hidden(attributes: str) -> None:
    assert may_hide(attributes)


def test_colours_with_a_name_are_those_of_css() -> None:
    assert len(styles._NAMED) > 30
    assert {name: ImageColor.getrgb(name) for name in styles._NAMED} == styles._NAMED
