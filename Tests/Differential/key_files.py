"""Key files: what independent packages wrote is read by the command, and the other way round.

The command must have the same public key and addresses. Of a file with a byte of it changed it may read nothing, or the
key that the library reads, and never another one.
"""

import json
import unicodedata

from embit import bip32
from mnemonic import Mnemonic
from solders.keypair import Keypair as SolanaKeypair

from asking import done, outcome_of
from cases import NO, Stricter
from key_facts import Key, addresses, key_of_secret, random_secret
from key_forms import FORMS
from trial import DONE, require_equal
from wallet_files_trials import LANGUAGES, VERSIONS, expected_addresses, text_of

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/= -_.:,{}[]\"\n\r\t?\\\0é"


def damaged(case, content):
    """A byte of the file changed, left out, doubled or added."""
    place = case.random.randrange(len(content))
    before, byte, after = content[:place], content[place:place + 1], content[place + 1:]
    letter = case.random.choice(LETTERS).encode()
    others = [letter, letter, b"", byte + byte, letter + byte, byte.swapcase()]
    exchanged = before + after[:1] + byte + after[1:]
    return case.random.choice([
        case.flipped(content), *(before + other + after for other in others), exchanged, before, content + letter,
        letter + content])


def words_of(trial):
    """The passphrase of all files of a row in a batch, since a call of the command takes one."""
    letters = "abcdefgh XYZ 0189 .!äß€密🔑'\"\\"
    return "".join(trial.random.choice(letters) for _ in range(trial.random.randrange(1, 40))).encode() + b"."


class KeyFile(Stricter):
    """Files of one form."""

    def __init__(self, form):
        self.form, self.name = form, form.name
        # What takes long to write is written by the command as seldom.
        self.share_written = 0 if form.is_only_read else 0.25 / form.cost

    def make(self, case):
        case.words = words_of(case.batch.common(self.name))
        case.group = case.random.choice(self.form.groups)
        case.secret = random_secret(case, case.group)
        case.is_written = case.random.random() < self.share_written
        case.is_whole = case.is_written or case.random.random() < 0.4
        case.shows(passphrase=case.words, group=case.group, secret=case.secret.hex())
        key = key_of_secret(case.group, case.secret)
        case.expected = {"publicKey": key.public.hex(), "addresses": addresses(key, self.form.name)}
        if not case.is_written:
            self.write_by_library(case)

    def write_by_library(self, case):
        content = self.form.write(case, case.group, case.secret, case.words)
        require_equal(self.read_by_library(case, content), case.expected, "what the library reads of its own file")
        if not case.is_whole:
            content = damaged(case, content)
            case.expected = self.read_by_library(case, content)
        case.path = case.file(content, "a.key")

    def read_by_library(self, case, content):
        return outcome_of(self.read, case, content)

    def read(self, case, content):
        read = self.form.read(content, case.words)
        key = key_of_secret(case.group, read) if self.form.is_bare else read
        return {"publicKey": key.public.hex(), "addresses": addresses(key, self.form.name)}

    def ask(self, cases):
        for case in cases:
            if case.is_written:
                case.found = self.written_by_command(case)
        for group in self.form.groups:
            chosen = [case for case in cases if case.group == group and not case.is_written]
            options = ["--group", group] if self.form.is_bare else []
            for case, answer in zip(chosen, inspected(chosen, self.name, *options)):
                case.found = self.of_answer(case, answer)
                if case.is_whole and case.found is NO:
                    # The library wrote it: that the command is stricter is no excuse.
                    case.found = {"refused": answer}

    def of_answer(self, case, answer):
        case.shows(answer=json.dumps(answer, ensure_ascii=False))
        case.reason = answer.get("code", answer["is"])
        if answer["is"] != "key":
            return NO
        if case.is_whole:
            require_equal(answer["format"], self.form.name, "the format")
        # A damaged file may be a whole one of another form, which has other addresses.
        key = Key(answer["group"], bytes.fromhex(answer["publicKey"]))
        require_equal(answer["addresses"], addresses(key, answer["format"]), "the addresses")
        return {"publicKey": answer["publicKey"], "addresses": addresses(key, self.form.name)}

    def written_by_command(self, case):
        """Split, and rebuilt in this form: the library reads the key that was split."""
        source, words = case.file(case.secret.hex() + "\n"), case.file(case.words + b"\n", "words")
        shares, back = case.folder / "shares", case.folder / "back"
        done(case.run("split", source, "--group", case.group, "-t", 2, "-n", 2, "-o", shares, "--yes", "--quiet"),
             [DONE])
        done(
            case.run("rebuild", *shares.glob("*.share"), "--as", self.form.name, "-o", back, "--i-stopped-the-old-node",
                     "--passphrase-file", words, "--quiet", "--yes"), [DONE])
        return self.read_by_library(case, back.read_bytes())


