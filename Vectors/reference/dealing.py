"""The dealing: man/holdfast-dealing.5. A dealing here is the dictionary of its JSON."""

import base64
import datetime
import functools
import hashlib
import json
import re
import struct

from . import Refused
from .addresses import WIF_FORMS, addresses
from .groups import GROUPS, evaluate, multiply
from .primitives import hkdf, letters, xchacha20poly1305_open, xchacha20poly1305_seal

FORMAT = "holdfast-dealing/1"
MOST_BYTES = 32 * 1024 * 1024
MOST_ORIGINAL = 1024 * 1024
ANY_GROUP = {"raw", "hex", "pkcs8-pem", "pkcs8-der", "pkcs8-encrypted-pem", "pkcs8-encrypted-der"}
# What a wrapping key may say of the wallet that it wraps, in this order.
WALLET_ADDRESSES = ["bitcoin-p2tr", "bitcoin-p2wpkh", "evm", "solana"]
WEIERSTRASS = ANY_GROUP | {"sec1-pem", "sec1-der", "sec1-encrypted-pem"}
OPENSSH = {"openssh", "openssh-encrypted"}
KEY_FORMATS = {"secp256k1": WEIERSTRASS | {"ethereum-keystore", *WIF_FORMS}, "p256": WEIERSTRASS | OPENSSH,
               "ed25519": ANY_GROUP | OPENSSH | {"cometbft-validator", "cometbft-node", "horcrux", "solana", "solana-base58",
                                       "stellar", "substrate"}}
FORBIDDEN = [(0x00, 0x1F), (0x22, 0x22), (0x5C, 0x5C), (0x7F, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C),
             (0x115F, 0x1160), (0x1680, 0x1680), (0x17B4, 0x17B5), (0x180E, 0x180E), (0x2000, 0x200B), (0x200E, 0x200F),
             (0x2028, 0x202F), (0x205F, 0x206F), (0x2800, 0x2800), (0x3000, 0x3000), (0x3164, 0x3164), (0xFEFF, 0xFEFF),
             (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE00FF),
             (0xE01F0, 0xE0FFF)]


def u32(number):
    return struct.pack(">I", number)


def field(data):
    data = data.encode() if isinstance(data, str) else data
    return u32(len(data)) + data


def scalar_bytes(group, scalar):
    return scalar.to_bytes(32, group.order)


# The original, sealed

