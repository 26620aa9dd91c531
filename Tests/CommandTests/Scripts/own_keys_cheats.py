#!/usr/bin/env python3
"""What somebody dishonest makes of a dealing to own keys and of a request, by the second implementation of the format.

    own_keys_cheats.py deal DEALING KEY NAME...       the dealing again, with masked shares of these holders that are wrong
    own_keys_cheats.py answer REQUEST KEY value       a signed answer to a blinded request with a wrong value
    own_keys_cheats.py answer REQUEST KEY points      one with wrong points for all others, which convict who signed them
    own_keys_cheats.py answer REQUEST KEY pair NAME   one in which the point for the holder NAME is another, signed too
    own_keys_cheats.py evidence DEALING KEY           evidence that a share is wrong, whether it is or not
    own_keys_cheats.py frame EVIDENCE                 the same, with another point in it
    own_keys_cheats.py line REQUEST INDEX [KEY]       an answer in which a share line of this holder stands, as anybody can
                                                      seal it: the true one with the holder's KEY, else one that is not

KEY is a file of 64 hexadecimal digits, of secp256k1. What is made goes to standard output.
"""

import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parents[3]
sys.path[:0] = [str(HERE / "Vectors"), str(HERE / "Tests" / "Recovery")]
sys.dont_write_bytecode = True

import own_keys as own  # noqa: E402
from reference import own_dealing as dealings, sharefile  # noqa: E402

BEGIN, END = "-----BEGIN HOLDFAST DEALING-----\n", "-----END HOLDFAST DEALING-----\n"


def key_in(path):
    return int(pathlib.Path(path).read_text().strip(), 16)


def random_scalar(group):
    return int.from_bytes(os.urandom(64), "big") % (group.q - 1) + 1


def deal(path, key_path, *names):
    """Another polynomial through the same key; the sealed original and all names stay."""
    dealing, found = dealings.read(pathlib.Path(path).read_bytes())
    x, shared = key_in(key_path), found.shared
    assert own.times(shared, x, shared.base) == found.commitments[0]
    coefficients = [x] + [random_scalar(shared) for _ in found.commitments[1:]]
    points = [own.times(shared, a, shared.base) for a in coefficients]
    secrets = {name: random_scalar(own.GROUPS[name]) for name in found.ephemerals}
    dealing["commitments"] = [own.encode(shared, point).hex() for point in points]
    dealing["ephemerals"] = {name: own.encode(own.GROUPS[name], own.times(own.GROUPS[name], e, own.GROUPS[name].base)).hex()
                             for name, e in secrets.items()}
    found = dealings.decoded(dealing)
    for holder, listed in zip(found.holders, dealing["holders"]):
        share = own.polynomial(shared, coefficients, holder.index) + (listed["name"] in names)
        masked = own.masked_share(found, holder.index, share, secrets[holder.group.name])
        listed["masked"] = own.scalar_bytes(shared, masked).hex()
    dealing["id"] = dealings.identity(dealing).hex()
    found = dealings.decoded(dealing)
    nonces = [random_scalar(group) for group, _ in own.dealer_statements(found)]
    dealing["proof"] = own.prove_dealer(found, [x, *secrets.values()], nonces).hex()
    return dealings.write(dealing)


def holder_of(found, d):
    return next(holder for holder in found.holders
                if holder.group.name == "secp256k1" and own.times(holder.group, d, holder.group.base) == holder.key)


def masked_of(dealing, found, index):
    text = next(holder["masked"] for holder in dealing["holders"] if holder["index"] == index)
    return int.from_bytes(bytes.fromhex(text), found.shared.byteorder)


