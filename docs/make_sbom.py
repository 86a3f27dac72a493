"""Writes what a wheel of tj brings along, as a CycloneDX bill of materials: `make sbom`.

    python -m docs.make_sbom dist/tjournal-0.1.0-py3-none-any.whl

The wheel is installed into an empty environment, from wheels alone, and `cyclonedx-py` lists what came with it. Two
things are added that it cannot know: the version of tj, and the packages that are built into the therapist's page, by
their names in the page's own list of licences and their hashes in its lock file. The same versions give the same bytes.
"""

import base64
import binascii
import json
import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["complete", "page_parts", "write"]

SPECIFICATION = "1.6"
_LOCK = Path(__file__).parent.parent / "page" / "package-lock.json"
_PAGE = "tj/page.html"
_ROOT = "root-component"


def page_parts(lock: Mapping[str, Any], page: str) -> list[dict[str, Any]]:
    """Return the components that are built into the page, sorted.

    Arguments: `lock`, npm's lock file as read; `page`, the built page, which lists them as `name version (licence)`.
    Raises `ValueError` where it lists none, so that a page which lists them in another way is noticed.
    """
    parts: dict[str, dict[str, Any]] = {}
    for place, about in lock["packages"].items():
        name = place.rpartition("node_modules/")[2]
        if name and f"{name} {about['version']} ({about.get('license')})" in page:
            parts[f"{name}@{about['version']}"] = _part(name, about)
    if not parts:
        raise ValueError("the page names none of the packages in its lock file")
    return [parts[key] for key in sorted(parts)]


def complete(document: Mapping[str, Any], version: str, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a bill of materials with the version of tj, and with more components that are part of it.

    Raises `ValueError` where tj is not what it is about.
    """
    about = document["metadata"]["component"]
    if about["name"] != "tjournal" or about["bom-ref"] != _ROOT:
        raise ValueError(f"this bill of materials is about {about['name']}")
    about = {**about, "version": version, "purl": f"pkg:pypi/tjournal@{version}"}
    refs = [part["bom-ref"] for part in parts]
    dependencies = [
        {**one, "dependsOn": sorted([*one.get("dependsOn", []), *refs])} if one["ref"] == _ROOT else one
        for one in document["dependencies"]
    ]
    return {
        **document,
        "metadata": {**document["metadata"], "component": about},
        "components": [*document["components"], *parts],
        "dependencies": sorted([*dependencies, *({"ref": ref} for ref in refs)], key=lambda one: str(one["ref"])),
    }


def write(wheel: Path) -> Path:
    """Write the bill of materials of a wheel beside it, and return where it is.

    Raises `ValueError` where what was made is not valid, `subprocess.CalledProcessError` where a step fails.
    """
    version = wheel.name.split("-")[1]
    with zipfile.ZipFile(wheel) as packed:
        page = packed.read(_PAGE).decode("utf-8")
    parts = page_parts(json.loads(_LOCK.read_text("utf-8")), page)
    document = complete(json.loads(_listed(wheel)), version, parts)
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    _validate(text)
    target = wheel.with_name(f"tjournal-{version}.cdx.json")
    target.write_text(text, "utf-8", newline="\n")
    return target


def _listed(wheel: Path) -> bytes:
    """Return what `cyclonedx-py` lists where only this wheel and what it needs are installed."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "environment"
        venv.create(environment, with_pip=False)
        python = next(path for path in _pythons(environment) if path.exists())
        pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check", "install"]
        subprocess.run([*pip, "--quiet", "--no-compile", "--only-binary", ":all:", str(wheel)], check=True)
        listing = [
            sys.executable, "-m", "cyclonedx_py", "environment", "--pyproject", "pyproject.toml",
            "--output-reproducible", "--spec-version", SPECIFICATION, "--output-format", "JSON", str(python),
        ]  # fmt: skip
        # A clock in the surroundings would be written down.
        surroundings = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
        done = subprocess.run(listing, cwd=_LOCK.parent.parent, env=surroundings, stdout=subprocess.PIPE, check=True)
        return done.stdout


def _pythons(environment: Path) -> tuple[Path, Path]:
    return environment / "bin" / "python", environment / "Scripts" / "python.exe"


def _part(name: str, about: Mapping[str, Any]) -> dict[str, Any]:
    method, _, digest = about["integrity"].partition("-")
    if method != "sha512":
        raise ValueError(f"{name} has a hash of an unknown kind in the lock file: {method}")
    url = f"pkg:npm/{name.replace('@', '%40')}@{about['version']}"
    return {
        "bom-ref": url,
        "hashes": [{"alg": "SHA-512", "content": binascii.hexlify(base64.b64decode(digest)).decode()}],
        "licenses": [{"license": {"acknowledgement": "declared", "id": about["license"]}}],
        "name": name,
        "properties": [{"name": "tjournal:part-of", "value": _PAGE}],
        "purl": url,
        "type": "library",
        "version": about["version"],
    }


def _validate(text: str) -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    problem = JsonStrictValidator(SchemaVersion.from_version(SPECIFICATION)).validate_str(text)
    if problem is not None:
        raise ValueError(f"not a valid bill of materials: {problem}")


if __name__ == "__main__":
    sys.stdout.write(f"{write(Path(sys.argv[1]).resolve())}\n")
