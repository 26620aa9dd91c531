import Encodings
import Glibc
import Groups
import Measuring

/// Measures what sharing costs, in verifications by the group's own library; `--help` says what can be asked for.
///
/// Ends with 0 where everything was measured and true, 1 where a result was not the truth or a file could not be written,
/// 2 where the command line cannot be understood.
@main
struct SharingBench {
    static func main() {
        do {
            let options = try SharingOptions(Array(CommandLine.arguments.dropFirst()))
            guard !options.wantsHelp else { return print(SharingOptions.usage) }
            try run(options)
        } catch let misuse as SharingOptions.Misuse {
            fail(misuse.description, 2)
        } catch {
            fail("\(error)", 1)
        }
    }

    private static func run(_ options: SharingOptions) throws {
        // Nobody should wait for minutes to hear that a file cannot be written.
        if let plot = options.plot { try write("", to: plot, mode: "a") }
        var run = Run(options)
        if !options.asJSON { print(SharingTable.introduction) }
        for group in options.groups {
            switch group {
            case .secp256k1: try run.measure(Secp256k1.self)
            case .p256: try run.measure(P256.self)
            case .ed25519: try run.measure(Ed25519.self)
            }
        }
        if options.asJSON {
            print(JSONWriter.text(run.report.json, .compact))
        } else if let closing = SharingTable.closing(run.report) {
            print(closing)
        }
        if let plot = options.plot { try write(GrowthPlot(run.report).svg, to: plot) }
    }

    private static func write(_ text: String, to path: String, mode: String = "w") throws {
        guard let file = fopen(path, mode) else {
            throw Untrue("\(path) cannot be written: \(String(cString: strerror(errno)))")
        }
        let written = fputs(text, file)
        guard fclose(file) == 0, written >= 0 else { throw Untrue("\(path) was not written to its end") }
    }

    private static func fail(_ sentence: String, _ code: Int32) -> Never {
        let line = "holdfast-benchmark: error: \(sentence)\n"
        _ = line.withCString { Glibc.write(STDERR_FILENO, $0, strlen($0)) }
        exit(code)
    }
}
