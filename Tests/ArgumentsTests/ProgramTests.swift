import Arguments
import Testing

struct ProgramTests {
    let program = Program(CommandSummary("tool", "Be an example."), commands: [Sample.self, Bare.self])

    @Test func aCommandIsNamedFirst() throws {
        guard case .command(1) = try program.first(of: ["bare", "sample"]) else {
            Issue.record("bare is the second command")
            return
        }
    }

    @Test(arguments: [[], ["--"], ["--help"], ["-h"], ["help"], ["help", "nothing"]])
    func withoutACommandTheOverviewIsShown(_ words: [String]) throws {
        guard case .help(nil) = try program.first(of: words) else {
            Issue.record("no overview for \(words)")
            return
        }
    }

    @Test func helpTakesACommand() throws {
        guard case .help(0) = try program.first(of: ["help", "sample"]) else {
            Issue.record("help of the first command was asked for")
            return
        }
    }

    @Test(arguments: [
        (["frob", "x"], "2 unexpected arguments: 'frob', 'x'"), (["Sample"], "unexpected argument 'Sample'"),
        (["--frob"], "unknown option '--frob'"), (["-q", "sample"], "unknown option '-q'"),
        (["--hlep", "sample"], "unknown option '--hlep'. Did you mean '--help'?"),
    ])
    func whatIsNoCommandIsRefused(_ words: [String], _ message: String) {
        let fault = #expect(throws: UsageFault.self) { try program.first(of: words) }
        #expect(fault?.message == message)
    }

    @Test func theHelpNamesEveryArgumentAndItsValues() {
        #expect(
            program.help(of: Sample.self, width: 60) == """
                OVERVIEW: Show what there is.

                Nothing comes of it.

                USAGE: tool sample <first> [<other> ...] --output <file> [--verbose] [--count <n>] [--shell <shell>] [--add <word>]

                ARGUMENTS:
                  <first>                 The first file.
                  <other>                 Others.

                OPTIONS:
                  -o, --output <file>     Where it goes.
                  -v, --verbose           Say more: [all] that's there.
                  --count <n>             How many.
                  --shell <shell>         For whom. (values: bash, zsh,
                                          fish; default: bash)
                  --add <word>            Another; may be repeated.
                  --version               Show the version.
                  -h, --help              Show help information.


                """)
    }

    @Test(arguments: [40, 60, 80, 1000])
    func noLineOfTheTextIsWiderThanTheTerminal(_ width: Int) {
        let lines = program.help(width: width).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= width || $0.hasPrefix("USAGE") || $0.hasPrefix("  See") })
    }

    @Test(arguments: Shell.allCases)
    func theCompletionKnowsEveryCommandOptionAndValue(_ shell: Shell) {
        let script = program.completion(for: shell)
        let options = ["output", "verbose", "count", "shell", "add", "help", "version"]
        let dashes = shell == .fish ? "-l " : "--"
        for word in ["sample", "bare", "bash zsh fish"] + options.map({ dashes + $0 }) {
            #expect(script.contains(word), "\(word) is not in the script for \(shell)")
        }
    }
}