def padded_length(length):
    """256, or above that the next length with few significant bits (Padmé)."""
    if length <= 256:
        return 256
    exponent = length.bit_length() - 1
    step = 1 << exponent - exponent.bit_length()
    return -(-length // step) * step


def original_key(group, scalar, salt, public_key):
    info = b"holdfast-original/1" + group.name.encode() + public_key
    return hkdf(scalar_bytes(group, scalar), salt, info)


def associated_data(group, public_key, kind, form):
    return field("holdfast-original/1") + field(group.name) + field(public_key) + field(kind) + field(form)


def pad(original):
    body = field(original)
    return body + bytes(padded_length(len(body)) - len(body))


def seal_body(group, scalar, salt, nonce, public_key, kind, form, body):
    key = original_key(group, scalar, salt, public_key)
    sealed = xchacha20poly1305_seal(key, nonce, body, associated_data(group, public_key, kind, form))
    return {"salt": salt.hex(), "nonce": nonce.hex(), "sealed": base64.b64encode(sealed).decode()}


def open_original(dealing, scalar):
    """The key file as it was sealed."""
    group, key, original = GROUPS[dealing["group"]], dealing["key"], dealing["original"]
    public_key = bytes.fromhex(dealing["commitments"][0])
    secret = original_key(group, scalar, bytes.fromhex(original["salt"]), public_key)
    body = xchacha20poly1305_open(secret, bytes.fromhex(original["nonce"]), base64.b64decode(original["sealed"]),
                                  associated_data(group, public_key, key["kind"], key["format"]))
    if body is None:
        raise Refused("original-sealed")
    length = int.from_bytes(body[:4], "big")
    if not 1 <= length <= MOST_ORIGINAL or padded_length(4 + length) != len(body) or any(body[4 + length:]):
        raise Refused("original-padding")
    return body[4:4 + length]


# Identity

def encoding(dealing):
    """What the id is the SHA-256 of."""
    original, key = dealing["original"], dealing["key"]
    sealed = (bytes.fromhex(original["salt"]) + bytes.fromhex(original["nonce"])
              + base64.b64decode(original["sealed"]))
    out = field(FORMAT) + field(dealing["group"]) + u32(dealing["epoch"]) + field(dealing["label"])
    out += field(dealing["created"]) + u32(dealing["threshold"]) + u32(len(dealing["holders"]))
    for holder in dealing["holders"]:
        out += u32(holder["index"]) + field(holder["name"])
    for commitment in dealing["commitments"]:
        out += field(bytes.fromhex(commitment))
    out += field(key["kind"]) + field(key["format"]) + field(hashlib.sha256(sealed).digest())
    if key["kind"] == "wrapping":
        for name, text in key["addresses"].items():
            out += field(name) + field(text)
    return out


def identity(dealing):
    return hashlib.sha256(encoding(dealing)).digest()


def fingerprint(identifier):
    text = letters(identifier[:20], 32).upper()
    return "-".join(text[k:k + 4] for k in range(0, 32, 4))


def short_form(identifier):
    return fingerprint(identifier)[:9]


# The dealer's proof

def proof_encoding(group, identifier, public_key, nonce_point):
    """What the challenge is the SHA-256 of."""
    parts = "holdfast-dealing-proof/1", group.name, identifier, public_key, group.encode(nonce_point)
    return b"".join(map(field, parts))


def challenge(*values):
    return hashlib.sha256(proof_encoding(*values)).digest()


def prove(group, scalar, nonce, identifier):
    """c and s, by who has the scalar; each nonce serves once."""
    points = [multiply(group, number, group.generator) for number in (scalar, nonce)]
    c = challenge(group, identifier, group.encode(points[0]), points[1])
    return c + scalar_bytes(group, (nonce + int.from_bytes(c, "big") * scalar) % group.q)


@functools.lru_cache(maxsize=None)
def proves(group, public_point, identifier, proof):
    """Whether who made the proof had the scalar of the public point."""
    c, s = proof[:32], int.from_bytes(proof[32:], group.order)
    minus = -int.from_bytes(c, "big") % group.q
    nonce_point = group.add(multiply(group, s, group.generator), multiply(group, minus, public_point))
    return (nonce_point != group.identity
            and c == challenge(group, identifier, group.encode(public_point), nonce_point))


# Text

def write(dealing):
    return (json.dumps(dealing, indent=2, ensure_ascii=False) + "\n").encode()


def compact(dealing):
    return json.dumps(dealing, separators=(",", ":"), ensure_ascii=False)


def without_white_space(text):
    parts = text.split('"')  # no string holds a quotation mark: odd parts are strings
    parts[::2] = (re.sub("[ \t\r\n]", "", part) for part in parts[::2])
    return '"'.join(parts)


def read(data):
    """The dealing of a file; its points are on the way decoded, its id and addresses computed again, its proof
    verified."""
    if len(data) > MOST_BYTES:
        raise Refused("too-large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("not-text") from None
    try:
        dealing = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("json") from None
    if not isinstance(dealing, dict) or not isinstance(dealing.get("format"), str):
        raise Refused("json")
    if dealing["format"] != FORMAT:
        raise Refused("unknown-version")
    shape = {"format": str, "id": str, "label": str, "created": str, "epoch": int, "group": str, "threshold": int,
             "holders": list, "commitments": list, "key": dict, "original": dict, "proof": str}
    require_shape(dealing, shape)
    for holder in dealing["holders"]:
        require_shape(holder, {"index": int, "name": str, "recipient": (str, type(None))})
    require_shape(dealing["key"], {"kind": str, "format": str, "publicKey": (str, type(None)), "addresses": dict})
    require_shape(dealing["original"], {"salt": str, "nonce": str, "sealed": str})
    # Number forms, order, doubles and escapes all show here, since strings hold neither quotation mark nor backslash.
    if "\\" in text or without_white_space(text) != compact(dealing):
        raise Refused("not-canonical")
    check(dealing)
    return dealing


def require_shape(value, shape):
    if not isinstance(value, dict) or list(value) != list(shape):
        raise Refused("not-canonical", "members")
    for name, kind in shape.items():
        if not isinstance(value[name], kind) or isinstance(value[name], bool):
            raise Refused("not-canonical", name)


def is_plain(text, least, most):
    return (least <= len(text.encode()) <= most and text.strip(" ") == text
            and not any(low <= ord(c) <= high for c in text for low, high in FORBIDDEN))


def is_hex(text, count):
    return re.fullmatch("[0-9a-f]{%d}" % (2 * count), text, re.ASCII) is not None


def require(condition, reason):
    if not condition:
        raise Refused(reason)


def check(dealing):
    require(is_plain(dealing["label"], 0, 256), "label")
    require(is_time(dealing["created"]), "created")
    require(0 <= dealing["epoch"] < 2**32, "epoch")
    require(dealing["group"] in GROUPS, "group")
    group, holders, t = GROUPS[dealing["group"]], dealing["holders"], dealing["threshold"]
    require(2 <= len(holders) <= 65535 and 2 <= t <= len(holders), "threshold")
    last = 0
    for holder in holders:
        require(last < holder["index"] <= 65535, "holder-index")
        last = holder["index"]
        require(is_plain(holder["name"], 1, 128) and "/" not in holder["name"], "holder-name")
        recipient = holder["recipient"]
        require(recipient is None or re.fullmatch(r"[ !#-\[\]-~]{1,1024}", recipient), "recipient")
    require(len({holder["name"] for holder in holders}) == len(holders), "holder-name-twice")
    require(len(dealing["commitments"]) == t, "commitment-count")
    points = []
    for commitment in dealing["commitments"]:
        require(isinstance(commitment, str) and is_hex(commitment, group.size), "commitment-point")
        points.append(group.decode(bytes.fromhex(commitment)))
        require(points[-1] is not None, "commitment-point")
    heights = [group.unsigned(point) for point in points]
    require(len(set(heights)) == t and group.unsigned(group.generator) not in heights[1:], "commitment-alike")
    check_key(dealing, group, points[0])
    check_original(dealing["original"])
    require(is_hex(dealing["proof"], 64), "proof")
    proof = bytes.fromhex(dealing["proof"])
    require(int.from_bytes(proof[32:], group.order) < group.q, "proof")
    require(dealing["id"] == identity(dealing).hex(), "id-mismatch")
    require(proves(group, points[0], identity(dealing), proof), "dealer-proof")


def is_time(text):
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text, re.ASCII) is None or text < "1970":
        return False
    try:
        datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return False
    return text[17:19] < "60"


def check_key(dealing, group, public_point):
    key = dealing["key"]
    require(key["kind"] in ("node-key", "wrapping"), "key-kind")
    if key["kind"] == "wrapping":
        require(re.fullmatch("[a-z0-9-]{1,32}", key["format"]), "key-format")
        require(key["publicKey"] is None, "public-key")
        names = list(key["addresses"])
        require(names == [name for name in WALLET_ADDRESSES if name in names], "addresses")
        require(all(re.fullmatch(r"[ !#-\[\]-~]{1,128}", text) for text in key["addresses"].values()), "addresses")
        return
    require(key["format"] in KEY_FORMATS[group.name], "key-format")
    require(key["publicKey"] == dealing["commitments"][0], "public-key")
    expected = addresses(group, public_point, key["format"])
    require(list(key["addresses"].items()) == list(expected.items()), "addresses")


def check_original(original):
    require(is_hex(original["salt"], 32) and is_hex(original["nonce"], 24), "original-form")
    try:
        sealed = base64.b64decode(original["sealed"], validate=True)
    except ValueError:
        raise Refused("original-form") from None
    require(base64.b64encode(sealed).decode() == original["sealed"], "original-form")
    length = len(sealed) - 16
    require(256 <= length <= padded_length(4 + MOST_ORIGINAL) and padded_length(length) == length, "original-length")


def fits(dealing, index, scalar):
    """Whether scalar · G is the commitment at index."""
    group = GROUPS[dealing["group"]]
    points = [group.decode(bytes.fromhex(c)) for c in dealing["commitments"]]
    return multiply(group, scalar, group.generator) == evaluate(group, points, index)
