"""A PSBT of 10,000 inputs, the transaction it makes, and the slow case from before segwit."""

import base64
import hashlib

from measure import Bench
from sharing import GROUP, node_key
from units import SECRET, Secp256k1

INPUTS = 10_000
# The weight of a block has room for so many: 149 bytes an input, four units a byte.
LEGACY_INPUTS = 6_700
_AMOUNT, _ALL = 10_000, 1
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def transactions(bench: Bench) -> None:
    _segwit(bench)
    _legacy(bench)


def compact(number: int) -> bytes:
    """CompactSize."""
    if number < 0xFD:
        return bytes([number])
    return b"\xfd" + number.to_bytes(2, "little") if number < 1 << 16 else b"\xfe" + number.to_bytes(4, "little")


def text(content: bytes) -> bytes:
    return compact(len(content)) + content


def output(amount: int, script: bytes) -> bytes:
    return amount.to_bytes(8, "little") + text(script)


def transaction(inputs: list[tuple[bytes, bytes]], outputs: list[bytes], witnesses: list[bytes] | None = None) -> bytes:
    """Inputs are an outpoint and a script."""
    content = compact(len(inputs)) + b"".join(place + text(script) + b"\xfd\xff\xff\xff" for place, script in inputs)
    content += compact(len(outputs)) + b"".join(outputs)
    marker = b"" if witnesses is None else b"\x00\x01"
    return b"\x02\x00\x00\x00" + marker + content + b"".join(witnesses or []) + bytes(4)


def twice(content: bytes) -> bytes:
    return hashlib.sha256(hashlib.sha256(content).digest()).digest()


def _program(address: str) -> bytes:
    """The 20 bytes of a P2WPKH address, whose checksum the command just computed."""
    bits = 0
    for letter in address[4:-6]:
        bits = bits << 5 | _BECH32.index(letter)
    return bits.to_bytes(20, "big")


def _funding(script: bytes, count: int) -> tuple[bytes, list[bytes]]:
    """One transaction that pays everything that is spent, and the places of its outputs."""
    paid = transaction([(bytes([9]) * 36, b"")], [output(_AMOUNT, script)] * count)
    return paid, [twice(paid) + place.to_bytes(4, "little") for place in range(count)]


def _paying(inputs: int) -> list[bytes]:
    """To somebody, less 0.01 BTC."""
    return [output(_AMOUNT * inputs - 1_000_000, b"\x00\x14" + b"\x33" * 20)]


def _segwit(bench: Bench) -> None:
    key = node_key(bench, GROUP)
    shown = bench.run("inspect", key, "--group", GROUP, "--json").json
    script = b"\x00\x14" + _program(_address(shown))
    paid, places = _funding(script, INPUTS)
    unsigned = transaction([(place, b"") for place in places], _paying(INPUTS))
    spent = b"\x01\x01" + text(output(_AMOUNT, script)) + b"\x00"
    psbt = b"psbt\xff\x01\x00" + text(unsigned) + b"\x00" + spent * INPUTS + b"\x00"
    content, previous = bench.file("psbt", psbt), bench.file("paid", paid.hex())
    run = bench.run("inspect", content, "--json")
    bench.row("inspect a PSBT of 10,000 inputs", len(psbt), run, GROUP, run.exit == 0)
    signing = ["sign", content, "--key", key, "--group", GROUP, "--previous", previous, "--yes"]
    run = bench.run(*signing, "--json")
    signed = base64.b64decode(run.json.get("signed", ""))
    bench.row(" sign it", len(signed), run, GROUP, run.exit == 0)
    run = bench.run("verify", bench.file("signed", signed), "--previous", previous, "--json")
    bench.row(" verify it", len(signed), run, GROUP, _all_valid(run.json, INPUTS))
    raw = bench.folder / "raw"
    run = bench.run(*signing, "--raw", "-o", raw, "--quiet")
    size = len(raw.read_bytes()) // 2 if raw.exists() else 0
    bench.row(" sign it to a raw transaction", size, run, GROUP, run.exit == 0)
    _verified(bench, raw.read_text().strip() if raw.exists() else "", previous, INPUTS)


def _address(shown: dict) -> str:
    return next(iter(_strings(shown, "bc1q")))


def _strings(value: object, start: str) -> list[str]:
    if isinstance(value, str):
        return [value] if value.startswith(start) else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [found for member in inner for found in _strings(member, start)]


def _all_valid(answer: dict, count: int) -> bool:
    signatures = answer.get("signatures", [])
    return answer.get("ok") is True and len(signatures) == count and {s["status"] for s in signatures} == {"valid"}


def _verified(bench: Bench, raw: str, previous: object, inputs: int) -> None:
    run = bench.run("verify", bench.file("raw.hex", raw), "--previous", previous, "--json")
    bench.row(" verify the transaction", len(raw) // 2, run, GROUP, _all_valid(run.json, inputs))
    # In the middle of the last signature of 70 to 72 bytes, before the key of 33 and the time of 4.
    place = len(raw) - 2 * (4 + 34 + 20)
    altered = raw[:place] + ("0" if raw[place] != "0" else "1") + raw[place + 1:]
    run = bench.run("verify", bench.file("altered.hex", altered), "--previous", previous, "--json")
    bad = [s for s in run.json.get("signatures", []) if s["status"] != "valid"]
    named = [signature["place"] for signature in bad] == [f"input {inputs - 1}"]
    bench.row(" one digit altered: its input named", len(raw) // 2, run, GROUP, run.exit == 1 and named)


def _legacy(bench: Bench) -> None:
    """Before segwit, the whole transaction is hashed for each input: the work grows with the square of their number."""
    signer = Secp256k1(SECRET)
    # An output to the bare key (P2PK) spares a hash that not every libcrypto has.
    script = b"\x21" + signer.public_key + b"\xac"
    paid, places = _funding(script, LEGACY_INPUTS)
    to = _paying(LEGACY_INPUTS)
    empty = transaction([(place, b"") for place in places], to)
    signed = [(place, _legacy_signature(signer, empty, script, at)) for at, place in enumerate(places)]
    raw = transaction(signed, to)
    content, previous = bench.file("legacy", raw.hex()), bench.file("paid", paid.hex())
    run = bench.run("verify", content, "--previous", previous, "--json")
    bench.row(f"verify a transaction of {LEGACY_INPUTS:,} inputs of P2PK", len(raw), run, GROUP,
              _all_valid(run.json, LEGACY_INPUTS))


def _legacy_signature(signer: Secp256k1, empty: bytes, script: bytes, at: int) -> bytes:
    """The script of an input, whose own script stands in its place in what is hashed."""
    place = 4 + len(compact(LEGACY_INPUTS)) + 41 * at + 36
    signed = empty[:place] + text(script) + empty[place + 1:] + _ALL.to_bytes(4, "little")
    return text(signer.sign(twice(signed)) + bytes([_ALL]))
