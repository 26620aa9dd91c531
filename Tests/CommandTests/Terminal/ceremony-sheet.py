"""In a ceremony a file that ends in .pdf takes the share as a sheet of paper."""

from terminal import *

scratch()
holdfast("keygen", "--group", "p256", "-o", "node.key")
terminal = Terminal(HOLDFAST, "split", "node.key", "-t", "2", "-n", "2", "--ceremony", "-o", "public")
for name in ("first.pdf", "second.pdf"):
    terminal.expect(r"Where does it go\? ")
    terminal.type(f"{name}\n")
    first = terminal.expect(r"Fingerprint  (\w{4})-[^$]*its first four letters: ")[1]
    terminal.type(first + "\n")
terminal.expect(r"Who were the witnesses\? [^$]*: ")
terminal.type("\n")
check(terminal.end() == 0, "the status is 0", terminal.seen)
check("as the sheet first.pdf" in open("public/protocol.txt").read(), "the protocol tells of the sheet")
texts = []
for name in ("first.pdf", "second.pdf"):
    read = subprocess.run(["pdftotext", "-layout", name, "-"], capture_output=True, text=True)
    texts.append(read.stdout)
check("holder-1" in texts[0] and "holder-2" in texts[1], "each sheet is its holder's", texts)
check(os.stat("first.pdf").st_mode & 0o777 == 0o600, "a sheet is for its owner alone")
