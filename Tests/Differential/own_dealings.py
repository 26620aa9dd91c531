"""Dealings to own keys: made and read by Vectors/reference and Tests/Recovery/own_keys.py, beside the command."""

from reference import Refused, own_dealing
from reference.dealer import Dealt
from reference.groups import GROUPS
from reference.own_dealing_vectors import NAMES, OwnDealt

import dealing_text_damage
from cases import NO
from dealings import FORMATS, InAPipe, created, facts, name, secret_of


class OwnKeysInAPipe(InAPipe):
    """Their texts through `check --stream`. Few, since the reference takes a second for each."""

    name, weight = "dealings to own keys, in a pipe", 0.1

    def make(self, case):
        group, n = case.random.choice(list(GROUPS)), case.random.randrange(2, len(NAMES) + 1)
        unique = f"{case.batch.seed}:{case.batch.kind}:{case.number}"
        base = Dealt(unique, group, case.random.randrange(2, n + 1), NAMES[:n], case.random.choice(FORMATS[group]),
                     secret=secret_of(case, group), label=name(case), created=created(case))
        suite = case.random.choice(["masked", "masked", "publicly-verifiable"])
        dealt = OwnDealt(unique, base, case.random.choices(list(GROUPS), k=n), suite)
        change = case.random.choice(dealing_text_damage.CHANGES + [dealing_text_damage.untouched] * 12)
        case.text = change(case, dealt).replace(b"\n", b" ")
        case.file(case.text, "dealing.json")
        case.shows(change=change.__name__)
        case.expected = self.judged(case)

    def judged(self, case):
        try:
            dealing, _ = own_dealing.read(case.text)
        except Refused as refused:
            case.shows(refused=refused)
            return NO
        return {**facts(dealing), "holders": len(dealing["holders"])}
