"""Boards for dealings to own keys: the examples in examples/, run, with what the command prints for them."""

import base64
import hashlib
import json

import bech32
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from eth_abi import encode as abi_encode
from eth_utils import keccak

from evm_board import EXAMPLES, Board, Solidity, compiled, of_abi
from fabric_trials import Invocation, Member, endorsers
from trial import require, require_equal, trial

# Each function of the board that publishes, and the event that it makes.
PUBLISHING = {
    "publishDealing(bytes)": "DealingPublished(bytes32,address,bytes)",
    "publishProof(bytes32,bytes32)": "ProofPublished(bytes32,bytes32,address)",
    "publishAcknowledgement(bytes32,bytes)": "AcknowledgementPublished(bytes32,address,bytes)",
    "publishSubmission(bytes32,bytes)": "SubmissionPublished(bytes32,address,bytes)",
}


def call(function, values):
    """Call data as eth-abi encodes them."""
    types = function[function.index("(") + 1:-1].split(",")
    return keccak(text=function)[:4] + abi_encode(types, values)


@trial
def both_sources_declare_the_same(t):
    """No compiler of Solidity is at hand here: what its source declares is what the compiled one has."""
    solidity = Solidity((EXAMPLES / "HoldfastBoard.sol").read_bytes())
    require(solidity.parses, "the source in Solidity has an error by its grammar")
    abi, _ = compiled()
    functions, events = of_abi(abi, "function"), of_abi(abi, "event")
    require_equal(solidity.events(), events, "the events differ")
    made = {f"{name}({key})": solidity.members(value) or [value] for key, value, name in solidity.variables()}
    require_equal({**solidity.functions(), **made}, functions, "the functions differ")
    require(set(PUBLISHING) <= set(functions) and set(PUBLISHING.values()) == set(events), "the names are others")


@trial
def keeps_dealings_under_their_hash(t):
    board = Board(t.bytes(32))
    content = t.bytes(t.random.choice([1, 32, 650, 1024, 7000]))
    events, gas, result = board.call(call("publishDealing(bytes)", [content]))
    digest = hashlib.sha256(content).digest()
    require(result.is_success, "the board refuses a dealing", result)
    require_equal(result.output, digest, "the board gives another hash")
    require_equal(len(events), 1, "not one event")
    topics = [keccak(text=PUBLISHING["publishDealing(bytes)"]), digest, bytes(12) + bytes.fromhex(board.who.address[2:])]
    require_equal(events[0].topics, topics, "the event's topics differ")
    require_equal(events[0].bytes, content, "the event's bytes differ")
    publisher, _ = board.read("dealings", ["address", "uint64"], digest)
    require_equal(publisher.lower(), board.who.address.lower(), "another publisher is kept")
    require_equal(board.read("dealings", ["address", "uint64"], t.bytes(32)), ("0x" + 40 * "0", 0), "kept for nothing")
    _, _, result = board.call(call("publishDealing(bytes)", [content]))
    require(result.is_error, "the same dealing is taken twice", result)


@trial
def takes_the_gas_that_the_examples_say(t):
    """650 bytes, of which none is 0."""
    board = Board(t.bytes(32))
    content = bytes(t.random.randrange(1, 256) for _ in range(650))
    _, gas, _ = board.call(call("publishDealing(bytes)", [content]))
    require(61_000 < gas < 66_000, "the gas is another", gas)


@trial
def counts_submissions_and_keeps_none(t):
    board, request, count = Board(t.bytes(32)), t.bytes(32), t.random.randrange(1, 4)
    for _ in range(count):
        content = t.bytes(t.random.randrange(600))
        events, _, _ = board.call(call("publishSubmission(bytes32,bytes)", [request, content]))
        require_equal(events[0].topics[:2], [keccak(text=PUBLISHING["publishSubmission(bytes32,bytes)"]), request], "topics")
        require_equal(events[0].bytes, content, "the event's bytes differ")
    require_equal(board.read("submissions", ["uint256"], request), (count,), "the count differs")
    require_equal(board.read("submissions", ["uint256"], t.bytes(32)), (0,), "another request has submissions")


