"""Vectors/own-dealing: dealings to own keys that are read, and ones that are refused."""

import copy
import json

import own_keys as own

from . import dealing as plain, own_dealing as dealings
from .dealer import Dealt
from .own_keys_refused import ORDER_8, negated
from .own_keys_vectors import drawn, drawn_scalar, times
from .vectors import Vectors

NAMES = ["Aino", "Bram", "Chiara", "Dev", "Eli"]


class OwnDealt:
    """A dealing to own keys, with everything secret about it: the key and the original are those of a plain one."""

    def __init__(self, name, base, groups, suite="masked", indices=None):
        self.name, self.base = name, base
        self.shared = own.GROUPS[base.dealing["group"]]
        self.groups = [own.GROUPS[group] for group in groups]
        self.indices = indices or list(range(1, len(groups) + 1))
        self.secrets = [drawn_scalar(group, name, "holder", j) for group, j in zip(self.groups, self.indices)]
        self.e = {group.name: drawn_scalar(group, name, "e", group.name) for group in own.GROUPS.values()
                  if suite == "masked" and group in self.groups}
        frame = base.dealing
        holders = [{"index": j, "name": who, "group": group.name,
                    "publicKey": own.encode(group, times(group, d, group.base)).hex()}
                   for j, who, group, d in zip(self.indices, NAMES, self.groups, self.secrets)]
        middle = {"ephemerals": {n: own.encode(own.GROUPS[n], times(own.GROUPS[n], e, own.GROUPS[n].base)).hex()
                                 for n, e in self.e.items()}}
        if suite != "masked":
            middle = {"sharesProof": drawn(name, "shares proof")[:32].hex()}
        self.dealing = {"format": dealings.FORMAT, "suite": suite, "id": "00" * 32,
                        **{member: frame[member] for member in ("label", "created", "epoch", "group", "threshold")},
                        "holders": holders, **middle,
                        **{member: frame[member] for member in ("commitments", "key", "original")}, "proof": ""}
        if suite == "masked":
            found = dealings.decoded(self.dealing)
            for holder, group in zip(holders, self.groups):
                share = own.polynomial(self.shared, base.coefficients, holder["index"])
                masked = own.masked_share(found, holder["index"], share, self.e[group.name])
                holder["masked"] = own.scalar_bytes(self.shared, masked).hex()
        self.dealing = self.proven(self.dealing)

    def proven(self, dealing):
        """With its id, and with the proof that this dealer makes over it, where the id can be computed at all."""
        identifier = dealings.identity(dealing)
        secrets = [self.base.key % self.shared.q, *self.e.values()]
        statements = [(self.shared, times(self.shared, secrets[0], self.shared.base))]
        statements += [(own.GROUPS[n], times(own.GROUPS[n], e, own.GROUPS[n].base)) for n, e in self.e.items()]
        nonces = [drawn_scalar(group, self.name, "nonce", identifier.hex(), place)
                  for place, (group, _) in enumerate(statements)]
        parts = [own.field("holdfast-own-keys-dealer/1"), own.field(identifier), own.u32(len(statements))]
        for (group, point), k in zip(statements, nonces):
            parts += [own.field(group.name), *(own.field(own.encode(group, each)) for each in
                                               (group.base, point, times(group, k, group.base)))]
        c = own.sha256(*parts)
        answers = b"".join(own.scalar_bytes(group, (k + own.number(group, c) * w) % group.q)
                           for (group, _), k, w in zip(statements, nonces, secrets))
        return {**dealing, "id": identifier.hex(), "proof": (c + answers).hex()}


def make():
    vectors = Vectors()
    bases = {group: Dealt(f"own-{group}", group, 2, NAMES[:3], form, label="bridge")
             for group, form in (("secp256k1", "hex"), ("p256", "sec1-pem"), ("ed25519", "cometbft-validator"))}
    three = ["secp256k1", "p256", "ed25519"]
    dealt = [OwnDealt(f"masked-{group}", base, three) for group, base in bases.items()]
    dealt += [OwnDealt(f"verifiable-{group}", base, three, "publicly-verifiable") for group, base in bases.items()]
    dealt += [OwnDealt(f"masked-{group}-alone", bases[group], [group] * 3) for group in three]
    wide = Dealt("own-wide", "p256", 2, ["a", "b"], "raw", label="ŽŽ " + "l" * 251, epoch=4294967295,
                 indices=[1, 65535], created="9999-12-31T23:59:59Z")
    dealt.append(OwnDealt("masked-wide", wide, ["ed25519", "secp256k1"], indices=[1, 65535]))
    for each in dealt:
        vectors.case(each.name, "", "read-own-dealing",
                     [vectors.file(each.name + ".json", dealings.write(each.dealing))])
    by_name = {each.name: each for each in dealt}
    texts(vectors, by_name["masked-ed25519"], by_name["verifiable-ed25519"])
    members(vectors, by_name["masked-secp256k1"], by_name["verifiable-secp256k1"])
    keys(vectors, by_name["masked-p256-alone"], by_name["masked-ed25519-alone"])
    return vectors


