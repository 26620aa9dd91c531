import Digests
import Encodings
package import Transactions

/// A function of a contract, as calls name it.
package struct ABIFunction: Hashable, Sendable {
    package let name: String
    package let inputs: [ABIParameter]
    /// `transfer(address,uint256)`.
    package let signature: String

    package init(name: String, inputs: [ABIParameter]) {
        self.name = name
        self.inputs = inputs
        signature = name + ABIType.tuple(inputs).canonical
    }

    /// The first four bytes of Keccak-256 over the signature. Solidity ABI specification, "Function Selector".
    package var selector: [UInt8] { Array(Keccak256.hash(Array(signature.utf8)).prefix(4)) }
}

/// The functions of contracts that JSON ABIs describe. Solidity ABI specification, "JSON".
package struct ABI: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package let function: ABIFunction
        /// The file that says so, for messages.
        package let file: String
    }

    private var entries: [[UInt8]: [Entry]] = [:]

    package init() {}

    package static let mostEntries = 4096
    package static let mostParts = 256
    package static let deepestNesting = 8

    package var isEmpty: Bool { entries.isEmpty }

    /// Every function with this selector: more than one where two signatures have the same four bytes.
    package func functions(_ selector: [UInt8]) -> [Entry] { entries[selector] ?? [] }

    /// The ABIs that were brought.
    /// - Throws: `EVMError.abi`.
    package init(_ terms: Terms) throws(EVMError) {
        for file in terms.files(.abi) { try add(file.bytes, file: file.name) }
    }

    /// - Throws: `EVMError.abi`.
    package mutating func add(_ bytes: [UInt8], file: String) throws(EVMError) {
        do throws(ABIFault) {
            for function in try Self.functions(bytes) {
                let entry = Entry(function: function, file: file)
                let known = functions(function.selector)
                if !known.contains(where: { $0.function.signature == function.signature }) {
                    entries[function.selector, default: []].append(entry)
                }
            }
        } catch { throw .abi(file: printable(file), error) }
    }

    /// A list of entries, or an object with the list as `abi`, as compilers write it.
    private static func functions(_ bytes: [UInt8]) throws(ABIFault) -> [ABIFunction] {
        let parsed: JSONValue
        do { parsed = try JSON.parse(bytes) } catch { throw .json(error.description) }
        guard let items = parsed.array ?? parsed["abi"]?.array else { throw .notAList }
        guard items.count <= mostEntries else { throw .tooMany("entries", limit: mostEntries) }
        var functions: [ABIFunction] = []
        for (index, item) in items.enumerated() {
            guard case .object(let object) = item else { throw .member("[\(index)]", needed: "an object") }
            // Events, errors, constructors and the nameless functions have no selector in call data.
            guard (object["type"] ?? "function") == "function" else { continue }
            guard let name = object["name"]?.string, isIdentifier(name) else {
                throw .member("[\(index)].name", needed: "the name of a function")
            }
            functions.append(
                ABIFunction(name: name, inputs: try parameters(object["inputs"], "[\(index)].inputs", depth: 0)))
        }
        return functions
    }

    private static func parameters(
        _ value: JSONValue?, _ path: String, depth: Int
    ) throws(ABIFault) -> [ABIParameter] {
        guard case .array(let items)? = value else { throw .member(path, needed: "a list") }
        guard items.count <= mostParts else { throw .tooMany("parts of one type", limit: mostParts) }
        guard depth < deepestNesting else { throw .tooDeep(limit: deepestNesting) }
        var parameters: [ABIParameter] = []
        for (index, item) in items.enumerated() {
            let place = "\(path)[\(index)]"
            guard case .object(let object) = item, let type = object["type"]?.string else {
                throw .member("\(place).type", needed: "the name of a type")
            }
            let name = object["name"]?.string ?? ""
            // What stands before a value in what is shown must not look like another one.
            guard name.isEmpty || isIdentifier(name) else { throw .member("\(place).name", needed: "a name or empty") }
            parameters.append(
                ABIParameter(
                    name: name,
                    type: try self.type(type, object["components"], place, depth: depth)))
        }
        return parameters
    }

    private static func type(
        _ text: String, _ components: JSONValue?, _ place: String, depth: Int
    ) throws(ABIFault) -> ABIType {
        guard let (name, lengths) = ArraySuffix.split(text) else { throw .type(printable(text), place: place) }
        var type: ABIType
        if name == "tuple" {
            let parts = try parameters(components, "\(place).components", depth: depth + 1)
            // Nothing would stand in the data for it, so that a list of it could have any length.
            guard !parts.isEmpty else { throw .type("tuple without parts", place: place) }
            type = .tuple(parts)
        } else if name == "function" {
            type = .word(count: 24)
        } else if let builtIn = ABIType(builtIn: name) {
            type = builtIn
        } else {
            throw .type(printable(text), place: place)
        }
        for length in lengths { type = length.map { .array(type, count: $0) } ?? .list(type) }
        return type
    }

    /// Letters, digits, `_` and `$`, and no digit first. Solidity, "Grammar", `Identifier`.
    static func isIdentifier(_ name: String) -> Bool {
        guard (1...256).contains(name.utf8.count), let first = name.utf8.first, !(0x30...0x39).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy {
            switch $0 {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x24: true
            default: false
            }
        }
    }
}
