"""Sharing at its largest: holders, threshold, and the file that is split."""

import base64
import os
import pathlib
import re
import shutil

from measure import Bench
from reference import dealing as dealings, sharefile

# secp256k1 (SEC 2, section 2.4.1).
_PRIME = 2**256 - 2**32 - 977
_GENERATOR = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
              0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)
MOST_HOLDERS = 65_535
MOST_WRAPPED = 1 << 20
# Of all rows whose work does not lie in another.
GROUP = "secp256k1"


def node_key(bench: Bench, group: str) -> pathlib.Path:
    key = bench.folder / f"{group}.key"
    if not key.exists():
        bench.run("keygen", "--group", group, "-o", key, "--quiet")
    return key


def same(*files: pathlib.Path) -> bool:
    return all(file.exists() for file in files) and len({file.read_bytes() for file in files}) == 1


def _added(a: tuple[int, int], b: tuple[int, int]) -> tuple[int, int]:
    (x, y), (u, v) = a, b
    slope = (3 * x * x * pow(2 * y, -1, _PRIME) if a == b else (v - y) * pow(u - x, -1, _PRIME)) % _PRIME
    sum_x = (slope * slope - x - u) % _PRIME
    return sum_x, (slope * (x - sum_x) - y) % _PRIME


def _nodes(folder: pathlib.Path, count: int) -> pathlib.Path:
    """The public keys of the secrets 1, 2, 3 ..., each in a file that is named by it: short, for the command line."""
    nodes = folder / "nodes"
    nodes.mkdir(exist_ok=True)
    point = _GENERATOR
    for secret in range(1, count + 1):
        (nodes / str(secret)).write_text(f"secp256k1:{2 + point[1] % 2:02x}{point[0]:064x}")
        point = _added(point, _GENERATOR)
    return nodes


def _identities(bench: Bench, secrets: range) -> list[object]:
    """The nodes' key files, as options."""
    return [word for secret in secrets for word in ("--identity", bench.file(f"n{secret}", f"{secret:064x}\n"))]


def own_keys(bench: Bench) -> None:
    """Dealings to nodes' own keys: one file has all shares."""
    _nodes(bench.folder, MOST_HOLDERS)
    folder = _dealt(bench, GROUP, 2, MOST_HOLDERS)
    _rebuilt(bench, folder, GROUP, 2, MOST_HOLDERS)
    _too_few(bench, folder, range(1, 2))
    _altered_own(bench, folder)
    _requested(bench, folder)
    shutil.rmtree(folder)
    # Where no holder's key lies in the group of the key that is shared, no share's public point is computed (refuseKeys
    # in Sources/OwnKeys); otherwise checking grows with n times t. Rebuilding grows with the square of t either way,
    # since each share is checked by itself when it is opened (openShare, there).
    for group, t, n, rebuilds in (("ed25519", 10_000, MOST_HOLDERS, False),
                                  ("ed25519", 10_000, 10_000, not bench.quick),
                                  (GROUP, 300 if bench.quick else 1_000, 10_000, True)):
        folder = _dealt(bench, group, t, n)
        if rebuilds:
            _rebuilt(bench, folder, group, t, n)
        shutil.rmtree(folder)


def _dealt(bench: Bench, group: str, t: int, n: int) -> pathlib.Path:
    """Splits, checks with no key and with one."""
    key, out = node_key(bench, group), bench.folder / "dealt"
    dealing, size = out / "dealing.json", f"{t:,} of {n:,} nodes, {group}"
    holders = [f"--holder={place}=node:{place}" for place in range(1, n + 1)]
    run = bench.run("split", key, "--group", group, "-t", t, *holders, "-o", out, "--json", cwd=bench.folder / "nodes")
    bytes_dealt = dealing.stat().st_size if run.exit == 0 else 0
    bench.row(f"split to {size}", bytes_dealt, run, group, run.json.get("holders") == n)
    run = bench.run("check", dealing, "--json")
    bench.row(" its check by anyone", bytes_dealt, run, group, run.exit == 0 and run.json.get("threshold") == t)
    run = bench.run("check", dealing, "--json", *_identities(bench, range(n, n + 1)))
    shares = run.json.get("shares", [])
    bench.row(" its check by the last holder", None, run, group, run.exit == 0 and [s["index"] for s in shares] == [n])
    return out


def _rebuilt(bench: Bench, folder: pathlib.Path, group: str, t: int, n: int) -> None:
    back = bench.folder / "back"
    back.unlink(missing_ok=True)
    keys = _identities(bench, range(n - t + 1, n + 1))
    run = bench.run("rebuild", folder / "dealing.json", *keys, "-o", back, "--quiet")
    right = run.exit == 0 and same(node_key(bench, group), back)
    bench.row(f" rebuilt with {t:,} nodes' keys", None, run, group, right)


def _too_few(bench: Bench, folder: pathlib.Path, secrets: range) -> None:
    keys, out = _identities(bench, secrets), bench.folder / "none"
    run = bench.run("rebuild", folder / "dealing.json", *keys, "-o", out, "--json")
    bench.require((run.exit, run.code) == (3, "not-enough-shares"), f"{len(secrets)} shares rebuild: {run.cut()}")


def _altered_own(bench: Bench, folder: pathlib.Path) -> None:
    """One digit of one masked share is enough to be noticed."""
    text = (folder / "dealing.json").read_text()
    place = text.rindex('"masked": "') + len('"masked": "')
    altered = text[:place] + ("0" if text[place] != "0" else "1") + text[place + 1:]
    run = bench.run("check", bench.file("altered.json", altered), "--json")
    bench.row(" one digit altered: refused", len(altered), run, GROUP, (run.exit, run.code) == (4, "id-mismatch"))


