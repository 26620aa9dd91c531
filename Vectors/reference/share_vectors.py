"""Vectors/share-file: share files, lines, corrections, and rebuilding."""

from itertools import combinations

from . import agefile, dealing as dealings, sharefile
from .dealer import Dealt, stream
from .dealing_vectors import FIVE, base_cases, forgery
from .groups import ED25519, GROUPS, P256, SECP256K1
from .primitives import ALPHABET
from .sharefile import BEGIN, BEGIN_AGE, END, with_checksum
from .vectors import Vectors

REBUILT = ["secp256k1-2-of-3", "secp256k1-3-of-5", "p256-2-of-3", "p256-3-of-5", "ed25519-2-of-3", "ed25519-3-of-5",
           "ed25519-raw-seed", "wrapping-600-bytes", "wrapping-mnemonic", "wrapping-xprv", "wide", "secp256k1-wif",
           "secp256k1-wif-uncompressed", "secp256k1-wif-testnet", "secp256k1-wif-testnet-uncompressed",
           "ed25519-stellar", "ed25519-solana-base58", "secp256k1-pkcs8-der", "p256-sec1-der", "p256-openssh",
           "ed25519-openssh", "ed25519-cometbft-node", "secp256k1-key-1", "p256-key-order-minus-1",
           "secp256k1-leading-zeros"]
READ = "S1 S2 S4 S5 S6 S7 S8 S9 S10 S11 S12 S13 S14 S15 S16"


def line_of(dealt, index, scalar=None):
    return sharefile.write_line(dealt.dealing, index, dealt.share(index) if scalar is None else scalar)


def file_of(dealt, index, line=None):
    return sharefile.write(dealt.dealing, index, [line or line_of(dealt, index)])


def make():
    vectors, bases = Vectors(), base_cases()
    for name in REBUILT:
        whole(vectors, bases[name])
    for group in GROUPS.values():
        edge_shares(vectors, group)
    base, other = bases["ed25519-2-of-3"], bases["ed25519-3-of-5"]
    vectors.file("ed25519-2-of-3.json", dealings.write(base.dealing))
    texts(vectors, base, other)
    lines(vectors, base, other)
    bare(vectors, base)
    sheets(vectors, base)
    sets(vectors, base, other)
    for name in ("secp256k1-2-of-3", "p256-2-of-3", "ed25519-2-of-3"):
        corrections(vectors, bases[name])
    sealed(vectors)
    return vectors


def whole(vectors, dealt):
    """Every share, and sets that rebuild."""
    indices = [holder["index"] for holder in dealt.dealing["holders"]]
    names = {i: vectors.file(f"{dealt.name}.{i}.share", file_of(dealt, i)) for i in indices}
    for i in indices:
        vectors.case(f"check-{dealt.name}.{i}", READ, "check", [names[i]], share=dealt.share_hex(i),
                     line=line_of(dealt, i))
    t = dealt.dealing["threshold"]
    every = list(combinations(indices, t))
    for chosen in dict.fromkeys([every[0], every[-1][::-1], tuple(indices)]):
        vectors.case(f"rebuild-{dealt.name}-from-{'-'.join(map(str, chosen))}", "S19 S20 S21 S22", "rebuild",
                     [names[i] for i in chosen], original=dealt.original.hex(),
                     scalar=dealings.scalar_bytes(dealt.group, dealt.key).hex())


def edge_shares(vectors, group):
    """A share of zero and one of order − 1 are as good as any."""
    for name, value in (("zero", 0), ("order-minus-1", group.q - 1)):
        plain = Dealt(f"{group.name}-share-{name}", group.name, 2, FIVE[:3], "raw")
        slope = (value - plain.key) * pow(3, -1, group.q) % group.q
        dealt = Dealt(plain.name, group.name, 2, FIVE[:3], "raw", coefficients=[slope])
        assert dealt.share(3) == value
        file = vectors.file(f"{dealt.name}.3.share", file_of(dealt, 3))
        vectors.case(f"check-{dealt.name}", "S15 S16", "check", [file], share=dealt.share_hex(3))


