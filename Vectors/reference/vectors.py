"""A folder of vectors in the making, and the proof that the reference reader agrees with its index."""

from . import Refused, dealing as dealings, own_dealing, sharefile


class Vectors:
    def __init__(self):
        self.files, self.cases = {}, []

    def file(self, name, data):
        assert self.files.get(name, data) == data, name
        self.files[name] = data
        return name

    def case(self, name, must, act, files, **values):
        """Without a reason the case is accepted."""
        assert all(case["name"] != name for case in self.cases), name
        expect = "refuse" if "reason" in values else "accept"
        self.cases.append({"name": name, "must": must.split(), "act": act, "files": files, "expect": expect, **values})


def facts(dealing, identity=dealings.identity):
    identifier = identity(dealing)
    return {"id": identifier.hex(), "shortForm": dealings.short_form(identifier),
            "fingerprint": dealings.fingerprint(identifier)}


def perform(case, files):
    """What the reference says: a dictionary of values. `Refused` where it refuses."""
    data = [files[name] for name in case["files"]]
    beside = dealings.read(files[case["dealing"]]) if "dealing" in case else None
    match case["act"]:
        case "read-dealing":
            return facts(dealings.read(data[0]))
        case "read-own-dealing":
            return facts(own_dealing.read(data[0])[0], own_dealing.identity)
        case "open":
            dealing = dealings.read(data[0])
            order = dealings.GROUPS[dealing["group"]].order
            original = dealings.open_original(dealing, int.from_bytes(bytes.fromhex(case["scalar"]), order))
            if case.get("holds") == "another key":  # the reference writes key files but does not read them
                raise Refused("original-other-key")
            return {"original": original.hex()}
        case "read" | "check":
            reader = sharefile.read if case["act"] == "read" else sharefile.check
            dealing, index, scalar = reader(data[0], beside)
            encoded = dealings.scalar_bytes(dealings.GROUPS[dealing["group"]], scalar)
            return {"index": index, "share": encoded.hex(), **facts(dealing)}
        case "rebuild":
            scalar, original, bad = sharefile.rebuild(data, beside)
            group = dealings.GROUPS[sharefile.read(data[0], beside)[0]["group"]]
            return {"scalar": dealings.scalar_bytes(group, scalar).hex(), "original": original.hex(), "bad": bad}
        case "correct":
            return correct(case, data[0], beside)


def correct(case, data, beside):
    """No decoder: that the offered line is at the stated places and within the bound, or that none can be."""
    lines = sharefile.significant(sharefile.text_lines(data))
    if sharefile.is_sheet(lines):
        lines = [row[:-1] for row in sharefile.sheet_letters(lines)]
    typed = "".join(c for c in "".join(lines) if c not in " \t-").lower()
    if len(typed) != sharefile.LINE_LENGTH:
        raise Refused("letter-count")
    if "corrected" not in case:
        raise Refused("no-correction")
    places = [k + 1 for k, (a, b) in enumerate(zip(typed, case["corrected"])) if a != b]
    unreadable = sum(typed[k - 1] not in sharefile.ALPHABET for k in places)
    assert 2 * (len(places) - unreadable) + unreadable <= 8
    _, index, scalar = sharefile.check(case["corrected"].encode(), beside)
    return {"places": places, "index": index}


def confirm(case, files):
    try:
        values = perform(case, files)
    except Refused as refused:
        assert case.get("reason") == refused.reason, f"{case['name']}: reference says {refused}"
        return
    assert "reason" not in case, f"{case['name']}: reference accepts"
    for name, value in values.items():
        assert case.setdefault(name, value) == value, f"{case['name']}: {name}"
