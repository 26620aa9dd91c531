"""How transactions and messages are given to the command: many in one call, signed by one key or its shares."""

from cases import NO, Row, Stricter
from trial import DONE, Failed, require_equal


def done(outcome, statuses=range(8)):
    """The outcome, unless the command broke or ended with another status."""
    if outcome.exit not in statuses:
        raise Failed(f"exit {outcome.exit}\n    {outcome}")
    return outcome


def results(outcome, count):
    """The answers of a call about one file or several, in their order."""
    answer = outcome.json
    answers = answer["results"] if "results" in answer else [answer]
    require_equal(len(answers), count, "the number of answers")
    return answers


class Signed(Row):
    """What the command signs must be what the library signs, or verifies. Everything is made so that it can be signed.

    A row has `key(trial)`, the key of a batch and its file; `content(case)`, what is signed; `found_in(case, answer)`.
    """

    group, options = "", ()

    def signer(self, batch):
        """The key of this row in the batch, as the library has it, and the operands that sign with it."""
        def make():
            trial = batch.common(self.name)
            key, file = self.key(trial)
            shares = trial.random.random() < 0.5
            return key, trial.shares(file, self.group) if shares else ["--key", file]

        return batch.once(self.name, make)

    def arguments(self, paths):
        return paths

    def options_of(self, cases):
        return self.options

    def make(self, case):
        case.who, case.operands = self.signer(case.batch)
        case.path = case.file(self.content(case), "to-sign")

    def ask(self, cases):
        trial = cases[0].batch.common(self.name)
        outcome = done(
            trial.run("sign", *self.arguments([case.path for case in cases]), *cases[0].operands, "--yes", "--json",
                      *self.options_of(cases)), [DONE])
        for case, answer in zip(cases, results(outcome, len(cases))):
            case.shows(answer=answer)
            case.found = self.found_in(case, answer)


class SignedMessage(Signed):
    ledger = ""

    def arguments(self, paths):
        return [*(f"--message={path}" for path in paths), "--ledger", self.ledger]


class Verified(Stricter):
    """What a library signed, in half of the cases with a bit of it changed: the same signers and the same id, or no."""

    options = ()

    def options_of(self, cases):
        return self.options

    def ask(self, cases):
        trial = cases[0].batch.common(self.name)
        outcome = done(trial.run("verify", *(case.path for case in cases), "--json", *self.options_of(cases)))
        for case, answer in zip(cases, results(outcome, len(cases))):
            self.take(case, answer)

    def take(self, case, answer):
        case.shows(answer=answer)
        case.reason = answer.get("code", "")
        case.found = self.found_in(answer) if answer["ok"] else NO
        if case.is_whole and case.found is NO:
            # The library made it: that the command is stricter is no excuse.
            case.found = {"refused": answer}


class VerifiedMessage(Verified):
    """One call for each."""

    ledger = ""

    def ask(self, cases):
        for case in cases:
            self.take(
                case,
                done(
                    case.run("verify", case.path, "--message", case.message, "--ledger", self.ledger, "--json",
                             *self.options_of([case]))).json)


def bit_changed(case, content):
    """In half of the cases one bit of it, or what stands at its end."""
    case.is_whole = case.random.random() < 0.5
    if case.is_whole:
        return content
    changes = [case.flipped(content)] * 8 + [content[:-1], content + b"\0", content[1:], b"\0" + content]
    return case.random.choice(changes)


def outcome_of(act, *arguments):
    """What a library finds, or `NO` where it raises; some of solders' refusals are no `Exception`."""
    try:
        return act(*arguments)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        return NO
