"""Hyperledger Fabric: messages of its own published bindings, keys, certificates and signatures of `cryptography`."""

import base64
import hashlib
import json
from datetime import datetime, timedelta, timezone

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

import fabric_messages as fabric
from trial import ANSWER_IS_NO, DAMAGED, UNSAFE, require, require_equal, trial

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
NOW = datetime(2026, 6, 1, tzinfo=timezone.utc)


def p256_key(t):
    return ec.derive_private_key(int.from_bytes(t.bytes(32), "big") % (P256_ORDER - 1) + 1, ec.SECP256R1())


def read_write_set(t):
    """What a chaincode's run read and wrote: keys, one of them with its own policy, and a private collection."""
    public = fabric.KVRWSet(
        reads=[fabric.KVRead(key="meter-6")],
        writes=[fabric.KVWrite(key="meter-7", value=t.bytes(20)), fabric.KVWrite(key="meter-8", is_delete=True)],
        metadata_writes=[fabric.KVMetadataWrite(
            key="meter-7", entries=[fabric.KVMetadataEntry(name="VALIDATION_PARAMETER", value=t.bytes(9))])])
    private = fabric.HashedRWSet(hashed_writes=[fabric.KVWriteHash(key_hash=t.bytes(32), value_hash=t.bytes(32))])
    collection = fabric.CollectionHashedReadWriteSet(
        collection_name="prices", hashed_rwset=private.SerializeToString(), pvt_rwset_hash=t.bytes(32))
    return fabric.TxReadWriteSet(ns_rwset=[fabric.NsReadWriteSet(
        namespace="trade", rwset=public.SerializeToString(), collection_hashed_rwset=[collection])
    ]).SerializeToString()


class Authority:
    """An organisation's certificate authority."""

    def __init__(self, t, organisation):
        self.key, self.organisation, self.random = p256_key(t), organisation, t.random
        self.name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
                               x509.NameAttribute(NameOID.COMMON_NAME, f"ca.{organisation}")])
        self.certificate = self._issue(self.name, self.key.public_key(), authority=True)

    @property
    def pem(self):
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(self, common_name, public_key):
        name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "client"),
                          x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
        return self._issue(name, public_key, authority=False)

    def _issue(self, subject, public_key, authority):
        usage = x509.KeyUsage(
            digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
            key_agreement=False, key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False)
        return (
            x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(public_key)
            .serial_number(self.random.randrange(1, 2**150))
            .not_valid_before(NOW - timedelta(days=300)).not_valid_after(NOW + timedelta(days=3000))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, hashes.SHA256(), ecdsa_deterministic=True))


class Member:
    """One who signs: a key, its certificate, and the identity that messages carry."""

    def __init__(self, t, authority=None, msp="EnergyMSP", key=None):
        self.authority = authority or Authority(t, "energy.example")
        self.key, self.msp = key or p256_key(t), msp
        self.common_name = f"operator-{t.bytes(3).hex()}"
        self.certificate = self.authority.issue(self.common_name, self.key.public_key())
        self.pem = self.certificate.public_bytes(Encoding.PEM)
        self.identity = fabric.SerializedIdentity(mspid=msp, id_bytes=self.pem).SerializeToString()

    def key_file(self, t):
        """`priv_sk`, as cryptogen and the CA client write it."""
        return t.file(self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), "priv_sk")

    def sign(self, message):
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(message)
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True)))
        return encode_dss_signature(r, min(s, P256_ORDER - s))

    def accepts(self, signature, message):
        """Verifies as a peer does: the signature, and for ECDSA the low s."""
        try:
            if isinstance(self.key, ed25519.Ed25519PrivateKey):
                self.key.public_key().verify(signature, message)
                return True
            self.key.public_key().verify(signature, message, ec.ECDSA(hashes.SHA256()))
        except InvalidSignature:
            return False
        return decode_dss_signature(signature)[1] <= P256_ORDER // 2


