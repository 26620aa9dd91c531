"""Every act of the command that writes, what it starts from, and how its new state is told from half of one.

Each act runs in a folder with `in`, which holds what it reads and must stay as it is, and `out`, where it writes.
"""

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Everything that the acts read, made once by the command itself.
INPUTS = r"""
set -e
umask 077
for name in node other aino bram; do $HOLDFAST keygen --group secp256k1 -o $name.key; done
for name in aino bram; do
    $HOLDFAST inspect $name.key --group secp256k1 --json \
        | sed 's/.*"publicKey":"\([^"]*\)".*/secp256k1:\1/' > $name.pub
done
$HOLDFAST keygen --group p256 --format pkcs8-pem -o fabric.pem
$HOLDFAST keygen --group ed25519 --format cometbft-node -o second.key
openssl req -new -x509 -key fabric.pem -subj /CN=peer -days 36500 -out certificate.pem
age-keygen -o me.key 2> /dev/null
age-keygen -y me.key > me.pub
$HOLDFAST split node.key --group secp256k1 -t 2 -n 3 -o shares
$HOLDFAST split fabric.pem -t 2 -n 3 -o fabric
owners="--holder Aino=node:aino.pub --holder Bram=node:bram.pub"
$HOLDFAST split node.key --group secp256k1 -t 2 $owners -o own
$HOLDFAST split node.key --group secp256k1 -t 2 $owners --publicly-verifiable -o open
python3 -B $ROOT/Tests/CommandTests/Scripts/own_keys_cheats.py deal own/dealing.json node.key Bram > cheated.json
$HOLDFAST request shares/dealing.json --to me.pub --purpose move -o asked-plain
$HOLDFAST request own/dealing.json --to me.pub --purpose move -o asked
$HOLDFAST request own/dealing.json --to me.pub --purpose move --blinded --from Aino --from Bram -o asked-blinded
$HOLDFAST inspect asked --json | sed 's/.*recipientFingerprint":"\([^"]*\).*/\1/' > fingerprint
for name in aino bram; do
    for kind in asked asked-blinded; do
        $HOLDFAST submit $kind --identity $name.key --recipient-fingerprint $(cat fingerprint) -o $kind.$name
    done
done
$HOLDFAST submit --acknowledge own/dealing.json --identity aino.key -o aino.ack
$HOLDFAST keygen --group secp256k1 -o first.key --log first.log
cp $ROOT/Vectors/examples/payout.json .
cp payout.json second.json
printf 'in/shares/holder-1.share\nin/shares/holder-3.share\n' > typed
"""


@dataclasses.dataclass
class Target:
    """A file or a folder in `out` that the act writes, and shell that succeeds in its new state only."""

    path: str
    proof: str
    # What holds where another process has done the same act as well, if that is something else.
    shared: str = ""


@dataclasses.dataclass
class Act:
    """A command; `$HOLDFAST` is put before its words."""

    name: str
    words: str
    targets: list[Target]
    # What lies in `out` before: names there, and what of `in` they are copies of; None makes a folder.
    before: dict[str, str | None] = dataclasses.field(default_factory=dict)
    stdin: str | None = None
    # Who answers at the terminal, shown what was written since the last answer.
    person: Callable[[str], str | None] | None = None
    # The exit status of the act when it was done.
    status: int = 0
    # Another program than the command, and the columns that have to report it.
    program: str | None = None
    columns: str = ""
    # Whether a second one meanwhile replaces what the first has written, rather than being refused.
    replaces: bool = False

    @property
    def logs(self) -> bool:
        return "--log" in self.words

    @property
    def arguments(self) -> list[str]:
        return self.words.split()


def one(name: str, words: str, path: str, proof: str, **more: object) -> Act:
    """An act with one target, which stands in its words as OUT."""
    return Act(name, words.replace("OUT", f"out/{path}"), [Target(path, proof)], **more)


def witness(shown: str) -> str | None:
    """Goes through a ceremony: names a file for each share, confirms it, and has nothing to add."""
    if found := re.search(r"is for (\w+)[^$]*Where does it go\? $", shown):
        return f"out/{found[1]}.share"
    if found := re.search(r"Fingerprint  (\w{4})-[^$]*its first four letters: $", shown):
        return found[1]
    if re.search(r"Who were the witnesses\? [^$]*: $", shown):
        return ""
    return None


