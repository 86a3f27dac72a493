"""`python -m tj`, which is the command `tj`: for where a program is started by Python itself."""

from tj.cli.main import run

__all__: list[str] = []

if __name__ == "__main__":
    run()
