"""The forms that a secret takes in a program: as it is computed with, read, written and hashed.

Each form is a list of pieces of which chance puts none into a memory: 8 bytes of the secret, or what stands for as
much.
"""

import base64
import pathlib
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
WORDS = pathlib.Path(__file__).parents[2] / "Sources/KeyFiles/Wallets/Words/EnglishWords.swift"
ORDER_OF_ED25519 = 2**252 + 27742317777372353535851937790883648493


@dataclass(frozen=True)
class Secret:
    """`value` is big-endian where it is a number; `order` is that of its group, where it is a scalar."""

    name: str
    value: bytes
    is_text: bool = False
    order: int = 0


def pieces(whole: bytes, width: int = 8) -> list[bytes]:
    """Whole pieces, side by side; of one that has less than two, the whole."""
    found = [whole[i:i + width] for i in range(0, len(whole) - width + 1, width)]
    return [piece for piece in (found or [whole]) if len(set(piece)) > 1]


def bits_of(value: bytes) -> str:
    return "".join(f"{byte:08b}" for byte in value)


def groups(value: bytes, width: int, offset: int = 0) -> list[int]:
    """The bits from `offset` on, `width` at a time, highest first."""
    bits = bits_of(value)
    return [int(bits[i:i + width], 2) for i in range(offset, len(bits) - width + 1, width)]


