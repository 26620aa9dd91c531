import Arguments
import Testing

/// What a command of every kind of argument reads.
struct ArgumentReaderTests {
    @Test func everyKindIsFilled() throws {
        let words = ["-vo", "out", "a", "--count=3", "b", "--add", "x", "--shell", "zsh", "--add=y", "c"]
        let read = try Sample.read(words)
        #expect(read.output == "out")
        #expect(read.isVerbose)
        #expect(read.count == 3)
        #expect(read.added == ["x", "y"])
        #expect(read.shell == .zsh)
        #expect(read.first == "a")
        #expect(read.others == ["b", "c"])
    }

    @Test func whatIsNotGivenIsAsItWas() throws {
        let read = try Sample.read(["a", "-o", "out"])
        #expect(!read.isVerbose)
        #expect(read.count == nil)
        #expect(read.shell == .bash)
        #expect(read.added.isEmpty && read.others.isEmpty)
    }

    @Test func theLastOfSeveralValuesCounts() throws {
        #expect(try Sample.read(["a", "-o", "one", "--output", "two"]).output == "two")
    }

    @Test func aDashAloneIsAValueAndAnOperand() throws {
        let read = try Sample.read(["-", "-o", "-"])
        #expect(read.first == "-")
        #expect(read.output == "-")
    }

    @Test func behindTwoDashesEveryWordIsAnOperand() throws {
        let read = try Sample.read(["-o", "out", "--", "--verbose", "--", "--help"])
        #expect(read.first == "--verbose")
        #expect(read.others == ["--", "--help"])
        #expect(!read.isVerbose)
    }

    @Test func anEmptyWordIsAValueAndNothingBehindEqualsIsNone() throws {
        #expect(try Sample.read(["", "-o", ""]).output == "")
        #expect(Sample.fault(["a", "--output="]) == "missing value for '--output <file>'")
        #expect(Sample.fault(["a", "--output=", "b"]) == "missing value for '--output <file>'")
    }

    @Test(arguments: [
        (["a", "-o"], "missing value for '-o <file>'"),
        (["a", "-o", "--verbose"], "missing value for '-o <file>'"),
        (["a", "-o", "--"], "missing value for '-o <file>'"),
        (["a", "-o", "f", "--verbose=1"], "the option '--verbose' does not take any value, but '1' was specified."),
        (["--help=yes"], "the option '--help' does not take any value, but 'yes' was specified."),
        ([], "missing expected argument '<first>'"),
        (["a"], "missing expected argument '--output <file>'"),
        (["a", "--frob"], "missing expected argument '--output <file>'"),
        (["a", "-o", "f", "--coumt", "3"], "unknown option '--coumt'. Did you mean '--count'?"),
        (["a", "-o", "f", "--a-word-like-no-other"], "unknown option '--a-word-like-no-other'"),
        (["a", "-o", "f", "-vx"], "unknown option '-x'"),
        (["a", "-o", "f", "-x=3"], "unknown option '-x'"),
        (["a", "-o", "f", "--count", "many"], "the value 'many' is invalid for '--count <n>'"),
        (
            ["a", "-o", "f", "--count", "9223372036854775808"],
            "the value '9223372036854775808' is invalid for '--count <n>'"
        ),
        (
            ["a", "-o", "f", "--shell", "csh"],
            "the value 'csh' is invalid for '--shell <shell>'. Please provide one of 'bash', 'zsh' or 'fish'."
        ),
        (["a", "-o", "f", "--count", "7"], "seven is too many"),
    ])
    func whatIsWrongIsSaid(_ words: [String], _ message: String) {
        #expect(Sample.fault(words) == message)
    }

    @Test func operandsThatNobodyTakesAreNamed() {
        #expect(Bare.fault(["x"]) == "unexpected argument 'x'")
        #expect(Bare.fault(["x", "-", "y"]) == "3 unexpected arguments: 'x', '-', 'y'")
    }

    @Test(arguments: [
        ["--help"], ["-h"], ["-vh"], ["--frob", "--help"], ["-o", "--help"], ["--help-hidden"], ["a", "-help"],
    ])
    func helpGoesBeforeWhatIsWrong(_ words: [String]) throws {
        guard case .help = try ArgumentReader.read(Sample.self, words) else {
            Issue.record("no help for \(words)")
            return
        }
    }

    @Test func theVersionGoesBeforeWhatIsWrong() throws {
        guard case .version = try ArgumentReader.read(Sample.self, ["--version", "--frob"]) else {
            Issue.record("no version")
            return
        }
    }

    /// Of any words at all: an answer or a message, and never a trap.
    @Test func anyWordsAreReadOrRefused() {
        let parts = [
            "", "-", "--", "-=", "--=", "=", "-o", "--output", "--output=", "é", "-é", "\u{0}", "-vvv", "a", "---",
        ]
        for first in parts {
            for second in parts {
                for third in parts {
                    let words = [first, second, third]
                    if let message = Sample.fault(words) { #expect(!message.isEmpty) }
                }
            }
        }
    }
}
