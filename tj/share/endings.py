"""Which files can go along with a share, by the ending of their names."""

__all__ = ["FILES", "PICTURES", "ending_of"]

# As they are in a bundle: made anew from their pixels.
PICTURES = ("jpg", "png")
# These go as they are, and only where everything was asked for. No notes and nothing that a program would run.
FILES = ("3gp", "avif", "bmp", "csv", "doc", "docx", "epub", "flac", "heic", "heif", "m4a", "mov", "mp3", "mp4", "odp",
         "ods", "odt", "ogg", "opus", "pdf", "ppt", "pptx", "rtf", "svg", "tif", "tiff", "txt", "wav", "webm", "xls",
         "xlsx", "zip")  # fmt: skip


def ending_of(name: str) -> str:
    """Return the ending of a file's name or of a link's target, in lower case, without its dot."""
    return name.partition("#")[0].rpartition(".")[2].strip().lower()
