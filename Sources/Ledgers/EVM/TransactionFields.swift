import Transactions

/// The fields of a transaction in RLP, read in order and by name.
struct TransactionFields {
    let kind: TransactionKind
    private let bytes: [UInt8]
    private let elements: [RLPReader.Element]
    private var position = 0

    /// Reads the type and the outer list; every byte belongs to it.
    /// - Throws: `EVMError.rlp`, `.unknownType`, `.typeNotYetSupported`, `.listNeeded`, `.notATransaction` when empty.
    init(_ bytes: [UInt8]) throws(EVMError) {
        guard let first = bytes.first else { throw .notATransaction }
        // EIP-2718: a first byte from 0xc0 on begins the list of a legacy transaction; up to 0x7f it is the type.
        guard first < 0x80 || first >= 0xc0 else { throw .listNeeded(.byte(0, field: "transaction")) }
        if first >= 0xc0 {
            kind = .legacy
        } else {
            guard first != 0 else { throw .unknownType(0) }
            kind = try TransactionKind(type: first)
        }
        let start = kind == .legacy ? 0 : 1
        var reader = RLPReader(bytes, start..<bytes.count)
        let list = try reader.next()
        guard list.isList else { throw .listNeeded(.byte(start, field: "transaction")) }
        guard reader.isAtEnd else { throw .rlp(.bytesLeftOver, offset: reader.offset) }
        self.bytes = bytes
        self.elements = try Self.elements(of: list, in: bytes)
    }

    private static func elements(
        of list: RLPReader.Element, in bytes: [UInt8]
    ) throws(EVMError) -> [RLPReader.Element] {
        var reader = RLPReader(bytes, list.content)
        var elements: [RLPReader.Element] = []
        while !reader.isAtEnd { elements.append(try reader.next()) }
        return elements
    }

    /// How many fields a kind has, without and with a signature. Yellow Paper, section 4.2; EIP-155, 2930, 1559.
    private var counts: (unsigned: [Int], signed: Int) {
        switch kind {
        case .legacy: ([6, 9], 9)
        case .eip2930: ([8], 11)
        case .eip1559: ([9], 12)
        }
    }

    /// Whether the last fields are a signature.
    ///
    /// Nine fields of a legacy transaction are either; where r and s are empty, they are EIP-155's two zeros.
    /// - Throws: `EVMError.fieldCount`.
    func isSigned() throws(EVMError) -> Bool {
        let (unsigned, signed) = counts
        if elements.count == signed {
            return kind != .legacy || !elements.suffix(2).allSatisfy { !$0.isList && $0.content.isEmpty }
        }
        guard unsigned.contains(elements.count) else {
            throw .fieldCount(
                kind: kind.name, needed: unsigned + (kind == .legacy ? [] : [signed]), found: elements.count)
        }
        return false
    }

    /// Whether any field was not read.
    var isAtEnd: Bool { position == elements.count }

    /// Where the next field begins, which is read as `name`.
    func place(of name: String) -> Place {
        .byte(position < elements.count ? elements[position].offset : bytes.count, field: name)
    }

    // MARK: One field

    private mutating func next(_ name: String) throws(EVMError) -> (RLPReader.Element, Place) {
        guard position < elements.count else { throw .missingFields([name]) }
        let element = elements[position]
        position += 1
        return (element, .byte(element.offset, field: name))
    }

    private mutating func nextBytes(_ name: String) throws(EVMError) -> (ArraySlice<UInt8>, Place) {
        let (element, place) = try next(name)
        guard !element.isList else { throw .bytesNeeded(place) }
        return (bytes[element.content], place)
    }

    mutating func byteString(_ name: String) throws(EVMError) -> [UInt8] { Array(try nextBytes(name).0) }

    /// A number below 2²⁵⁶ without leading zeros.
    mutating func number(_ name: String) throws(EVMError) -> UInt256 {
        let (content, place) = try nextBytes(name)
        guard content.first != 0 else { throw .leadingZero(place) }
        guard let number = UInt256(bigEndian: content) else { throw .numberTooLarge(place, largest: "2^256 - 1") }
        return number
    }

