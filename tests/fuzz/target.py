"""Fuzz the reader, the finding of private parts and the splices with atheris; pytest does not collect this.

In a virtual environment outside of the checkout, with the checkout as the working folder:

    pip install atheris --editable .
    python -m tests.fuzz.target -max_total_time=600 -timeout=1 -max_len=65536 NEW tests/fuzz/found

What crashes, or takes longer than a second, is written to a file here; what reaches something new, into NEW, a folder
that must be there.
Keep a small file that crashed in tests/fuzz/found, where a test runs each.
"""

import importlib
import sys
from typing import Any

from tests.fuzz.checks import check_everything


def main() -> None:
    """Run the fuzzer with the arguments that libFuzzer takes."""
    atheris: Any = importlib.import_module("atheris")  # has no types, and is needed here only
    atheris.instrument_all()
    atheris.Setup(sys.argv, check_everything)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
