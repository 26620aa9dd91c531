"""One thing of a share file changed: in its line, with a right checksum or without, or in the text around it."""

from reference import Refused, sharefile
from reference.primitives import ALPHABET, letters


def file_of(dealt, index, line=None):
    return sharefile.write(dealt.dealing, index, [line or line_of(dealt, index)])


def line_of(dealt, index):
    return sharefile.write_line(dealt.dealing, index, dealt.share(index))


def with_line(text, line):
    """The share file with another line (or other lines) in the place of its own."""
    return b"\n".join(line.encode() if row.lower().startswith(b"hfs1") else row for row in text.split(b"\n"))


def line_in(text):
    return next(row for row in text.decode().split("\n") if row.startswith("hfs1"))


def parts_of(text):
    """(version, code of the group, index, ten bytes of the id, 32 bytes of the number) of a file's line."""
    number = 0
    for letter in line_in(text)[4:76]:
        number = number << 5 | ALPHABET.index(letter)
    rest = (number & 2**336 - 1).to_bytes(42, "big")
    return number >> 355, number >> 352 & 7, number >> 336 & 0xFFFF, rest[:10], rest[10:]


def spelled(version, code, index, identifier, scalar):
    number = (version << 19 | code << 16 | index) << 336 | int.from_bytes(identifier + scalar, "big")
    return sharefile.with_checksum(letters(number.to_bytes(45, "big"), 72))


# With a right checksum


def another_number(case, text, group):
    version, code, index, identifier, scalar = parts_of(text)
    value = int.from_bytes(scalar, group.order)
    near = [0, 1, group.q - 1, (group.q - value) % group.q, (value + 1) % group.q]
    number = case.random.choice([*near, case.random.randrange(group.q)])
    return with_line(text, spelled(version, code, index, identifier, number.to_bytes(32, group.order)))


def number_too_large(case, text, group):
    version, code, index, identifier, scalar = parts_of(text)
    value = case.random.choice(
        [group.q, group.q + 1, 2**256 - 1, (int.from_bytes(scalar, group.order) + group.q) % 2**256])
    return with_line(text, spelled(version, code, index, identifier, value.to_bytes(32, group.order)))


def another_index(case, text, group):
    version, code, index, identifier, scalar = parts_of(text)
    return with_line(text, spelled(version, code, case.random.choice([0, 1, 2, 3, index + 1, 65535]), identifier,
                                   scalar))


def another_head(case, text, group):
    version, code, index, identifier, scalar = parts_of(text)
    changed = case.random.choice([(0, code), (2, code), (31, code), (version, 0), (version, code % 3 + 1),
                                  (version, 7)])
    return with_line(text, spelled(*changed, index, identifier, scalar))


def of_another_dealing(case, text, group):
    version, code, index, identifier, scalar = parts_of(text)
    return with_line(text, spelled(version, code, index, case.flipped(identifier), scalar))


# The letters


def letter_mistyped(case, text, group):
    line = line_in(text)
    place = case.random.randrange(len(line))
    return with_line(text, line[:place] + case.random.choice(ALPHABET + "?1bioB!") + line[place + 1:])


def letter_left_out(case, text, group):
    line = line_in(text)
    place = case.random.randrange(len(line))
    return with_line(text, line[:place] + line[place + 1:])


def letter_twice(case, text, group):
    line = line_in(text)
    place = case.random.randrange(len(line))
    return with_line(text, line[:place] + line[place] + line[place:])


def case_of_letters(case, text, group):
    line = line_in(text)
    spelled_otherwise = [line.upper(), line[:40] + line[40:].upper(), "HFS1" + line[4:], line.title()]
    return with_line(text, case.random.choice(spelled_otherwise))


def in_groups(case, text, group):
    """As people write it: blanks, hyphens, several lines."""
    line, size = line_in(text), case.random.choice([1, 4, 5, 16, 44])
    groups = [line[k:k + size] for k in range(0, len(line), size)]
    between = case.random.choice([" ", "-", "\n", "\t", " - ", "\n\n", "\u00a0", "_", "\r\n", "\n# a comment\n"])
    # What is not the first row of a line is looked for by nobody else.
    return text.replace(line.encode(), between.join(groups).encode())


# The text around


def line_ends(case, text, group):
    return text.replace(
        b"\n", case.random.choice([b"\r\n", b" \n", b"\t\n", b"\n\n", b"\r", b"\n\r", b"\x0c\n", b"\xe2\x80\xa8"]))


def around(case, text, group):
    more = case.random.choice([b"\n", b" ", b"x", b"# a comment\n", b"\0", b"\xef\xbb\xbf", b"hfs1", b"\xff", b"\r\n"])
    return more + text if case.random.random() < 0.5 else text + more


def row_moved(case, text, group):
    rows = text.split(b"\n")
    change = case.random.choice(["left out", "twice", "exchanged"])
    first, second = case.random.sample(range(len(rows)), 2)
    if change == "left out":
        del rows[first]
    elif change == "twice":
        rows.insert(second, rows[first])
    else:
        rows[first], rows[second] = rows[second], rows[first]
    return b"\n".join(rows)


def byte_flipped(case, text, group):
    return case.flipped(text)


def cut_short(case, text, group):
    return text[:case.random.randrange(1, len(text))]


def first_line(case, text, group):
    rows = text.split(b"\n", 1)
    titles = [b"holdfast-share/2", b"holdfast-share/1 ", b"Holdfast-share/1", b"holdfast-share/1x", b""]
    return case.random.choice(titles) + b"\n" + rows[1]


CHANGES = [
    another_number, another_number, another_number, number_too_large, another_index, another_head, of_another_dealing,
    letter_mistyped, letter_mistyped, letter_left_out, letter_twice, case_of_letters, in_groups, line_ends, around,
    row_moved, byte_flipped, cut_short, first_line
]


def changed(case, text, group):
    change = case.random.choice(CHANGES)
    return change(case, text, group), change.__name__.replace("_", " ")


def verdict(text):
    """What the reference says of the file: "valid", or why not; and its index, where it can be read."""
    try:
        dealing, index, _ = sharefile.check(text)
        return "valid", index, dealing["id"]
    except Refused as refused:
        return refused.reason, None, None
