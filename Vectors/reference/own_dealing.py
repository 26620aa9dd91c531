"""The text of a dealing to own keys: man/holdfast-own-keys.5, THE DEALING. A dealing here is the dictionary of its JSON.

What its points and proofs have to be is own_keys of Tests/Recovery; what it has in common with every dealing, dealing.py.
"""

import base64
import hashlib
import json

import own_keys as own

from . import Refused, dealing as plain
from .dealing import field, is_hex, require, u32

FORMAT = "holdfast-own-dealing/1"
# What the second implementation calls it, and the code that a reader gives.
CODES = {"keys-alike": "holder-keys-equal", "key-of-the-dealing": "holder-key-of-dealing",
         "key-is-generator": "holder-key", "key-is-ephemeral": "holder-key-of-dealing",
         "ephemeral-is-public-key": "holder-key-of-dealing",
         "ephemerals-do-not-fit": "own-keys", "dealer-proof-wrong": "dealer-proof"}
SHAPE = {"format": str, "suite": str, "id": str, "label": str, "created": str, "epoch": int, "group": str,
         "threshold": int, "holders": list, "ephemerals": dict, "commitments": list, "key": dict, "original": dict,
         "proof": str}


def octets(text):
    return bytes.fromhex(text)


def context(dealing):
    parts = [field("holdfast-own-keys-context/1"), field(dealing["suite"]), field(dealing["group"]),
             u32(dealing["epoch"]), u32(dealing["threshold"]), u32(len(dealing["holders"]))]
    for holder in dealing["holders"]:
        parts += [u32(holder["index"]), field(holder["group"]), field(octets(holder["publicKey"]))]
    parts += [field(octets(point)) for point in dealing["commitments"]]
    ephemerals = dealing.get("ephemerals", {})
    parts.append(u32(len(ephemerals)))
    for name, point in ephemerals.items():
        parts += [field(name), field(octets(point))]
    return hashlib.sha256(b"".join(parts)).digest()


def texts(dealing):
    """The hash of what a compact form leaves out."""
    key = dealing["key"]
    stated = list(key["addresses"].items()) if key["kind"] == "wrapping" else []
    parts = [field("holdfast-own-dealing-texts/1"), field(octets(dealing["original"]["salt"])), field(dealing["label"]),
             field(dealing["created"]), u32(len(dealing["holders"]))]
    parts += [u32(holder["index"]) + field(holder["name"]) for holder in dealing["holders"]]
    parts += [field(key["format"]), u32(len(stated)), *(field(text) for pair in stated for text in pair)]
    return hashlib.sha256(b"".join(parts)).digest()


def identity(dealing):
    original = dealing["original"]
    sealed = octets(original["salt"]) + octets(original["nonce"]) + base64.b64decode(original["sealed"])
    parts = [field(FORMAT), field(dealing["suite"]), field(context(dealing)), field(texts(dealing)),
             field(dealing["key"]["kind"]), field(hashlib.sha256(sealed).digest())]
    if dealing["suite"] == "masked":
        parts += [u32(holder["index"]) + field(octets(holder["masked"])) for holder in dealing["holders"]]
    else:
        parts.append(field(octets(dealing["sharesProof"])))
    return hashlib.sha256(b"".join(parts)).digest()


def decoded(dealing):
    """The dealing of the second implementation, every point decoded."""
    def point(group, text, code):
        return own.decode(own.GROUPS[group], octets(text), code)

    holders = [own.Holder(h["index"], own.GROUPS[h["group"]], point(h["group"], h["publicKey"], "holder-key"))
               for h in dealing["holders"]]
    commitments = [point(dealing["group"], text, "commitment-point") for text in dealing["commitments"]]
    ephemerals = {name: point(name, text, "holder-key") for name, text in dealing.get("ephemerals", {}).items()}
    return own.Dealing(dealing["suite"], own.GROUPS[dealing["group"]], dealing["epoch"], holders, commitments,
                       ephemerals, octets(dealing["id"]))