AUDIT = "$HOLDFAST audit out/acts.log"


def log(lines: int) -> Target:
    return Target("acts.log", f"{AUDIT} && test $(wc -l < out/acts.log) = {lines}", AUDIT)


INSPECT = "$HOLDFAST inspect out/a.key --group secp256k1"
SAME = "cmp in/node.key out/a.key"
PAIR = "in/shares/holder-1.share in/shares/holder-3.share"
TWO_OF_THREE = "--group secp256k1 -t 2 -n 3"
REBUILDS = "$HOLDFAST rebuild out/d/holder-1.share out/d/holder-3.share -o $SCRATCH/again"
SEALED = "--holder A=in/me.pub --holder B=in/me.pub"
OWNERS = "--holder Aino=node:in/aino.pub --holder Bram=node:in/bram.pub"
OWN_REBUILDS = "$HOLDFAST rebuild out/d/dealing.json --identity in/aino.key --identity in/bram.key -o $SCRATCH/again"
CHECKED = "$HOLDFAST check out/d/*.share out/d/dealing.json"
FINGERPRINT = "--recipient-fingerprint $FINGERPRINT"
LOGGED = {"acts.log": "first.log"}

ACTS = [
    one("keygen -o", "keygen --group secp256k1 -o OUT", "a.key", INSPECT),
    one("keygen -o --force", "keygen --group secp256k1 -o OUT --force", "a.key", INSPECT,
        before={"a.key": "other.key"}, replaces=True),
    one("keygen -t", f"keygen {TWO_OF_THREE} -o OUT", "d", f"{CHECKED} && {REBUILDS}"),
    one("keygen -t, into an empty folder", f"keygen {TWO_OF_THREE} -o OUT", "d", f"{CHECKED} && {REBUILDS}",
        before={"d": None}),
    one("keygen -t, sealed", f"keygen --group ed25519 -t 2 {SEALED} -o OUT", "d",
        f"{CHECKED} --identity in/me.key && $HOLDFAST rebuild out/d/*.share --identity in/me.key -o $SCRATCH/again"),
    one("keygen -t, own keys", f"keygen --group secp256k1 -t 2 {OWNERS} -o OUT", "d", OWN_REBUILDS),
    one("split", f"split in/node.key {TWO_OF_THREE} -o OUT", "d",
        f"{CHECKED} && {REBUILDS} && cmp in/node.key $SCRATCH/again"),
    one("split, sealed", f"split in/node.key --group secp256k1 -t 2 {SEALED} -o OUT", "d",
        "$HOLDFAST rebuild out/d/*.share --identity in/me.key -o $SCRATCH/again && cmp in/node.key $SCRATCH/again"),
    one("split, own keys", f"split in/node.key --group secp256k1 -t 2 {OWNERS} -o OUT", "d",
        f"{OWN_REBUILDS} && cmp in/node.key $SCRATCH/again"),
    one("split --publicly-verifiable",
        f"split in/node.key --group secp256k1 -t 2 {OWNERS} --publicly-verifiable -o OUT", "d",
        f"{OWN_REBUILDS} --proof out/d/dealing.proof && cmp in/node.key $SCRATCH/again"),
    one("split, several keys", "split in/fabric.pem in/second.key -t 2 -n 2 -o OUT", "d",
        "grep -c Fingerprint out/d/summary.txt | grep -qx 2 && for k in fabric.pem second.key; do"
        " rm -f $SCRATCH/again && $HOLDFAST rebuild out/d/${k%.*}/*.share -o $SCRATCH/again"
        " && cmp in/$k $SCRATCH/again || exit 1; done"),
    one("split --wrap", "split in/typed --wrap -t 2 -n 3 -o OUT", "d",
        f"{REBUILDS} && cmp in/typed $SCRATCH/again"),
    one("rebuild -o", f"rebuild {PAIR} -o OUT", "a.key", SAME),
    one("rebuild -o --force", f"rebuild {PAIR} -o OUT --force", "a.key", SAME, before={"a.key": "other.key"},
        replaces=True),
    one("rebuild --as", f"rebuild {PAIR} --as pkcs8-pem -o OUT", "a.key",
        "openssl pkey -in out/a.key -noout -check"),
    one("rebuild --collect", "rebuild --collect -o OUT", "a.key", SAME, stdin="typed"),
    Act("rebuild -o FABRIC", "rebuild in/fabric/holder-1.share in/fabric/holder-2.share -o out/msp",
        [Target("msp/keystore", "cmp in/fabric.pem out/msp/keystore/*_sk")],
        before={"msp": None, "msp/keystore": None, "msp/signcerts": None}),
    Act("rebuild -o KEYSTORE --force",
        "rebuild in/fabric/holder-1.share in/fabric/holder-2.share -o out/msp/keystore --force",
        [Target("msp/keystore", "cmp in/fabric.pem out/msp/keystore/*_sk")],
        before={"msp": None, "msp/keystore": None, "msp/signcerts": None, "msp/signcerts/a.pem": "certificate.pem"},
        replaces=True),
    one("rebuild, answers", "rebuild --request in/asked in/asked.aino in/asked.bram --identity in/me.key -o OUT",
        "a.key", SAME),
    one("rebuild, blinded answers",
        "rebuild --request in/asked-blinded in/asked-blinded.aino in/asked-blinded.bram --identity in/me.key -o OUT",
        "a.key", SAME),
    one("sign -o", f"sign in/payout.json {PAIR} --yes -o OUT", "s", "$HOLDFAST verify out/s"),
    one("sign --key -o --force", "sign in/payout.json --key in/node.key --group secp256k1 --yes -o OUT --force", "s",
        "$HOLDFAST verify out/s", before={"s": "typed"}, replaces=True),
    one("sign, several", f"sign in/payout.json in/second.json {PAIR} --yes -o OUT", "d",
        "$HOLDFAST verify out/d/payout.json.signed && $HOLDFAST verify out/d/second.json.signed"),
    one("reseal", "reseal in/shares/holder-1.share --to in/me.pub -o OUT", "a.share",
        "$HOLDFAST check out/a.share --identity in/me.key"),
    one("request", "request in/shares/dealing.json --to in/me.pub --purpose move -o OUT", "r",
        "$HOLDFAST inspect out/r"),
    one("request --blinded",
        "request in/own/dealing.json --to in/me.pub --purpose move --blinded --from Aino --from Bram -o OUT", "r",
        "$HOLDFAST inspect out/r"),
    one("submit", f"submit in/asked-plain in/shares/holder-2.share {FINGERPRINT} -o OUT", "r",
        "$HOLDFAST inspect out/r"),
    one("submit, own key", f"submit in/asked --identity in/bram.key {FINGERPRINT} -o OUT", "r",
        "$HOLDFAST rebuild --request in/asked in/asked.aino out/r --identity in/me.key -o $SCRATCH/again"),
    one("submit, blinded", f"submit in/asked-blinded --identity in/bram.key {FINGERPRINT} -o OUT", "r",
        "$HOLDFAST rebuild --request in/asked-blinded in/asked-blinded.aino out/r --identity in/me.key"
        " -o $SCRATCH/again"),
    one("submit --acknowledge", "submit --acknowledge in/own/dealing.json --identity in/bram.key -o OUT", "w.ack",
        "$HOLDFAST check in/own/dealing.json in/aino.ack out/w.ack | grep -q 'by all'"),
    one("submit --acknowledge --binary",
        "submit --acknowledge in/own/dealing.json --identity in/bram.key --binary -o OUT", "w.ack",
        "$HOLDFAST check in/own/dealing.json in/aino.ack out/w.ack | grep -q 'by all'"),
    one("dealing --binary", "dealing in/own/dealing.json --binary -o OUT", "b", "$HOLDFAST inspect out/b"),
    one("dealing --to-calldata evm", "dealing in/own/dealing.json --to-calldata evm -o OUT", "b",
        "$HOLDFAST inspect out/b"),
    one("dealing --to-calldata fabric", "dealing in/aino.ack --to-calldata fabric -o OUT --force", "b",
        "$HOLDFAST inspect out/b", before={"b": "typed"}, replaces=True),
    one("dealing --proof", "dealing in/open/dealing.json --proof in/open/dealing.proof --to-calldata evm -o OUT", "b",
        "$HOLDFAST inspect out/b"),
    one("drill -o", f"drill {PAIR} -o OUT", "r.json",
        "python3 -c 'import json; assert json.load(open(\"out/r.json\"))[\"schema\"] == \"holdfast.drill/1\"'"),
    one("drill -o, failing", "drill in/shares/holder-1.share -o OUT", "r.json",
        "python3 -c 'import json; assert not json.load(open(\"out/r.json\"))[\"ok\"]'", status=3),
    one("check --write-evidence", "check in/cheated.json --identity in/bram.key --write-evidence OUT", "e.evidence",
        "$HOLDFAST check --evidence out/e.evidence", status=1),
    one("print, PDF", "print in/shares/holder-1.share -o OUT", "a.pdf", "tail -c 16 out/a.pdf | grep -q %%EOF"),
    one("print, SVG", "print in/shares/dealing.json -o OUT --force", "a.svg", "grep -q '</svg>' out/a.svg",
        before={"a.svg": "typed"}, replaces=True),
    Act("split --ceremony",
        "split in/node.key --group secp256k1 -t 2 --holder Aino --holder Bram --ceremony -o out/d",
        [Target("Aino.share", "$HOLDFAST check out/Aino.share"), Target("Bram.share", "$HOLDFAST check out/Bram.share"),
         Target("d", "$HOLDFAST rebuild out/Aino.share out/Bram.share --dealing out/d/dealing.json -o $SCRATCH/again"
                     " && cmp in/node.key $SCRATCH/again && tail -n 1 out/d/protocol.txt && ls out/d/*.receipt.txt")],
        person=witness),
    Act("keygen --log, a new one", "keygen --group secp256k1 -o out/a.key --log out/acts.log",
        [Target("a.key", INSPECT), log(1)]),
    Act("rebuild --log", f"rebuild {PAIR} -o out/a.key --log out/acts.log",
        [Target("a.key", SAME), log(2)], before=LOGGED),
    Act("split --log", f"split in/node.key {TWO_OF_THREE} -o out/d --log out/acts.log",
        [Target("d", CHECKED), log(2)], before=LOGGED),
    Act("inspect --log", "inspect in/own/dealing.json --log out/acts.log", [log(2)],
        before=LOGGED, replaces=True),
]

