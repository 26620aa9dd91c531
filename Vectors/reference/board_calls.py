"""Vectors of the calls of boards (holdfast-board(7)): call data by the ABI's rules, and chaincode arguments.

Nothing is random: contents are hashes of texts. What a call publishes is bytes here, no matter which. See Vectors/boards/README.md.
"""

import base64
import hashlib
import json

from .primitives import keccak256

SIGNATURES = {
    "dealing": "publishDealing(bytes)",
    "proof": "publishProof(bytes32,bytes32)",
    "acknowledgement": "publishAcknowledgement(bytes32,bytes)",
    "submission": "publishSubmission(bytes32,bytes)",
}
FUNCTIONS = {
    "dealing": "PublishDealing",
    "proof": "PublishProof",
    "acknowledgement": "PublishAcknowledgement",
    "submission": "PublishSubmission",
}


def drawn(label, count):
    """So many bytes, for ever the same."""
    return b"".join(
        hashlib.sha256(f"holdfast boards vectors/{label}/{block}".encode()).digest() for block in range(count // 32 + 1))[:count]


def word(number):
    return number.to_bytes(32, "big")


def selector(signature):
    return keccak256(signature.encode())[:4]


def call_data(kind, identity, content):
    """Words of 32 bytes: what has one size in its place, else where it begins, counted from behind the selector."""
    head, tail = [], b""
    if identity is not None:
        head.append(identity)
    if kind == "proof":
        head.append(content)
    else:
        head.append(word(32 * (len(head) + 1)))
        tail = word(len(content)) + content + bytes(-len(content) % 32)
    return selector(SIGNATURES[kind]) + b"".join(head) + tail


def arguments(kind, identity, content):
    last = content.hex() if kind == "proof" else base64.b64encode(content).decode()
    return [FUNCTIONS[kind], *([identity.hex()] if identity is not None else []), last]


def good():
    for kind in SIGNATURES:
        for count in [32] if kind == "proof" else [0, 1, 31, 32, 33, 102, 650, 1025]:
            name = f"{kind} of {count} bytes"
            identity = None if kind == "dealing" else drawn(name + "/id", 32)
            content = drawn(name, count)
            yield {
                "name": name, "kind": kind, "id": identity and identity.hex(), "content": content.hex(),
                "evm": "0x" + call_data(kind, identity, content).hex(),
                "fabric": json.dumps({"Args": arguments(kind, identity, content)}, separators=(",", ":")),
            }


def changed_data():
    """Call data that are not as tools write them: the warnings, and what contracts read; null where they read nothing.

    Where the data end early, contracts of older compilers take zeros for what is missing and newer ones refuse: there is
    no "content" then.
    """
    content, identity = drawn("changed", 40), drawn("changed/id", 32)
    dealing, submission = call_data("dealing", None, content), call_data("submission", identity, content)
    head, rest = dealing[:4], dealing[36:]

    def case(name, data, kind="dealing", read=content, warnings=("arguments-differ",)):
        told = {} if read == "ended" else {"content": None if read is None else read.hex()}
        return {"name": name, "kind": kind, "data": "0x" + data.hex(), **told, "warnings": list(warnings)}

    yield case("another selector", bytes([dealing[0] ^ 1]) + dealing[1:], kind=None, read=None, warnings=())
    yield case("three bytes", dealing[:3], kind=None, read=None, warnings=())
    yield case("the selector alone", head, read="ended")
    yield case("a word and no more", dealing[:36], read="ended")
    yield case("the last zero missing", dealing[:-1])
    yield case("the padding missing", dealing[:4 + 64 + 40])
    yield case("the last byte of the content missing", dealing[:4 + 64 + 39], read="ended")
    yield case("a length beyond the data", head + word(32) + word(41 + 64) + content + bytes(24), read="ended")
    yield case("a length of 2^255", head + word(32) + word(1 << 255) + content + bytes(24), read=None)
    yield case("an offset beyond the data", head + word(4096) + rest, read=None)
    yield case("an offset of 2^256 - 32", head + word(2**256 - 32) + rest, read=None)
    yield case("an offset over a gap", head + word(64) + drawn("gap", 32) + rest)
    yield case("an offset over another dealing", head + word(32 + len(rest)) + rest + word(1) + b"\x01" + bytes(31), read=b"\x01")
    yield case("an offset of 0, which is its own length", head + word(0) + rest, read=b"")
    yield case("an offset of 31, from which the length is read askew", head + word(31) + rest, read=None)
    yield case("padding that is not zero", dealing[:-1] + b"\x01")
    yield case("a byte behind", dealing + b"\x01", warnings=["bytes-left-over"])
    yield case("a word behind", dealing + word(1), warnings=["bytes-left-over"])
    yield case("one call behind the other", dealing + dealing, warnings=["bytes-left-over"])
    yield case("a submission with its offset on its id", submission[:4] + identity + word(0) + submission[68:], "submission", None)
    yield case("a submission without its id", submission[:4] + submission[36:], "submission", None)


def changed_arguments():
    """Arguments of a board's function that its chaincode refuses, and those of other functions."""
    content, identity = drawn("changed", 40), drawn("changed/id", 32)
    encoded, digits = base64.b64encode(content).decode(), identity.hex()

    def case(name, kind, *args):
        return {"name": name, "kind": kind, "args": list(args)}

    yield case("another function", None, "publishDealing", encoded)
    yield case("no function", None)
    yield case("a blank behind the function", None, "PublishDealing ", encoded)
    yield case("no argument", "dealing", "PublishDealing")
    yield case("an argument too many", "dealing", "PublishDealing", encoded, "")
    yield case("hexadecimal digits", "dealing", "PublishDealing", content[:39].hex())
    yield case("without padding", "dealing", "PublishDealing", encoded.rstrip("="))
    yield case("stray bits", "dealing", "PublishDealing", encoded[:-3] + chr(ord(encoded[-3]) + 1) + "==")
    yield case("a newline behind", "dealing", "PublishDealing", encoded + "\n")
    yield case("the alphabet of addresses", "dealing", "PublishDealing", "-_-_")
    yield case("a submission without its request", "submission", "PublishSubmission", encoded)
    yield case("a request in capitals", "submission", "PublishSubmission", digits.upper(), encoded)
    yield case("a request with 0x", "submission", "PublishSubmission", "0x" + digits, encoded)
    yield case("a request of 31 bytes", "submission", "PublishSubmission", digits[2:], encoded)
    yield case("a proof in Base64", "proof", "PublishProof", digits, base64.b64encode(identity).decode())


def make():
    return {
        "schema": "holdfast.board-calls/1",
        "selectors": {signature: selector(signature).hex() for signature in SIGNATURES.values()},
        "calls": list(good()), "changedData": list(changed_data()), "changedArguments": list(changed_arguments()),
    }