class Invocation:
    """A call of a chaincode: the proposal, and what becomes of it."""

    def __init__(self, t, member, tx_id=None, chaincode=None, arguments=None):
        self.member, self.nonce = member, t.bytes(24)
        self.tx_id = tx_id or hashlib.sha256(self.nonce + member.identity).hexdigest()
        self.channel = t.random.choice(["market", "settlement-1", "grid.balancing"])
        self.chaincode = chaincode or t.random.choice(["meter", "trade", "certificates"])
        self.function = arguments[0] if arguments else t.random.choice(["Transfer", "record", "Settle"])
        self.arguments = arguments[1:] if arguments else [t.random.choice([
            t.bytes(t.random.randrange(1, 30)), b"42 kWh", "Zähler 7".encode(), json.dumps({"kWh": 3}).encode()])
            for _ in range(t.random.randrange(4))]
        name = fabric.ChaincodeID(name=self.chaincode)
        header = fabric.ChannelHeader(
            type=fabric.ENDORSER_TRANSACTION, version=1, channel_id=self.channel, tx_id=self.tx_id,
            extension=fabric.ChaincodeHeaderExtension(chaincode_id=name).SerializeToString())
        header.timestamp.FromSeconds(int(NOW.timestamp()))
        self.channel_header = header.SerializeToString()
        self.signature_header = fabric.SignatureHeader(
            creator=member.identity, nonce=self.nonce).SerializeToString()
        specification = fabric.ChaincodeInvocationSpec(chaincode_spec=fabric.ChaincodeSpec(
            type=1, chaincode_id=name, input=fabric.ChaincodeInput(args=[self.function.encode(), *self.arguments])))
        self.input = fabric.ChaincodeProposalPayload(input=specification.SerializeToString()).SerializeToString()
        secret = {f"name-{t.bytes(2).hex()}": b"hidden-" + t.bytes(8) for _ in range(t.random.randrange(4))}
        self.transient = secret
        seen = fabric.ChaincodeProposalPayload(input=specification.SerializeToString(), TransientMap=secret)
        self.proposal = fabric.Proposal(
            header=fabric.Header(
                channel_header=self.channel_header, signature_header=self.signature_header).SerializeToString(),
            payload=seen.SerializeToString()).SerializeToString()

    def proposed(self):
        """What the gateway client hands over to be signed elsewhere."""
        return fabric.ProposedTransaction(
            transaction_id=self.tx_id, proposal=fabric.SignedProposal(proposal_bytes=self.proposal)
        ).SerializeToString()

    def payload(self, t, endorsers):
        """The payload of the transaction, endorsed."""
        result = fabric.ChaincodeAction(
            results=read_write_set(t), response=fabric.Response(status=200, payload=b"done"),
            events=fabric.ChaincodeEvent(
                chaincode_id=self.chaincode, tx_id=self.tx_id, event_name="Settled",
                payload=b"7 kWh").SerializeToString(),
            chaincode_id=fabric.ChaincodeID(name=self.chaincode, version="1.0"))
        response = fabric.ProposalResponsePayload(
            proposal_hash=hashlib.sha256(self.channel_header + self.signature_header + self.input).digest(),
            extension=result.SerializeToString()).SerializeToString()
        endorsements = [
            fabric.Endorsement(endorser=by.identity, signature=by.sign(response + by.identity)) for by in endorsers]
        action = fabric.ChaincodeActionPayload(
            chaincode_proposal_payload=self.input,
            action=fabric.ChaincodeEndorsedAction(proposal_response_payload=response, endorsements=endorsements))
        transaction = fabric.Transaction(actions=[fabric.TransactionAction(
            header=self.signature_header, payload=action.SerializeToString())])
        return fabric.Payload(
            header=fabric.Header(channel_header=self.channel_header, signature_header=self.signature_header),
            data=transaction.SerializeToString()).SerializeToString()

    def prepared(self, payload):
        return fabric.PreparedTransaction(
            transaction_id=self.tx_id, envelope=fabric.Envelope(payload=payload)).SerializeToString()

    def envelope(self, payload):
        return fabric.Envelope(payload=payload, signature=self.member.sign(payload)).SerializeToString()


def endorsers(t):
    return [Member(t, msp=msp) for msp in ["GridMSP", "MarketMSP"][: t.random.randrange(1, 3)]]


def signature_of(answer):
    return base64.b64decode(answer["signed"])


def completed(t, content, key, *options):
    """The completed message, as a node takes it."""
    t.run("sign", t.file(content), "--key", key, "--yes", "--raw", "-o", "completed", *options, expect=0)
    return (t.folder / "completed").read_bytes()


