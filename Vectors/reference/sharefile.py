"""The share file and the share line: man/holdfast-share.5."""

import re

from . import Refused, dealing as dealings
from .groups import GROUPS, interpolate_at_zero, multiply
from .primitives import ALPHABET, letters

FIRST_LINE = "holdfast-share/1"
BEGIN, END = "-----BEGIN HOLDFAST DEALING-----", "-----END HOLDFAST DEALING-----"
BEGIN_AGE, END_AGE = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"
PREFIX, LINE_LENGTH = "hfs1", 89
MOST_BYTES = dealings.MOST_BYTES + 65536

# BIP-93, "Checksum": the generator of its short code times each power of two, and the residue of a valid line.
MULTIPLES = (0x19DC500CE73FDE210, 0x1BFAE00DEF77FE529, 0x1FBD920FFFE7BEE52, 0x1739640BDEEE3FDAD, 0x07729A039CFC75F5A)
TARGET = 0x10CE0795C2FD1E62A


def residue(values, state):
    for value in values:
        top, state = state >> 60, (state & 2**60 - 1) << 5 ^ value
        for k, multiple in enumerate(MULTIPLES):
            state ^= multiple if top >> k & 1 else 0
    return state


START = residue([ord(c) >> 5 for c in "hfs"] + [0] + [ord(c) & 31 for c in "hfs"], 1)
assert START == 0x8C63020D3


def with_checksum(payload):
    """A line from its 72 payload letters."""
    state = residue([ALPHABET.index(c) for c in payload] + [0] * 13, START) ^ TARGET
    return PREFIX + payload + "".join(ALPHABET[state >> 5 * (12 - k) & 31] for k in range(13))


def payload(version, group_code, index, identifier, scalar32):
    number = (version << 19 | group_code << 16 | index) << 336
    number |= int.from_bytes(identifier[:10] + scalar32, "big")
    return letters(number.to_bytes(45, "big"), 72)


def write_line(dealing, index, scalar):
    group = GROUPS[dealing["group"]]
    identifier = bytes.fromhex(dealing["id"])
    return with_checksum(payload(1, group.code, index, identifier, dealings.scalar_bytes(group, scalar)))


def read_line(text):
    """(group, index, first 10 bytes of the id, scalar) of a line; blanks and hyphens do not count."""
    line = "".join(c for c in text if c not in " \t-")
    if line.lower() != line and line.upper() != line:
        raise Refused("mixed-case")
    line = line.lower()
    if len(line) != LINE_LENGTH:
        raise Refused("letter-count", len(line))
    if not line.startswith(PREFIX) or any(c not in ALPHABET for c in line[4:]):
        raise Refused("letter")
    values = [ALPHABET.index(c) for c in line[4:]]
    if residue(values, START) != TARGET:
        raise Refused("checksum")
    number = 0
    for value in values[:72]:
        number = number << 5 | value
    version, code, index = number >> 355, number >> 352 & 7, number >> 336 & 0xFFFF
    rest = (number & 2**336 - 1).to_bytes(42, "big")
    if version != 1:
        raise Refused("line-version")
    group = next((g for g in GROUPS.values() if g.code == code), None)
    if group is None:
        raise Refused("line-group")
    if index == 0:
        raise Refused("line-index")
    scalar = int.from_bytes(rest[10:], group.order)
    if scalar >= group.q:
        raise Refused("line-scalar")
    return group, index, rest[:10], scalar


ROW, ROWS = 16, 6


def check_letter(number, letters_of_row):
    """r + sum of 2^k v_k in GF(32), where 2 is x and x^5 = x^3 + 1; hfs1 is left out of the first row."""
    total = 0
    for letter in reversed(letters_of_row[4:] if number == 1 else letters_of_row):
        total = (total ^ ALPHABET.index(letter)) << 1
        total ^= 0b101001 if total & 32 else 0
    return ALPHABET[total ^ number]


def sheet(line):
    """The rows of a sheet: number, groups of four letters, check letter."""
    rows = [line[k:k + ROW] for k in range(0, LINE_LENGTH, ROW)]
    return [f"{number} {' '.join(row[k:k + 4] for k in range(0, len(row), 4))} {check_letter(number, row)}"
            for number, row in enumerate(rows, 1)]


def is_sheet(lines):
    return re.match(r"1[.:)]?( {0,8}|-)(hfs1|HFS1)", lines[0]) is not None


def sheet_letters(lines):
    """The letters of each row and its check letter, without its number."""
    rows = []
    for number, text in enumerate(lines, 1):
        if number > ROWS:
            raise Refused("line-twice")
        if text[0] != str(number):
            raise Refused("row-number")
        row = "".join(c for c in re.sub(r"^.[.:)|]?", "", text) if c not in " \t-").lower()
        if len(row) != (ROW if number < ROWS else LINE_LENGTH % ROW) + 1:
            raise Refused("row-length")
        rows.append(row)
    if len(rows) < ROWS:
        raise Refused("row-number")
    return rows


def read_sheet(lines):
    rows = sheet_letters(lines)
    try:
        return read_line("".join(row[:-1] for row in rows))
    except Refused as refused:
        if refused.reason != "checksum":
            raise
        legible = [(n, row) for n, row in enumerate(rows, 1) if all(c in ALPHABET for c in row[4 * (n == 1):])]
        raise Refused("row-check" if any(check_letter(n, row[:-1]) != row[-1] for n, row in legible)
                      else "checksum") from None


