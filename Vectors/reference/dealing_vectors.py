"""Vectors/dealing: dealings that are read, refused, and opened."""

import base64
import copy
import json

from . import dealing as dealings
from .dealer import Dealt, number
from .groups import ED25519, P256, SECP256K1, multiply
from .vectors import Vectors

FIVE = ["Aino", "Bram", "Chiara", "Dev", "Eli"]
# BIP-86, "Test vectors".
ROOT = (b"xprv9s21ZrQH143K3GJpoapnV8SFfukcVBSfeCficPSGfubmSFDxo1kuHnLisriDvSnRRuL2Qrg5ggqHKNVpxR86QEC8w35uxmGoggxtQTPvfUu"
        b"\n")


def base_cases():
    """The dealings that both folders use."""
    long_file = (b"This file is no key of one scalar; a fresh one wraps it.\n" * 12)[:600]
    return {dealt.name: dealt for dealt in [
        Dealt("secp256k1-2-of-3", "secp256k1", 2, FIVE[:3], "hex", label="energy-bridge"),
        Dealt("secp256k1-3-of-5", "secp256k1", 3, FIVE, "pkcs8-pem", label="treasury", created="2026-02-28T23:59:59Z"),
        Dealt("p256-2-of-3", "p256", 2, FIVE[:3], "sec1-pem", label="org1 peer0"),
        Dealt("p256-3-of-5", "p256", 3, FIVE, "pkcs8-pem"),
        Dealt("ed25519-2-of-3", "ed25519", 2, FIVE[:3], "cometbft-validator", label="validator-7"),
        Dealt("ed25519-3-of-5", "ed25519", 3, FIVE, "solana", label="solana vote", created="2028-02-29T00:00:00Z"),
        Dealt("ed25519-raw-seed", "ed25519", 2, FIVE[:2], "raw", label="bare seed"),
        Dealt("secp256k1-wif", "secp256k1", 2, FIVE[:2], "wif", label="savings"),
        Dealt("secp256k1-wif-uncompressed", "secp256k1", 2, FIVE[:2], "wif-uncompressed"),
        Dealt("secp256k1-wif-testnet", "secp256k1", 2, FIVE[:2], "wif-testnet"),
        Dealt("secp256k1-wif-testnet-uncompressed", "secp256k1", 2, FIVE[:2], "wif-testnet-uncompressed"),
        Dealt("ed25519-stellar", "ed25519", 2, FIVE[:2], "stellar"),
        Dealt("ed25519-solana-base58", "ed25519", 2, FIVE[:2], "solana-base58"),
        Dealt("secp256k1-pkcs8-der", "secp256k1", 2, FIVE[:2], "pkcs8-der"),
        Dealt("p256-sec1-der", "p256", 2, FIVE[:2], "sec1-der"),
        Dealt("p256-openssh", "p256", 2, FIVE[:2], "openssh"),
        Dealt("ed25519-openssh", "ed25519", 2, FIVE[:2], "openssh"),
        Dealt("ed25519-cometbft-node", "ed25519", 2, FIVE[:2], "cometbft-node"),
        Dealt("secp256k1-key-1", "secp256k1", 2, FIVE[:2], "hex", secret=(1).to_bytes(32, "big")),
        Dealt("p256-key-order-minus-1", "p256", 2, FIVE[:2], "raw", secret=(P256.q - 1).to_bytes(32, "big")),
        Dealt("secp256k1-leading-zeros", "secp256k1", 2, FIVE[:2], "raw", secret=(2**248 - 1).to_bytes(32, "big")),
        Dealt("wrapping-600-bytes", "ed25519", 2, FIVE[:3], "file", kind="wrapping", original=long_file,
              label="mnemonic"),
        Dealt("wrapping-mnemonic", "ed25519", 2, FIVE[:3], "bip39", kind="wrapping", label="treasury wallet",
              original=b"abandon " * 11 + b"about\n", wallet={
                  # The first addresses that BIP-86, BIP-84 and the wallets of Ethereum and Solana have for these words.
                  "bitcoin-p2tr": "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
                  "bitcoin-p2wpkh": "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
                  "evm": "0x9858EfFD232B4033E47d90003D41EC34EcaEda94",
                  "solana": "HAgk14JpMQLgt6rVgv7cBQFJWFto5Dqxi472uT3DKpqk"}),
        Dealt("wrapping-xprv", "ed25519", 2, FIVE[:3], "bip32", kind="wrapping", label="treasury wallet", original=ROOT,
              # Of the same words, as BIP-86 publishes their root key: all but what is made of the seed itself.
              wallet={
                  "bitcoin-p2tr": "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
                  "bitcoin-p2wpkh": "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu",
                  "evm": "0x9858EfFD232B4033E47d90003D41EC34EcaEda94"}),
        Dealt("wide", "p256", 2, ["Jörg Öst", "李 明", "N" * 128], "raw", label="ŽŽ " + "l" * 251,
              epoch=4294967295, indices=[1, 256, 65535], created="9999-12-31T23:59:59Z",
              recipients=[None, "age1" + "q" * 58, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + "A" * 43]),
    ]}