def texts(vectors, base, other):
    text, line = file_of(base, 1), line_of(base, 1)
    block = text[text.index(BEGIN.encode()):]
    head = text[:text.index(b"hfs1")]

    def accept(name, must, data):
        file = vectors.file(f"accept-{name}.share", data)
        vectors.case("accept-" + name, must, "check", [file], share=base.share_hex(1))

    def refuse(name, must, reason, data):
        vectors.case("refuse-" + name, must, "read", [vectors.file(f"refuse-{name}.share", data)], reason=reason)

    def with_line(*rows):
        return head + "\n".join(rows).encode() + b"\n" + block

    accept("byte-order-mark", "S3", b"\xef\xbb\xbf" + text)
    accept("crlf", "S3", text.replace(b"\n", b"\r\n"))
    accept("no-line-break-at-the-end", "S3", text[:-1])
    accept("empty-lines", "S3", text.replace(b"\nhfs1", b"\n\n\nhfs1")
           .replace(b"\n-----BEGIN", b"\n\n-----BEGIN") + b"\n\n")
    accept("blanks-around-lines", "S3", b"".join(b"  \t" + row + b" \t\n" for row in text.split(b"\n")[:-1]))
    accept("no-comments", "S3 S25", f"holdfast-share/1\n{line}\n".encode() + block)
    accept("upper-case-line", "S3 S9", with_line(line.upper()))
    fours = [line[k:k + 4] for k in range(0, 89, 4)]
    accept("groups-of-four", "S3", with_line(" ".join(fours)))
    accept("hyphens", "S3", with_line("-".join(fours)))
    accept("rows", "S3", with_line(*(" ".join(fours[k:k + 6]) for k in range(0, 23, 6))))
    accept("rows-and-comments", "S3", with_line(line[:45], "# second half", "", line[45:]))
    accept("lying-comments", "S25", text.replace(b"held by Aino", b"held by Bram").replace(b"# Share 1", b"# Share 2")
           .replace(b"# SECRET", b"# hfs1 public"))
    refuse("empty", "S1", "no-share", b"")
    refuse("version-2", "S1", "unknown-version", text.replace(b"holdfast-share/1", b"holdfast-share/2"))
    refuse("version-01", "S1", "unknown-version", text.replace(b"holdfast-share/1", b"holdfast-share/01"))
    refuse("first-line-missing", "S1", "dealing-block", text.replace(b"holdfast-share/1\n", b""))
    refuse("first-line-second", "S1", "no-share", b"A share:\n" + text)
    refuse("empty-line-first", "S1", "no-share", b"\n" + text)
    refuse("comment-first", "S1", "no-share", b"# from my safe\n" + text)
    refuse("control-character", "S2", "not-text", text.replace(b"# SECRET", b"# \x1b[2JSECRET"))
    refuse("zero-byte", "S2", "not-text", text + b"\0")
    refuse("lone-carriage-return", "S2", "not-text", text.replace(b"\n", b"\r"))
    refuse("not-utf8", "S2", "not-text", text.replace(b"# SECRET", b"# SECR\xc3T"))
    refuse("no-line", "S4", "no-share", head + block)
    refuse("line-twice", "S4", "line-twice", with_line(line, line))
    refuse("two-lines", "S4", "line-twice", with_line(line, line_of(base, 2)))
    refuse("line-and-age-file", "S4", "line-twice", with_line(line, BEGIN_AGE, "AAAA", sharefile.END_AGE))
    refuse("no-dealing", "S5", "dealing-block", head + line.encode() + b"\n")
    refuse("dealing-twice", "S5", "dealing-block", text + block)
    refuse("truncated", "S5", "dealing-block", text[:-40])
    refuse("end-before-begin", "S5", "dealing-block", with_line(line).replace(BEGIN.encode(), b"@").replace(
        END.encode(), BEGIN.encode()).replace(b"@", END.encode()))
    refuse("text-after-end", "S5", "after-end", text + b"sent from my telephone\n")
    refuse("comment-after-end", "S5", "after-end", text + b"# note\n")
    refuse("dealing-altered", "S6", "id-mismatch", text.replace(b'"validator-7"', b'"validator-8"'))
    refuse("dealing-with-comment", "S6", "json", text.replace(b'  "epoch"', b'# note\n  "epoch"'))
    refuse("dealing-of-another-version", "S6", "unknown-version",
           text.replace(b"holdfast-dealing/1", b"holdfast-dealing/9"))


