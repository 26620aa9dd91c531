extension Message {
    /// The largest transaction in bytes, signatures included: `PACKET_DATA_SIZE`, solana-packet, an IPv6 packet of 1280
    /// bytes less its headers.
    package static let largestTransaction = 1232

    /// The most accounts of a message, since a place among them is one byte (`sanitize`, solana-message).
    package static let mostAccounts = 256

    /// Reads the bytes that signatures cover.
    /// - Throws: `SolanaError`, with the place.
    package init(parsing bytes: [UInt8]) throws(SolanaError) {
        var reader = WireReader(bytes)
        self = try Message.read(&reader, from: bytes)
    }

    /// Reads a message that ends where the bytes end.
    static func read(_ reader: inout WireReader, from bytes: [UInt8]) throws(SolanaError) -> Message {
        let start = reader.position
        guard bytes.count - start <= largestTransaction else {
            throw .tooLong(limit: largestTransaction, found: bytes.count - start)
        }
        let version = try readVersion(&reader, from: bytes)
        let header = Header(
            requiredSignatures: Int(try reader.byte("number of required signatures")),
            readOnlySigned: Int(try reader.byte("number of read-only signers")),
            readOnlyUnsigned: Int(try reader.byte("number of read-only accounts")))
        var accounts: [Address] = []
        for place in 0..<(try reader.count(of: "number of accounts", each: 32)) {
            accounts.append(try reader.address("account \(place)"))
        }
        let lifetime = try reader.bytes(32, "blockhash")
        var instructions: [Instruction] = []
        // An instruction has three bytes at least: its program and two lengths.
        for place in 0..<(try reader.count(of: "number of instructions", each: 3)) {
            instructions.append(try instruction(&reader, number: place + 1))
        }
        var lookups: [Lookup] = []
        if version == .v0 {
            for place in 0..<(try reader.count(of: "number of lookup tables", each: 34)) {
                lookups.append(try lookup(&reader, number: place + 1))
            }
        }
        try reader.end()
        let message = Message(
            version: version, header: header, accounts: accounts, lifetime: lifetime, instructions: instructions,
            lookups: lookups, bytes: Array(bytes[start...]))
        try message.requireSense()
        return message
    }

    /// The top bit of the first byte tells that the other seven are a version; without it that byte already belongs to
    /// the header (solana-message, `MESSAGE_VERSION_PREFIX`).
    private static func readVersion(_ reader: inout WireReader, from bytes: [UInt8]) throws(SolanaError) -> Version {
        guard reader.position < bytes.count, bytes[reader.position] & 0x80 != 0 else { return .legacy }
        let version = Int(try reader.byte("version") & 0x7f)
        guard version == 0 else { throw .unknownVersion(version) }
        return .v0
    }

    private static func instruction(
        _ reader: inout WireReader, number: Int
    ) throws(SolanaError) -> Instruction {
        let program = Int(try reader.byte("program of instruction \(number)"))
        let accounts = try reader.bytes(
            try reader.compactU16("number of accounts of instruction \(number)"), "accounts of instruction \(number)")
        let data = try reader.bytes(
            try reader.compactU16("length of the data of instruction \(number)"), "data of instruction \(number)")
        return Instruction(program: program, accounts: accounts.map(Int.init), data: data)
    }

    private static func lookup(_ reader: inout WireReader, number: Int) throws(SolanaError) -> Lookup {
        let field = "lookup table \(number)"
        let table = try reader.address(field)
        let writable = try reader.bytes(try reader.compactU16(field), field)
        let readOnly = try reader.bytes(try reader.compactU16(field), field)
        return Lookup(table: table, writable: writable.map(Int.init), readOnly: readOnly.map(Int.init))
    }

    /// The rules of `sanitize` (solana-message, legacy and v0), and that accounts differ (solana-transaction-error,
    /// `AccountLoadedTwice`).
    private func requireSense() throws(SolanaError) {
        guard header.requiredSignatures + header.readOnlyUnsigned <= accounts.count else {
            throw .headerBeyondAccounts(
                signers: header.requiredSignatures, readOnly: header.readOnlyUnsigned, accounts: accounts.count)
        }
        guard header.readOnlySigned < header.requiredSignatures else { throw .noPayer }
        var seen: Set<Address> = []
        for account in accounts {
            guard seen.insert(account).inserted else { throw .accountNamedTwice(account.text) }
        }
        for lookup in lookups where lookup.writable.isEmpty && lookup.readOnly.isEmpty {
            throw .emptyLookup(table: lookup.table.text)
        }
        let total = accounts.count + unseenCount
        guard total <= Message.mostAccounts else { throw .tooManyAccounts(found: total) }
        for (place, instruction) in instructions.enumerated() {
            // Programs are never looked up, so that one can see here what is called.
            guard instruction.program < accounts.count else {
                throw .programOutOfRange(instruction: place + 1, index: instruction.program, accounts: accounts.count)
            }
            guard instruction.program != 0 else { throw .programIsPayer(instruction: place + 1) }
            if let beyond = instruction.accounts.first(where: { $0 >= total }) {
                throw .accountOutOfRange(instruction: place + 1, index: beyond, accounts: total)
            }
        }
    }
}