def base58(value: bytes) -> bytes:
    number, text = int.from_bytes(value, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return text.encode()


def words() -> list[str]:
    """BIP-39's English list."""
    text = WORDS.read_text().split('"""')[1]
    return text.split()


WORD_LIST = words()


def common_forms(value: bytes) -> dict[str, list[bytes]]:
    """What can be made of any bytes."""
    hexadecimal = value.hex().encode()
    found = {
        "raw": pieces(value),
        "reversed": pieces(value[::-1]),
        "hex": pieces(hexadecimal, 16),
        "hex, capitals": pieces(hexadecimal.upper(), 16),
        "inner pad of HMAC": pieces(bytes(byte ^ 0x36 for byte in value)),
        "outer pad of HMAC": pieces(bytes(byte ^ 0x5c for byte in value)),
    }
    for offset in range(3):
        text = base64.b64encode(bytes(offset) + value).rstrip(b"=")
        # The first and the last letters hold bits of what is beside the secret.
        whole = text[4:-2] if offset else text[:-2]
        found[f"base64, {offset} bytes later"] = pieces(whole, 12)
        found[f"base64url, {offset} bytes later"] = pieces(whole.translate(bytes.maketrans(b"+/", b"-_")), 12)
    return found


def text_forms(value: bytes) -> dict[str, list[bytes]]:
    """Letters, and what computes with them."""
    wide = value.decode().encode("utf-16-le")
    found = common_forms(value) | {"UTF-16": pieces(wide, 16), "32-bit letters": pieces(
        value.decode().encode("utf-32-le"), 32)}
    for start in range(4):
        fours = [value[i:i + 4] for i in range(start, len(value) - 3, 4)]
        found[f"groups of four letters from letter {start}"] = [
            b" ".join(fours[i:i + 3]) for i in range(0, len(fours) - 2, 2)]
    return found


def digits(value: bytes) -> list[int]:
    """The four-bit digits, lowest first."""
    return groups(value, 4)[::-1]


def signed_digits(value: bytes) -> bytes:
    """The four-bit digits from -8 to 8, lowest first, as windows of multiplications have them."""
    carry, found = 0, []
    for digit in digits(value):
        carry, rest = (digit + carry + 8) >> 4, digit + carry
        found.append((rest - 16 * carry) & 0xFF)
    return bytes(found)


def limb_forms(value: bytes) -> dict[str, list[bytes]]:
    """A number as machines compute with it; little-endian limbs, lowest first, are the bytes reversed."""
    limbs = pieces(value)
    number = int.from_bytes(value, "big")
    narrow = [number >> 21 * i & (1 << 21) - 1 for i in range(len(value) * 8 // 21)]
    return {
        "64-bit limbs, highest first": [limb[::-1] for limb in limbs],
        "32-bit limbs, highest first": pieces(b"".join(value[i:i + 4][::-1] for i in range(0, len(value), 4))),
        "21-bit limbs": [struct.pack("<3q", *narrow[i:i + 3]) for i in range(0, len(narrow) - 2, 3)],
        "four-bit digits, lowest first": pieces(bytes(digits(value)), 16),
        "four-bit digits, highest first": pieces(bytes(digits(value)[::-1]), 16),
        "four-bit digits with a sign": pieces(signed_digits(value), 16),
        "bits, lowest first": pieces(bytes(int(bit) for bit in reversed(bits_of(value))), 64),
        "bits, highest first": pieces(bytes(int(bit) for bit in bits_of(value)), 64),
    }


def group_forms(value: bytes) -> dict[str, list[bytes]]:
    """Five-bit groups as share lines and bech32 have them, eleven-bit ones as word lists do."""
    found = {}
    for offset in range(5):
        five = groups(value, 5, offset)
        found[f"five-bit groups from bit {offset}"] = pieces(bytes(five), 13)
        letters = "".join(BECH32[group] for group in five).encode()
        found[f"bech32 letters from bit {offset}"] = pieces(letters, 13)
        found[f"bech32 capitals from bit {offset}"] = pieces(letters.upper(), 13)
    eleven = groups(value, 11)
    for width, code in ((16, "H"), (32, "I"), (64, "Q")):
        runs = [eleven[i:i + 6] for i in range(0, len(eleven) - 5, 6)]
        found[f"eleven-bit groups of {width} bits"] = [struct.pack("<6" + code, *run) for run in runs]
    found["words"] = phrase_pieces([WORD_LIST[group] for group in eleven])
    return found


def phrase_pieces(phrase: list[str]) -> list[bytes]:
    """Four words in a row, of whose first and last the beginning and the end may be missing."""
    return [" ".join(phrase[i:i + 4]).encode() for i in range(0, len(phrase) - 3, 3)]


def number_forms(value: bytes, order: int = 0) -> dict[str, list[bytes]]:
    found = common_forms(value) | limb_forms(value) | group_forms(value)
    found["base58"] = pieces(base58(value), 11)
    for comma in (",", ", "):
        runs = [value[i:i + 8] for i in range(1, len(value) - 8, 8)]
        found[f"decimal array with '{comma}'"] = [
            f",{comma[1:]}{comma.join(map(str, run))},".encode() for run in runs]
    if order:
        montgomery = (int.from_bytes(value, "big") << 256) % order
        found["Montgomery's form"] = pieces(montgomery.to_bytes(32, "little"))
        opposite = -int.from_bytes(value, "big") % order
        found["the opposite, reversed"] = pieces(opposite.to_bytes(32, "little"))
        found["the opposite, raw"] = pieces(opposite.to_bytes(32, "big"))
    return found


def forms(secret: Secret) -> dict[str, list[bytes]]:
    if not secret.is_text:
        found = number_forms(secret.value, secret.order)
        if secret.order == ORDER_OF_ED25519:
            # Its numbers are written with the lowest byte first.
            found |= {f"lowest byte first, {form}": parts for form, parts in number_forms(secret.value[::-1]).items()}
        return found
    found = text_forms(secret.value)
    phrase = secret.value.decode().split()
    if len(phrase) >= 12:
        # Single letters of a row of common words are in every program.
        found["words"] = phrase_pieces(phrase)
        found["first four letters"] = phrase_pieces([word[:4] for word in phrase])
        for name in ("raw", "UTF-16", "32-bit letters"):
            width = {"raw": 1, "UTF-16": 2}.get(name, 4)
            whole = secret.value if width == 1 else secret.value.decode().encode(
                "utf-16-le" if width == 2 else "utf-32-le")
            found[name] = pieces(whole, 24 * width)
    return found


def needles(secrets: Iterable[Secret]) -> dict[bytes, list[tuple[str, str]]]:
    """Every piece, with whose it is and in which form."""
    found: dict[bytes, list[tuple[str, str]]] = {}
    for secret in secrets:
        for form, parts in forms(secret).items():
            for part in parts:
                found.setdefault(part, []).append((secret.name, form))
    return found


def secret_letters(line: str) -> bytes:
    """The letters of a share line that depend on the scalar alone; before them stands what is public."""
    return line[25:].encode()


def share_line(text: str) -> tuple[int, bytes]:
    """The index and the scalar's 32 bytes of the share line in a text."""
    line = re.search(r"\bhfs1([a-z0-9]{85})\b", text)
    if line is None:
        raise ValueError("no share line")
    payload = int("".join(f"{BECH32.index(letter):05b}" for letter in line[1][:72]), 2)
    return payload >> 336 & 0xFFFF, (payload & (1 << 256) - 1).to_bytes(32, "big")