def comments(dealing, index, is_sealed=False):
    n, t = len(dealing["holders"]), dealing["threshold"]
    holder = next(h for h in dealing["holders"] if h["index"] == index)
    label = ": " + dealing["label"] if dealing["label"] else ""
    fingerprint = dealings.fingerprint(bytes.fromhex(dealing["id"]))
    shown = list(dealing["key"]["addresses"].items()) if dealing["key"]["kind"] == "node-key" else []
    secret = "# SECRET: give it to nobody but the one who rebuilds the key, and ask them back first."
    if is_sealed:
        secret = (f"# Sealed with a passphrase that {holder['name']} has" if holder["recipient"] == "passphrase"
                  else f"# Sealed to {holder['name']}'s own key: {holder['recipient']}")
    return [f"# Share {index} of {n}, held by {holder['name']}. Any {t} of the {n} shares rebuild the key; "
            "fewer tell nothing.", secret, f"# Dealing {fingerprint[:9]}, made {dealing['created']}{label}",
            f"# Fingerprint {fingerprint}: the same on every share of this dealing",
            f"# Key: {dealing['group']}, " + (" ".join(shown[0]) if shown else "wraps a file"),
            "# Check it at any time:  holdfast check FILE",
            "# How to recover without this program: holdfast-share(5)"]


def write(dealing, index, secret_lines):
    """A share file; secret_lines is the line, or the armored age file."""
    head = [FIRST_LINE] + comments(dealing, index, secret_lines[0] == BEGIN_AGE) + secret_lines + [BEGIN]
    return "\n".join(head).encode() + b"\n" + dealings.write(dealing) + END.encode() + b"\n"


def text_lines(data):
    if len(data) > MOST_BYTES:
        raise Refused("too-large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("not-text") from None
    text = text.replace("\r\n", "\n")
    if any(ord(c) < 32 and c not in "\t\n" or ord(c) == 127 for c in text):
        raise Refused("not-text")
    return [line.strip(" \t") for line in text.split("\n")]


def read(data, beside=None):
    """(dealing, index, scalar) of a share file, or of a bare line with its dealing beside it."""
    lines = text_lines(data)
    if not lines[0].startswith("holdfast-share/"):
        if significant(lines) and is_sheet(significant(lines)):
            share = read_sheet(significant(lines))
            if beside is None:
                raise Refused("dealing-missing")
            return agree(beside, share)
        if not significant(lines) or not significant(lines)[0].lower().startswith(PREFIX):
            raise Refused("no-share")
        if any(line in (BEGIN, END, BEGIN_AGE) for line in lines):
            raise Refused("dealing-block")
        share = read_line(joined(significant(lines)))
        if beside is None:
            raise Refused("dealing-missing")
        return agree(beside, share)
    if lines[0] != FIRST_LINE:
        raise Refused("unknown-version")
    if lines.count(BEGIN) != 1 or lines.count(END) != 1 or lines.index(END) < lines.index(BEGIN):
        raise Refused("dealing-block")
    begin, end = lines.index(BEGIN), lines.index(END)
    if any(lines[end + 1:]):
        raise Refused("after-end")
    dealing = dealings.read("\n".join(lines[begin + 1:end]).encode())
    middle = significant(lines[1:begin])
    if not middle:
        raise Refused("no-share")
    if middle[0] == BEGIN_AGE:
        if middle[-1] != END_AGE or middle.count(END_AGE) != 1 or middle.count(BEGIN_AGE) != 1:
            raise Refused("line-twice")
        raise Refused("sealed")
    if BEGIN_AGE in middle:
        raise Refused("line-twice")
    return agree(dealing, read_line(joined(middle)))


def significant(lines):
    return [line for line in lines if line and not line.startswith("#")]


def joined(lines):
    """One line of the rows it was typed in; only its first row can begin with hfs1, since 1 is no letter of it."""
    if sum(line.lower().startswith(PREFIX) for line in lines) > 1:
        raise Refused("line-twice")
    return "".join(lines)


def agree(dealing, share):
    group, index, start, scalar = share
    if group.name != dealing["group"]:
        raise Refused("line-group")
    if bytes.fromhex(dealing["id"])[:10] != start:
        raise Refused("line-dealing")
    if all(holder["index"] != index for holder in dealing["holders"]):
        raise Refused("line-index")
    return dealing, index, scalar


def check(data, beside=None):
    dealing, index, scalar = read(data, beside)
    if not dealings.fits(dealing, index, scalar):
        raise Refused("commitment-mismatch", index)
    return dealing, index, scalar


def rebuild(texts, beside=None):
    """(scalar, original, indices of bad shares) from the texts of share files."""
    good, bad, first = {}, [], None
    for data in texts:
        dealing, index, scalar = read(data, beside)
        first = first or dealing
        if dealing["id"] != first["id"]:
            raise Refused("other-dealing")
        if dealings.fits(dealing, index, scalar):
            good[index] = scalar
        else:
            bad.append(index)
    if len(good) < first["threshold"]:
        raise Refused("not-enough-shares")
    group = GROUPS[first["group"]]
    key = interpolate_at_zero(group, sorted(good.items())[:first["threshold"]])
    if group.encode(multiply(group, key, group.generator)).hex() != first["commitments"][0]:
        raise Refused("rebuilt-key")
    return key, dealings.open_original(first, key), bad
