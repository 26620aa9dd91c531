"""The worked examples of the format pages, computed again."""

import re

from . import dealing as dealings, sharefile
from .dealing_vectors import base_cases
from .groups import ED25519, P256, SECP256K1, evaluate, multiply
from .primitives import ALPHABET, chacha20, hchacha20


# Prose, the mask of Poly1305, and the first bytes of any armored age file.
WORDS = re.compile("^(-|holdfast|Vectors/|XChaCha20|draft|0ffffffc|YWdl)|[a-z]-[a-z]")


def unexplained(page):
    """Every long run of digits or letters in the page that is not part of what the example comes to."""
    known = facts()
    for word in re.findall(r"[0-9A-Za-z+/=-]{17,}", page.read_text()):
        if re.search("[0-9]", word) and not WORDS.search(word) and word.strip("=") not in known:
            yield f"{page.name}: {word} is not what the reference computes"


def facts():
    cases = base_cases()
    dealt = cases["secp256k1-2-of-3"]
    dealing, group = dealt.dealing, dealt.group
    key = dealings.original_key(group, dealt.key, dealt.salt, dealt.public_key)
    subkey, short = hchacha20(key, dealt.nonce[:16]), bytes(4) + dealt.nonce[16:]
    points = [group.decode(bytes.fromhex(c)) for c in dealing["commitments"]]
    first = sharefile.write_line(dealing, 1, dealt.share(1))
    payload = [ALPHABET.index(c) for c in first[4:76]]
    factors = [3 * pow(2, -1, group.q) % group.q, -pow(2, -1, group.q) % group.q]
    constants = [number for curve in (SECP256K1, P256) for number in (curve.p, curve.q, curve.b, *curve.generator)]
    constants += [*sharefile.MULTIPLES, sharefile.TARGET, sharefile.residue(payload, sharefile.START)]
    parts = [dealings.write(dealing).decode(), dealings.fingerprint(bytes.fromhex(dealing["id"])),
             str(ED25519.q - 2**252), ALPHABET, ALPHABET.upper(), dealings.encoding(dealing).hex(),
             key.hex(), subkey.hex(),
             (b"holdfast-original/1" + group.name.encode() + dealt.public_key).hex(),
             dealings.associated_data(group, dealt.public_key, "node-key", "hex").hex(),
             chacha20(subkey, short, 0, bytes(32)).hex(), dealings.scalar_bytes(group, dealt.key).hex(),
             *other_group(cases["ed25519-2-of-3"], 1), *other_group(cases["p256-2-of-3"], 2)]
    identifier = bytes.fromhex(dealing["id"])
    nonce = dealt.nonce_for(identifier)
    nonce_point = multiply(group, nonce, group.generator)
    parts += [f"{nonce:064x}", group.encode(nonce_point).hex(),
              dealings.proof_encoding(group, identifier, dealt.public_key, nonce_point).hex()]
    for index in (1, 2, 3):
        parts += [dealt.share_hex(index), sharefile.write_line(dealing, index, dealt.share(index)),
                  group.encode(evaluate(group, points, index)).hex()]
    return "\n".join(parts + [f"{number:064x}" for number in constants + factors]
                     + sharefile.comments(dealing, 1))


def other_group(dealt, index):
    """The id, the share as number and line, the commitments, and the point that the share must give."""
    points = [dealt.group.decode(bytes.fromhex(c)) for c in dealt.dealing["commitments"]]
    expected = evaluate(dealt.group, points, index)
    assert expected == multiply(dealt.group, dealt.share(index), dealt.group.generator)
    return [dealt.dealing["id"], dealt.share_hex(index),
            sharefile.write_line(dealt.dealing, index, dealt.share(index)), *dealt.dealing["commitments"],
            dealt.group.encode(expected).hex()]
