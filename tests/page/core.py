"""Asks the page's core, outside of a browser: many questions to one run of node."""

import base64
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from page.make_page import find_tools, install_packages

__all__ = ["Answer", "ask", "b64", "bundled", "call", "node", "packages"]

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


def ask(questions: Sequence[Mapping[str, Any]], zone: str = "UTC") -> list[Answer]:
    """Return what the core answers to each question, in order.

    Arguments: `zone`, the time zone that it is asked in.
    """
    done = subprocess.run(
        [*node(), "--no-warnings", bundled(DRIVER, "driver.mjs", for_node=True)],
        input=json.dumps(questions).encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "TZ": zone},
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
def bundled(source: Path, name: str, *, for_node: bool) -> Path:
    """Return a script made of a TypeScript file of the tests and what it imports of the page.

    Arguments: `name`, that of the script; `for_node`, else it is for a browser.
    """
    built = PAGE / "dist" / name
    options = {
        "absWorkingDir": str(PAGE), "entryPoints": [str(source)], "outfile": str(built), "bundle": True,
        "logLevel": "error", "minify": not for_node, "platform": "node" if for_node else "browser",
        "format": "esm" if for_node else "iife", "target": "node20" if for_node else "chrome109",
    }  # fmt: skip
    esbuild = (packages() / "esbuild" / "lib" / "main.js").as_uri()
    absent = (PAGE / "absent.mjs").as_uri()
    script = (
        f"import {{build}} from {json.dumps(esbuild)}; import {{ABSENT}} from {json.dumps(absent)};"
        f"await build({{...{json.dumps(options)}, alias: ABSENT}})"
    )
    subprocess.run([*node(), "--input-type=module", "-e", script], check=True, capture_output=True)
    return built
