"""What `tj mood` says: the check-in that was written, or why none was."""

__all__ = ["NOT_UTF8", "not_on_scale", "still_to_come", "written"]

NOT_UTF8 = ("what came on standard input is not UTF-8 text", "convert it to UTF-8 first")


def not_on_scale(value: str, scale: str) -> tuple[str, str]:
    return f"{value!r} is not on this vault's mood scale", f"give {scale}"


def still_to_come(moment: str) -> tuple[str, str]:
    return f"{moment} is still to come", "a check-in is for today or a day before"


def written(path: str, moment: str, mood: str) -> str:
    return f"{path} has a check-in for {moment}: mood {mood}."