@trial
def signs_a_proposal(t):
    member = Member(t)
    call = Invocation(t, member)
    key = member.key_file(t)
    outcome = t.run("sign", t.file(call.proposal), "--key", key, "--yes", "--ledger", "fabric", expect=0)
    require(member.accepts(base64.b64decode(outcome.text), call.proposal), "cryptography refuses the signature", outcome)
    for shown in (call.channel, call.chaincode, call.function, call.tx_id, member.msp, member.common_name, *call.transient):
        require(shown in outcome.talk, f"{shown} is not shown", outcome)
    require("hidden-" not in outcome.talk, "transient data is shown", outcome)
    if b"42 kWh" in call.arguments:
        require("42 kWh" in outcome.talk, "an argument is not shown", outcome)


@trial
def signs_from_shares(t):
    member = Member(t)
    call = Invocation(t, member)
    answer = t.sign(call.proposal, "--ledger", "fabric", key=t.shares(member.key_file(t), "p256"))
    require(member.accepts(signature_of(answer), call.proposal), "cryptography refuses the signature", answer)


@trial
def signs_what_the_gateway_proposes(t):
    member = Member(t)
    call = Invocation(t, member)
    key = member.key_file(t)
    answer = t.sign(call.proposed(), key=key)
    require(member.accepts(signature_of(answer), call.proposal), "cryptography refuses the signature", answer)
    whole = fabric.ProposedTransaction.FromString(completed(t, call.proposed(), key))
    require_equal(whole.proposal.proposal_bytes, call.proposal, "the proposal changed")
    require(member.accepts(whole.proposal.signature, call.proposal), "the completed message's signature is bad")


@trial
def signs_an_endorsed_transaction(t):
    member = Member(t)
    call = Invocation(t, member)
    payload, key = call.payload(t, endorsers(t)), member.key_file(t)
    answer = t.sign(call.prepared(payload), "--proposal", t.file(call.proposal), key=key)
    require(member.accepts(signature_of(answer), payload), "cryptography refuses the signature", answer)
    outcome = t.run("sign", t.file(call.prepared(payload)), "--key", key, "--yes", expect=0)
    for shown in ("key 'meter-7'", "trade, key 'meter-8'", "who must endorse changes", "collection prices", "Settled", "7 kWh"):
        require(shown in outcome.talk, f"{shown} is not shown", outcome)
    whole = fabric.PreparedTransaction.FromString(completed(t, call.prepared(payload), key))
    require_equal(whole.envelope.payload, payload, "the payload changed")
    require(member.accepts(whole.envelope.signature, payload), "the completed message's signature is bad")
    t.verify(whole.envelope.SerializeToString())


@trial
def signs_a_commit_status_request(t):
    member = Member(t)
    call = Invocation(t, member)
    request = fabric.CommitStatusRequest(
        transaction_id=call.tx_id, channel_id=call.channel, identity=member.identity).SerializeToString()
    content = fabric.SignedCommitStatusRequest(request=request).SerializeToString()
    answer = t.sign(content, "--ledger", "fabric", key=member.key_file(t))
    require(member.accepts(signature_of(answer), request), "cryptography refuses the signature", answer)


@trial
def signs_a_request_for_events(t):
    member = Member(t)
    request = fabric.ChaincodeEventsRequest(
        channel_id="market", chaincode_id="trade", identity=member.identity,
        start_position=fabric.SeekPosition(specified=fabric.SeekSpecified(number=t.random.randrange(10**6))),
        after_transaction_id=t.bytes(32).hex()).SerializeToString()
    answer = t.sign(request, "--ledger", "fabric", key=member.key_file(t))
    require(member.accepts(signature_of(answer), request), "cryptography refuses the signature", answer)


@trial
def refuses_a_change_of_the_configuration(t):
    member = Member(t)
    header = fabric.ChannelHeader(type=fabric.CONFIG_UPDATE, channel_id="market")
    payload = fabric.Payload(
        header=fabric.Header(
            channel_header=header.SerializeToString(),
            signature_header=fabric.SignatureHeader(creator=member.identity, nonce=t.bytes(24)).SerializeToString()),
        data=t.bytes(60)).SerializeToString()
    answer = t.sign(payload, "--ledger", "fabric", key=member.key_file(t), expect=DAMAGED)
    require_equal(answer["code"], "header-type", "another reason")