def texts(vectors, masked, verifiable):
    """Another way of writing the same, or members that are not as they must be."""
    dealing, public = masked.dealing, verifiable.dealing
    text = dealings.write(dealing)

    def accept(name, data):
        vectors.case("accept-" + name, "", "read-own-dealing", [vectors.file(f"accept-{name}.json", data)])

    def refuse(name, reason, data):
        assert data not in (text, dealings.write(public)), name
        vectors.case("refuse-" + name, "", "read-own-dealing", [vectors.file(f"refuse-{name}.json", data)],
                     reason=reason)

    accept("byte-order-mark", b"\xef\xbb\xbf" + text)
    accept("crlf", text.replace(b"\n", b"\r\n"))
    accept("compact", plain.compact(dealing).encode())
    accept("indented-by-tabs", json.dumps(dealing, indent="\t", ensure_ascii=False).encode())
    refuse("truncated", "json", text[:-40])
    refuse("second-value", "json", text + b"{}\n")
    refuse("not-utf8", "not-text", text.replace(b"bridge", b"bridg\xff"))
    refuse("version-2", "unknown-version", text.replace(b"own-dealing/1", b"own-dealing/2", 1))
    refuse("suite-unknown", "own-keys", text.replace(b'"suite": "masked"', b'"suite": "hidden"'))
    refuse("suite-upper-case", "own-keys", text.replace(b'"suite": "masked"', b'"suite": "Masked"'))
    for member in dealing:
        if member != "format":
            refuse(f"without-{member.lower()}", "not-canonical",
                   dealings.write({name: value for name, value in dealing.items() if name != member}))
    for member in dealing["holders"][1]:
        altered = copy.deepcopy(dealing)
        del altered["holders"][1][member]
        refuse(f"holder-without-{member.lower()}", "not-canonical", dealings.write(altered))
    refuse("without-shares-proof", "not-canonical",
           dealings.write({name: value for name, value in public.items() if name != "sharesProof"}))
    refuse("doubled-member", "not-canonical", text.replace(b'  "epoch": 0,\n', b'  "epoch": 0,\n  "epoch": 0,\n'))
    first = dealing["holders"][0]["masked"].encode()
    refuse("doubled-member-of-a-holder", "not-canonical",
           text.replace(b'"masked": "' + first, b'"masked": "' + first + b'",\n      "masked": "' + first))
    refuse("doubled-ephemeral", "not-canonical",
           text.replace(b'"ephemerals": {\n', b'"ephemerals": {\n    "p256": "%s",\n'
                        % dealing["ephemerals"]["p256"].encode()))
    refuse("unknown-member", "not-canonical", text.replace(b'  "epoch": 0,\n', b'  "epoch": 0,\n  "note": "",\n'))
    altered = copy.deepcopy(dealing)
    altered["holders"][0]["recipient"] = None
    refuse("holder-with-a-recipient", "not-canonical", dealings.write(altered))
    refuse("other-order", "not-canonical", dealings.write({name: dealing[name] for name in sorted(dealing)}))
    altered = copy.deepcopy(dealing)
    altered["holders"][0] = {name: altered["holders"][0][name] for name in sorted(altered["holders"][0])}
    refuse("other-order-of-a-holder", "not-canonical", dealings.write(altered))
    refuse("masked-with-shares-proof", "not-canonical",
           dealings.write(inserted(dealing, "commitments", "sharesProof", "00" * 32)))
    refuse("verifiable-with-ephemerals", "not-canonical",
           dealings.write(inserted(public, "commitments", "ephemerals", {})))
    altered = copy.deepcopy(public)
    altered["holders"][0]["masked"] = "00" * 32
    refuse("verifiable-with-a-masked-share", "not-canonical", dealings.write(altered))
    refuse("epoch-minus-1", "epoch", text.replace(b'"epoch": 0', b'"epoch": -1'))
    refuse("epoch-too-large", "epoch", text.replace(b'"epoch": 0', b'"epoch": 4294967296'))
    refuse("threshold-with-fraction", "not-canonical", text.replace(b'"threshold": 2', b'"threshold": 2.0'))
    refuse("epoch-minus-zero", "not-canonical", text.replace(b'"epoch": 0', b'"epoch": -0'))
    refuse("escaped-letter", "not-canonical", text.replace(b'"bridge"', b'"brid\\u0067e"'))
    refuse("upper-case-masked", "own-keys", text.replace(first, first.upper()))
    for name, value, reason in (("public-key", dealing["holders"][0]["publicKey"], "own-keys"),
                                ("ephemeral", dealing["ephemerals"]["p256"], "own-keys"),
                                ("proof", dealing["proof"], "proof"), ("id", dealing["id"], "id-mismatch")):
        refuse(f"upper-case-{name}", reason, text.replace(value.encode(), value.upper().encode()))
    commitment = dealing["commitments"][1].encode()
    refuse("upper-case-commitment", "commitment-point", text.replace(commitment, commitment.upper()))
    digest = public["sharesProof"].encode()
    refuse("upper-case-shares-proof", "own-keys", dealings.write(public).replace(digest, digest.upper()))
    refuse("altered-label", "id-mismatch", text.replace(b"bridge", b"bridgf"))
    refuse("altered-name", "id-mismatch", text.replace(b"Aino", b"Aina"))
    swapped = copy.deepcopy(dealing)
    one, two = swapped["holders"][:2]
    one["masked"], two["masked"] = two["masked"], one["masked"]
    refuse("masked-shares-exchanged", "id-mismatch", dealings.write(swapped))
    altered = public["sharesProof"]
    refuse("altered-shares-proof", "id-mismatch",
           dealings.write({**public, "sharesProof": altered[:-1] + ("0" if altered[-1] != "0" else "1")}))


