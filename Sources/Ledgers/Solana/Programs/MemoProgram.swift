import Transactions

/// A text that stands in the transaction for readers. spl-memo: the data are the text, in UTF-8.
enum MemoProgram {
    static func act(_ call: inout ProgramCall) -> Act? {
        guard let text = String(validating: call.left, as: UTF8.self) else { return nil }
        _ = call.skip(UInt64(call.left.count))
        return Act(text.isEmpty ? "memo, empty" : "memo", TextLines.facts("text", text), word: "memo")
    }
}

/// Long text from outside, in lines that a fact can show whole.
enum TextLines {
    /// The most letters of one fact (`Summary.Fact`, which cuts the rest off).
    static let longest = 400

    /// One fact for each line, more where a line is long; nothing is left out.
    static func facts(_ label: String, _ text: String) -> [Summary.Fact] {
        guard !text.isEmpty else { return [] }
        return text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            stride(from: 0, to: max(1, line.count), by: longest).map { start in
                let part = line.dropFirst(start).prefix(longest)
                return Summary.Fact(label: "  " + label, text: String(String.UnicodeScalarView(part)))
            }
        }
    }
}
