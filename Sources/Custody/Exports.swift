@_exported public import Secrets
@_exported public import Transactions

// An embedding program imports Custody alone: what its functions name comes with it.
@_exported public import enum Groups.CurveName
@_exported public import enum KeyFiles.KeyFormat
@_exported public import struct SecretSharing.RebuildProof
@_exported public import struct Signatures.VerifyingKey
