"""One thing of a dealing changed in its text, which its dealer did not prove again.

Each change takes a case and a `Dealt` of Vectors/reference, and gives the text. What a change does to the verdict is
not said here: that is what the reference is asked.
"""

import copy
import json
import re

from reference import dealing as dealings

ODD_NUMBERS = [
    "0", "-0", "-1", "+2", "02", "2.0", "2e0", "20e-1", "2E0", '"2"', "true", "null", "1", "2", "65535", "65536",
    "4294967295", "4294967296", "18446744073709551616", "1" + 400 * "0", "0x2", "NaN", "[]", " 2 "
]
ODD_SPACES = ["\u00a0", "\f", "\v", "\u2028", "\ufeff", "\0", "\u0085", ",", "x"]
ENDS = [b" ", b"\t", b"\r", b"}", b"x", b"\0", b"{}", b",", b"\xc2\xa0", b"\xff", b"//"]
BEGINNINGS = [b" ", b"  ", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf", b"\xff\xfe", b"[", b"x", b"\r"]


def text_of(case, dealing):
    """The dealing in one of the layouts that mean the same: in one line, as a line of a pipe is."""
    layout = case.random.choice([dealings.compact, json_in_one_line])
    return layout(dealing).encode()


def json_in_one_line(dealing):
    return json.dumps(dealing, ensure_ascii=False)


def untouched(case, dealt):
    return text_of(case, dealt.dealing)


def cut_of(case, text):
    """Two ends of a short piece of the text."""
    start = case.random.randrange(len(text))
    return start, min(len(text), start + case.random.choice([1, 1, 1, 2, 5, 40]))


def byte_flipped(case, dealt):
    return case.flipped(text_of(case, dealt.dealing)).replace(b"\n", b"\r")


def piece_left_out(case, dealt):
    text = text_of(case, dealt.dealing)
    start, end = cut_of(case, text)
    return text[:start] + text[end:]


def piece_twice(case, dealt):
    text = text_of(case, dealt.dealing)
    start, end = cut_of(case, text)
    return text[:end] + text[start:]


def cut_short(case, dealt):
    text = text_of(case, dealt.dealing)
    return text[:case.random.randrange(1, len(text))]


def something_behind(case, dealt):
    return text_of(case, dealt.dealing) + case.random.choice(ENDS)


def something_before(case, dealt):
    return case.random.choice(BEGINNINGS) + text_of(case, dealt.dealing)


def outside_strings(case, text, add):
    """The text with something put in between two of its tokens."""
    places = [m.start() for m in re.finditer(r'[{}\[\],:]', re.sub(r'"[^"]*"', lambda m: "_" * len(m.group()), text))]
    place = case.random.choice(places) + case.random.randrange(2)
    return text[:place] + add + text[place:]


def white_space(case, dealt):
    add = "".join(case.random.choice(" \t\r") for _ in range(case.random.randrange(1, 9)))
    return outside_strings(case, " " + text_of(case, dealt.dealing).decode(), add).encode()


def odd_space(case, dealt):
    return outside_strings(case, text_of(case, dealt.dealing).decode(), case.random.choice(ODD_SPACES)).encode()


def objects_of(dealing):
    return [dealing, dealing["key"], dealing["original"], *dealing["holders"], dealing["key"]["addresses"]]


def members_in_another_order(case, dealt):
    dealing = copy.deepcopy(dealt.dealing)
    chosen = case.random.choice([part for part in objects_of(dealing) if len(part) > 1])
    members = list(chosen.items())
    first, second = case.random.sample(range(len(members)), 2)
    members[first], members[second] = members[second], members[first]
    chosen.clear()
    chosen.update(members)
    return text_of(case, dealing)


def member_left_out(case, dealt):
    dealing = copy.deepcopy(dealt.dealing)
    chosen = case.random.choice([part for part in objects_of(dealing) if part])
    del chosen[case.random.choice(list(chosen))]
    return text_of(case, dealing)


def member_of_no_meaning(case, dealt):
    dealing = copy.deepcopy(dealt.dealing)
    case.random.choice(objects_of(dealing))[case.random.choice(["note", "", "Id", "format ", "évènement"])] = "x"
    return text_of(case, dealing)


def member_twice(case, dealt):
    """The same member again, with the same value or another, first or last."""
    text = dealings.compact(dealt.dealing)
    members = re.findall(r'"[A-Za-z]+":(?:"[^"]*"|[0-9]+|null)', text)
    chosen = case.random.choice(members)
    place = text.index(chosen) + (len(chosen) if case.random.random() < 0.5 else 0)
    again = chosen if case.random.random() < 0.7 else case.random.choice(members)
    added = f",{again}" if place > text.index(chosen) else f"{again},"
    return (text[:place] + added + text[place:]).encode()


def escape(case, dealt):
    """A letter of a string in the form that JSON also has for it."""
    text = dealings.compact(dealt.dealing)
    strings = [m for m in re.finditer(r'"([^"]+)"', text)]
    chosen = case.random.choice(strings)
    place = case.random.randrange(chosen.start(1), chosen.end(1))
    letter = text[place]
    spelled = f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else "\\ud83d\\udd11"
    return (text[:place] + spelled + text[place + 1:]).encode()


def number_spelled_otherwise(case, dealt):
    text = dealings.compact(dealt.dealing)
    name = case.random.choice(["epoch", "threshold", "index"])
    found = case.random.choice(list(re.finditer(rf'"{name}":(\d+)', text)))
    return (text[:found.start(1)] + case.random.choice(ODD_NUMBERS) + text[found.end(1):]).encode()


def hexadecimal(case, dealt):
    """A digit of hexadecimal text: another one, a capital, or one too many or too few."""
    text = dealings.compact(dealt.dealing)
    found = case.random.choice(list(re.finditer(r'"([0-9a-f]{48,})"', text)))
    digits = found.group(1)
    place = case.random.randrange(len(digits))
    changed = case.random.choice([
        digits[:place] + case.random.choice("0123456789abcdef") + digits[place + 1:],
        digits.upper(), digits[:place] + digits[place + 1:], digits[:place] + "0" + digits[place:], digits[:-2],
        digits + "00", "0x" + digits
    ])
    return (text[:found.start(1)] + changed + text[found.end(1):]).encode()


def base64_spelled_otherwise(case, dealt):
    sealed = dealt.dealing["original"]["sealed"]
    place = case.random.randrange(len(sealed))
    changed = case.random.choice([
        sealed.rstrip("="), sealed + "=", sealed + "====", sealed[:place] + " " + sealed[place:], sealed[:-4],
        sealed.replace("+", "-").replace("/", "_"),
        re.sub("(.)(=*)$", lambda m: next_letter(m[1]) + m[2], sealed),
        sealed[:place] + case.random.choice("ABCabc019+/=-_.") + sealed[place + 1:], ""
    ])
    return dealings.compact(dealt.dealing).replace(sealed, changed).encode()


def next_letter(letter):
    """The following one of base64: its unused bits are not zero then."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return letters[(letters.index(letter) + 1) % 64]


def recipient(case, dealt):
    """No part of the id, so that the dealing stays good with any that may be."""
    dealing = copy.deepcopy(dealt.dealing)
    case.random.choice(dealing["holders"])["recipient"] = case.random.choice([
        "passphrase", "age1" + 58 * "q", "ssh-ed25519 AAAA", "", "x" * 1024, "x" * 1025, "é", "\x7f", " ", 7, None,
        False, "a/b"
    ])
    return text_of(case, dealing)


def format_and_id(case, dealt):
    name, values = case.random.choice([("format", [
        "holdfast-dealing/2", "holdfast-dealing/01", "Holdfast-dealing/1", "", None, 1, "holdfast-own-dealing/1"
    ]), ("id", ["", case.bytes(32).hex(), dealt.dealing["id"].upper(), dealt.dealing["id"][:-1], None])])
    return text_of(case, {**dealt.dealing, name: case.random.choice(values)})


CHANGES = [
    byte_flipped, piece_left_out, piece_twice, cut_short, something_behind, something_before, white_space, odd_space,
    members_in_another_order, member_left_out, member_of_no_meaning, member_twice, escape, number_spelled_otherwise,
    hexadecimal, base64_spelled_otherwise, recipient, format_and_id
]
