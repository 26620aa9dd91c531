"""The messages of Hyperledger Fabric that the trials need, as descriptors that the protobuf package builds at run time.

Names and numbers are those that the protocol publishes (common, peer, msp, gateway, orderer). Written here a second time, so
that the encoder shares nothing with the decoder that is tried.
"""

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory, timestamp_pb2

_FIELD = descriptor_pb2.FieldDescriptorProto
_TYPES = {"bytes": _FIELD.TYPE_BYTES, "string": _FIELD.TYPE_STRING, "int32": _FIELD.TYPE_INT32,
          "uint64": _FIELD.TYPE_UINT64}

# Message: its fields as "number name type", a * for those that repeat.
_MESSAGES = {
    "Envelope": "1 payload bytes, 2 signature bytes",
    "Payload": "1 header Header, 2 data bytes",
    "Header": "1 channel_header bytes, 2 signature_header bytes",
    "ChannelHeader": "1 type int32, 2 version int32, 3 timestamp Timestamp, 4 channel_id string, 5 tx_id string,"
                     " 6 epoch uint64, 7 extension bytes, 8 tls_cert_hash bytes",
    "SignatureHeader": "1 creator bytes, 2 nonce bytes",
    "SerializedIdentity": "1 mspid string, 2 id_bytes bytes",
    "SignedProposal": "1 proposal_bytes bytes, 2 signature bytes",
    "Proposal": "1 header bytes, 2 payload bytes, 3 extension bytes",
    "ChaincodeHeaderExtension": "2 chaincode_id ChaincodeID",
    "ChaincodeProposalPayload": "1 input bytes, 2 transient TransientEntry*",
    "TransientEntry": "1 key string, 2 value bytes",
    "ChaincodeInvocationSpec": "1 chaincode_spec ChaincodeSpec",
    "ChaincodeSpec": "1 type int32, 2 chaincode_id ChaincodeID, 3 input ChaincodeInput, 4 timeout int32",
    "ChaincodeID": "1 path string, 2 name string, 3 version string",
    "ChaincodeInput": "1 args bytes*",
    "Transaction": "1 actions TransactionAction*",
    "TransactionAction": "1 header bytes, 2 payload bytes",
    "ChaincodeActionPayload": "1 chaincode_proposal_payload bytes, 2 action ChaincodeEndorsedAction",
    "ChaincodeEndorsedAction": "1 proposal_response_payload bytes, 2 endorsements Endorsement*",
    "Endorsement": "1 endorser bytes, 2 signature bytes",
    "ProposalResponsePayload": "1 proposal_hash bytes, 2 extension bytes",
    "ChaincodeAction": "1 results bytes, 2 events bytes, 3 response Response, 4 chaincode_id ChaincodeID",
    "TxReadWriteSet": "1 data_model int32, 2 ns_rwset NsReadWriteSet*",
    "NsReadWriteSet": "1 namespace string, 2 rwset bytes",
    "KVRWSet": "3 writes KVWrite*",
    "KVWrite": "1 key string, 3 value bytes",
    "Response": "1 status int32, 2 message string, 3 payload bytes",
    "ProposedTransaction": "1 transaction_id string, 2 proposal SignedProposal, 3 endorsing_organizations string*",
    "PreparedTransaction": "1 transaction_id string, 2 envelope Envelope",
    "CommitStatusRequest": "1 transaction_id string, 2 channel_id string, 3 identity bytes",
    "SignedCommitStatusRequest": "1 request bytes, 2 signature bytes",
    "SeekInfo": "1 start SeekPosition, 2 stop SeekPosition, 3 behavior int32",
    "SeekPosition": "3 specified SeekSpecified",
    "SeekSpecified": "1 number uint64",
    "Block": "1 header BlockHeader, 2 data BlockData, 3 metadata BlockMetadata",
    "BlockHeader": "1 number uint64, 2 previous_hash bytes, 3 data_hash bytes",
    "BlockData": "1 data bytes*",
    "BlockMetadata": "1 metadata bytes*",
    "Metadata": "1 value bytes, 2 signatures MetadataSignature*",
    "MetadataSignature": "1 signature_header bytes, 2 signature bytes",
}

# common.HeaderType
ENDORSER_TRANSACTION, DELIVER_SEEK_INFO = 3, 5


def _field(text):
    number, name, kind = text.split()
    field = _FIELD(number=int(number), name=name, label=_FIELD.LABEL_OPTIONAL)
    if kind.endswith("*"):
        kind, field.label = kind[:-1], _FIELD.LABEL_REPEATED
    if kind in _TYPES:
        field.type = _TYPES[kind]
    else:
        field.type = _FIELD.TYPE_MESSAGE
        field.type_name = ".google.protobuf.Timestamp" if kind == "Timestamp" else f".trials.{kind}"
    return field


def _messages():
    file = descriptor_pb2.FileDescriptorProto(
        name="trials.proto", package="trials", syntax="proto3", dependency=["google/protobuf/timestamp.proto"])
    for name, fields in _MESSAGES.items():
        file.message_type.add(name=name, field=[_field(text) for text in fields.split(",")])
    pool = descriptor_pool.DescriptorPool()
    pool.AddSerializedFile(timestamp_pb2.DESCRIPTOR.serialized_pb)
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"trials.{name}")) for name in _MESSAGES}


globals().update(_messages())