def lines(vectors, base, other):
    line = line_of(base, 2)
    identifier, scalar = bytes.fromhex(base.dealing["id"]), dealings.scalar_bytes(ED25519, base.share(2))

    def refuse(name, must, reason, text, act="read"):
        file = vectors.file(f"refuse-{name}.share", file_of(base, 2, text))
        vectors.case("refuse-" + name, must, act, [file], reason=reason)

    def build(version=1, code=3, index=2, start=identifier, value=scalar):
        return with_checksum(sharefile.payload(version, code, index, start, value))

    assert build() == line
    refuse("88-letters", "S7", "letter-count", line[:40] + line[41:])
    refuse("90-letters", "S7", "letter-count", line[:40] + "q" + line[40:])
    refuse("prefix-only", "S7", "letter-count", "hfs1")
    refuse("letter-b", "S8", "letter", line[:20] + "b" + line[21:])
    refuse("letter-1", "S8", "letter", line[:20] + "1" + line[21:])
    refuse("unreadable-letter", "S8", "letter", line[:20] + "?" + line[21:])
    refuse("prefix-of-another-kind", "S8", "letter", "ms1" + line[3:])
    refuse("mixed-case", "S9", "mixed-case", line[:44].upper() + line[44:])
    for place in (5, 6, 12, 40, 76, 77, 89):
        changed = ALPHABET[ALPHABET.index(line[place - 1]) ^ 1]
        refuse(f"checksum-letter-{place}", "S10", "checksum", line[:place - 1] + changed + line[place:])
    refuse("checksum-letters-swapped", "S10", "checksum", line[:30] + line[31] + line[30] + line[32:])
    for version in (0, 2, 31):
        refuse(f"line-version-{version}", "S11", "line-version", build(version=version))
    for code in (0, 4, 7):
        refuse(f"line-group-code-{code}", "S12", "line-group", build(code=code))
    small = (5).to_bytes(32, "big")
    refuse("line-group-of-another-dealing", "S12", "line-group", build(code=1, value=small))
    refuse("line-index-0", "S13", "line-index", build(index=0))
    refuse("line-index-no-holder", "S13", "line-index", build(index=4))
    refuse("line-of-another-dealing", "S14", "line-dealing", line_of(other, 2))
    refuse("line-id-last-bit", "S14", "line-dealing", build(start=identifier[:9] + bytes([identifier[9] ^ 1])))
    refuse("scalar-order", "S15", "line-scalar", build(value=ED25519.q.to_bytes(32, "little")))
    refuse("scalar-plus-order", "S15", "line-scalar", build(value=(base.share(2) + ED25519.q).to_bytes(32, "little")))
    refuse("scalar-all-ones", "S15", "line-scalar", build(value=b"\xff" * 32))
    for dealt_group in (SECP256K1, P256):
        dealt = base_cases()[f"{dealt_group.name}-2-of-3"]
        text = with_checksum(sharefile.payload(1, dealt_group.code, 1, bytes.fromhex(dealt.dealing["id"]),
                                               dealt_group.q.to_bytes(32, "big")))
        file = vectors.file(f"refuse-scalar-order-{dealt_group.name}.share", file_of(dealt, 1, text))
        vectors.case(f"refuse-scalar-order-{dealt_group.name}", "S15", "read", [file], reason="line-scalar")
    refuse("forged", "S16", "commitment-mismatch", line_of(base, 2, base.share(2) ^ 1), act="check")
    refuse("renumbered", "S16", "commitment-mismatch", build(index=3), act="check")
    refuse("negated", "S16", "commitment-mismatch", line_of(base, 2, ED25519.q - base.share(2)), act="check")

    dealing, share = forgery(base)
    text = sharefile.write(dealing, 1, [sharefile.write_line(dealing, 1, share)])
    file = vectors.file("refuse-dealt-without-the-key.share", text)
    vectors.case("refuse-dealt-without-the-key", "S6", "check", [file], reason="dealer-proof")


def bare(vectors, base):
    line = line_of(base, 3)
    beside = {"dealing": "ed25519-2-of-3.json"}
    file = vectors.file("line.txt", line.encode() + b"\n")
    vectors.case("accept-bare-line", "S24", "check", [file], share=base.share_hex(3), **beside)
    rows = "# from paper\n\n" + line[:44].upper() + "\n" + line[44:].upper()
    rows_file = vectors.file("line-in-rows.txt", rows.encode())
    vectors.case("accept-bare-line-in-rows", "S3 S24", "check", [rows_file], share=base.share_hex(3), **beside)
    vectors.case("refuse-bare-line-alone", "S24", "read", [file], reason="dealing-missing")
    apart = vectors.file("refuse-bare-prefix-apart.txt", f"{line[:2]} {line[2:]}\n".encode())
    vectors.case("refuse-bare-prefix-apart", "S24", "read", [apart], reason="no-share", **beside)
    both = vectors.file("refuse-two-bare-lines.txt", f"{line}\n{line}\n".encode())
    vectors.case("refuse-two-bare-lines", "S4", "read", [both], reason="line-twice", **beside)


