#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rebuild a key file from Holdfast shares without Holdfast:    python3 recover.py SHARE... -o FILE

A SHARE is a share file; or a text with the rows of a sheet as they are printed, or with a share line (hfs1..., from its
code or opened with age), plus, as one more SHARE, dealing.json, any share file of that dealing, or what its codes say.  FILE must not exist yet; it will be the secret key, so
work on a machine without a network.  Needs only Python 3.8 or newer.  Not checked: the form of FILE [D23], and the
proof, which t shares outdo [D25].  In [ ] stand rules, in capitals sections, of holdfast-share(5) and -dealing(5).
"""
import base64, hashlib, hmac, json, math, os, pathlib, re, struct, sys, types, urllib.parse

# GROUPS: p, a, b, d make the curve, q is the order, g the generator in its written form, zero the identity.
GROUPS = {
    "secp256k1": types.SimpleNamespace(number=1, byteorder="big", zero=None, a=0, b=7, p=2 ** 256 - 2 ** 32 - 977,
        q=0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141,
        g="0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"),
    "p256": types.SimpleNamespace(number=2, byteorder="big", zero=None, p=2 ** 256 - 2 ** 224 + 2 ** 192 + 2 ** 96 - 1,
        a=-3, b=0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b,
        q=0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551,
        g="036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"),
    "ed25519": types.SimpleNamespace(number=3, byteorder="little", zero=(0, 1), p=2 ** 255 - 19, g="58" + 31 * "66",
        q=2 ** 252 + 27742317777372353535851937790883648493, d=-121665 * pow(121666, -1, 2 ** 255 - 19))}
ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
u32 = struct.Struct(">I").pack  # NOTATION: a number in 4 bytes, big-endian

class Problem(Exception):
    """What is wrong with the input, in words for a person."""

def need(condition, problem):
    if not condition:
        raise Problem(problem)

def add(group, one, two):
    if one is None or two is None:
        return one or two
    (x1, y1), (x2, y2), p = one, two, group.p
    if group.number == 3:
        e = group.d * x1 * x2 * y1 * y2
        return (x1 * y2 + y1 * x2) * pow(1 + e, -1, p) % p, (y1 * y2 + x1 * x2) * pow(1 - e, -1, p) % p
    if x1 == x2 and (y1 + y2) % p == 0:
        return None
    s = (3 * x1 * x1 + group.a) * pow(2 * y1, -1, p) if one == two else (y2 - y1) * pow(x2 - x1, -1, p)
    x3 = (s * s - x1 - x2) % p
    return x3, (s * (x1 - x3) - y1) % p

def times(group, k, point):
    if k == 0:
        return group.zero
    rest = times(group, k >> 1, add(group, point, point))
    return add(group, rest, point) if k & 1 else rest

def read_point(group, data):  # [D15]
    p, x, problem = group.p, int.from_bytes(data[1:], "big"), "the dealing has a commitment that is no point"
    if group.number == 3:
        odd, y = divmod(int.from_bytes(data, "little"), 2 ** 255)
        c = (y * y - 1) * pow(group.d * y * y + 1, -1, p) % p
        x = pow(c, (p + 3) // 8, p)
        if x * x % p != c:
            x = x * pow(2, (p - 1) // 4, p) % p
        point = (x if x % 2 == odd else p - x), y
        need(len(data) == 32 and y < p and x * x % p == c and x > 0 and times(group, group.q, point) == (0, 1), problem)
        return point
    c = (x ** 3 + group.a * x + group.b) % p
    y = pow(c, (p + 1) // 4, p)
    need(len(data) == 33 and data[0] in (2, 3) and x < p and y * y % p == c, problem)
    return x, (y if y % 2 == data[0] % 2 else p - y)

def field(value):
    data = value if isinstance(value, bytes) else value.encode()
    return u32(len(data)) + data

def read_dealing(text):
    try:
        d = types.SimpleNamespace(**json.loads(text))
        need(d.format == "holdfast-dealing/1", "its dealing is of a version that this program does not know")  # [D3]
        d.names = {holder["index"]: holder["name"] for holder in d.holders}
        d.points = [bytes.fromhex(point) for point in d.commitments]
        d.salt, d.nonce = bytes.fromhex(d.original["salt"]), bytes.fromhex(d.original["nonce"])
        d.sealed = base64.b64decode(d.original["sealed"], validate=True)
        # IDENTITY.  It covers all that is used here: with the right id, it is what the dealer wrote [D4].
        sealed = hashlib.sha256(d.salt + d.nonce + d.sealed).digest()
        stated = [text for pair in d.key["addresses"].items() for text in pair] if d.key["kind"] == "wrapping" else []
        parts = [field(d.format), field(d.group), u32(d.epoch), field(d.label), field(d.created), u32(d.threshold),
                 u32(len(d.holders)), *(u32(index) + field(name) for index, name in d.names.items()),
                 *map(field, [*d.points, d.key["kind"], d.key["format"], sealed, *stated])]
        need(d.id == hashlib.sha256(b"".join(parts)).hexdigest(), "its dealing was altered: the id does not fit")
        need(d.group in GROUPS and 2 <= d.threshold == len(d.points) and len(d.salt) == 32 and len(d.nonce) == 24
             and 1 <= min(d.names) and max(d.names) <= 65535, "its dealing breaks the rules")
        return d
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError, struct.error):
        raise Problem("its dealing is damaged") from None

def read_file(path):
    """The dealing in the file, or None, and the lines of its share."""
    text = pathlib.Path(path).read_bytes().decode("utf-8-sig", "replace")
    lines = [line for line in map(str.strip, text.split("\n")) if line and not line.startswith("#")] or [""]  # [S3]
    if lines[0].startswith("{"):
        return read_dealing(text), []
    codes = dict(line.split(":", 3)[1::2] for line in lines if line.count(":", 0, -1) > 2 and line.startswith("hfd1:"))
    if codes:  # ON PAPER in holdfast-dealing(5): "1/3": piece, "2/3": piece, "3/3": piece
        names = [f"{k}/{next(iter(codes)).split('/')[-1]}" for k in range(1, len(codes) + 1)]
        need(names[-1].split("/")[0] == names[-1].split("/")[1] and set(names) == set(codes),
             "some codes of its dealing are missing, or they are of several dealings")
        return (read_dealing(urllib.parse.unquote("".join(codes[name] for name in names))),
                [line for line in lines if not line.startswith("hfd1:")])
    if re.match("1[.:)]?( {0,8}|-)hfs1", lines[0], re.IGNORECASE):
        return None, read_sheet(path, lines)
    if not lines[0].startswith("holdfast-share/"):
        return None, lines  # a bare line [S24]
    begin, end = "-----BEGIN HOLDFAST DEALING-----", "-----END HOLDFAST DEALING-----"
    need(lines[0] == "holdfast-share/1" and begin in lines and lines[-1] == end, "it is no whole holdfast-share/1 file")
    return read_dealing("\n".join(lines[lines.index(begin) + 1:-1])), lines[1:lines.index(begin)] or [""]

def read_sheet(path, lines):  # ON PAPER
    rows = [re.sub("[ \t-]", "", re.sub("^.[.:)|]?", "", line)).lower() for line in lines]  # [S27]
    for number, row in enumerate(rows, 1):
        need(number <= 6 and lines[number - 1][0] == str(number) and len(row) == (10 if number == 6 else 17),
             f"row {number} has a letter too few or too many, or is not in its place")  # [S28]
        total = 0
        for letter in reversed(row[4 * (number == 1):-1]):
            total = (total ^ ALPHABET.find(letter)) << 1
            total ^= 41 * (total >> 5 & 1)
        if ALPHABET[(total ^ number) & 31] != row[-1]:  # [S29]: the checksum of the line decides
            print(f"Look at row {number} of {path!r}: it does not fit its check letter.", file=sys.stderr)
    need(len(rows) == 6, "a row is missing")
    return ["".join(row[:-1] for row in rows)]

def read_line(lines):
    """THE SHARE LINE: number of the group, holder index, first 10 bytes of the id, and the 32 bytes of f(i)."""
    need(not lines[0].startswith(("-----BEGIN AGE", "age-encryption.org/")), 'it is sealed, so open it with age first: '
         'cut out the lines from BEGIN AGE to END AGE, run "age -d" on them, and add the result as one more SHARE')
    line = "".join(lines).replace(" ", "").replace("\t", "").replace("-", "")
    need(line[:4] in ("hfs1", "HFS1"), "it has no share line, which would begin with hfs1")  # [S8]
    need(len(line) == 89, f"its share line has {len(line)} letters instead of 89, hfs1 counted")  # [S7]
    values = [ALPHABET.find(letter) for letter in line[4:].lower()]
    need(line in (line.lower(), line.upper()) and min(values) >= 0, "its share line has a sign that cannot be in one")
    generator = 0x19dc500ce73fde210, 0x1bfae00def77fe529, 0x1fbd920fffe7bee52, 0x1739640bdeee3fdad, 0x07729a039cfc75f5a
    residue = 0x8c63020d3  # THE CHECKSUM
    for value in values:
        top, residue = residue >> 60, residue % 2 ** 60 << 5 ^ value
        for k in range(5):
            residue ^= generator[k] * (top >> k & 1)
    need(residue == 0x10ce0795c2fd1e62a, "a letter of its share line is wrong: the checksum does not fit")  # [S10]
    payload = sum(value << 5 * (71 - place) for place, value in enumerate(values[:72])).to_bytes(45, "big")
    need(payload[0] >> 3 == 1, "its share line is of a version that this program does not know")  # [S11]
    return payload[0] & 7, int.from_bytes(payload[1:3], "big"), payload[3:13], payload[13:]

def chacha(key, tail):  # CIPHERS IN DETAIL: the 16 words before and after the rounds
    before = struct.unpack("<16I", b"expand 32-byte k" + key + tail)
    w = list(before)
    for a, b, c, d in 10 * ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                            (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
        for i, j, k, left in (a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7):
            w[i] = (w[i] + w[j]) % 2 ** 32
            w[k] = ((w[k] ^ w[i]) << left | (w[k] ^ w[i]) >> (32 - left)) % 2 ** 32
    return before, w

def open_original(d, x):  # THE SEALED ORIGINAL
    info = b"holdfast-original/1" + d.group.encode() + d.points[0]
    key = hmac.digest(hmac.digest(d.salt, x, "sha256"), info + b"\x01", "sha256")  # HKDF
    words = chacha(key, d.nonce[:16])[1]  # HChaCha20
    key, cipher = struct.pack("<8I", *words[:4], *words[12:]), d.sealed[:-16]
    blocks = (chacha(key, struct.pack("<II", counter, 0) + d.nonce[16:]) for counter in range(len(cipher) // 64 + 2))
    stream = b"".join(struct.pack("<I", (a + b) % 2 ** 32) for block in blocks for a, b in zip(*block))
    ad = b"".join(map(field, ("holdfast-original/1", d.group, d.points[0], d.key["kind"], d.key["format"])))
    text = ad + bytes(-len(ad) % 16) + cipher + bytes(-len(cipher) % 16) + struct.pack("<QQ", len(ad), len(cipher))
    r, s, h = int.from_bytes(stream[:16], "little"), int.from_bytes(stream[16:32], "little"), 0
    for i in range(0, len(text), 16):  # Poly1305
        block = int.from_bytes(text[i:i + 16] + b"\x01", "little")
        h = (h + block) * (r & 0x0ffffffc0ffffffc0ffffffc0fffffff) % (2 ** 130 - 5)
    need(((h + s) % 2 ** 128).to_bytes(16, "little") == d.sealed[-16:], "the sealed original is damaged")  # [D21]
    plain = bytes(a ^ b for a, b in zip(cipher, stream[64:]))
    m = 4 + int.from_bytes(plain[:4], "big")
    step = 256 if m <= 256 else 2 ** ((e := m.bit_length() - 1) - e.bit_length())  # Padding
    need(4 < m <= 2 ** 20 + 4 and len(plain) == -(-m // step) * step and not any(plain[m:]),  # [D22]
         "the sealed original has a wrong form")
    return plain[4:m]

def recover(paths):  # RECOVERY WITHOUT THIS PROGRAM
    dealings, shares, good = {}, [], {}
    for path in paths:
        try:
            dealing, lines = read_file(path)
            if dealing:
                dealings[dealing.id] = dealing, path
            if lines:
                shares.append((path, *read_line(lines)))
        except (Problem, OSError) as problem:
            print(f"Left out: {path!r}: {getattr(problem, 'strerror', problem)}.", file=sys.stderr)
    need(dealings, "there is no dealing; add dealing.json or a share file of the same dealing")
    need(len(dealings) == 1, f"different dealings do not go together: {[path for _, path in dealings.values()]}")
    d = dealings.popitem()[1][0]
    group = GROUPS[d.group]
    g, *points = (read_point(group, data) for data in (bytes.fromhex(group.g), *d.points))
    for path, number, index, start, data in shares:
        value, expected = int.from_bytes(data, group.byteorder), group.zero
        for point in reversed(points):  # [S16]
            expected = add(group, times(group, index, expected), point)
        if index not in d.names or (number, start.hex()) != (group.number, d.id[:20]):  # [S12] to [S14]
            print(f"Left out: {path!r}: its share line is not of this dealing.", file=sys.stderr)
        elif value >= group.q or times(group, value, g) != expected:
            print(f"Left out: {path!r}: the share of {d.names[index]!r} is forged or damaged.", file=sys.stderr)
        else:
            good[index] = value
    need(len(good) >= d.threshold, f"{d.threshold} good shares are needed, and there are only {len(good)}")
    chosen = list(good)[:d.threshold]
    x = sum(good[i] * math.prod(j * pow(j - i, -1, group.q) for j in chosen if j != i) for i in chosen) % group.q
    need(times(group, x, g) == points[0], "the rebuilt number does not fit the public key")  # [S22]
    return open_original(d, x.to_bytes(32, group.byteorder))

if __name__ == "__main__":
    try:
        need(len(sys.argv) > 3 and sys.argv[-2] == "-o", "please call it as: python3 recover.py SHARE... -o FILE")
        need(not os.path.lexists(sys.argv[-1]), f"{sys.argv[-1]!r} exists already, and is not overwritten")
        original = recover(sys.argv[1:-2])
        handle = os.open(sys.argv[-1], os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with open(handle, "wb") as file:
                file.write(original)
        except OSError:
            os.remove(sys.argv[-1])
            raise
        print(f"The key file was rebuilt and is in {sys.argv[-1]!r}.", file=sys.stderr)
    except (Problem, OSError) as problem:
        sys.exit(f"Nothing was written: {problem}.")
