"""Whole numbers out of an address or a hidden field."""

DIGITS = 9  # more than any row, page or version has


def whole(text: object, otherwise: int = 0) -> int:
    """The number that plain digits say; `otherwise` for anything else, however long it is."""
    typed = str(text or "")
    return int(typed) if len(typed) <= DIGITS and typed.isascii() and typed.isdigit() else otherwise
