"""Boards for dealings to own keys: the examples in examples/, run, with what the command prints for them."""

import hashlib

from eth_abi import encode as abi_encode
from eth_utils import keccak

from evm_board import EXAMPLES, Board, Solidity, compiled, of_abi
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