def _requested(bench: Bench, folder: pathlib.Path) -> None:
    """The key for a requester: two holders answer. Each answers with their own share, and sees the whole dealing."""
    requester, request = bench.folder / "requester.key", bench.folder / "request"
    made = bench.run("keygen", "--group", "ed25519", "--format", "openssh", "-o", requester, "--json").json
    name, point = b"ssh-ed25519", bytes.fromhex(made["publicKey"])
    line = b"".join(len(part).to_bytes(4, "big") + part for part in (name, point))
    recipient = bench.file("requester.pub", f"ssh-ed25519 {base64.b64encode(line).decode()}\n")
    run = bench.run("request", folder / "dealing.json", "--to", recipient, "--purpose", "limits", "-o", request,
                    "--json")
    bench.row(" request", request.stat().st_size, run, GROUP, run.exit == 0)
    fingerprint, answers = run.json["recipientFingerprint"], []
    for secret in (1, MOST_HOLDERS):
        answers.append(bench.folder / f"answer-{secret}")
        run = bench.run("submit", request, *_identities(bench, range(secret, secret + 1)), "-o", answers[-1],
                        "--recipient-fingerprint", fingerprint, "--json")
    bench.row(" a holder's answer", answers[-1].stat().st_size, run, GROUP, run.exit == 0)
    back = bench.folder / "requested"
    run = bench.run("rebuild", *answers, "--request", request, "--identity", requester, "-o", back, "--quiet")
    bench.row(" rebuilt from two answers", None, run, GROUP, same(back, node_key(bench, GROUP)))


def loose(bench: Bench) -> None:
    """A file for each holder, with the whole dealing in it: the disk is the limit."""
    few, many = _loose(bench, 2, 1_000), _loose(bench, 667, 1_000)
    if not bench.quick and bench.room(1 << 30):
        _loose(bench, 2_000, 2_000)
    _walls(bench, few, many)


def _loose(bench: Bench, t: int, n: int) -> int:
    """Splits, checks with one forged among them, rebuilds. Returns the bytes of one share file."""
    key, out, back = node_key(bench, GROUP), bench.folder / "shares", bench.folder / "loose-back"
    run = bench.run("split", key, "--group", "secp256k1", "-t", t, "-n", n, "-o", out, "--json")
    files = sorted(out.glob("*.share"), key=lambda path: int(path.stem.split("-")[1]))
    size = sum(path.stat().st_size for path in files)
    bench.row(f"split into {n:,} files, {t:,} of {n:,}", size, run, GROUP, len(files) == n)
    forged = files[n // 2]
    whole = forged.read_bytes()
    _forge(forged)
    run = bench.run("check", out, "--json")
    bad = [share["holder"] for share in run.json["shares"] if share["status"] != "valid"]
    bench.row(" their check, one forged and named", size, run, GROUP, run.exit == 1 and bad == [forged.stem])
    back.unlink(missing_ok=True)
    if t == n:
        forged.write_bytes(whole)
    run = bench.run("rebuild", *files[-t - 1:], "-o", back, "--quiet")
    bench.row(f" rebuilt from {t:,}", None, run, GROUP, run.exit == 0 and same(key, back))
    one = files[-1].stat().st_size
    shutil.rmtree(out)
    return one


def _forge(share: pathlib.Path) -> None:
    """Another secret in a line whose checksum is right."""
    text = share.read_text()
    line = re.search(r"^hfs1.*$", text, re.MULTILINE).group()
    group, index, identifier, scalar = sharefile.read_line(line)
    value = dealings.scalar_bytes(group, (scalar + 1) % group.q)
    forged = sharefile.with_checksum(sharefile.payload(1, group.code, index, identifier, value))
    share.write_text(text.replace(line, forged))


def _walls(bench: Bench, few: int, many: int) -> None:
    """What loose files of the largest dealings would take: each has a line for every holder and every commitment."""
    commitment = (many - few) / 665
    holder = (few - 2 * commitment) / 1_000
    for t, n in ((10_000, 10_000), (2, MOST_HOLDERS), (MOST_HOLDERS, MOST_HOLDERS)):
        one = holder * n + commitment * t
        bench.note(f"loose files of {t:,} of {n:,} would take {n:,} times {one / 1e6:.1f} MB, {one * n / 1e9:,.0f} GB: "
                   "deal to nodes' keys, in one file")


def wrapped(bench: Bench) -> None:
    """The largest file that is split as a whole."""
    secret, out, back = bench.file("secret", os.urandom(MOST_WRAPPED)), bench.folder / "shares", bench.folder / "back"
    run = bench.run("split", "--wrap", secret, "-t", 3, "-n", 5, "-o", out, "--json")
    files = sorted(out.glob("*.share"))
    bench.row("split a file of 1 MiB, 3 of 5", MOST_WRAPPED, run, GROUP, len(files) == 5)
    run = bench.run("check", out, "--json")
    size = sum(file.stat().st_size for file in files)
    bench.row(" their check", size, run, GROUP, run.exit == 0 and run.json["have"] == 5)
    run = bench.run("rebuild", *files[:3], "-o", back, "--quiet")
    bench.row(" rebuilt from 3", None, run, GROUP, same(secret, back))
