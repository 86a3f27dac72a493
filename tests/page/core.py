"""Asks the page's core, outside of a browser: many questions to one run of node."""

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from page.make_page import find_tools, install_packages

__all__ = ["Answer", "ask", "b64", "call", "node", "packages"]

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "page"
DRIVER = Path(__file__).parent / "driver.ts"


class Answer(NamedTuple):
    """What came of a question: a value, or the code of an error and its reason."""

    value: Any
    code: str = ""
    reason: str = ""


@cache
def packages() -> Path:
    """Return where the page's packages lie, those that check its types included; installed where they are missing."""
    install_packages(find_tools(), checks=True)
    return PAGE / "node_modules"


def node() -> list[str]:
    """Return how node is called."""
    return list(find_tools().node)


def ask(questions: Sequence[Mapping[str, Any]]) -> list[Answer]:
    """Return what the core answers to each question, in order."""
    done = subprocess.run(
        [*node(), "--no-warnings", _driver()],
        input=json.dumps(questions).encode(),
        capture_output=True,
        check=True,
    )
    answers = json.loads(done.stdout)
    assert len(answers) == len(questions)
    assert not [one for one in answers if one.get("code") == "unexpected"], answers
    return [Answer(one.get("value"), one.get("code", ""), one.get("reason", "")) for one in answers]


def call(do: str, **given: Any) -> Answer:
    """Return what the core answers to one question."""
    return ask([{"do": do, **given}])[0]


def b64(data: bytes) -> str:
    """Return bytes as questions and answers have them."""
    return base64.b64encode(data).decode("ascii")


@cache
def _driver() -> str:
    built = PAGE / "dist" / "driver.mjs"
    options = {
        "absWorkingDir": str(PAGE), "entryPoints": [str(DRIVER)], "outfile": str(built), "bundle": True,
        "platform": "node", "format": "esm", "target": "node20", "logLevel": "error",
    }  # fmt: skip
    esbuild = (packages() / "esbuild" / "lib" / "main.js").as_uri()
    absent = (PAGE / "absent.mjs").as_uri()
    script = (
        f"import {{build}} from {json.dumps(esbuild)}; import {{ABSENT}} from {json.dumps(absent)};"
        f"await build({{...{json.dumps(options)}, alias: ABSENT}})"
    )
    subprocess.run([*node(), "--input-type=module", "-e", script], check=True, capture_output=True)
    return str(built)