def answer(path, key_path, how, name=None):
    text = pathlib.Path(path).read_text()
    fields = fields_of(text)
    dealing, found = dealings.read(text.split(BEGIN)[1].split(END)[0].encode())
    d, shared, request = key_in(key_path), found.shared, bytes.fromhex(fields["id"])
    me, chosen = holder_of(found, d), [int(index) for index in fields["mode"].split(" ")[1].split(",")]
    common = own.times(me.group, d, found.ephemerals[me.group.name])
    share = own.unmasked(found, me.index, masked_of(dealing, found, me.index), common)
    sent = own.blinded(found, request, chosen, me.index, d, share, os.urandom(32))
    if how == "value":
        value = int.from_bytes(sent.value, shared.byteorder) + 1
        sent.value = own.scalar_bytes(shared, value % shared.q)
    elif how == "points":
        for other, point in sent.points.items():
            moved = own.add(shared, own.decode(shared, point, "point"), shared.base)
            sent.points[other] = own.encode(shared, moved)
    else:
        other = next(holder["index"] for holder in dealing["holders"] if holder["name"] == name)
        moved = own.add(shared, own.decode(shared, sent.points[other], "point"), shared.base)
        sent.points[other] = own.encode(shared, moved)
        # So that the own equation holds: the smaller index adds what it has in common with the other, the larger subtracts.
        value = int.from_bytes(sent.value, shared.byteorder) + own.sign_of(me.index, other)
        sent.value = own.scalar_bytes(shared, value % shared.q)
    statement = own.blinded_statement(found, request, me.index, sent.value, sent.points)
    sent.proof = own.prove(me.group, statement, [me.group.base], d, random_scalar(me.group))
    content = sent.value + b"".join(sent.points[k] for k in sorted(sent.points)) + sent.proof
    content = f"holdfast-blinded-submission/1\n{request.hex()}\n{me.index}\n{content.hex()}\n"
    return sealed(text, content)


def evidence(path, key_path):
    data = pathlib.Path(path).read_bytes()
    dealing, found = dealings.read(data)
    d = key_in(key_path)
    me = holder_of(found, d)
    spoiled = (masked_of(dealing, found, me.index) + 1) % found.shared.q
    try:
        common, proof = own.evidence(found, me.index, masked_of(dealing, found, me.index), d, os.urandom(32))
    except own.Refused:
        common, proof = own.evidence(found, me.index, spoiled, d, os.urandom(32))
    return (f"holdfast-evidence/1\ndealing: {dealing['id']}\nholder: {me.index}\nrequest: none\n"
            f"common: {own.encode(me.group, common).hex()}\nproof: {proof.hex()}\n{BEGIN}").encode() + data + END.encode()


def line(path, index, key_path=None):
    request = pathlib.Path(path).read_text()
    dealing, found = dealings.read(request.split(BEGIN)[1].split(END)[0].encode())
    share = 1
    if key_path:
        me, d = found.holder(int(index)), key_in(key_path)
        common = own.times(me.group, d, found.ephemerals[me.group.name])
        share = own.unmasked(found, me.index, masked_of(dealing, found, me.index), common)
    text = sharefile.write_line({"group": found.shared.name, "id": dealing["id"]}, int(index), share)
    return sealed(request, f"holdfast-submission/1\n{fields_of(request)['id']}\n{text}\n")


def fields_of(request):
    head = request.split(BEGIN)[0]
    return dict(each.split(": ", 1) for each in head.splitlines() if ": " in each and each[0] != "#")


def sealed(request, content):
    fields = fields_of(request)
    armor = subprocess.run(["age", "--armor", "--recipient", fields["recipient"]], input=content.encode(),
                           capture_output=True, check=True).stdout.decode()
    return f"holdfast-submission/1\nrequest: {fields['id']}\ndealing: {fields['dealing']}\n{armor}".encode()


def frame(path):
    lines = pathlib.Path(path).read_text().splitlines()
    place = next(k for k, line in enumerate(lines) if line.startswith("common: "))
    group = own.GROUPS["secp256k1"]
    point = own.decode(group, bytes.fromhex(lines[place].split()[1]), "point")
    lines[place] = "common: " + own.encode(group, own.add(group, point, group.base)).hex()
    return ("\n".join(lines) + "\n").encode()


ACTS = {"deal": deal, "answer": answer, "evidence": evidence, "frame": frame, "line": line}
sys.stdout.buffer.write(ACTS[sys.argv[1]](*sys.argv[2:]))
