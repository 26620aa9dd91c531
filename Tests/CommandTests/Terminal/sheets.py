"""The rows of a sheet, as holdfast-share(5) has them, for tests that type them."""

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def rows(line: str) -> list[str]:
    """The six rows with their check letters."""
    made = []
    for number, start in enumerate(range(0, 89, 16), 1):
        row, total = line[start:start + 16], 0
        for letter in reversed(row[4:] if number == 1 else row):
            total = (total ^ ALPHABET.index(letter)) << 1
            total ^= 41 * (total >> 5)
        made.append(row + ALPHABET[total ^ number])
    return made


def other(row: str, place: int) -> str:
    """The row with another letter there."""
    return row[:place] + ALPHABET[ALPHABET.index(row[place]) ^ 3] + row[place + 1:]


def line_of(path: str) -> str:
    """The line of a share file."""
    return next(line for line in open(path) if line.startswith("hfs1")).strip()
