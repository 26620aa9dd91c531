"""Writes Vectors/extended-key/keys.json: extended private keys of every version and of the depths that wallets give out,
with the first addresses that bip_utils has for them; and keys that break one rule each. Run by hand, in a virtual
environment with bip_utils 2.12.3: the tests read what it wrote.

    python Tests/Interop/extended_keys.py
"""

import hashlib
import json
import pathlib

from bip_utils import (Base58Encoder, Bip32KeyNetVersions, Bip32Slip10Secp256k1, EthAddrEncoder, P2TRAddrEncoder,
                       P2WPKHAddrEncoder)

# Name, bytes of private and public keys, human-readable part of addresses, uses.
ANY, SEGWIT, NONE = ("bitcoin-p2tr", "bitcoin-p2wpkh", "evm"), ("bitcoin-p2wpkh",), ()
VERSIONS = [
    ("xprv", "0488ade4", "0488b21e", "bc", ANY), ("tprv", "04358394", "043587cf", "tb", ANY[:2]),
    ("yprv", "049d7878", "049d7cb2", "bc", NONE), ("uprv", "044a4e28", "044a5262", "tb", NONE),
    ("zprv", "04b2430c", "04b24746", "bc", SEGWIT), ("vprv", "045f18bc", "045f1cf6", "tb", SEGWIT),
    ("Yprv", "0295b005", "0295b43f", "bc", NONE), ("Uprv", "024285b5", "024289ef", "tb", NONE),
    ("Zprv", "02aa7a99", "02aa7ed3", "bc", NONE), ("Vprv", "02575048", "02575483", "tb", NONE),
]
PURPOSE = {"bitcoin-p2tr": 86, "bitcoin-p2wpkh": 84, "evm": 44}
# Where the key stands, and how its first address goes on from there.
PLACES = [("m", None), ("m/84'", ""), ("m/84'/0'", ""), ("m/84'/0'/7'", "0/0"), ("m/0/1/2", ""), ("m/48'/0'/0'/2'", ""),
          ("m/84'/0'/7'/1", "0"), ("m/84'/0'/7'/1/2147483647", "."), ("m/44'/501'/0'/0'/0'", ""), ("m/1/2/3/4/5/6", "")]


def address(use, key, prefix):
    public = key.PublicKey().RawCompressed().ToBytes()
    if use == "evm":
        return EthAddrEncoder.EncodeKey(public)
    return (P2TRAddrEncoder if use == "bitcoin-p2tr" else P2WPKHAddrEncoder).EncodeKey(public, hrp=prefix)


def standard(use, prefix):
    coin = 60 if use == "evm" else 0 if prefix == "bc" else 1
    return f"m/{PURPOSE[use]}'/{coin}'/0'/0/0"


def case(name, private, public, prefix, uses, place, onward):
    versions = Bip32KeyNetVersions(bytes.fromhex(public), bytes.fromhex(private))
    seed = hashlib.sha512(f"holdfast extended key {name}".encode()).digest()
    key = Bip32Slip10Secp256k1.FromSeed(seed, versions).DerivePath(place)
    addresses = {}
    for use in uses if onward != "" else ():
        path = standard(use, prefix) if onward is None else onward.strip(".")
        found = key.DerivePath(path) if path else key
        addresses[use] = {"path": path, "address": address(use, found, prefix)}
    return {
        "text": key.PrivateKey().ToExtended(), "version": name, "depth": key.Depth().ToInt(), "child": key.Index().ToInt(),
        "fingerprint": key.FingerPrint().ToHex(), "publicKey": key.PublicKey().RawCompressed().ToHex(),
        "addresses": addresses}


def payload(version="0488ade4", depth=0, parent="00000000", child=0, chain=b"\x11" * 32, key=b"\0" + b"\x22" * 32):
    return bytes.fromhex(version) + bytes([depth]) + bytes.fromhex(parent) + child.to_bytes(4, "big") + chain + key


def refused():
    order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141
    point = bytes.fromhex("0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")
    good = Base58Encoder.CheckEncode(payload())
    made = {
        "private version, public key": payload(key=point),
        "private version, prefix 01": payload(key=b"\x01" + b"\x22" * 32),
        "private version, prefix 04": payload(key=b"\x04" + b"\x22" * 32),
        "public version, private key": payload("0488b21e"),
        "public version, prefix 04": payload("0488b21e", key=b"\x04" + point[1:]),
        "public version, no point": payload("0488b21e", key=b"\x02" + b"\0" * 31 + b"\x07"),
        "public key": payload("0488b21e", key=point),
        "zpub": payload("04b24746", key=point),
        "depth 0 with a parent": payload(parent="00000001"),
        "depth 0 with a number": payload(child=1),
        "another coin's version": payload("019d9cfe"),
        "key 0": payload(key=b"\0" * 33),
        "key n": payload(key=b"\0" + order.to_bytes(32, "big")),
        "key above n": payload(key=b"\0" + b"\xff" * 32),
    }
    texts = {reason: Base58Encoder.CheckEncode(content) for reason, content in made.items()}
    texts["checksum"] = good[:60] + ("A" if good[60] != "A" else "B") + good[61:]
    texts["110 letters"] = good[:-1]
    texts["112 letters"] = good + "1"
    texts["letter 0"] = good[:50] + "0" + good[51:]
    return [{"reason": reason, "text": text} for reason, text in texts.items()]


def main():
    cases = [case(*version, *place) for version in VERSIONS for place in PLACES]
    place = pathlib.Path(__file__).resolve().parents[2] / "Vectors" / "extended-key" / "keys.json"
    place.parent.mkdir(exist_ok=True)
    place.write_text(json.dumps({"schema": "holdfast.extended-keys/1", "cases": cases, "refused": refused()}, indent=1) + "\n")


if __name__ == "__main__":
    main()