def make():
    vectors, bases = Vectors(), base_cases()
    for name, dealt in bases.items():
        file = vectors.file(name + ".json", dealings.write(dealt.dealing))
        everything = " ".join(f"D{rule}" for rule in [*range(1, 21), 25])
        vectors.case(name, everything, "read-dealing", [file], encoding=dealings.encoding(dealt.dealing).hex())
        vectors.case("open-" + name, "D21 D22 D23", "open", [file], original=dealt.original.hex(),
                     scalar=dealings.scalar_bytes(dealt.group, dealt.key).hex())
    texts(vectors, bases["ed25519-2-of-3"].dealing)
    members(vectors, bases["ed25519-2-of-3"])
    points(vectors, bases)
    alike(vectors, bases)
    keys(vectors, bases)
    originals(vectors, bases["secp256k1-2-of-3"])
    for name in ("secp256k1-2-of-3", "p256-2-of-3", "ed25519-2-of-3"):
        proofs(vectors, bases[name], bases[name.replace("2-of-3", "3-of-5")])
    return vectors


def texts(vectors, dealing):
    text = dealings.write(dealing)

    def accept(name, must, data):
        vectors.case(name, must, "read-dealing", [vectors.file(name + ".json", data)])

    def refuse(name, must, reason, data):
        vectors.case(name, must, "read-dealing", [vectors.file(name + ".json", data)], reason=reason)

    accept("accept-byte-order-mark", "D1", b"\xef\xbb\xbf" + text)
    accept("accept-crlf", "D2", text.replace(b"\n", b"\r\n"))
    accept("accept-compact", "D2", dealings.compact(dealing).encode())
    accept("accept-indented-by-tabs", "D2", json.dumps(dealing, indent="\t", ensure_ascii=False).encode())
    refuse("refuse-empty", "D1", "json", b"")
    refuse("refuse-truncated", "D1", "json", text[:-40])
    refuse("refuse-second-value", "D1", "json", text + b"{}\n")
    refuse("refuse-not-utf8", "D1", "not-text", text.replace(b"validator-7", b"validator-\xff"))
    refuse("refuse-utf16", "D1", "not-text", text.decode().encode("utf-16"))
    refuse("refuse-comma-at-the-end", "D1", "json", text.replace(b'"\n}\n', b'",\n}\n'))
    for name, old, new in (("doubled-member", b'  "epoch": 0,\n', b'  "epoch": 0,\n  "epoch": 0,\n'),
                           ("unknown-member", b'  "epoch": 0,\n', b'  "epoch": 0,\n  "note": "",\n'),
                           ("missing-member", b'  "epoch": 0,\n', b""),
                           ("missing-recipient", b',\n      "recipient": null', b""),
                           ("threshold-with-fraction", b'"threshold": 2', b'"threshold": 2.0'),
                           ("threshold-with-exponent", b'"threshold": 2', b'"threshold": 2e0'),
                           ("threshold-as-string", b'"threshold": 2', b'"threshold": "2"'),
                           ("epoch-minus-zero", b'"epoch": 0', b'"epoch": -0'),
                           ("escaped-letter", b'"validator-7"', b'"validator-\\u0037"'),
                           ("escaped-slash", b'"validator-7"', b'"validator\\/7"')):
        assert old in text, name
        refuse("refuse-" + name, "D2", "not-canonical", text.replace(old, new, 1))
    swapped = {name: dealing[name] for name in sorted(dealing)}
    refuse("refuse-other-order", "D2", "not-canonical", dealings.write(swapped))
    refuse("refuse-version-2", "D3", "unknown-version", text.replace(b"dealing/1", b"dealing/2", 1))
    refuse("refuse-format-of-a-share", "D3", "unknown-version",
           text.replace(b"holdfast-dealing/1", b"holdfast-share/1", 1))
    refuse("refuse-altered-label", "D4", "id-mismatch", text.replace(b"validator-7", b"validator-8"))
    refuse("refuse-altered-name", "D4", "id-mismatch", text.replace(b"Aino", b"Aina"))
    refuse("refuse-altered-original", "D4", "id-mismatch", text.replace(b'"nonce": "', b'"nonce": "00', 1)
           .replace(bytes(dealing["original"]["nonce"], "ascii"), bytes(dealing["original"]["nonce"][:-2], "ascii")))
    refuse("refuse-upper-case-id", "D4", "id-mismatch", dealings.write({**dealing, "id": dealing["id"].upper()}))
    changed = copy.deepcopy(dealing)
    changed["holders"][1]["recipient"] = "age1" + "q" * 58
    accept("accept-recipient-outside-the-id", "D4 D13", dealings.write(changed))