def inserted(dealing, before, name, value):
    """With one more member."""
    out = {}
    for member, content in dealing.items():
        if member == before:
            out[name] = value
        out[member] = content
    return out


def members(vectors, masked, verifiable):
    """One value that cannot be, under an id and a proof that are right for it."""
    def refuse(name, reason, change, dealt=masked):
        altered = copy.deepcopy(dealt.dealing)
        change(altered)
        file = vectors.file(f"refuse-{name}.json", dealings.write(dealt.proven(altered)))
        vectors.case("refuse-" + name, "", "read-own-dealing", [file], reason=reason)

    def refuse_holder(name, reason, /, **values):
        refuse(name, reason, lambda d: d["holders"][1].update(values))

    dealing = masked.dealing
    share, key = dealing["holders"][1]["masked"], dealing["holders"][1]["publicKey"]
    refuse_holder("masked-short", "own-keys", masked=share[:-2])
    refuse_holder("masked-long", "own-keys", masked=share + "00")
    refuse_holder("masked-empty", "own-keys", masked="")
    refuse_holder("masked-order", "own-keys", masked=masked.shared.q.to_bytes(32, "big").hex())
    refuse_holder("public-key-short", "own-keys", publicKey=key[:-2])
    refuse_holder("public-key-uncompressed", "own-keys", publicKey=key + "00" * 32)
    refuse_holder("public-key-of-another-group", "own-keys", publicKey=dealing["holders"][2]["publicKey"])
    refuse_holder("group-unknown", "group", group="p521")
    refuse_holder("name-twice", "holder-name-twice", name="Aino")
    refuse_holder("name-with-a-slash", "holder-name", name="a/b")
    refuse_holder("name-empty", "holder-name", name="")
    refuse_holder("index-0", "holder-index", index=0)
    refuse_holder("index-65536", "holder-index", index=65536)
    refuse_holder("index-twice", "holder-index", index=1)
    refuse("index-descending", "holder-index", lambda d: d["holders"].reverse())
    refuse("ephemeral-missing", "own-keys", lambda d: d["ephemerals"].pop("p256"))
    refuse("ephemerals-empty", "own-keys", lambda d: d.update(ephemerals={}))
    refuse("ephemerals-in-another-order", "own-keys",
           lambda d: d.update(ephemerals=dict(reversed(d["ephemerals"].items()))))
    refuse("ephemeral-of-no-holder", "own-keys", lambda d: d["holders"].pop(2))
    refuse("ephemeral-short", "own-keys", lambda d: d["ephemerals"].update(p256=d["ephemerals"]["p256"][:-2]))
    refuse("ephemeral-of-an-unknown-group", "group", lambda d: d["ephemerals"].update(p521="00"))
    refuse("ephemeral-of-small-order", "holder-key", lambda d: d["ephemerals"].update(ed25519=ORDER_8.hex()))
    refuse("commitment-missing", "commitment-count", lambda d: d["commitments"].pop())
    refuse("commitment-too-many", "commitment-count", lambda d: d["commitments"].append(d["commitments"][1]))
    refuse("commitment-short", "commitment-point", lambda d: d["commitments"].append(d["commitments"].pop()[:-2]))
    refuse("threshold-1", "threshold", lambda d: d.update(threshold=1, commitments=d["commitments"][:1]))
    refuse("threshold-4-of-3", "threshold", lambda d: d.update(threshold=4))
    refuse("label-with-a-line-break", "label", lambda d: d.update(label="two\u2028lines"))
    refuse("created-on-february-30", "created", lambda d: d.update(created="2026-02-30T00:00:00Z"))
    refuse("public-key-not-commitment-0", "public-key", lambda d: d["key"].update(publicKey=d["commitments"][1]))
    refuse("public-key-null", "public-key", lambda d: d["key"].update(publicKey=None))
    refuse("shares-proof-short", "own-keys", lambda d: d.update(sharesProof="00" * 31), verifiable)
    refuse("shares-proof-empty", "own-keys", lambda d: d.update(sharesProof=""), verifiable)
    proofs(vectors, masked, verifiable)