def sheets(vectors, base):
    """The rows of a sheet, typed."""
    line, beside = line_of(base, 3), {"dealing": "ed25519-2-of-3.json"}
    rows = sharefile.sheet(line)

    def accept(name, must, typed):
        file = vectors.file(f"accept-sheet-{name}.txt", typed.encode())
        vectors.case(f"accept-sheet-{name}", must, "check", [file], share=base.share_hex(3), line=line, **beside)

    def refuse(name, must, reason, typed, act="read"):
        file = vectors.file(f"refuse-sheet-{name}.txt", typed.encode())
        vectors.case(f"refuse-sheet-{name}", must, act, [file], reason=reason, **beside)

    def text(changed=(), of=rows):
        return "\n".join(dict(changed).get(k, row) for k, row in enumerate(of, 1)) + "\n"

    def other(row, place):
        """The row with another letter at a place of its text."""
        letters = list(row)
        letters[place] = ALPHABET[ALPHABET.index(letters[place]) ^ 9]
        return "".join(letters)

    plain = [row[0] + row[1:].replace(" ", "") for row in rows]
    accept("as-printed", "S27", text())
    accept("upper-case", "S27", text().upper())
    accept("both-cases", "S27", text({k: rows[k - 1].upper() for k in (2, 4)}))
    accept("without-blanks", "S27", "\n".join(plain))
    accept("dots-and-bars", "S27", text(of=[f"{row[0]}.{'  '.join(row[1:].split())}" if k % 2 else f"{row[0]}|{row[1:]}"
                                            for k, row in enumerate(rows, 1)]))
    accept("hyphens-for-blanks", "S27", text(of=[r.replace(" ", "-") for r in rows]))
    accept("hyphens-and-comments", "S27", "# from the safe\n\n" + text(of=[r[:2] + r[2:].replace(" ", "-") for r in rows]))
    accept("check-letter-wrong", "S29", text({2: other(rows[1], -1)}))
    accept("check-letter-unreadable", "S29", text({5: rows[4][:-1] + "?"}))
    refuse("letter-wrong", "S29", "row-check", text({3: other(rows[2], 7)}))
    refuse("letters-exchanged", "S29", "row-check", text({4: rows[3][:2] + rows[3][3] + rows[3][2] + rows[3][4:]}))
    refuse("two-rows-wrong", "S29", "row-check", text({1: other(rows[0], 9), 6: other(rows[5], 3)}))
    refuse("rows-exchanged", "S29", "row-check", text({2: "2" + rows[2][1:], 3: "3" + rows[1][1:]}))
    refuse("letter-missing", "S28", "row-length", text({3: rows[2][:5] + rows[2][6:]}))
    refuse("letter-too-many", "S28", "row-length", text({6: rows[5][:5] + "q" + rows[5][5:]}))
    refuse("check-letters-missing", "S28", "row-length", text(of=[row[:-2] for row in rows]))
    refuse("row-missing", "S28", "row-number", text(of=rows[:3] + rows[4:]))
    refuse("last-row-missing", "S28", "row-number", text(of=rows[:5]))
    refuse("number-missing", "S28", "row-number", text({2: "?" + rows[1][1:]}))
    refuse("two-sheets", "S4 S27", "line-twice", text() + text())
    refuse("forged", "S16", "commitment-mismatch", text(of=sharefile.sheet(line_of(base, 3, base.share(3) ^ 1))),
           act="check")
    refuse("letter-unreadable", "S8", "letter", text({3: rows[2][:4] + "?" + rows[2][5:]}))
    damaged = text({2: other(rows[1], 4), 4: rows[3][:2] + "??" + rows[3][4:], 6: other(rows[5], 5)})
    file = vectors.file("correct-sheet.txt", damaged.encode())
    vectors.case("correct-sheet", "S18 S27", "correct", [file], corrected=line, **beside)


