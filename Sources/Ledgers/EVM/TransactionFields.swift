import Transactions

/// The fields of a transaction in RLP, read in order and by name.
struct TransactionFields {
    let kind: TransactionKind
    let bytes: [UInt8]
    private let elements: [RLPReader.Element]
    private var position = 0
    /// What stands before the names of fields: the path of the list that they are in, with a dot.
    private let path: String

    /// Reads the type and the outer list; every byte belongs to it.
    /// - Throws: `EVMError.rlp`, `.unknownType`, `.listNeeded`, `.blobSidecar`, `.notATransaction` when empty.
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
        self.path = ""
        self.elements = try Self.elements(of: list, in: bytes)
        // EIP-4844, "Networking": the signed transaction is the first item of a list with its blobs.
        if kind == .eip4844, elements.first?.isList == true { throw .blobSidecar }
    }

    /// The fields of a list inside.
    init(elementsOf list: RLPReader.Element, path: String, of outer: TransactionFields) throws(EVMError) {
        kind = outer.kind
        bytes = outer.bytes
        self.path = path + "."
        elements = try Self.elements(of: list, in: bytes)
    }

    static func elements(
        of list: RLPReader.Element, in bytes: [UInt8]
    ) throws(EVMError) -> [RLPReader.Element] {
        var reader = RLPReader(bytes, list.content)
        var elements: [RLPReader.Element] = []
        while !reader.isAtEnd { elements.append(try reader.next()) }
        return elements
    }

    /// How many fields a kind has, without and with a signature. Yellow Paper, section 4.2; EIP-155, 2930, 1559, 4844,
    /// 7702.
    private var counts: (unsigned: [Int], signed: Int) {
        switch kind {
        case .legacy: ([6, 9], 9)
        case .eip2930: ([8], 11)
        case .eip1559: ([9], 12)
        case .eip4844: ([11], 14)
        case .eip7702: ([10], 13)
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

    /// The encodings of all fields before the last three, which are the signature.
    var encodedBeforeSignature: ArraySlice<UInt8> {
        guard elements.count > 3 else { return [] }
        return bytes[elements[0].offset..<elements[elements.count - 3].offset]
    }

    /// Whether any field was not read.
    var isAtEnd: Bool { position == elements.count }

    /// Where the next field begins, which is read as `name`.
    func place(of name: String) -> Place {
        .byte(position < elements.count ? elements[position].offset : bytes.count, field: path + name)
    }

    // MARK: One field

    mutating func next(_ name: String) throws(EVMError) -> (RLPReader.Element, Place) {
        guard position < elements.count else { throw .missingFields([path + name]) }
        let element = elements[position]
        position += 1
        return (element, .byte(element.offset, field: path + name))
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

    // MARK: The transaction

    /// Everything before the signature; `chainID` of a legacy transaction is given by what follows.
    mutating func transaction(
        legacyChainID: (inout TransactionFields) throws(EVMError) -> ChainID?
    ) throws(EVMError) -> Transaction {
        let chain = kind == .legacy ? nil : try chainID()
        let nonce = try number("nonce", upTo: .max - 1)
        let priority = kind.hasDynamicFees ? Wei(try number("maxPriorityFeePerGas")) : nil
        let price = Wei(try number(kind.hasDynamicFees ? "maxFeePerGas" : "gasPrice"))
        let gasLimit = try number("gasLimit", upTo: .max)
        let to = try receiver()
        let value = Wei(try number("value"))
        let data = try byteString("data")
        let form = try form(priority ?? price, price)
        return try Transaction(
            chainID: kind == .legacy ? try legacyChainID(&self) : chain, nonce: nonce, form: form, gasLimit: gasLimit,
            to: to, value: value, data: data)
    }

    /// What follows the data.
    private mutating func form(_ priority: Wei, _ price: Wei) throws(EVMError) -> Transaction.Form {
        if kind == .legacy { return .legacy(gasPrice: price) }
        let list = try accessList()
        return switch kind {
        case .legacy, .eip2930: .eip2930(gasPrice: price, accessList: list)
        case .eip1559: .eip1559(maxPriorityFee: priority, maxFee: price, accessList: list)
        case .eip4844:
            .eip4844(
                maxPriorityFee: priority, maxFee: price, accessList: list,
                blobs: BlobFields(
                    maxFeePerBlobGas: Wei(try number("maxFeePerBlobGas")), versionedHashes: try blobHashes()))
        case .eip7702:
            .eip7702(
                maxPriorityFee: priority, maxFee: price, accessList: list, authorizations: try authorizations())
        }
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
