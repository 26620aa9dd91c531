import Testing

/// The runner is what the other tests stand on, so it must notice what does not hold.
@Suite("The script runner")
struct ScriptRunnerTests {
    private func run(_ text: String) throws {
        var runner = try ScriptRunner(Script(name: "inline", text: text))
        try runner.run()
    }

    @Test(
        "passes what holds",
        arguments: [
            "exec true", "! exec false\nexit 1", "exec sh -c 'echo out; echo err >&2'\nstdout '^out$'\nstderr err",
            "exec echo a\n! stdout b\n! stderr .", "stdin f\nexec cat\ncmp stdout f\n-- f --\none\ntwo\n",
            "exists f\n! exists g\nfiles . f\n-- f --\n",
            "chmod 0600 f\nmode 0600 f\nmkdir d\ncp f d/g\ncmp f d/g\n-- f --\nx\n",
            "edit f s/a/b/\ngrep '^ba$' f\n-- f --\naa\n", "edit f s/a/b/g\ngrep '^bb$' f\n-- f --\naa\n",
            "env K=v\nexec sh -c 'echo $K'\nstdout '^v$'\nexec echo $K\nstdout v",
            #"exec echo '{"a":[{"b":"x"},2],"t":true}'"#
                + "\njson a.0.b x\njson a.1 2\njson a.# 2\njson t true\n! json c",
            #"exec echo '{"a":"x"}'"#
                + "\ncapture-json V a\nexec echo $V\nstdout x\ncapture W '(.)'\nexec echo $W\nstdout x",
            "stdin closed\n! exec sh -c 'read line'", "exec echo 'it''s'\nstdout 'it''s'",
            "unprivileged\nchmod 0500 d\n! exec sh -c 'echo x > d/g'\n-- d/f --\n",
            "! exec sh -c '> /dev/tty'",
        ])
    func passes(_ text: String) throws {
        try run(text)
    }

    @Test(
        "fails what does not",
        arguments: [
            "exec false", "! exec true", "! exec sh -c 'kill -9 $$'", "! exec sh -c 'exit 70'", "exec true\nexit 1",
            "exec echo a\nstdout b", "exec echo a\n! stdout a", "cmp f g\n-- f --\na\n-- g --\nb\n", "exists f",
            "! exists f\n-- f --\n", "files .\n-- f --\n", "chmod 0600 f\nmode 0644 f\n-- f --\n",
            "edit f s/a/b/\n-- f --\nx\n", "exec echo '{}'\njson a 1", "exec echo '{'\njson a 1", "exec echo $NONE",
            "unknown word", "stdout a", "exec", "exec no-such-program-anywhere", "exec 'open",
        ])
    func fails(_ text: String) {
        #expect(throws: (any Error).self) { try run(text) }
    }

    @Test("kills what does not end, and says so")
    func kills() throws {
        let outcome = try Workspace().run(["sleep", "60"], timeout: 0.2)
        #expect(outcome.end == .timedOut)
    }
}