@trial
def refuses_what_hides_behind_a_call(t):
    """Fields that a peer passes over, or of which it takes the last: made by parsing and writing with the bindings."""
    member = Member(t)
    call = Invocation(t, member)
    other = Invocation(t, member)
    for more in (fabric.Proposal(payload=other.input).SerializeToString(), b"\x7a\x01x",
                 fabric.Proposal(extension=member.identity).SerializeToString()):
        hidden = call.proposal + more
        fabric.Proposal.FromString(hidden)
        answer = t.sign(hidden, "--ledger", "fabric", key=member.key_file(t), expect={UNSAFE, DAMAGED})
        require(answer["code"] != "not-recognised", "no reason is given", answer)


@trial
def shows_which_code_is_approved(t):
    member = Member(t)
    policy = fabric.ApplicationPolicy(channel_config_policy_reference="/Channel/Application/Endorsement")
    definition = fabric.ApproveChaincodeDefinitionForMyOrgArgs(
        sequence=t.random.randrange(1, 100), name="trade", version="1.0",
        validation_parameter=policy.SerializeToString(), init_required=True, source=fabric.ChaincodeSource(
            local_package=fabric.ChaincodeSource.Local(package_id=f"trade_1.0:{t.bytes(32).hex()}")))
    call = Invocation(t, member, chaincode="_lifecycle", arguments=[
        "ApproveChaincodeDefinitionForMyOrg", definition.SerializeToString()])
    outcome = t.run(
        "sign", t.file(call.proposal), "--key", member.key_file(t), "--yes", "--ledger", "fabric", expect=0)
    for shown in (f"trade, version 1.0, sequence {definition.sequence}", definition.source.local_package.package_id,
                  "policy /Channel/Application/Endorsement", "peer itself"):
        require(shown in outcome.talk, f"{shown} is not shown", outcome)


@trial
def signs_a_deliver_request(t):
    member = Member(t)
    header = fabric.ChannelHeader(type=fabric.DELIVER_SEEK_INFO, channel_id="market", version=0)
    header.timestamp.FromSeconds(int(NOW.timestamp()))
    position = fabric.SeekPosition(specified=fabric.SeekSpecified(number=t.random.randrange(10**6)))
    payload = fabric.Payload(
        header=fabric.Header(
            channel_header=header.SerializeToString(),
            signature_header=fabric.SignatureHeader(creator=member.identity, nonce=t.bytes(24)).SerializeToString()),
        data=fabric.SeekInfo(start=position, stop=position).SerializeToString()).SerializeToString()
    content = fabric.Envelope(payload=payload).SerializeToString()
    answer = t.sign(content, "--ledger", "fabric", key=member.key_file(t))
    require(member.accepts(signature_of(answer), payload), "cryptography refuses the signature", answer)


@trial
def signs_with_an_ed25519_identity(t):
    member = Member(t, key=ed25519.Ed25519PrivateKey.from_private_bytes(t.bytes(32)))
    call = Invocation(t, member)
    answer = t.sign(call.proposed(), key=member.key_file(t))
    require_equal(signature_of(answer), member.sign(call.proposal), "the signatures differ")


@trial
def refuses_the_key_of_another_certificate(t):
    call = Invocation(t, Member(t))
    t.sign(call.proposed(), key=Member(t).key_file(t), expect=UNSAFE)


@trial
def refuses_a_wrong_transaction_id(t):
    member = Member(t)
    call = Invocation(t, member, tx_id=t.bytes(32).hex())
    t.sign(call.proposed(), key=member.key_file(t), expect={UNSAFE, DAMAGED})


@trial
def refuses_an_endorsement_of_another_proposal(t):
    member = Member(t)
    call, other = Invocation(t, member), Invocation(t, member)
    prepared = call.prepared(call.payload(t, endorsers(t)))
    t.sign(prepared, "--proposal", t.file(other.proposal), key=member.key_file(t), expect=UNSAFE)