def proofs(vectors, masked, verifiable):
    """The dealer's proof, under the right id."""
    def refuse(name, reason, proof, dealt=masked):
        file = vectors.file(f"refuse-proof-{name}.json", dealings.write({**dealt.dealing, "proof": proof}))
        vectors.case("refuse-proof-" + name, "", "read-own-dealing", [file], reason=reason)

    proof, other = masked.dealing["proof"], verifiable.dealing["proof"]
    refuse("empty", "proof", "")
    refuse("of-the-key-alone", "proof", proof[:128])
    refuse("long", "proof", proof + "00" * 32)
    refuse("short", "proof", proof[:-2])
    refuse("of-the-other-suite", "proof", other)
    refuse("verifiable-with-an-ephemeral-more", "proof", other + proof[-64:], verifiable)
    refuse("first-answer-is-order", "proof", proof[:64] + masked.shared.q.to_bytes(32, "big").hex() + proof[128:])
    refuse("last-answer-is-order", "proof", proof[:-64] + own.GROUPS["ed25519"].q.to_bytes(32, "little").hex())
    for place in (0, 64, 128, 192, 256):
        flipped = f"{int(proof[place], 16) ^ 1:x}"
        if place in (64, 128, 192):  # the lowest bit of an answer, which stays below the order
            place += 63
            flipped = f"{int(proof[place], 16) ^ 1:x}"
        refuse(f"altered-at-{place}", "dealer-proof", proof[:place] + flipped + proof[place + 1:])


def keys(vectors, p256, ed25519):
    """Keys that nothing is dealt to."""
    def refuse(dealt, name, reason, change):
        altered = copy.deepcopy(dealt.dealing)
        change(altered)
        file = vectors.file(f"refuse-{name}.json", dealings.write(dealt.proven(altered)))
        vectors.case("refuse-" + name, "", "read-own-dealing", [file], reason=reason)

    for dealt in (p256, ed25519):
        group, d = dealt.shared, dealings.decoded(dealt.dealing)

        def key(name, reason, point, dealt=dealt, group=group):
            data = point if isinstance(point, bytes) else own.encode(group, point)
            refuse(dealt, f"{group.name}-{name}", reason, lambda x: x["holders"][1].update(publicKey=data.hex()))

        key("key-twice", "holder-keys-equal", d.holders[0].key)
        key("key-opposite", "holder-keys-equal", negated(group, d.holders[0].key))
        key("key-is-generator", "holder-key", group.base)
        key("key-is-public-key", "holder-key-of-dealing", d.commitments[0])
        key("key-is-opposite-of-a-share", "holder-key-of-dealing", negated(group, d.public_share(3)))
        key("key-is-ephemeral", "holder-key-of-dealing", d.ephemerals[group.name])
        key("key-is-identity", "holder-key", own.encode(group, group.zero) if group.number == 3 else bytes(33))
    refuse(ed25519, "ed25519-key-of-small-order", "holder-key",
           lambda x: x["holders"][1].update(publicKey=ORDER_8.hex()))
    refuse(ed25519, "ed25519-ephemeral-is-public-key", "holder-key-of-dealing",
           lambda x: x["ephemerals"].update(ed25519=x["commitments"][0]))