def members(vectors, dealt):
    """One value out of its range, under an id and a proof that are right for it."""
    dealing = dealt.dealing

    def variant(name, must, reason, change):
        altered = copy.deepcopy(dealing)
        change(altered)
        file = vectors.file(f"{name}.json", dealings.write(dealt.proven(altered)))
        vectors.case(name, must, "read-dealing", [file], **({"reason": reason} if reason else {}))

    def refuse(name, must, reason, /, **values):
        variant("refuse-" + name, must, reason, lambda d: d.update(values))

    def refuse_holder(name, must, reason, /, **values):
        variant("refuse-" + name, must, reason, lambda d: d["holders"][1].update(values))

    variant("accept-empty-label", "D5", None, lambda d: d.update(label=""))
    variant("accept-label-of-256-bytes", "D5", None, lambda d: d.update(label="ä" * 128))
    refuse("label-of-257-bytes", "D5", "label", label="l" + "ä" * 128)
    for name, label in (("line-break", "two\u2028lines"), ("delete", "a\x7fb"), ("right-to-left-override", "a\u202eb"),
                        ("hangul-filler", "a\u3164b"), ("joiner-of-marks", "a\u034fb"), ("blank-braille", "a\u2800b"),
                        ("musical-control", "a\U0001d173b"),
                        ("no-break-space", "a\u00a0b"), ("blank-at-the-end", "a "), ("blank-at-the-start", " a")):
        refuse(f"label-with-{name}", "D5", "label", label=label)
    for name, created in (("without-z", "2026-11-22T10:02:33"), ("with-offset", "2026-11-22T10:02:33+00:00"),
                          ("with-fraction", "2026-11-22T10:02:33.0Z"), ("29-february", "2026-02-29T10:02:33Z"),
                          ("hour-24", "2026-11-22T24:00:00Z"), ("second-60", "2026-12-31T23:59:60Z"),
                          ("month-13", "2026-13-01T00:00:00Z"), ("year-1969", "1969-12-31T23:59:59Z"),
                          ("lower-case", "2026-11-22t10:02:33z"), ("empty", "")):
        refuse(f"created-{name}", "D6", "created", created=created)
    variant("accept-epoch-7", "D7", None, lambda d: d.update(epoch=7))
    for name, epoch in (("below-zero", -1), ("above-32-bits", 2**32)):
        altered = {**dealing, "epoch": epoch}  # has no encoding, so the id stays
        file = vectors.file(f"refuse-epoch-{name}.json", dealings.write(altered))
        vectors.case(f"refuse-epoch-{name}", "D7", "read-dealing", [file], reason="epoch")
    for name, group in (("upper-case", "ED25519"), ("unknown", "bls12-381"), ("empty", "")):
        refuse(f"group-{name}", "D8", "group", group=group)
    refuse("threshold-1", "D9", "threshold", threshold=1, commitments=dealing["commitments"][:1])
    refuse("threshold-0", "D9", "threshold", threshold=0, commitments=[])
    refuse("threshold-above-holders", "D9", "threshold", threshold=4)
    refuse("one-holder", "D9", "threshold", holders=dealing["holders"][:1])
    refuse("index-0", "D10", "holder-index", holders=[{**dealing["holders"][0], "index": 0}, *dealing["holders"][1:]])
    refuse_holder("index-doubled", "D10", "holder-index", index=1)
    refuse_holder("index-descending", "D10", "holder-index", index=4)
    refuse("index-65536", "D10", "holder-index",
           holders=[*dealing["holders"][:2], {**dealing["holders"][2], "index": 65536}])
    for name, text in (("empty", ""), ("with-slash", "a/b"), ("with-control-character", "a\x85b"),
                       ("of-129-bytes", "n" * 129), ("with-blank-at-the-end", "Bram "),
                       ("with-zero-width-space", "Br\u200bam")):
        refuse_holder(f"name-{name}", "D11", "holder-name", name=text)
    refuse_holder("name-doubled", "D12", "holder-name-twice", name="Aino")
    variant("accept-names-differ-in-case", "D12", None, lambda d: d["holders"][1].update(name="AINO"))
    for name, text in (("empty", ""), ("not-ascii", "age1ä"), ("of-1025-characters", "a" * 1025)):
        refuse_holder(f"recipient-{name}", "D13", "recipient", recipient=text)
    one_more = dealing["commitments"] + dealing["commitments"][:1]
    refuse("commitment-missing", "D14", "commitment-count", commitments=dealing["commitments"][:1])
    refuse("commitment-too-many", "D14", "commitment-count", commitments=one_more)
    refuse("threshold-raised", "D14", "commitment-count", threshold=3)