def inspected(cases, name, *options):
    """What `inspect` says of the file of each case; a good key behind them makes them several."""
    if not cases:
        return []
    trial = cases[0].batch.common(name)
    good = trial.file("priv_key is none\n", "behind")
    words = trial.file(words_of(cases[0].batch.common(name)) + b"\n", "words")
    outcome = done(
        trial.run("inspect", *(case.path for case in cases), good, "--json", "--passphrase-file", words, *options))
    answers = outcome.json["files"]
    require_equal([answer["file"] for answer in answers], [*(str(case.path) for case in cases), str(good)], "the files")
    return answers[:-1]


class Wallet(Stricter):
    """Files that stand for many keys: their first addresses."""

    def make(self, case):
        text, case.read = self.write(case)
        case.is_whole = case.random.random() < 0.4
        content = (text + case.random.choice(["", "\n", "\r\n"])).encode()
        if not case.is_whole:
            content = damaged(case, content)
        case.path = case.file(content, "a.key")
        case.expected = outcome_of(lambda: {"addresses": case.read(content.decode())})

    def ask(self, cases):
        for case, answer in zip(cases, inspected(cases, self.name)):
            case.shows(answer=json.dumps(answer, ensure_ascii=False))
            case.reason = answer.get("code", answer["is"])
            case.found = {"addresses": answer["addresses"]} if answer["is"] == "wallet" else NO
            if case.is_whole and case.found is NO:
                case.found = {"refused": answer}


class Words(Wallet):
    name, weight = "bip39", 1.5

    def write(self, case):
        language = case.random.choice(LANGUAGES)
        makes = Mnemonic(language)
        words = makes.to_mnemonic(case.bytes(case.random.choice([16, 20, 24, 28, 32])))
        return words, lambda text: of_words(makes, text)


def plain(word):
    """Without capitals and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))


def listed(makes, word):
    """The word of the list that is meant: in lists with Latin letters also by its first four, and without accents."""
    if not plain(makes.wordlist[0]).isascii():
        return word
    whole = [known for known in makes.wordlist if plain(known) == plain(word)]
    begun = [known for known in makes.wordlist if len(plain(word)) == 4 and plain(known).startswith(plain(word))]
    # A word with an accent that the list does not have there is none of it.
    return ([known for known in whole or begun if is_accented(word, known)] or [word])[0]


def is_accented(word, known):
    typed, right = (unicodedata.normalize("NFKD", text.lower()) for text in (word, known))
    return typed == plain(word) or right.startswith(typed)


def of_words(makes, text):
    words = " ".join(listed(makes, word) for word in text.split())
    if not makes.check(words):
        raise ValueError("no mnemonic")
    seed = Mnemonic.to_seed(words)
    solana = SolanaKeypair.from_seed_and_derivation_path(seed, "m/44'/501'/0'/0'").pubkey()
    return {**expected_addresses(bip32.HDKey.from_seed(seed), "xprv"), "solana": str(solana)}


# Where a key stands in a wallet, and where its first address is from there.
PLACES = [("m", None), ("m/84h/0h/3h", "m/0/0"), ("m/84h/0h/0h/1", "m/0"), ("m/84h/0h/0h/0/7", "m"),
          ("m/48h/0h/0h/2h", "none"), ("m/0", "none")]


class Extended(Wallet):
    name, weight = "bip32", 1.5

    def write(self, case):
        begins = case.random.choice(list(VERSIONS))
        place, _ = case.random.choice(PLACES)
        master = bip32.HDKey.from_seed(case.bytes(case.random.choice([16, 32, 64])))
        return text_of(master.derive(place) if place != "m" else master, begins), of_extended


def of_extended(text):
    key, text = bip32.HDKey.from_base58(text.strip()), text.strip()
    begins = text[:4]
    hardened = key.child_number >= 2**31
    path = {
        0: None, 3: "m/0/0" if hardened else "none", 4: "none" if hardened else "m/0", 5: "none" if hardened else "m"
    }.get(key.depth, "none")
    if not key.is_private:
        raise ValueError("a public key")
    return expected_addresses(key, begins, path) if path != "none" else {}


ROWS = [*map(KeyFile, FORMS), Words(), Extended()]
