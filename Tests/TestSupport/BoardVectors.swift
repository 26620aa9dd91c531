import Foundation

/// `Vectors/boards/calls.json`, whose README says what the members mean.
package struct BoardVectors: Decodable, Sendable {
    package struct Call: Decodable, Sendable, CustomStringConvertible {
        package let name: String
        package let kind: String
        package let id: String?
        package let content: String
        package let evm: String
        package let fabric: String

        package var description: String { name }
    }

    package struct Data: Decodable, Sendable, CustomStringConvertible {
        package enum Content: Sendable {
            case bytes(String)
            case nothing
            case undecided
        }

        package let name: String
        package let kind: String?
        package let data: String
        package let content: Content
        package let warnings: [String]

        package var description: String { name }

        private enum Key: CodingKey {
            case name, kind, data, content, warnings
        }

        package init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: Key.self)
            name = try values.decode(String.self, forKey: .name)
            kind = try values.decodeIfPresent(String.self, forKey: .kind)
            data = try values.decode(String.self, forKey: .data)
            warnings = try values.decode([String].self, forKey: .warnings)
            let read = try values.decodeIfPresent(String.self, forKey: .content)
            content = read.map(Content.bytes) ?? (values.contains(.content) ? .nothing : .undecided)
        }
    }

    package struct Arguments: Decodable, Sendable, CustomStringConvertible {
        package let name: String
        package let kind: String?
        package let args: [String]

        package var description: String { name }
    }

    package let selectors: [String: String]
    package let calls: [Call]
    package let changedData: [Data]
    package let changedArguments: [Arguments]

    package static let all: BoardVectors = {
        // Tests/TestSupport/BoardVectors.swift, three levels below the package.
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = package.appendingPathComponent("Vectors/boards/calls.json")
        guard let data = try? Foundation.Data(contentsOf: file),
            let read = try? JSONDecoder().decode(BoardVectors.self, from: data)
        else { preconditionFailure("\(file.path) is part of the project") }
        return read
    }()
}