def sets(vectors, base, other):
    def file(index):
        return f"ed25519-2-of-3.{index}.share"

    def refuse(name, must, reason, *files):
        vectors.case("refuse-rebuild-" + name, must, "rebuild", list(files), reason=reason)

    refuse("two-dealings", "S19", "other-dealing", file(1), "ed25519-3-of-5.2.share")
    relabelled = Dealt("ed25519-2-of-3", "ed25519", 2, FIVE[:3], "cometbft-validator", label="validator-8")
    assert relabelled.dealing["commitments"] == base.dealing["commitments"]
    same = vectors.file("other-label.2.share", file_of(relabelled, 2))
    refuse("same-commitments-other-label", "S19", "other-dealing", file(1), same)
    refuse("two-good-and-one-of-another-dealing", "S19", "other-dealing", file(1), file(2), "ed25519-3-of-5.2.share")
    resealed = Dealt("ed25519-2-of-3", "ed25519", 2, FIVE[:3], "cometbft-validator", label="validator-7",
                     recipients=[None, "passphrase", None])
    assert resealed.dealing["id"] == base.dealing["id"] and resealed.dealing != base.dealing
    recipient = vectors.file("other-recipient.2.share", file_of(resealed, 2))
    vectors.case("accept-rebuild-other-recipient", "S19", "rebuild", [file(1), recipient],
                 original=base.original.hex())
    refuse("one-share", "S20", "not-enough-shares", file(1))
    refuse("one-share-twice", "S20", "not-enough-shares", file(1), file(1))
    refuse("two-of-three-needed", "S20", "not-enough-shares", "ed25519-3-of-5.1.share", "ed25519-3-of-5.4.share")
    refuse("one-good-one-forged", "S21", "not-enough-shares", file(1), "refuse-forged.share")
    vectors.case("accept-rebuild-repeated-share", "S20", "rebuild", [file(1), file(1), file(3)],
                 original=base.original.hex())
    forged = []
    for index in (2, 4):
        text = file_of(other, index, line_of(other, index, other.share(index) ^ 4))
        forged.append(vectors.file(f"forged-ed25519-3-of-5.{index}.share", text))
    good = [f"ed25519-3-of-5.{index}.share" for index in (1, 3, 5)]
    mixed = [good[0], forged[0], good[1], forged[1], good[2]]
    vectors.case("accept-rebuild-two-forged-among-five", "S21", "rebuild", mixed,
                 original=other.original.hex(), bad=[2, 4])


def corrections(vectors, dealt):
    line, name = line_of(dealt, 2), dealt.name
    beside = {"dealing": vectors.file(f"{name}.json", dealings.write(dealt.dealing))}

    def damaged(case, wrong, unreadable):
        """So many letters exchanged and so many struck out, at places that follow from the name."""
        order = sorted(range(4, 89), key=lambda place: stream(f"{name}/{case}/{place}", 8))
        text = list(line)
        for k, place in enumerate(order[:wrong + unreadable]):
            shift = 1 + stream(f"{name}/{case}/{place}/shift", 1)[0] % 31
            text[place] = ALPHABET[(ALPHABET.index(text[place]) + shift) % 32] if k < wrong else "?"
        return "".join(text)

    def offer(case, text, must="S18"):
        file = vectors.file(f"correct-{name}-{case}.txt", text.encode() + b"\n")
        vectors.case(f"correct-{name}-{case}", must, "correct", [file], corrected=line, **beside)

    def none(case, must, reason, text):
        file = vectors.file(f"no-correction-{name}-{case}.txt", text.encode() + b"\n")
        vectors.case(f"no-correction-{name}-{case}", must, "correct", [file], reason=reason, **beside)

    for wrong, unreadable in [(w, u) for w in range(5) for u in range(9) if 0 < 2 * w + u <= 8]:
        offer(f"{wrong}-wrong-{unreadable}-unreadable", damaged(f"{wrong}-{unreadable}", wrong, unreadable))
    offer("both-ends", line[:4] + "??" + line[6:87] + "??")
    offer("upper-case-in-groups", " ".join(damaged("upper", 2, 1).upper()[k:k + 4] for k in range(0, 89, 4)))
    offer("foreign-letters", line[:10] + "b" + line[11:30] + "1" + line[31:50] + "o" + line[51:])
    for wrong, unreadable in ((5, 0), (4, 1), (3, 3), (0, 9), (1, 7)):
        none(f"{wrong}-wrong-{unreadable}-unreadable", "S18", "no-correction",
             damaged(f"too-many-{wrong}-{unreadable}", wrong, unreadable))
    forged = line_of(dealt, 2, dealt.share(2) ^ 1)
    none("of-a-forged-share", "S18", "no-correction", forged[:50] + "?" + forged[51:])
    none("88-letters", "S17", "letter-count", line[:60] + line[61:])
    none("90-letters", "S17", "letter-count", line[:60] + "?" + line[60:])


def sealed(vectors):
    secret = stream("Bram's own key", 32)
    recipients = [None, agefile.recipient(secret), None]
    dealt = Dealt("sealed", "ed25519", 2, FIVE[:3], "cometbft-validator", label="validator-9", recipients=recipients)
    line = line_of(dealt, 2)
    armored = agefile.seal(line.encode() + b"\n", secret, stream("ephemeral", 32), stream("file key", 16),
                           stream("nonce", 16))
    file = vectors.file("sealed.2.share", sharefile.write(dealt.dealing, 2, armored))
    vectors.case("sealed-share", "S23", "read", [file], reason="sealed", identity=agefile.identity(secret),
                 opened=line, index=2, share=dealt.share_hex(2), **{"id": dealt.dealing["id"]})