def planted(name: str, columns: str, path: str, proof: str) -> Act:
    program = pathlib.Path(__file__).with_name("Planted") / name
    return Act(f"({name})", f"out/{path}", [Target(path, proof)], program=str(program), columns=columns, replaces=True)


# Programs that do as none should. Every column has to report one of them, or it would report nothing of the command.
PLANTED = [
    planted("writes-in-place", "ENOSPC EDQUOT EIO EINTR short kill memory mlock full read-only vanished two", "a.key",
            SAME),
    planted("open-to-others", "kill", "a.key", SAME),
    planted("names-carelessly", "sync names NFS", "a.key", SAME),
    planted("trusts-the-clock", "clock", "y", "test $(cat out/y) -gt 2020 && test $(cat out/y) -lt 2100"),
    planted("needs-a-device", "entropy", "b", "test $(wc -c < out/b) = 16"),
]


class Inputs:
    """The folder of what the acts read."""

    def __init__(self, folder: pathlib.Path, command: str) -> None:
        self.folder = folder
        folder.mkdir()
        self.environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "HOLDFAST": command, "ROOT": str(ROOT),
                            "LC_ALL": "C.UTF-8"}
        done = subprocess.run(["sh", "-c", INPUTS], cwd=folder, env=self.environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"check-faults: what the acts need could not be made:\n{done.stderr}")
        self.environment["FINGERPRINT"] = (folder / "fingerprint").read_text().strip()

    def lay_out(self, act: Act, out: pathlib.Path) -> None:
        """What lies in `out` before the act."""
        for name, source in act.before.items():
            if source is None:
                (out / name).mkdir(0o700)
            else:
                shutil.copy(self.folder / source, out / name)
                (out / name).chmod(0o600)