@trial
def passes_on_acknowledgements_and_hashes_of_proofs(t):
    board, dealing, content = Board(t.bytes(32)), t.bytes(32), t.bytes(102)
    events, _, _ = board.call(call("publishAcknowledgement(bytes32,bytes)", [dealing, content]))
    require_equal((events[0].topics[1], events[0].bytes), (dealing, content), "the event differs")
    proof = t.bytes(32)
    events, _, _ = board.call(call("publishProof(bytes32,bytes32)", [dealing, proof]))
    require_equal((events[0].topics[1:3], events[0].bytes), ([dealing, proof], None), "the event differs")


# What the command prints, published and read back

class OwnKeys:
    """A key that is dealt to the keys of three nodes, two of which rebuild it."""

    GROUPS = ["secp256k1", "p256", "ed25519"]
    HOLDERS = ["Aino", "Bram", "Eli"]

    def __init__(self, t, *options):
        self.trial = t
        self.key = t.folder / "node.key"
        group = t.random.choice(self.GROUPS)
        self._generated(self.key, group)
        holders = []
        for name in self.HOLDERS:
            own = t.random.choice(self.GROUPS)
            holders += ["--holder", f"{name}=node:{own}:{self._generated(self.identity(name), own)}"]
        answer = t.run(
            "split", self.key, "--group", group, "-t", "2", *holders, "-o", "dealt", "--json", *options, expect=0).json
        self.id, self.dealing = answer["id"], t.folder / "dealt" / "dealing.json"

    def _generated(self, path, group):
        return self.trial.run("keygen", "--group", group, "-o", path, "--json", expect=0).json["publicKey"]

    def identity(self, name):
        return self.trial.folder / f"{name}.node"

    def call(self, file, *options, ledger="evm"):
        """What is sent to publish a file, and what the command says of it."""
        line = self.trial.run("dealing", file, "--to-calldata", ledger, *options, expect=0).text
        told = self.trial.run("dealing", file, "--to-calldata", ledger, "--json", *options, expect=0).json
        require_equal(told["call"], line, "the JSON has another call")
        return line, told


def age_key(t):
    """A file with an identity of age, and its recipient (age-encryption.org/v1, "The X25519 recipient type")."""
    key = X25519PrivateKey.from_private_bytes(t.bytes(32))

    def text(prefix, content):
        return bech32.bech32_encode(prefix, bech32.convertbits(content, 8, 5))

    return (t.file(text("age-secret-key-", key.private_bytes_raw()).upper() + "\n", "requester.key"),
            text("age", key.public_key().public_bytes_raw()))


def publish(t, board, line):
    """Has holdfast sign the transaction with a call, after it showed it, and puts it on the chain."""
    made = board.unsigned(bytes.fromhex(line.removeprefix("0x")))
    key = t.file(board.who.key.hex().removeprefix("0x"))
    shown = t.sign(json.dumps(made), key=key)
    verified = t.verify(shown["signed"])
    require_equal(verified["publications"], shown["publications"], "signing and verifying show another publication")
    require([p["ok"] for p in shown["publications"]] == [True], "the publication is not good", shown)
    events, _, result = board.send(bytes.fromhex(shown["signed"].removeprefix("0x")))
    require(result.is_success and len(events) == 1, "the board refuses what the command printed", result)
    return events[0], shown["publications"][0]


@trial
def a_dealing_comes_back_from_the_board(t):
    dealt, board = OwnKeys(t), Board(t.bytes(32))
    line, told = dealt.call(dealt.dealing)
    event, shown = publish(t, board, line)
    digest = hashlib.sha256(event.bytes).hexdigest()
    require_equal((told["is"], told["sha256"], told["bytes"]), ("dealing", digest, len(event.bytes)), "told otherwise")
    require_equal((shown["id"], shown["sha256"], shown["threshold"]), (dealt.id, digest, 2), "shown otherwise")
    require(len(event.bytes) <= 1024, "the form is too long", len(event.bytes))
    read = t.file(event.bytes, "read.bin")
    answer = t.run("check", read, "--json", expect=0).json
    require_equal(answer["id"], dealt.id, "the dealing that was read back is another")
    # Its own call is the same, from the binary form.
    require_equal(dealt.call(read)[0], line, "the binary form gives another call")
    found = t.run("inspect", t.file(line + "\n"), "--json", expect=0).json["files"][0]
    require_equal((found["is"], found["publications"][0]["id"]), ("board-call", dealt.id), "inspect says otherwise")


