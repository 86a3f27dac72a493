"""Coloured and marked words are read; whatever may be hidden from a reader counts as hidden."""

import pytest

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
    ],
)  # fmt: skip
def test_what_may_be_hidden_counts_as_hidden(attributes: str) -> None:
    assert may_hide(attributes)
