"""A block of Fabric with 1,000 transactions, each with two endorsements."""

import hashlib
import subprocess
from dataclasses import dataclass

from measure import Bench
from units import P256

TRANSACTIONS, ENDORSEMENTS = 1_000, 2
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_ENDORSER_TRANSACTION = 3
_TIME = 1_780_000_000


def number(field: int, value: int) -> bytes:
    """A field of protocol buffers; one that is zero is not written."""
    return _varint(field << 3) + _varint(value) if value else b""


def part(field: int, content: bytes | str) -> bytes:
    content = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + _varint(rest) if rest else bytes([low])


def integer(value: int) -> bytes:
    """A DER INTEGER, not negative."""
    body = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return bytes([2, len(body)]) + body


@dataclass
class Member:
    """One who signs: the key, and the identity that messages carry."""

    key: P256
    identity: bytes

    def sign(self, message: bytes) -> bytes:
        """With the low s that Fabric asks for."""
        r, s = self.key.sign(hashlib.sha256(message).digest())
        body = integer(r) + integer(min(s, _ORDER - s))
        return bytes([0x30, len(body)]) + body


def member(bench: Bench, msp: str) -> Member:
    """The key and its certificate, by openssl."""
    key, certificate = bench.folder / f"{msp}.pem", bench.folder / f"{msp}.crt"
    _openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
             "-out", certificate, "-days", "365", "-subj", f"/O={msp}/CN=client", "-addext",
             "basicConstraints=critical,CA:FALSE")
    der = _openssl("ec", "-in", key, "-outform", "DER")
    return Member(P256(der), part(1, msp) + part(2, certificate.read_bytes()))


def _openssl(*arguments: object) -> bytes:
    return subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True).stdout


def envelope(creator: Member, endorsers: list[Member], place: int, arguments: int = 3) -> bytes:
    """A transaction: the call of a chaincode, what it wrote, its endorsements, and the creator's signature."""
    nonce = place.to_bytes(24, "big")
    chaincode = part(2, "trade")
    identifier = hashlib.sha256(nonce + creator.identity).hexdigest()
    channel = (number(1, _ENDORSER_TRANSACTION) + number(2, 1) + part(3, number(1, _TIME)) + part(4, "market")
               + part(5, identifier) + part(7, part(2, chaincode)))
    signature_header = part(1, creator.identity) + part(2, nonce)
    call = part(1, part(1, number(1, 1) + part(2, chaincode) + part(3, _input(place, arguments))))
    written = part(3, part(1, f"meter-{place}") + part(3, b"42 kWh"))
    action = (part(1, part(2, part(1, "trade") + part(2, written))) + part(3, number(1, 200) + part(3, b"done"))
              + part(4, part(2, "trade") + part(3, "1.0")))
    response = part(1, hashlib.sha256(channel + signature_header + call).digest()) + part(2, action)
    endorsed = part(1, response) + b"".join(
        part(2, part(1, by.identity) + part(2, by.sign(response + by.identity))) for by in endorsers)
    data = part(1, part(1, signature_header) + part(2, part(1, call) + part(2, endorsed)))
    payload = part(1, part(1, channel) + part(2, signature_header)) + part(2, data)
    return part(1, payload) + part(2, creator.sign(payload))


def _input(place: int, arguments: int) -> bytes:
    return part(1, "Settle") + part(1, f"meter-{place}") + part(1, "42 kWh") * (arguments - 2)


def make_block(orderer: Member, envelopes: list[bytes]) -> bytes:
    before, data = bytes([7]) * 32, hashlib.sha256(b"".join(envelopes)).digest()
    body = integer(12) + b"\x04\x20" + before + b"\x04\x20" + data
    header = bytes([0x30, len(body)]) + body
    value, signature_header = b"\x0a\x02\x08\x0b", part(1, orderer.identity) + part(2, bytes(range(24)))
    signed = orderer.sign(value + signature_header + header)
    metadata = part(1, value) + part(2, part(1, signature_header) + part(2, signed))
    found = [metadata, b"", bytes(len(envelopes)), b"", bytes(32)]
    return (part(1, number(1, 12) + part(2, before) + part(3, data)) + part(2, b"".join(part(1, e) for e in envelopes))
            + part(3, b"".join(part(1, each) for each in found)))


def block(bench: Bench) -> None:
    creator, orderer = member(bench, "EnergyMSP"), member(bench, "OrdererMSP")
    endorsers = [member(bench, f"Grid{place}MSP") for place in range(ENDORSEMENTS)]
    envelopes = [envelope(creator, endorsers, place) for place in range(1, TRANSACTIONS + 1)]
    whole = make_block(orderer, envelopes)
    run = bench.run("verify", bench.file("block", whole), "--json")
    signatures = run.json.get("signatures", [])
    right = run.exit == 0 and len(signatures) == TRANSACTIONS * (1 + ENDORSEMENTS) + 1
    bench.row("verify a Fabric block of 1,000 transactions", len(whole), run, "p256", right)
    last = envelopes[-1]
    altered = make_block(orderer, [*envelopes[:-1], last[:-1] + bytes([last[-1] ^ 1])])
    run = bench.run("verify", bench.file("altered", altered), "--json")
    bad = [signature for signature in run.json.get("signatures", []) if signature["status"] != "valid"]
    right = run.exit == 1 and len(bad) == 1
    bench.row(" one bit of one signature altered: named", len(altered), run, "p256", right)