def alike(vectors, bases):
    """Commitments from which fewer shares than the threshold give the key."""
    for base, group in (("secp256k1-2-of-3", SECP256K1), ("p256-2-of-3", P256), ("ed25519-2-of-3", ED25519)):
        key = group.decode(bytes.fromhex(bases[base].dealing["commitments"][0]))
        for name, point in (("the-key", key), ("the-generator", group.generator)):
            for sign, taken in (("", point), ("minus-", multiply(group, group.q - 1, point))):
                altered = copy.deepcopy(bases[base].dealing)
                altered["commitments"][1] = group.encode(taken).hex()
                name_of_case = f"refuse-alike-{group.name}-{sign}{name}"
                file = vectors.file(f"{name_of_case}.json", dealings.write(bases[base].proven(altered)))
                vectors.case(name_of_case, "D27", "read-dealing", [file], reason="commitment-alike")


def points(vectors, bases):
    """Commitments that are no element of the group, or not in their one form."""
    def refuse(base, name, encoded):
        altered = copy.deepcopy(bases[base].dealing)
        altered["commitments"][1] = encoded.hex() if isinstance(encoded, bytes) else encoded
        file = vectors.file(f"refuse-point-{name}.json", dealings.write(bases[base].proven(altered)))
        vectors.case(f"refuse-point-{name}", "D15", "read-dealing", [file], reason="commitment-point")

    for group in (SECP256K1, P256):
        base = f"{group.name}-2-of-3"
        good = bytes.fromhex(bases[base].dealing["commitments"][1])
        x = int.from_bytes(good[1:], "big")
        small = next(k for k in range(1, 1000) if group.decode(b"\x02" + k.to_bytes(32, "big")))
        off = next(k for k in range(x + 1, x + 1000) if not group.decode(b"\x02" + k.to_bytes(32, "big")))
        refuse(base, group.name + "-x-not-on-curve", b"\x02" + off.to_bytes(32, "big"))
        refuse(base, group.name + "-identity", bytes(33))
        refuse(base, group.name + "-prefix-4", b"\x04" + good[1:])
        refuse(base, group.name + "-uncompressed", group.uncompressed(group.decode(good)))
        refuse(base, group.name + "-x-only", good[1:])
        if group.p + small < 2**256:
            refuse(base, group.name + "-x-not-below-p", b"\x02" + (group.p + small).to_bytes(32, "big"))
        refuse(base, group.name + "-upper-case", good.hex().upper())
    base, p = "ed25519-2-of-3", ED25519.p
    good = ED25519.decode(bytes.fromhex(bases[base].dealing["commitments"][1]))
    order_two = (0, p - 1)
    order_four = (pow(2, (p - 1) // 4, p), 0)
    assert ED25519.decode(ED25519.encode(ED25519.add(good, order_two))) is None
    refuse(base, "ed25519-identity", ED25519.encode((0, 1)))
    refuse(base, "ed25519-order-2", ED25519.encode(order_two))
    refuse(base, "ed25519-order-4", ED25519.encode(order_four))
    refuse(base, "ed25519-mixed-order-2", ED25519.encode(ED25519.add(good, order_two)))
    refuse(base, "ed25519-mixed-order-4", ED25519.encode(ED25519.add(good, order_four)))
    refuse(base, "ed25519-y-not-below-p", (p + 1).to_bytes(32, "little"))
    refuse(base, "ed25519-x-zero-with-sign", (1 | 1 << 255).to_bytes(32, "little"))
    refuse(base, "ed25519-not-on-curve", next(e for e in ((k).to_bytes(32, "little") for k in range(2, 99))
                                              if ED25519.decode_on_curve(e) is None))
    refuse(base, "ed25519-33-bytes", ED25519.encode(good) + b"\0")


def keys(vectors, bases):
    def refuse(base, name, must, reason, **values):
        altered = copy.deepcopy(bases[base].dealing)
        altered["key"].update(values)
        file = vectors.file(f"refuse-{name}.json", dealings.write(bases[base].proven(altered)))
        vectors.case(f"refuse-{name}", must, "read-dealing", [file], reason=reason)

    other = multiply(ED25519, 7, ED25519.generator)
    comet, sol = "ed25519-2-of-3", "wrapping-600-bytes"
    shown = bases[comet].dealing["key"]["addresses"]
    refuse(comet, "kind-unknown", "D16", "key-kind", kind="shares")
    refuse(comet, "key-format-unknown", "D16", "key-format", format="jwk")
    refuse(comet, "key-format-of-another-group", "D16", "key-format", format="sec1-pem")
    refuse(sol, "wrapping-format-upper-case", "D16", "key-format", format="FILE")
    refuse(comet, "public-key-of-another", "D17", "public-key", publicKey=ED25519.encode(other).hex())
    refuse(comet, "public-key-null", "D17", "public-key", publicKey=None)
    refuse(sol, "public-key-of-a-wrapping-key", "D17", "public-key", publicKey=bases[sol].public_key.hex())
    refuse(comet, "address-false", "D18", "addresses", addresses={**shown, "cometbft": "00" * 20})
    refuse(comet, "address-missing", "D18", "addresses", addresses={"cometbft": shown["cometbft"]})
    refuse(comet, "address-unknown", "D18", "addresses", addresses={**shown, "tron": "T9yD14Nj9j7xAB4dbGeiX9h8unkKHx"})
    refuse(comet, "address-order", "D18", "addresses", addresses=dict(reversed(shown.items())))
    wif = {name: bases[name].dealing["key"]["addresses"] for name in ("secp256k1-wif", "secp256k1-2-of-3")}
    refuse("secp256k1-wif-testnet", "address-of-another-network", "D18", "addresses", addresses=wif["secp256k1-wif"])
    refuse("secp256k1-wif", "address-of-another-format", "D18", "addresses", addresses=wif["secp256k1-2-of-3"])
    refuse(sol, "address-of-a-node-for-a-wrapping-key", "D18", "addresses", addresses=shown)
    wallet = bases["wrapping-mnemonic"].dealing["key"]["addresses"]
    refuse("wrapping-mnemonic", "address-order-of-a-wallet", "D18", "addresses",
           addresses=dict(reversed(wallet.items())))
    altered = copy.deepcopy(bases["wrapping-mnemonic"].dealing)
    altered["key"]["addresses"]["evm"] = "0x90F8bf6A479f320ead074411a4B0e7944Ea8c9C1"
    file = vectors.file("refuse-altered-address-of-a-wallet.json", dealings.write(altered))
    vectors.case("refuse-altered-address-of-a-wallet", "D4 D18", "read-dealing", [file], reason="id-mismatch")


def originals(vectors, dealt):
    """Wrong forms of the sealed original, and originals that open wrongly."""
    def variant(name, must, act, reason, change, **values):
        altered = copy.deepcopy(dealt.dealing)
        altered = change(altered) or altered
        file = vectors.file(f"refuse-{name}.json", dealings.write(altered))
        vectors.case(f"refuse-{name}", must, act, [file], reason=reason, **values)

    def form(name, must, reason, **values):
        variant(name, must, "read-dealing", reason, lambda d: d["original"].update(values))

    original = dealt.dealing["original"]
    sealed = base64.b64decode(original["sealed"])
    form("salt-of-31-bytes", "D19", "original-form", salt=original["salt"][2:])
    form("nonce-of-12-bytes", "D19", "original-form", nonce=original["nonce"][:24])
    form("salt-upper-case", "D19", "original-form", salt=original["salt"].upper())
    form("sealed-without-padding-sign", "D19", "original-form", sealed=original["sealed"].rstrip("="))
    form("sealed-with-blank", "D19", "original-form", sealed=original["sealed"][:64] + " " + original["sealed"][64:])
    url = base64.urlsafe_b64encode(sealed).decode()
    assert url != original["sealed"]
    form("sealed-in-url-letters", "D19", "original-form", sealed=url)
    spare = original["sealed"].rstrip("=")
    last = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    assert original["sealed"].endswith("=") and last.index(spare[-1]) % 4 == 0
    form("sealed-with-spare-bits", "D19", "original-form",
         sealed=spare[:-1] + last[last.index(spare[-1]) + 1] + original["sealed"][len(spare):])
    form("sealed-empty", "D20", "original-length", sealed="")
    for length in (255, 257, 263):
        form(f"sealed-length-{length}", "D20", "original-length",
             sealed=base64.b64encode(bytes(length + 16)).decode())

    def opened(name, must, reason, new_original, **values):
        def change(dealing):
            return dealt.proven({**dealing, "original": new_original})
        scalar = dealings.scalar_bytes(dealt.group, dealt.key).hex()
        variant(name, must, "open", reason, change, scalar=scalar, **values)

    body = dealings.pad(dealt.original)
    flipped = {**original, "sealed": base64.b64encode(sealed[:-1] + bytes([sealed[-1] ^ 1])).decode()}
    opened("original-tag-flipped", "D21", "original-sealed", flipped)
    opened("original-under-another-format", "D21", "original-sealed", dealt.sealed(body, form="raw"))
    opened("original-under-another-kind", "D21", "original-sealed", dealt.sealed(body, kind="wrapping"))
    opened("original-padding-not-zero", "D22", "original-padding", dealt.sealed(body[:-1] + b"\1"))
    opened("original-length-zero", "D22", "original-padding", dealt.sealed(bytes(256)))
    opened("original-length-beyond", "D22", "original-padding", dealt.sealed(dealings.u32(253) + bytes(252)))
    opened("original-padded-too-far", "D22", "original-padding", dealt.sealed(body + bytes(16)))
    opened("original-length-32-bits", "D22", "original-padding", dealt.sealed(b"\xff" * 4 + body[4:]))
    opened("original-of-another-key", "D23", "original-other-key",
           dealt.sealed(dealings.pad(dealings.scalar_bytes(dealt.group, dealt.key ^ 1).hex().encode() + b"\n")),
           holds="another key")


def proofs(vectors, dealt, other):
    """Dealings that are right in everything, under a proof that is not."""
    group, name, q = dealt.group, dealt.group.name, dealt.group.q
    good = bytes.fromhex(dealt.dealing["proof"])
    response = int.from_bytes(good[32:], group.order)

    def refuse(case, reason, proof, dealing=dealt.dealing):
        proof = proof if isinstance(proof, str) else proof.hex()
        file = vectors.file(f"refuse-proof-{name}-{case}.json", dealings.write({**dealing, "proof": proof}))
        vectors.case(f"refuse-proof-{name}-{case}", "D25", "read-dealing", [file], reason=reason)

    def number_below_256_bits(value):
        return good[:32] + value.to_bytes(32, group.order)

    refuse("altered-challenge", "dealer-proof", bytes([good[0] ^ 1]) + good[1:])
    refuse("altered-response", "dealer-proof", number_below_256_bits((response + 1) % q))
    refuse("negated-response", "dealer-proof", number_below_256_bits(q - response))
    refuse("response-in-the-other-order", "dealer-proof" if int.from_bytes(good[:31:-1], group.order) < q else "proof",
           good[:32] + good[:31:-1])
    refuse("all-zero", "dealer-proof", bytes(64))
    refuse("of-another-dealing", "dealer-proof", dealt.proven({**dealt.dealing, "label": "other"})["proof"])
    refuse("of-another-key", "dealer-proof", other.proven(dealt.dealing)["proof"])
    refuse("response-is-the-order", "proof", number_below_256_bits(q))
    if response + q < 2**256:
        refuse("response-plus-order", "proof", number_below_256_bits(response + q))
    refuse("response-all-ones", "proof", good[:32] + b"\xff" * 32)
    refuse("63-bytes", "proof", good[:63])
    refuse("65-bytes", "proof", good + b"\0")
    refuse("empty", "proof", "")
    refuse("upper-case", "proof", good.hex().upper())
    forged, _ = forgery(dealt)
    refuse("forged-from-the-public-key", "dealer-proof", forged["proof"], forged)
    without = {member: value for member, value in dealt.dealing.items() if member != "proof"}
    file = vectors.file(f"refuse-proof-{name}-missing.json", dealings.write(without))
    vectors.case(f"refuse-proof-{name}-missing", "D2 D25", "read-dealing", [file], reason="not-canonical")


def forgery(dealt):
    """What somebody can make who has the public key and not the key: a dealing of 2 in which the share of holder 1 checks.

    The commitment is interpolated in the exponent; the proof is by a key of the forger's own. Gives that share too.
    """
    group = dealt.group
    share, stranger = number(group, dealt.name + "/forged"), number(group, dealt.name + "/stranger")
    minus = multiply(group, group.q - 1, group.decode(dealt.public_key))
    slope = group.add(multiply(group, share, group.generator), minus)
    forged = {**dealt.dealing, "commitments": [dealt.public_key.hex(), group.encode(slope).hex()]}
    identifier = dealings.identity(forged)
    proof = dealings.prove(group, stranger, number(group, dealt.name + "/stranger's nonce"), identifier)
    forged = {**forged, "id": identifier.hex(), "proof": proof.hex()}
    assert dealings.fits(forged, 1, share)
    return forged, share