def read(data):
    """The dealing of a file, and the same decoded; its id computed again and its dealer's proof verified."""
    require(len(data) <= plain.MOST_BYTES, "too-large")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("not-text") from None
    try:
        dealing = json.loads(text)
    except (ValueError, RecursionError):
        raise Refused("json") from None
    require(isinstance(dealing, dict), "json")
    if dealing.get("format") != FORMAT:
        raise Refused("unknown-version" if "format" in dealing else "not-canonical")
    require(list(dealing)[1:2] == ["suite"], "not-canonical")
    require(dealing["suite"] in ("masked", "publicly-verifiable"), "own-keys")
    is_masked = dealing["suite"] == "masked"
    shape = {("sharesProof" if name == "ephemerals" and not is_masked else name): kind for name, kind in SHAPE.items()}
    if not is_masked:
        shape["sharesProof"] = str
    plain.require_shape(dealing, shape)
    holder_shape = {"index": int, "name": str, "group": str, "publicKey": str, **({"masked": str} if is_masked else {})}
    for holder in dealing["holders"]:
        plain.require_shape(holder, holder_shape)
    plain.require_shape(dealing["key"], {"kind": str, "format": str, "publicKey": (str, type(None)), "addresses": dict})
    plain.require_shape(dealing["original"], {"salt": str, "nonce": str, "sealed": str})
    if "\\" in text or plain.without_white_space(text) != plain.compact(dealing):
        raise Refused("not-canonical")
    try:
        return dealing, check(dealing, is_masked)
    except own.Refused as refused:
        raise Refused(CODES.get(refused.verdict, refused.verdict)) from None


def check(dealing, is_masked):
    require(plain.is_plain(dealing["label"], 0, 256), "label")
    require(plain.is_time(dealing["created"]), "created")
    require(0 <= dealing["epoch"] < 2**32, "epoch")
    require(dealing["group"] in own.GROUPS, "group")
    shared, holders, t = own.GROUPS[dealing["group"]], dealing["holders"], dealing["threshold"]
    require(2 <= len(holders) <= 65535 and 2 <= t <= len(holders), "threshold")
    last = 0
    for holder in holders:
        require(last < holder["index"] <= 65535, "holder-index")
        last = holder["index"]
        require(plain.is_plain(holder["name"], 1, 128) and "/" not in holder["name"], "holder-name")
        require(holder["group"] in own.GROUPS, "group")
        require(is_hex(holder["publicKey"], size(holder["group"])), "own-keys")
        require(not is_masked or is_hex(holder["masked"], 32), "own-keys")
    require(len({holder["name"] for holder in holders}) == len(holders), "holder-name-twice")
    if is_masked:
        for name, point in dealing["ephemerals"].items():
            require(name in own.GROUPS, "group")
            require(isinstance(point, str) and is_hex(point, size(name)), "own-keys")
        groups = {holder["group"] for holder in holders}
        require(list(dealing["ephemerals"]) == [name for name in own.GROUPS if name in groups], "own-keys")
    else:
        require(is_hex(dealing["sharesProof"], 32), "own-keys")
    require(len(dealing["commitments"]) == t, "commitment-count")
    for point in dealing["commitments"]:
        require(isinstance(point, str) and is_hex(point, size(dealing["group"])), "commitment-point")
    found = decoded(dealing)
    require(not own.alike(own.GROUPS[dealing["group"]], found.commitments), "commitment-alike")
    plain.check_key(dealing, plain.GROUPS[dealing["group"]], found.commitments[0])
    plain.check_original(dealing["original"])
    proof = dealing["proof"]
    require(is_hex(proof, 32 * (2 + len(dealing.get("ephemerals", {})))), "proof")
    own.refuse_keys(found)
    for place, (group, _) in enumerate(own.dealer_statements(found), 1):
        own.read_scalar(group, octets(proof)[32 * place:32 * place + 32], "proof")
    for holder in holders:
        if is_masked:
            own.read_scalar(shared, octets(holder["masked"]), "own-keys")
    require(dealing["id"] == identity(dealing).hex(), "id-mismatch")
    own.verify_dealer(found, octets(proof))
    return found


def size(group):
    return 32 if group == "ed25519" else 33


write = plain.write