@trial
def a_changed_dealing_is_warned_of(t):
    dealt = OwnKeys(t)
    content = bytes.fromhex(dealt.call(dealt.dealing)[0].removeprefix("0x"))
    count = int.from_bytes(content[36:68], "big")
    changed = t.flipped_at(content, 68, 68 + count)
    made = Board(t.bytes(32)).unsigned(changed)
    shown = t.sign(json.dumps(made), key=t.file("0x" + t.bytes(32).hex()))
    codes = {warning["code"] for warning in shown["warnings"]}
    require(codes & {"publication-proof-wrong", "publication-unreadable"}, "nothing is said of the changed bit", shown)
    require(not shown["publications"][0]["ok"], "the changed dealing is good", shown)


@trial
def an_acknowledgement_comes_back_from_the_board(t):
    dealt, board = OwnKeys(t), Board(t.bytes(32))
    t.run("submit", "--acknowledge", dealt.dealing, "--identity", dealt.identity("Bram"), "-o", "word", "--yes", expect=0)
    line, _ = dealt.call("word")
    event, shown = publish(t, board, line)
    require_equal((shown["kind"], shown["id"], shown["index"]), ("acknowledgement", dealt.id, 2), "shown otherwise")
    require_equal(event.topics[1].hex(), dealt.id, "it is under another dealing")
    t.run("check", dealt.dealing, t.file(event.bytes, "read.word"), expect=0)


@trial
def the_hash_of_a_proof_is_published(t):
    dealt, board = OwnKeys(t, "--publicly-verifiable"), Board(t.bytes(32))
    proof = t.folder / "dealt" / "dealing.proof"
    line, told = dealt.call(dealt.dealing, "--proof", proof)
    event, shown = publish(t, board, line)
    digest = hashlib.sha256(proof.read_bytes()).hexdigest()
    require_equal([topic.hex() for topic in event.topics[1:3]], [dealt.id, digest], "the event differs")
    require_equal((told["is"], told["sha256"], shown["sha256"]), ("proof", digest, digest), "told otherwise")


@trial
def answers_from_the_board_rebuild_the_key(t):
    dealt, board = OwnKeys(t), Board(t.bytes(32))
    identity, recipient = age_key(t)
    t.run("request", dealt.dealing, "--to", recipient, "--purpose", "the board", "-o", "asked", expect=0)
    request = t.run("inspect", "asked", "--json", expect=0).json["files"][0]
    answers = []
    for name in t.random.sample(OwnKeys.HOLDERS, 2):
        t.run("submit", "asked", "--identity", dealt.identity(name), "-o", name, "--yes",
              "--recipient-fingerprint", request["recipientFingerprint"], expect=0)
        event, shown = publish(t, board, dealt.call(name)[0])
        require_equal(event.topics[1].hex(), shown["request"], "it is under another request")
        answers.append(t.file(event.bytes, f"{name}.read"))
    junk = t.file(t.bytes(300), "junk")
    t.run("rebuild", dealt.dealing, *answers, junk, "--request", "asked", "--identity", identity, "-o", "rebuilt",
          "--yes", "--i-stopped-the-old-node", expect=0)
    require_equal((t.folder / "rebuilt").read_bytes(), dealt.key.read_bytes(), "another key came back")


@trial
def a_fabric_proposal_shows_what_it_publishes(t):
    dealt, member = OwnKeys(t), Member(t)
    line, told = dealt.call(dealt.dealing, ledger="fabric")
    arguments = json.loads(line)["Args"]
    call = Invocation(t, member, chaincode="board", arguments=[arguments[0], *(a.encode() for a in arguments[1:])])
    for content in (call.proposal, call.envelope(call.payload(t, endorsers(t)))):
        found = t.run("inspect", t.file(content), "--json", expect=0).json["files"][0]
        shown = found["publications"]
        require_equal([(p["id"], p["ok"], p["sha256"]) for p in shown], [(dealt.id, True, told["sha256"])], "shown otherwise")
    outcome = t.run("sign", t.file(call.proposal), "--key", member.key_file(t), "--yes", expect=0)
    require("publishes" in outcome.talk and dealt.id in outcome.talk, "what is published is not shown", outcome)
    # The chaincode decodes what the command encoded.
    require_equal(hashlib.sha256(base64.b64decode(arguments[1], validate=True)).hexdigest(), told["sha256"], "bytes differ")