@trial
def verifies_a_transaction(t):
    member, by = Member(t), endorsers(t)
    call = Invocation(t, member)
    envelope = call.envelope(call.payload(t, by))
    answer = t.verify(envelope)
    require_equal(answer["hash"], call.tx_id, "the transaction id differs")
    require_equal([s["status"] for s in answer["signatures"]], ["valid"] * (1 + len(by)), "not all found valid")
    t.verify(envelope, "--signer", t.file(member.pem))
    t.verify(envelope, "--signer", t.file(Member(t).pem), expect=ANSWER_IS_NO)
    roots = [option for m in [member, *by] for option in ("--ca", t.file(m.authority.pem))]
    t.verify(envelope, *roots)
    t.verify(envelope, "--ca", t.file(Authority(t, "other.example").pem), expect=ANSWER_IS_NO)


@trial
def no_changed_bit_of_a_transaction_is_good(t):
    member = Member(t)
    call = Invocation(t, member)
    envelope = call.envelope(call.payload(t, endorsers(t)))
    for _ in range(4):
        t.refused(t.flipped(envelope), "--ledger", "fabric")


@trial
def refuses_a_high_s(t):
    """Mathematically good, and refused by every peer."""
    member = Member(t)
    call = Invocation(t, member)
    payload = call.payload(t, endorsers(t))
    r, s = decode_dss_signature(member.sign(payload))
    envelope = fabric.Envelope(payload=payload, signature=encode_dss_signature(r, P256_ORDER - s))
    t.refused(envelope.SerializeToString(), expect=[ANSWER_IS_NO])


def integer(value):
    """A DER INTEGER, not negative."""
    body = value.to_bytes(value.bit_length() // 8 + 1, "big")
    return bytes([2, len(body)]) + body


def header_bytes(header):
    body = integer(header.number) + b"\x04\x20" + header.previous_hash + b"\x04\x20" + header.data_hash
    return bytes([0x30, len(body)]) + body


def block(t, orderer, envelopes, number, previous=None, found=None):
    header = fabric.BlockHeader(
        number=number, previous_hash=previous or t.bytes(32), data_hash=hashlib.sha256(b"".join(envelopes)).digest())
    value = t.bytes(10)
    signature_header = fabric.SignatureHeader(creator=orderer.identity, nonce=t.bytes(24)).SerializeToString()
    metadata = fabric.Metadata(value=value, signatures=[fabric.MetadataSignature(
        signature_header=signature_header, signature=orderer.sign(value + signature_header + header_bytes(header)))])
    return fabric.Block(
        header=header, data=fabric.BlockData(data=envelopes),
        metadata=fabric.BlockMetadata(
            metadata=[metadata.SerializeToString(), b"", found or bytes(len(envelopes)), b"", t.bytes(32)]))


def envelopes(t):
    calls = [Invocation(t, Member(t)) for _ in range(t.random.randrange(1, 4))]
    return [call.envelope(call.payload(t, endorsers(t))) for call in calls]


@trial
def verifies_a_block(t):
    entries = envelopes(t)
    conflict = bytes([fabric.TxValidationCode.MVCC_READ_CONFLICT]) + bytes(len(entries) - 1)
    made = block(t, Member(t, msp="OrdererMSP"), entries, t.random.randrange(1, 2**40), found=conflict)
    answer = t.verify(made.SerializeToString())
    require_equal({s["status"] for s in answer["signatures"]}, {"valid"}, "not all found valid")
    outcome = t.run("verify", t.file(made.SerializeToString()), expect=0)
    require("MVCC_READ_CONFLICT" in outcome.talk + outcome.text, "what the peer found is not shown", outcome)
    made.data.data[0] = t.flipped(made.data.data[0])
    t.refused(made.SerializeToString())


@trial
def links_a_block_to_the_one_before(t):
    orderer, number = Member(t, msp="OrdererMSP"), t.random.randrange(1, 2**40)
    before = block(t, orderer, envelopes(t), number)
    made = block(t, orderer, envelopes(t), number + 1, hashlib.sha256(header_bytes(before.header)).digest())
    t.verify(made.SerializeToString(), "--previous", t.file(before.SerializeToString()))
    other = block(t, orderer, envelopes(t), number)
    answer = t.verify(made.SerializeToString(), "--previous", t.file(other.SerializeToString()), expect=ANSWER_IS_NO)
    require("chain-broken" in json.dumps(answer), "another reason", answer)