    mutating func number(_ name: String, upTo largest: UInt64) throws(EVMError) -> UInt64 {
        let place = place(of: name)
        guard let number = try number(name).asUInt64, number <= largest else {
            throw .numberTooLarge(place, largest: String(largest))
        }
        return number
    }

    /// 20 bytes, or none: a contract creation.
    mutating func receiver() throws(EVMError) -> Address? {
        let (content, place) = try nextBytes("to")
        if content.isEmpty { return nil }
        guard let address = Address(content) else { throw .fieldLength(place, needed: 20, found: content.count) }
        return address
    }

    mutating func chainID() throws(EVMError) -> ChainID? {
        ChainID(try number("chainId", upTo: ChainID.largest))
    }

    /// EIP-2930: `[[{20 bytes}, [{32 bytes}...]]...]`.
    mutating func accessList() throws(EVMError) -> [Transaction.AccessListEntry] {
        let (list, place) = try next("accessList")
        guard list.isList else { throw .listNeeded(place) }
        var entries: [Transaction.AccessListEntry] = []
        for element in try Self.elements(of: list, in: bytes) {
            let place = Place.byte(element.offset, field: "accessList[\(entries.count)]")
            guard element.isList else { throw .listNeeded(place) }
            let parts = try Self.elements(of: element, in: bytes)
            guard parts.count == 2, parts[1].isList else { throw .listNeeded(place) }
            guard !parts[0].isList else { throw .bytesNeeded(place) }
            guard let address = Address(bytes[parts[0].content]) else {
                throw .fieldLength(
                    .byte(parts[0].offset, field: "accessList[\(entries.count)].address"), needed: 20,
                    found: parts[0].content.count)
            }
            var keys: [[UInt8]] = []
            for key in try Self.elements(of: parts[1], in: bytes) {
                let place = Place.byte(key.offset, field: "accessList[\(entries.count)].storageKeys[\(keys.count)]")
                guard !key.isList else { throw .bytesNeeded(place) }
                guard key.content.count == 32 else {
                    throw .fieldLength(place, needed: 32, found: key.content.count)
                }
                keys.append(Array(bytes[key.content]))
            }
            entries.append(Transaction.AccessListEntry(address: address, storageKeys: keys))
        }
        return entries
    }

    // MARK: The transaction

    /// Everything before the signature; `chainID` of a legacy transaction is given by what follows.
    mutating func transaction(
        legacyChainID: (inout TransactionFields) throws(EVMError) -> ChainID?
    ) throws(EVMError) -> Transaction {
        let chain = kind == .legacy ? nil : try chainID()
        let nonce = try number("nonce", upTo: .max - 1)
        let prices: (Wei, Wei)
        switch kind {
        case .legacy, .eip2930:
            let price = Wei(try number("gasPrice"))
            prices = (price, price)
        case .eip1559: prices = (Wei(try number("maxPriorityFeePerGas")), Wei(try number("maxFeePerGas")))
        }
        let gasLimit = try number("gasLimit", upTo: .max)
        let to = try receiver()
        let value = Wei(try number("value"))
        let data = try byteString("data")
        let form: Transaction.Form =
            switch kind {
            case .legacy: .legacy(gasPrice: prices.0)
            case .eip2930: .eip2930(gasPrice: prices.0, accessList: try accessList())
            case .eip1559:
                .eip1559(maxPriorityFee: prices.0, maxFee: prices.1, accessList: try accessList())
            }
        return try Transaction(
            chainID: kind == .legacy ? try legacyChainID(&self) : chain, nonce: nonce, form: form, gasLimit: gasLimit,
            to: to, value: value, data: data)
    }
}

extension Transaction {
    /// Reads an unsigned transaction: six or nine fields of the legacy form, `01 ‖ …`, `02 ‖ …`.
    /// - Throws: `EVMError.alreadySigned` where a signature follows; every form and range error, with its byte.
    package init(unsigned bytes: [UInt8]) throws(EVMError) {
        var fields = try TransactionFields(bytes)
        guard !(try fields.isSigned()) else { throw .alreadySigned }
        self = try fields.transaction { (fields) throws(EVMError) in
            if fields.isAtEnd { return nil }
            let chain = try fields.chainID()
            // isSigned() saw that r and s are there and empty.
            _ = try fields.number("r")
            _ = try fields.number("s")
            return chain
        }
    }
}
