# Holdfast. On a Debian 12 machine with a Swift 6 toolchain, `make demo` and `make test` need nothing else:
# what is missing they install first, and say so.

PREFIX = /usr/local
DESTDIR =

command = .build/release/holdfast
printer = .build/release/holdfast-print
# valgrind 3.19 gives up on DWARF 5.
test-flags = -c release --scratch-path .build-tests -Xswiftc -dwarf-version=4 -Xcc -gdwarf-4

bin = $(DESTDIR)$(PREFIX)/bin
libexec = $(DESTDIR)$(PREFIX)/libexec/holdfast
share = $(DESTDIR)$(PREFIX)/share
pages = $(wildcard man/*.[1-8])
bash-completion = $(share)/bash-completion/completions/holdfast
zsh-completion = $(share)/zsh/site-functions/_holdfast
fish-completion = $(share)/fish/vendor_completions.d/holdfast.fish
completions = $(bash-completion) $(zsh-completion) $(fish-completion)

.PHONY: build setup demo test test-interop build-tests check check-constant-time check-threads check-vectors check-mutants check-reproducible
.PHONY: check-differential check-faults check-residue fuzz sbom protobuf spec-pages bench limits install uninstall clean

build:
	@.ci/setup --check
	@.ci/build

setup:
	@.ci/setup

# Splits, checks, loses and rebuilds a fresh key in a scratch folder, and signs with it.
demo: setup
	@.ci/build
	@.ci/demo $(command)

# All tests, driving the built command; the last lines are the test runner's own summary.
test: build-tests
	@echo "testing $$(git describe --always --dirty 2>/dev/null || echo 'this folder'): the library, and the command \
	$(CURDIR)/$(command) (sha256 $$(sha256sum $(command) | cut -c 1-16)...)"
	HOLDFAST_COMMAND="$(CURDIR)/$(command)" swift test $(test-flags) --skip-build --disable-xctest

# The built command beside the tools that others use: packages of PyPI, pinned, in a virtual environment of their own.
test-interop: setup
	@.ci/build
	@HOLDFAST_COMMAND="$(CURDIR)/$(command)" Tests/Interop/run

build-tests: setup
	@.ci/build
	swift build $(test-flags) --build-tests

# What the server checks before the tests: format, warnings, imports, man pages, flags.
check: setup
	@.ci/check

# Whether branches, addresses and times depend on secrets: under valgrind, and by the clock.
check-constant-time: build-tests
	@.ci/check-constant-time

# The tests of what runs on several cores, under the compiler's thread sanitizer; builds everything anew, in a folder of
# its own.
check-threads: setup
	@.ci/sanitize threads

# What became of every file of the outside vectors, in one table.
check-vectors: build-tests
	@HOLDFAST_COMMAND="$(CURDIR)/$(command)" .ci/check-vectors

# Makes the mistakes of Tests/Mutants one after the other, and shows the test that notices each.
check-mutants: setup
	@.ci/check-mutants

# The built command beside independent Python, on N random dealings, as many key files, and as many transactions.
N = 10000
check-differential: setup
	@.ci/build
	@HOLDFAST_COMMAND="$(CURDIR)/$(command)" Tests/Differential/run -n $(N)

# Every act that writes, under every fault of disk, memory, clock, randomness and of another process: 20 minutes of one
# core. FAULTS is for Tests/Faults/faults.py, such as FAULTS="--acts keygen --faults kill".
FAULTS =
check-faults: setup
	@.ci/build
	@HOLDFAST_COMMAND="$(CURDIR)/$(command)" Tests/Faults/faults.py $(FAULTS)

# Random and mutated bytes for every reader of bytes from outside: TIME seconds of one core for each.
TIME = 60
fuzz: setup
	@.ci/fuzz $(TIME)

# What each command leaves of its secrets in memory, in pages that may reach swap, in files and in output. Needs root:
# the command forbids others to look into its memory.
check-residue: setup
	@.ci/build
	@python3 -B Tests/Residue/check.py $(command)

# Two builds in two folders give the same file.
check-reproducible: setup
	@.ci/check-reproducible

# What the built command consists of (CycloneDX).
sbom: build
	@.ci/sbom $(command)

# After a change of Sources/Ledgers/*/Protocol/*.proto: writes the generated code, which is checked in.
protobuf:
	@.ci/protobuf

# After a change of a format's page, or of holdfast-protocol.7 and holdfast-sealing.7: writes what `holdfast spec` prints.
spec-pages:
	@.ci/spec-pages

# Sharing in verifications by the C libraries; times and memory beside ssss-split and ssss-combine; each ledger beside the
# bare calls of the C libraries.
bench: setup
	@.ci/build
	@swift build -c release --product holdfast-benchmark --scratch-path .build-bench
	@swift build -c release --product LedgerBench --scratch-path .build-bench
	@.build-bench/release/holdfast-benchmark && echo
	@python3 Benchmarks/beside-ssss.py $(command)
	@.build-bench/release/LedgerBench
	@echo && echo "on one core:" && taskset -c 0 .build-bench/release/LedgerBench --many
	@echo && echo "on all cores:" && .build-bench/release/LedgerBench --many

# The largest inputs: time, memory and V of each, and every stated limit at it and one above, in some ten minutes; less
# than 8 GB of disk and 4 GB of memory. V by the benchmark, where `make bench` has built it. LIMITS is for
# Benchmarks/limits.py, such as LIMITS="--quick --only bitcoin".
LIMITS =
limits: setup
	@.ci/build
	@nice python3 Benchmarks/limits.py $(command) $(wildcard .build-bench/release/holdfast-benchmark) $(LIMITS)

# Builds nothing, so that `sudo make install` does not compile as root.
install:
	@test -x $(command) || { echo "$(command) is not built; run: make" >&2; exit 1; }
	install -d $(bin) $(dir $(completions))
	install -s -m 0755 $(command) $(bin)/holdfast
	install -d $(libexec)
	install -s -m 0755 $(printer) $(libexec)/holdfast-print
	for page in $(pages); do \
	  install -D -m 0644 $$page $(share)/man/man$${page##*.}/$${page##*/} || exit 1; done
	$(command) completion bash > $(bash-completion)
	$(command) completion zsh > $(zsh-completion)
	$(command) completion fish > $(fish-completion)
	chmod 0644 $(completions)

uninstall:
	rm -f $(libexec)/holdfast-print && rmdir $(libexec) 2>/dev/null || true
	rm -f $(bin)/holdfast $(foreach page,$(pages),$(share)/man/man$(subst .,,$(suffix $(page)))/$(notdir $(page)))
	rm -f $(completions)

clean:
	rm -rf .build .build-tests .build-print .build-bench .build-threads .build-mutants .build-fuzz .build-interop
