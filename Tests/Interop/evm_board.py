"""The example board of examples/evm on a chain of its own: py-evm by the rules of the Prague fork, no network."""

import json
import re
from functools import cache
from pathlib import Path

import tree_sitter
import tree_sitter_solidity
import vyper
from eth import constants
from eth.chains.base import MiningChain
from eth.db.atomic import AtomicDB
from eth.vm.forks import PragueVM
from eth_abi import decode as abi_decode
from eth_abi import encode as abi_encode
from eth_account import Account
from eth_utils import keccak, to_checksum_address

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "evm"
GAS_PRICE = 10**9


@cache
def compiled():
    """The Vyper board: its ABI and the code that deploys it."""
    source = (EXAMPLES / "HoldfastBoard.vy").read_text()
    made = vyper.compile_code(source, output_formats=["abi", "bytecode"])
    return made["abi"], bytes.fromhex(made["bytecode"].removeprefix("0x"))


def signature(name, types):
    return f"{name}({','.join(types)})"


def of_abi(abi, kind):
    """Signatures of an ABI's functions, or of its events, with what they give back or which of their values are topics."""
    found = {}
    for entry in abi:
        if entry["type"] == kind:
            types = [value["type"] for value in entry["inputs"]]
            more = [v["type"] for v in entry["outputs"]] if kind == "function" else [v["indexed"] for v in entry["inputs"]]
            found[signature(entry["name"], types)] = more
    return found


class Solidity:
    """What a source in Solidity declares, by its grammar."""

    def __init__(self, source):
        parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_solidity.language()))
        self._source = source
        self._root = parser.parse(source).root_node
        self.parses = not self._root.has_error

    def _all(self, kind, below=None):
        nodes = [below or self._root]
        while nodes:
            node = nodes.pop()
            if node.type == kind:
                yield node
            nodes += reversed(node.children)

    def _text(self, node):
        return self._source[node.start_byte:node.end_byte].decode()

    def _types(self, node, kind):
        """The parameters right below a node: each its words, the type first."""
        return [self._text(child).split() for child in node.children if child.type == kind]

    def events(self):
        """As `of_abi`."""
        found = {}
        for node in self._all("event_definition"):
            values = self._types(node, "event_parameter")
            name = self._text(node.child_by_field_name("name"))
            found[signature(name, [value[0] for value in values])] = ["indexed" in value for value in values]
        return found

    def functions(self):
        """As `of_abi`, without those that the compiler makes of public variables."""
        found = {}
        for node in self._all("function_definition"):
            name = self._text(node.child_by_field_name("name"))
            given = node.child_by_field_name("return_type")
            outputs = self._types(given, "parameter") if given else []
            found[signature(name, [value[0] for value in self._types(node, "parameter")])] = [v[0] for v in outputs]
        return found

    def variables(self):
        """Of each public mapping its name and the types of key and value, as they are written."""
        for node in self._all("state_variable_declaration"):
            yield re.fullmatch(r"mapping\((\w+) => (\w+)\) public (\w+);", self._text(node)).groups()

    def members(self, name):
        """The types of a struct's members, in order."""
        for node in self._all("struct_declaration"):
            if self._text(node.child_by_field_name("name")) == name:
                return [self._text(member).split()[0] for member in self._all("struct_member", node)]
        return []


class Event:
    def __init__(self, log):
        self.topics = [topic.to_bytes(32, "big") for topic in log.topics]
        self.bytes = abi_decode(["bytes"], log.data)[0] if log.data else None


class Board:
    """The board on a chain that has one block a transaction; `who` pays."""

    def __init__(self, key):
        self.who = Account.from_key(key)
        chain = MiningChain.configure(
            __name__="BoardChain", vm_configuration=((constants.GENESIS_BLOCK_NUMBER, PragueVM),), chain_id=246)
        genesis = {"difficulty": 0, "gas_limit": 30_000_000, "timestamp": 1, "nonce": bytes(8), "mix_hash": bytes(32)}
        funds = {"balance": 10**24, "nonce": 0, "code": b"", "storage": {}}
        self._chain = chain.from_genesis(AtomicDB(), genesis, {bytes.fromhex(self.who.address[2:]): funds})
        self._nonce = 0
        self.address = None
        _, _, computation = self.send(self.who.sign_transaction(self.unsigned(compiled()[1])).raw_transaction)
        self.address = computation.msg.storage_address

    def unsigned(self, data):
        """The next transaction to the board, as eth-account and holdfast take it."""
        made = {
            "type": 2, "chainId": 246, "nonce": self._nonce, "gas": 3_000_000, "maxFeePerGas": 2 * GAS_PRICE,
            "maxPriorityFeePerGas": 0, "value": 0, "data": "0x" + data.hex()}
        return made if self.address is None else {**made, "to": to_checksum_address(self.address)}

    def send(self, raw):
        """Puts a signed transaction into the next block. Gives the events, the gas it took, and what came of it."""
        transaction = self._chain.get_vm().get_transaction_builder().decode(bytes(raw))
        _, receipt, computation = self._chain.apply_transaction(transaction)
        used = receipt.gas_used - getattr(self, "_used", 0)
        self._nonce, self._used = self._nonce + 1, receipt.gas_used
        return [Event(log) for log in receipt.logs], used, computation

    def call(self, data):
        return self.send(self.who.sign_transaction(self.unsigned(data)).raw_transaction)

    def read(self, function, outputs, argument):
        """Asks a function of one bytes32."""
        _, _, computation = self.call(keccak(text=f"{function}(bytes32)")[:4] + abi_encode(["bytes32"], [argument]))
        return abi_decode(outputs, computation.output)
