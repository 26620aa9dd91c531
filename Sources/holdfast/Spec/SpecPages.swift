// Made by .ci/spec-pages from man/; do not edit.
// swift-format-ignore-file

extension SpecPage {
    static let all: [SpecPage] = [
        SpecPage("holdfast-dealing.5", "the public file of one sharing of a key", ##"""
HOLDFAST-DEALING(5)           File Formats Manual          HOLDFAST-DEALING(5)

NAME
     holdfast-dealing - the public file of one sharing of a key

DESCRIPTION
     A dealing is what one run of holdfast-split(1) makes public: who holds
     shares, how many of them suffice, the commitments that every share is
     checked against, and the original key file in sealed form.  It is one
     JSON text.  It stands in a file of its own, dealing.json, and again, byte
     for byte the same, in every share file; see holdfast-share(5).  It holds
     no secret, but it tells the public key, the names of the holders and the
     length class of the key file.

     This page is normative.  With it and holdfast-share(5) alone, a
     programmer can write a reader and the recovery of a key.  The word MUST
     marks a rule.  Every rule has a number, such as [D1].  A sign after the
     number tells which test vectors the rule has:

           none  at least one file that is accepted and one that is refused;
           +     accepted files only;
           -     refused files only;
           *     none: a rule for writers.

NOTATION
     a || b    The bytes of a, then the bytes of b.

     u32(x)    The number x in 4 bytes, the highest first (big-endian).

     field(b)  u32(length of b in bytes) || b.  A text stands for its UTF-8
               bytes.  A field cannot be confused with its neighbours, so that
               a sequence of fields has one meaning only.

     "text"    The ASCII bytes of the text, without the quotation marks and
               without a zero byte.

     SHA-256(b)
               32 bytes (FIPS 180-4).

     floor(x)  The largest whole number that is not above x.

     t, n      The threshold (t shares suffice) and the number of holders.

     q, G      The order and the generator of the group; see GROUPS.

     A_0 ... A_(t-1)
               The commitments.  A_0 is the public key.

     x         The shared secret number, with x*G = A_0.

TEXT
     [D1]    The text MUST be valid UTF-8, of at most 33554432 bytes, and one
             JSON object (RFC 8259) with nothing but white space after it.  A
             byte order mark (EF BB BF) at the very start is dropped.

     [D2]    The objects MUST have exactly the members of MEMBERS, all of
             them, in that order, none twice.  With the white space outside of
             strings removed (blank, tab, line feed, carriage return), the
             text MUST be the one compact form of its content: whole numbers
             in plain decimal, without sign, leading zero, fraction or
             exponent, and strings without any escape.

             No string in a dealing contains a quotation mark, a backslash or
             a control character, so no escape is ever needed.  A backslash
             anywhere is refused.  To remove the white space, cut the text at
             its quotation marks: every second part is the inside of a string
             and stays as it is.

             White space outside of strings is free: line ends of another
             system or another indentation do no harm.

     [D3]    The member format MUST be holdfast-dealing/1.  Every other value
             is refused as a version that the reader does not know.

     [D4]    The member id MUST be the id that the reader computes from the
             other members, see IDENTITY, in 64 lower-case hexadecimal digits.

     A writer MUST write the layout shown in EXAMPLES, and end the text with
     one line feed; then reading and writing gives the same bytes again [D24].

MEMBERS
     All hexadecimal text is in lower case.

     format  "holdfast-dealing/1"

     id      The identity: 64 hexadecimal digits.

     label   What the dealer called it, for people.

             [D5]    The label MUST have 0 to 256 bytes of UTF-8, and no
                     character of the list in FORBIDDEN CHARACTERS.  It MUST
                     NOT begin or end with a blank.  An empty label means:
                     none.

     created
             When the dealing was made.

             [D6]    The time MUST be in UTC and in the form
                     2026-11-22T10:02:33Z, exactly 20 characters, of a date
                     that the Gregorian calendar has, in the years 1970 to
                     9999, with hours 00 to 23 and minutes and seconds 00 to
                     59.

     epoch   How often the shares of this key were renewed.

             [D7]    The epoch MUST be a whole number from 0 to 4294967295.  A
                     fresh dealing has 0.  A later renewal of the shares of
                     the same key counts one up.

     group   In which group the key lives.

             [D8]    The group MUST be "secp256k1", "p256" or "ed25519".

     threshold
             How many shares suffice.

             [D9]    The number of holders n MUST be from 2 to 65535, and the
                     threshold t MUST be from 2 to n.

     holders
             An array with an object for each of the n holders, with the
             members index, name and recipient in this order.

             [D10]   Each index MUST be from 1 to 65535 and larger than the
                     one before it.  A fresh dealing has 1, 2, ... n; a reader
                     takes any ascending ones.

             [D11]   A name MUST have 1 to 128 bytes of UTF-8, no slash (`/'),
                     and no character of the list in FORBIDDEN CHARACTERS.  It
                     MUST NOT begin or end with a blank.

             [D12]   The names MUST all be different, compared byte by byte.

             [D13]   The recipient says what the holder's share was sealed to,
                     as age(1) writes it; the word passphrase stands for a
                     passphrase.  It MUST be null, which means that the share
                     is not sealed, or a string of 1 to 1024 characters from
                     U+0020 to U+007E without quotation mark and backslash.
                     It is no part of the identity, so that a share can be
                     sealed again.

     commitments
             An array of strings: the points A_0, A_1, ... A_(t-1) in
             hexadecimal.

             [D14]   There MUST be exactly t of them.

             [D15]   Each MUST be the canonical form of a point of the group,
                     of the prime-order subgroup, and not the identity; see
                     GROUPS.

             [D27]-  No two MUST be equal or opposite, and none behind the
                     first the generator or its opposite (commitment-alike).
                     With such numbers fewer than t shares may give the key;
                     an honest dealing never has them, and a generator that is
                     stuck gives them.

     key     An object with the members kind, format, publicKey and addresses
             in this order.

             [D16]   The kind MUST be "node-key", where the shared number is
                     the key itself, or "wrapping", where it is a fresh random
                     number that only seals the original.

                     The format of a node key MUST be one of raw, hex,
                     pkcs8-pem, pkcs8-der, pkcs8-encrypted-pem,
                     pkcs8-encrypted-der (every group), sec1-pem, sec1-der,
                     sec1-encrypted-pem (secp256k1 and p256), openssh,
                     openssh-encrypted (p256 and ed25519), ethereum-keystore,
                     wif, wif-uncompressed, wif-testnet,
                     wif-testnet-uncompressed (secp256k1), cometbft-validator,
                     cometbft-node, horcrux, solana, solana-base58, stellar
                     and substrate (ed25519).  They are described in
                     holdfast(1).

                     The format of a wrapping key MUST be 1 to 32 characters
                     out of a-z, 0-9 and `-'.  holdfast-split(1) writes bip39
                     for the words of a mnemonic (BIP-39) that it has
                     understood, bip32 for an extended private key (BIP-32,
                     `xprv... and its kin'), and file for everything else.
                     The bytes are then given back as they are; a reader that
                     knows no other word treats them like file.

             [D17]   The public key of a node key MUST be the same text as
                     commitment 0.  That of a wrapping key MUST be null,
                     because commitment 0 is then not a key of any node.

             [D18]   The addresses of a node key MUST be exactly the names
                     below for its format, where that has its own, else for
                     its group, in this order, each with the address that the
                     reader computes from A_0.  For a wrapping key the object
                     MUST have no other names than bitcoin-p2tr,
                     bitcoin-p2wpkh, evm and solana, in this order, each at
                     most once, with a text of 1 to 128 characters from U+0020
                     to U+007E without quotation mark and backslash.  They are
                     what the dealer says of the wallet that is wrapped: the
                     first address that it has, with an empty passphrase, at
                     m/86'/0'/0'/0/0 (BIP-86), m/84'/0'/0'/0/0 (BIP-84),
                     m/44'/60'/0'/0/0 (BIP-44) and m/44'/501'/0'/0' (SLIP-10).
                     Those of an extended private key stand at the same places
                     below a master key, with coin type 1 and the prefix `tb'
                     for a test network, and without solana; at 0/0 below a
                     hardened key of depth 3, at 0 below a key of depth 4 that
                     is not hardened, and a key of depth 5 that is not
                     hardened is the one of the address; holdfast-split(1)
                     says which it states.  Nobody can compare them with
                     anything before the original is open; then a reader
                     SHOULD.
                     wif, wif-testnet:
                     bitcoin-p2pkh   HASH160 of the compressed public key in
                                     Base58Check, with the version byte 00, or
                                     6F for wif-testnet.
                     bitcoin-p2tr, bitcoin-p2wpkh
                                     As for secp256k1, with the prefix `bc',
                                     or `tb' for wif-testnet.
                     wif-uncompressed, wif-testnet-uncompressed:
                     bitcoin-p2pkh   The same of the 65 bytes of the
                                     uncompressed public key.
                     stellar:
                     stellar         The account of SEP-23: Base32 of the byte
                                     30 hexadecimal, the public key, and
                                     CRC-16 (XMODEM) of both, its low byte
                                     first.
                     substrate:
                     substrate       The account of SS58: Base58 of the byte
                                     2A hexadecimal, the public key, and the
                                     first two bytes of the BLAKE2b-512 of
                                     `SS58PRE' and both.
                     secp256k1:
                     bitcoin-p2tr    Bitcoin main network, BIP-86: key path,
                                     no script tree (BIP-341, BIP-350).
                     bitcoin-p2wpkh  Bitcoin main network (BIP-141, BIP-173).
                     evm             20 bytes with the mixed-case checksum of
                                     EIP-55.
                     p256:
                     fabric-ski      Subject key identifier of Hyperledger
                                     Fabric: SHA-256 of the 65 bytes of the
                                     uncompressed point, in hexadecimal.
                     ed25519:
                     cometbft        The first 20 bytes of SHA-256 of the
                                     public key, in upper-case hexadecimal.
                     solana          The public key in base58.

                     Addresses are for people who compare.  A reader that
                     shows them computes them again and never believes them; a
                     recovery does not need them.  Those of a node key are no
                     part of the identity because they follow from A_0, which
                     is; those of a wrapping key are a part of it.

     original
             An object with the members salt, nonce and sealed in this order;
             see THE SEALED ORIGINAL.

             [D19]   The salt MUST be 32 bytes and the nonce 24 bytes, in
                     hexadecimal.  The sealed bytes MUST be in base64 (RFC
                     4648, section 4: letters A-Z, a-z, 0-9, `+', `/'), padded
                     with `=' to a multiple of 4, in one string without
                     blanks, its unused bits zero.

             [D20]   Their number, less 16, MUST be a padded length: P of at
                     least 256 and at most 1081344 with pad(P) = P.

     proof   The dealer's proof, made over the id, that whoever dealt has the
             key.

             [D25]   The proof MUST be 64 bytes in hexadecimal: c (32 bytes),
                     then s (32 bytes, in the order of bytes of the group),
                     with s below q.  It MUST be right for this id and this
                     A_0; see THE DEALER'S PROOF.

FORBIDDEN CHARACTERS
     A label or a name contains none of the following, which could hide in a
     line, break it, or turn its direction (all numbers are Unicode code
     points, ends included):

           0000-001F    0022         005C         007F-00A0    00AD
           034F         061C         115F-1160    1680         17B4-17B5
           180E         2000-200B    200E-200F    2028-202F    205F-206F
           2800         3000         3164         FEFF         FFA0
           FFF0-FFFB    1BCA0-1BCA3  1D173-1D17A  E0000-E00FF  E01F0-E0FFF

     Text is not normalised: a name is the bytes that the dealer gave.  So
     different names can look the same: letters of two scripts, an accent in
     one code point or in two, and the joiners and variation selectors that
     some scripts need (200C, 200D, FE00-FE0F), which are allowed and may not
     show.  What tells holders apart is the index.

IDENTITY
     The id of a dealing is the SHA-256 of this encoding:

           field("holdfast-dealing/1")
           field(group)                       as in the JSON
           u32(epoch)
           field(label)
           field(created)
           u32(t)
           u32(n)
           for each holder, in order:         u32(index) || field(name)
           for k = 0 ... t-1:                 field(bytes of A_k)
           field(kind)
           field(format)                      of the key
           field(SHA-256(salt || nonce || sealed))
           for a wrapping key, each address:  field(name) || field(address)

     Salt, nonce and sealed are the bytes, not their text.  They stand there
     without their lengths.  That is clear only because a salt of other than
     32 bytes or a nonce of other than 24 is refused [D19]: these lengths are
     to be checked before the id counts.  Every other part is a field or has 4
     bytes, t and n precede their lists, and the addresses stand at the end,
     so that two dealings that differ in any of this never have the same
     encoding.  Left out are the recipients, the public key, the addresses of
     a node key and the proof: the public key and those addresses follow from
     A_0 and the kind, and the proof is made over the id.

     For people the id is shown in letters, 5 bits each, the highest bits
     first, from this alphabet for the values 0 to 31:

           QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L

     The fingerprint is the first 160 bits: 32 letters, in 8 groups of 4
     joined by `-'.  Holders who compare it know that they hold shares of the
     same dealing, also if the dealer lies; see holdfast-protocol(7), section
     11.  The short form is the first 40 bits, that is the first two groups.
     It is a name to tell dealings apart by and decides nothing.

THE DEALER'S PROOF
     Whoever knows A_0 alone can choose t-1 shares and compute commitments
     that they fit.  So the dealer proves over the id to have x.  With k a
     number from 1 to q-1 that nobody can foresee, used once and then
     destroyed (holdfast-protocol(7), section 9):

           R = k*G
           c = SHA-256( field("holdfast-dealing-proof/1") || field(group)
               || field(id) || field(bytes of A_0) || field(bytes of R) )
           s = k + c*x  modulo q

     The id is its 32 bytes.  In the last line c is a number with the highest
     byte first, in every group.

     The proof is right if and only if R' = s*G - c*A_0 is not the identity,
     and c is the hash above with R' in place of R.

     It is made for a wrapping key as well, where it shows only that the
     dealer has that key; it says nothing about a node.  What it shows, and
     what not, stands in holdfast-protocol(7), section 11.

GROUPS
     A scalar is a whole number from 0 to q - 1.  It is written in 32 bytes:
     big-endian for secp256k1 and p256, little-endian for ed25519.  32 bytes
     that give q or more are refused, never reduced.

     secp256k1 and p256 (SEC 2, sections 2.4.1 and 2.4.2): points (x, y) of
     y^2 = x^3 + a*x + b modulo p, and the identity.

       secp256k1: a = 0, b = 7
       p  = fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f
       q  = fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141
       Gx = 79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798
       Gy = 483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8

       p256: a = -3
       b  = 5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b
       p  = ffffffff00000001000000000000000000000000ffffffffffffffffffffffff
       q  = ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551
       Gx = 6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296
       Gy = 4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5

     A point is written in 33 bytes: 02 if y is even, 03 if y is odd, then x
     in 32 bytes, big-endian.  To read one: x must be below p; c = x^3 + a*x +
     b; y = c^((p+1)/4) modulo p; y^2 must be c; take p - y instead where the
     parity differs.  Other forms are refused.  The sum of (x1, y1) and (x2,
     y2) is, with s = (y2-y1)/(x2-x1), or s = (3*x1^2+a)/(2*y1) for equal
     points: x3 = s^2-x1-x2, y3 = s*(x1-x3)-y1; for x1 = x2 and y1 = -y2 it is
     the identity, and the identity added to a point is that point.

     ed25519 (RFC 8032, section 5.1): points (x, y) of -x^2 + y^2 = 1 +
     d*x^2*y^2 modulo p = 2^255 - 19.  The identity is (0, 1).

       d  = -121665/121666 modulo p
       q  = 2^252 + 27742317777372353535851937790883648493
       Gy = 4/5 modulo p, Gx the even one of its two x

     A point is written as y in 32 bytes, little-endian, with the lowest bit
     of x in the highest bit of the last byte.  To read one: take the highest
     bit off and keep it; what remains is y, which must be below p; c =
     (y^2-1)/(d*y^2+1) modulo p; x = c^((p+3)/8); if x^2 is not c, multiply x
     by 2^((p-1)/4); if x^2 is still not c, or x is 0 and the bit is 1,
     refuse; take p - x where the lowest bit of x is not the kept one.  The
     point must be in the subgroup of order q (q times the point is the
     identity) and must not be the identity.  The sum of two points, always,
     with e = d*x1*x2*y1*y2: x3 = (x1*y2+y1*x2)/(1+e), y3 =
     (y1*y2+x1*x2)/(1-e).

     In all three, u/v means u * v^(p-2) modulo p.  k times a point is
     computed by doubling and adding along the bits of k.

     The scalar of an Ed25519 key file comes from its 32-byte seed: take the
     first 32 bytes of SHA-512(seed); clear the lowest three bits of the first
     byte and the highest bit of the last; set the second highest bit of the
     last; read it little-endian; reduce it modulo q.  The seed does not
     follow from the scalar.  It comes back with the original.

THE SEALED ORIGINAL
     The key file as it was, byte for byte, encrypted under a key that only
     someone with x can derive.  Of a key that was drawn and shared at once,
     and never was in a file (-t of holdfast-keygen(1)), it is the file that
     would have been written; nothing in a dealing tells which it was.

     Padding.  With L the length of the file, 1 to 1048576 bytes, the
     plaintext is

           u32(L) || file || zero bytes        P = pad(4 + L) bytes in all

     where pad(m) is 256 for m up to 256.  For larger m (the Padme rule): E =
     floor(log2 m), S = floor(log2 E) + 1, and pad(m) is m rounded up to a
     multiple of 2^(E-S).  For example pad(257) = 272, pad(349) = 352,
     pad(1000) = 1024.

     Key.  HKDF-SHA-256 (RFC 5869) with the 32 bytes of x as input key
     material, the salt, 32 bytes of output, and

           info = "holdfast-original/1" || group || bytes of A_0

     where group is its name as in the JSON.  No name is the beginning of
     another and A_0 has a fixed length for each, so that the three parts need
     no separators.

     Sealing.  XChaCha20-Poly1305 under this key, with the nonce and this
     associated data:

           AD = field("holdfast-original/1") || field(group)
                || field(bytes of A_0) || field(kind) || field(format)

     sealed is the ciphertext, P bytes, then the tag, 16 bytes.

     [D21]   A sealed original whose tag is wrong MUST NOT be opened, not even
             in part.

     [D22]   After opening, 1 <= L <= 1048576 and P = pad(4 + L) MUST hold,
             and all bytes after the file MUST be zero.

     [D23]   The original of a node key MUST be a key file of the stated
             format for the key A_0.  Otherwise it MUST be withheld and the
             reason said.  An encrypted key file needs its passphrase for
             this.

             A recovery by hand may leave this out, for it needs the formats
             of other programs.  Compare instead, afterwards: the program that
             the file is for, or openssl(1), shows its public key, and this is
             to be A_0.  Only in this way does an encrypted key file come back
             without its passphrase; it comes back as it was, encrypted.

     [D24]*  A writer MUST write the layout of EXAMPLES: two blanks of
             indentation a level, each member and each array element on its
             own line, one blank after each colon, an empty object as {}, one
             line feed at the end.

ON PAPER
     A dealing on paper is one QR code or several, which hold parts of it.  A
     part is ASCII:

           hfd1:2/3:J6CCW2T3:PIECE

     Here 2 is the number of the part, from 1, and 3 how many there are, up to
     9999, in decimal without leading zeros; J6CCW2T3 are the 8 letters of the
     short form of the id, without hyphen, which guard against mixing parts
     up.

     The pieces of all parts, one after another in their order, are the JSON
     text of the dealing without any white space outside of strings, in which
     every byte outside of hexadecimal 21 to 7E, and the byte `%', is written
     as `%' and two hexadecimal digits.  Where the text is cut does not
     matter.  What they make is read like dealing.json: nothing is believed
     before its id was computed again [D4].

     A scanned text holds parts of dealings and share lines
     (holdfast-share(5)), each in a line of its own, and sealed shares, each
     an age file in ASCII armor in its lines, in any order, of one or more
     sheets; there may be QR-Code: before each, as zbarimg(1) writes it.  A
     text of which no line has that mark, none is a part, and the first does
     not begin a sealed share, is no scanned text.  A sealed share belongs to
     the one dealing of which parts are there, or else to the one that is
     given beside it.  A missing part is named; the same part twice does no
     harm; two that differ are refused, and so is any other text in it.

     [D26]*  A writer SHOULD make pieces of at most 600 bytes, and as even as
             can be.

CIPHERS IN DETAIL
     For those whose language has only SHA-256 and HMAC.

     HKDF for 32 bytes:

           HMAC-SHA-256(key = HMAC-SHA-256(key = salt, message = input),
                        message = info || 01)

     ChaCha20 (RFC 8439, sections 2.1 to 2.4).  The state is 16 words of 32
     bits, read from bytes little-endian:

           words  0 ...  3   "expand 32-byte k"
           words  4 ... 11   the key, 32 bytes
           words 12 ... 15   16 bytes: the block counter in 4 bytes,
                             little-endian, and the nonce, 12 bytes

     A quarter round of the words a, b, c, d, with sums modulo 2^32, ^
     exclusive or, and <<< a rotation to the left:

           a += b;  d ^= a;  d <<<= 16
           c += d;  b ^= c;  b <<<= 12
           a += b;  d ^= a;  d <<<=  8
           c += d;  b ^= c;  b <<<=  7

     Ten times these eight quarter rounds, given by word numbers:

           (0,4,8,12)  (1,5,9,13)  (2,6,10,14)  (3,7,11,15)
           (0,5,10,15) (1,6,11,12) (2,7,8,13)   (3,4,9,14)

     A block of key stream is the state after the rounds plus the state before
     them, word by word modulo 2^32, written little-endian: 64 bytes.  Message
     block number i, from 0, is exclusive-ored with the key stream block of
     counter 1 + i; the last one may be shorter.

     HChaCha20: the state with the key and, in words 12 to 15, 16 bytes of
     input; after the ten times eight quarter rounds nothing is added; the
     result is words 0 to 3 and 12 to 15, 32 bytes.

     Poly1305 (RFC 8439, section 2.5) of a message under a 32-byte one-time
     key: r is the first 16 bytes, little-endian, with only the bits of
     0ffffffc0ffffffc0ffffffc0fffffff kept; s is the last 16 bytes, little-
     endian.  Start with h = 0.  For each 16 bytes of the message (the last
     block may be shorter): append the byte 01, read it little-endian, add it
     to h, multiply by r modulo 2^130 - 5.  The tag is h + s modulo 2^128, 16
     bytes, little-endian.

     XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with key K, 24-byte nonce
     N and associated data AD:

           K2  = HChaCha20(K, first 16 bytes of N)
           N2  = 00 00 00 00 || last 8 bytes of N
           ciphertext = ChaCha20 under K2 and N2, counter from 1
           one-time key = first 32 bytes of the key stream block with
                          counter 0 under K2 and N2
           tag = Poly1305 of   AD || zeros to a multiple of 16
                               || ciphertext || zeros to a multiple of 16
                               || length of AD in 8 bytes, little-endian
                               || length of ciphertext, likewise

EXAMPLES
     The dealing Vectors/dealing/secp256k1-2-of-3.json of the sources, any 2
     of 3, for a key kept as 64 hexadecimal digits and a line feed.  Long
     texts are broken here and shortened by ...

     {
       "format": "holdfast-dealing/1",
       "id": "96b18729715e0003a50701aa67a0b151a001093bd46522e2b65039f5...",
       "label": "energy-bridge",
       "created": "2026-11-22T10:02:33Z",
       "epoch": 0,
       "group": "secp256k1",
       "threshold": 2,
       "holders": [
         {
           "index": 1,
           "name": "Aino",
           "recipient": null
         },
         {
           "index": 2,
           "name": "Bram",
           "recipient": null
         },
         {
           "index": 3,
           "name": "Chiara",
           "recipient": null
         }
       ],
       "commitments": [
         "03ce2b22a1bfefa83d63ad5f699f33b5367815e835546a084a37ce3e5ff...",
         "03e6d39a5222f53a846c9ab499cf8113e88718c5c33e5c5d8381c58e399..."
       ],
       "key": {
         "kind": "node-key",
         "format": "hex",
         "publicKey": "03ce2b22a1bfefa83d63ad5f699f33b5367815e835546a...",
         "addresses": {
           "bitcoin-p2tr": "bc1p5kmv2c4pwaxtf6usdg8jd8860k0s2luj7wcrl...",
           "bitcoin-p2wpkh": "bc1qupg369gms02y2uxhrg0e66znx7k3m9cppf45g8",
           "evm": "0xf10eaa53DdE40cc28Dc99938ac8695BE573Bb0fe"
         }
       },
       "original": {
         "salt": "6003a27849d534f5f0e9d536f12de41ac854e6d41330cc82a99...",
         "nonce": "4d6ffd03ba57ff4ae51adfcd5b24d5223f75f5e8b084fc3f",
         "sealed": "+A6cf2NM/T/VypOB5az/pnkKKxDVsT60cG0IY5bolZbJudDuX..."
       },
       "proof": "5e6e04cb3efbeed2445e8e7935a882b7d9df907dec277b3a12c7bdf..."
     }

     The encoding that is hashed (255 bytes), its last 32 bytes being
     SHA-256(salt || nonce || sealed):

       00000012686f6c64666173742d6465616c696e672f3100000009736563703235
       366b31000000000000000d656e657267792d6272696467650000001432303236
       2d31312d32325431303a30323a33335a00000002000000030000000100000004
       41696e6f00000002000000044272616d00000003000000064368696172610000
       002103ce2b22a1bfefa83d63ad5f699f33b5367815e835546a084a37ce3e5ffe
       79e3e60000002103e6d39a5222f53a846c9ab499cf8113e88718c5c33e5c5d83
       81c58e3997a365b1000000086e6f64652d6b65790000000368657800000020a5
       6e8e3718840fffc3cf6d68ffc0d7e9d3e1e3b9f012e6d0ae3913a119108fb2

     The id, the short form and the fingerprint:

       96b18729715e0003a50701aa67a0b151a001093bd46522e2b65039f50f4106e3
       J6CC-W2T3
       J6CC-W2T3-TCQQ-8FG8-QX4X-0G93-2XSQ-ZZFM

     The proof: k and R, the 151 bytes that are hashed, then c and s.

       k      726df88606094064635d473b61d5d55d39336ef61c0bb17aa5ebd84f61bdbf30
       R    02f97d2bcbf231f4c18d8466f0d59eb16844d55e78e196ca26c9c2c5ab956c4510

       00000018686f6c64666173742d6465616c696e672d70726f6f662f3100000009
       736563703235366b310000002096b18729715e0003a50701aa67a0b151a00109
       3bd46522e2b65039f50f4106e30000002103ce2b22a1bfefa83d63ad5f699f33
       b5367815e835546a084a37ce3e5ffe79e3e60000002102f97d2bcbf231f4c18d
       8466f0d59eb16844d55e78e196ca26c9c2c5ab956c4510

       c      5e6e04cb3efbeed2445e8e7935a882b7d9df907dec277b3a12c7bdfd7de4e9d6
       s      a4e1de6bebaa60655f1621ce6b8ffbebfc0c08238e40dcaf9a524a70415c5265

     The original, for steps 6 to 8 of RECOVERY WITHOUT THIS PROGRAM in
     holdfast-share(5), in short: x, salt, nonce; info and AD; then the key
     from HKDF, K2, and the one-time key of Poly1305.

       x      b641c12bc64a6a0fea0b38126ed8869ddf18032b1a1b250718959d0c27e9cf7b
       salt   6003a27849d534f5f0e9d536f12de41ac854e6d41330cc82a99762540129ffa5
       nonce  4d6ffd03ba57ff4ae51adfcd5b24d5223f75f5e8b084fc3f
       info   686f6c64666173742d6f726967696e616c2f31736563703235366b3103ce2b22
              a1bfefa83d63ad5f699f33b5367815e835546a084a37ce3e5ffe79e3e6
       AD     00000013686f6c64666173742d6f726967696e616c2f31000000097365637032
              35366b310000002103ce2b22a1bfefa83d63ad5f699f33b5367815e835546a08
              4a37ce3e5ffe79e3e6000000086e6f64652d6b657900000003686578
       K      32d936360a15b1fdb1eb60dd564c8e6428ae994e2de1702d431010f14ebe2a99
       K2     a3e4426078a01467d38cbf1f83dc71f90f93cc7b9d7cf2693cf7cd9712e38487
       1-time 8cc49b54d26c819ca6926d0db5226a30a94e3b47013d431b1be61a120b695149

     The sealed bytes in base64, 272 of them:

       +A6cf2NM/T/VypOB5az/pnkKKxDVsT60cG0IY5bolZbJudDuXnVuZvFG7BUU19//
       SIEFeGojDhkxwWVySAhjPBaX+D2zEIRTKlNJ3CcTSXgaf5biqrLff2X1jxVcef2+
       qbipxT1WL+DwbCO50EU76plDVMTAy9grtvTfwjGthmKMfv1LPFBFkq3X0Oy3dxpb
       KjEUnIKuSMEhpDEZupPd69FEyGeSkm1aofp2i3nl9p+nRFlhcBnro8YBQUjLZCqY
       WlLUTEKLdpIqyICyNUyZlYWD6EUUva4eeG09djSQatSgdOe6xDlWF0KMZPTE+JHa
       G2TzGsjN/1pBveTs1cRIl/pXmr1qrQNntO9oqFHubLc=

     They open to 256 bytes: 00000041 (L = 65), then

       b641c12bc64a6a0fea0b38126ed8869ddf18032b1a1b250718959d0c27e9cf7b

     as text with a line feed after it, and 187 zero bytes.

FUTURE
     A renewal of the shares (refresh, resharing) keeps A_0 and the original,
     counts the epoch up, and has other commitments; that is why the original
     is bound to A_0 only.  Its proof is made by t holders together, since
     nobody then has x; a reader verifies it no differently.  Dealings to the
     holders' own keys are another format, with another value of format and
     another first field in their encoding.  A reader of this page refuses
     them by name.

SEE ALSO
     age(1), holdfast(1), holdfast-check(1), holdfast-keygen(1),
     holdfast-split(1), openssl(1), holdfast-share(5), holdfast-protocol(7)

STANDARDS
     RFC 4648 (base64), RFC 5869 (HKDF), RFC 8032 (Ed25519), RFC 8259 (JSON),
     RFC 8439 (ChaCha20, Poly1305), draft-irtf-cfrg-xchacha-03 (HChaCha20,
     XChaCha20), FIPS 180-4 (SHA-2), SEC 1 and SEC 2 (points, secp256k1,
     secp256r1 = p256), BIP-173 (alphabet).  Padme: Nikitin et al., Reducing
     Metadata Leakage from Encrypted Files and Communication with PURBs,
     PoPETs 2019.

Holdfast                       November 25, 2026                      Holdfast

"""##),
        SpecPage("holdfast-log.5", "the log of what was done, each line chained to the one before", ##"""
HOLDFAST-LOG(5)               File Formats Manual              HOLDFAST-LOG(5)

NAME
     holdfast-log - the log of what was done, each line chained to the one
     before

DESCRIPTION
     With --log file every command of holdfast(1) adds one line to file: who
     did what, when, and what came of it.  Each line has the hash of the line
     before it, so that whoever keeps the last hash notices a line that was
     edited, removed or inserted later.  holdfast-audit(1) checks that.

     Nothing in a log is secret: it has the command line as it was given, in
     which no option takes a secret, and what the command tells anyone.  It
     shows whose shares there are and what was signed, all the same; keep it
     among those whom that concerns.

FORM
     The file is UTF-8 text.  Each line is one JSON value (RFC 8259) and a
     line feed, the last line too.  The value is an object with these members,
     in this order, all of them, and no others:

     schema      holdfast.log/1

     number      of the line in the log, from 1

     time        when the command ended, UTC, such as 2026-11-30T10:02:33Z

     user        the name of the user in /etc/passwd, or null

     uid         the number of the user, as the kernel has it

     version     of the program

     command     its name, such as rebuild

     arguments   the words of the command line, the command's name first

     exit        the exit status

     code        the stable word of the error, as in holdfast(1); null where
                 there was none

     result      the value that --json prints, or would have printed; null
                 where it has more than 4096 bytes in the form below, and
                 where there was none

     resultHash  SHA-256 of the result in that form, where it has more than
                 4096 bytes; else null

     previous    the hash of the line before; 64 zeros in the first line

     hash        of this line, below

     The line is written in one way only: without blanks between its parts;
     numbers in decimal; in strings, `"' and `\' behind a `\', line feed,
     carriage return and tab as \n, \r, \t, other characters below U+0020 as
     \u00 and two lower-case hexadecimal digits, and all others as they are.
     A line in another form is refused as edited.

THE HASH
     hash is SHA-256, in 64 lower-case hexadecimal digits, of the line as it
     would be without this member: everything before ,"hash": and a closing
     brace, without the line feed.  Since previous is in it, the hash of a
     line stands for all lines up to it.

     So one line is checked with what every system has:

     $ tail -n 1 acts.log | sed 's/,"hash":"[0-9a-f]*"}$/}/' | tr -d '\n' | \
         sha256sum | cut -c 1-64
     aab749f334c043d968297b10c2c4b41875e0a454c010cfe04199e5ae75547a93
     $ tail -n 1 acts.log | sed 's/.*"hash":"\([0-9a-f]*\)"}$/\1/'
     aab749f334c043d968297b10c2c4b41875e0a454c010cfe04199e5ae75547a93

HOW IT IS WRITTEN
     The file is made with mode 0600.  A symbolic link is not followed, and
     what is no ordinary file is refused.

     Before the command does anything, its log is opened, the last line is
     read and its hash computed again, and room for the new line is reserved
     on the disk.  Where one of these fails, nothing is done:
     log-not-writable (7)
             the file cannot be opened, locked or read, or the disk is full
     log-is-a-link (2)
             the file is a symbolic link
     log-damaged (4)
             the last line was edited or cut
     log-line-too-long (2)
             the command line has more words than a line of 16 MiB holds

     When the command has ended, the line is appended under a lock (flock(2))
     that every command takes for that moment, after the line that is the last
     by then, and brought to the disk.  So several may write one log at once.
     A line that cannot be written whole is taken back.  The command then ends
     with 7 (log-not-written), and says on standard error that what it did was
     done all the same; its result stands.

     There is no line about a command line that was not understood, about one
     that was refused because a secret stood in it (secret-argument), and
     about a command that a signal ended, such as Ctrl-C at a question.

WHAT IT PROVES
     That the lines up to one whose hash somebody noted elsewhere are as they
     were written: one hash, on paper or in the minutes of a meeting, is
     enough.

     Without such a hash it proves nothing against whoever can write to the
     file: all of it can be made anew, and lines at the end can be cut off
     without a trace.  It never proves who sat at the machine, nor that
     everything was logged: a command without --log leaves no line.  The clock
     is that of the machine.

SEE ALSO
     holdfast(1), holdfast-audit(1)

Holdfast                       November 30, 2026                      Holdfast

"""##),
        SpecPage("holdfast-own-keys.5", "a dealing to keys that the holders already have", ##"""
HOLDFAST-OWN-KEYS(5)          File Formats Manual         HOLDFAST-OWN-KEYS(5)

NAME
     holdfast-own-keys - a dealing to keys that the holders already have

DESCRIPTION
     Every holder is the owner of a key that a node of theirs has anyway.  The
     dealer takes the public halves of these keys and nothing else, and writes
     one public file: the dealing to own keys.  The share of a holder stands
     in it, and what opens it is the private key of the holder's node.

     holdfast-split(1) makes such a dealing from --holder name=node:key;
     holdfast-check(1), holdfast-submit(1), holdfast-rebuild(1) and
     holdfast-sign(1) open it with --identity.  This page is normative;
     notation, letters and groups are those of holdfast-dealing(5).  Why it is
     enough is argued in holdfast-protocol(7), section 17.

     Further:

     x_j, s_j, X_j
               The index of holder j, the share f(x_j), and the point s_j*G =
               A_0 + x_j*A_1 + ... + x_j^(t-1)*A_(t-1).

     d_j, P_j  The private key of holder j's node and its public key d_j*H, in
               the holder's own group; H is the generator of that group.  It
               need not be the group of the shared key.

     number(h)
               The 32 bytes of a hash as a number, the highest byte first in
               every group, modulo the order of the group in which it is used.

     H2S(word, b)
               A number modulo the order q of the shared group: the 64 bytes
               of HKDF-SHA-512 with input b, no salt, and info
               field("holdfast-own-keys/1") || field(word) || field(group), as
               a number with the highest byte first, modulo q.

     Wherever groups are listed, the order is secp256k1, p256, ed25519.

THE DEALING
     A JSON text under the rules of holdfast-dealing(5), THE TEXT, with these
     members in this order:

     format       holdfast-own-dealing/1

     suite        masked, or publicly-verifiable, where the shares are in a
                  second file; see PUBLICLY VERIFIABLE SHARES.

     id           The id, below.

     label, created, epoch, group, threshold
                  As there.

     holders      An object for each holder, by ascending index, with index
                  and name as there, group of the holder's key, publicKey: the
                  key in the canonical form of that group, and masked: the
                  masked share, 32 bytes; it is absent in the other suite.

     ephemerals   An object with one member for each group that a holder has a
                  key in: its name, and the point E of that group.  In the
                  other suite sharesProof stands here in its place: the
                  SHA-256 of the proof.

     commitments, key, original
                  As there.

     proof        The dealer's proof, below: 64 bytes, and 32 more for each
                  group in ephemerals.

     Points and bytes are in lower-case hexadecimal digits.  A reader refuses
     what has another length, order or member.

     The context is the SHA-256 of

           field("holdfast-own-keys-context/1") || field(suite) || field(group)
           || u32(epoch) || u32(t) || u32(n)
           || for each holder:      u32(x_j) || field(group of P_j) || field(P_j)
           || for k = 0 ... t-1:    field(A_k)
           || u32(number of E) || for each group:  field(group) || field(E)

     The texts are the SHA-256 of

           field("holdfast-own-dealing-texts/1") || field(salt)
           || field(label) || field(created)
           || u32(n) || for each holder:  u32(x_j) || field(name)
           || field(format)
           || u32(number of addresses) || for each:  field(name) || field(address)

     with the salt of the original, so that nobody who has the texts' hash
     alone tries names until one fits.  The addresses are those of a wrapping
     key; of a node key there are none here.

     The id is the SHA-256 of

           field("holdfast-own-dealing/1") || field(suite) || field(context)
           || field(texts) || field(kind) || field(SHA-256(salt || nonce || sealed))
           || masked only, for each holder:  u32(x_j) || field(masked share)
           || publicly-verifiable only:      field(SHA-256 of the proof)

     so that it follows from what is in the compact form, too (COMPACT FORMS).

     Keys that are refused, before anything else is computed:
     o   a point that is not canonical, not on its curve, the identity, or
         outside of the subgroup of prime order;
     o   two holders whose keys in one group are equal or opposite;
     o   a holder's key that is H or its opposite, whose private key everybody
         knows;
     o   a holder's key in the shared group that is A_0, an X_j, or the
         opposite of one;
     o   a holder's key that is the E of its group or its opposite, and an E
         of the shared group that is A_0 or its opposite.

     A key of secp256k1 of which only x is known (BIP-340) is written with the
     even y.  In secp256k1 and p256 the node whose public key is the opposite
     of P_j is holder j too, and uses q - d_j for d_j.

THE MASKED SHARE
     The dealer draws for each group g that a holder has a key in a number e_g
     from 1 to q_g - 1, and E_g = e_g*H_g.  With I_j = e_g*P_j = d_j*E_g in
     its canonical form:

           masked share = s_j + H2S("mask", field(context) || u32(x_j) || field(I_j))
                          modulo q, 32 bytes in the order of the shared group

     To open it, the holder verifies the dealer's proof first, computes I_j
     from d_j and E_g, subtracts, and compares s_j*G with X_j.  Whoever sees
     I_j has the share.

THE DEALER'S PROOF
     It shows over the id that the dealer has x and every e_g.  The statements
     are (shared group, G, A_0) with x, then for each group in ephemerals (g,
     H_g, E_g) with e_g.  With k_i random below the order of its group, T_i =
     k_i*base_i:

           c   = SHA-256( field("holdfast-own-keys-dealer/1") || field(id)
                 || u32(number of statements) || for each:
                    field(group) || field(base) || field(point) || field(T_i) )
           s_i = k_i + number(c) * secret_i   modulo the order of its group

     The proof is c || s_0 || s_1 ..., each s_i in the order of bytes of its
     group and below the order of the group.  It is right if and only if no
     T'_i = s_i*base_i - number(c)*point_i is the identity, and c is the hash
     with the T'_i.

     No key of a holder is used, and nothing is said of a share, before the id
     and this proof were verified.

THE ANSWER TO A REQUEST
     The sealed part of a submission (holdfast-request(5)) that answers with a
     masked share has five lines, each ended by LF:

           holdfast-own-submission/1
           the id of the request, 64 lower-case hexadecimal digits
           x_j in decimal digits
           I_j in lower-case hexadecimal digits
           c || z in 128 lower-case hexadecimal digits

     c and z show that I_j was made with the d_j of P_j (Chaum and Pedersen,
     1992).  With k random, T1 = k*H and T2 = k*E:

           c = SHA-256( field("holdfast-own-keys-share/1") || field(group of P_j)
               || field(id of the request) || field(id) || u32(x_j)
               || field(H) || field(P_j) || field(E) || field(I_j)
               || field(T1) || field(T2) )
           z = k + number(c) * d_j   modulo the order of the holder's group

     It is right if and only if neither T1' = z*H - number(c)*P_j nor T2' =
     z*E - number(c)*I_j is the identity, and c is the hash with them.  What
     follows from it:

     submission-unauthentic
             The proof is wrong, or I_j is no point of the subgroup.  The
             submission is not holder j's, or is damaged.  Anyone can seal
             such a thing: nobody is accused.  So is a submission to a masked
             dealing that holds a share line (holdfast-request(5)), which is
             signed by nobody and which no holder of such a dealing sends,
             unless the line is a share of the dealing.

     dealer-cheated
             The proof is right, and the number that I_j opens is not the
             share.  The dealer, who alone knew e, masked something else.  The
             answer, together with the dealing, is THE EVIDENCE.

     (good)  The number is the share.

THE EVIDENCE
     Who found dealer-cheated, the holder or whoever asked, can show it to
     somebody else.  It is written only when asked for (--write-evidence), and
     judged alone (holdfast check --evidence):

           holdfast-evidence/1
           dealing: 64 hexadecimal digits
           holder: x_j in decimal digits
           request: none
           common: I_j in hexadecimal digits
           proof: c || z in 128 hexadecimal digits
           -----BEGIN HOLDFAST DEALING-----
           { ... }
           -----END HOLDFAST DEALING-----

     under the rules of holdfast-request(5), THE TEXT.  The block is the whole
     dealing, and dealing its id.  request is the id of the request of which c
     || z is the answer, which whoever asked has; or the word none where the
     holder proves it by itself, with

           c = SHA-256( field("holdfast-own-keys-evidence/1")
               || field(group of P_j) || field(id) || u32(x_j)
               || field(H) || field(P_j) || field(E) || field(I_j)
               || field(T1) || field(T2) )

     and all else as in an answer.  Whoever judges it verifies the dealing as
     always, then the proof, then opens with I_j:

     evidence-unauthentic
             The proof is wrong, or I_j is no point of the subgroup.  It was
             not made with d_j for this dealing, and proves nothing.

     evidence-unfounded
             What it opens is the share.  It proves nothing against the
             dealer, and gives the share away: a holder makes none where the
             share is good.

     dealer-cheated
             Whoever dealt had x and every e, and masked something else than
             the share of holder j.

     It is secret.  I_j opens what was masked, and a dealer who added 1 to a
     share cheated too: who knows that has the share.  It opens as well what
     the same dealer masked with the same E for the same key elsewhere, in
     another epoch or a dealing that is good, and the share of a holder whose
     key the dealer knows as a multiple of P_j.  It is kept on the machine
     where it was found, sealed to the one who is to judge it, and never
     published.  It helps nobody who has not also the dealing, which is in it.

     In the publicly verifiable suite there is no such evidence, and none is
     needed.  A proof that is wrong for a holder shows it to everyone; and
     that one is right, and nothing of it opens, a dealer has one chance in
     2^124 for.  To show that no slot opens, a holder would have to show the
     products d_j*E_ji of all of them; the e_ji of a hidden slot is proven by
     nobody, so one of these E_ji may be the E of somebody else's dealing, and
     its product the share there.  Such a product never leaves a holder.

THE ACKNOWLEDGEMENT
     A holder whose share opened and is good can say so to everyone.  It is a
     word on the share: that the holder has seen the names, the label and the
     sealed original, which a compact form leaves out, it does not say.

           holdfast-acknowledgement/1
           dealing: 64 hexadecimal digits
           holder: x_j in decimal digits
           proof: c || z in 128 hexadecimal digits

     under the rules of holdfast-request(5), THE TEXT, but without a block.
     With k random and T = k*H:

           c = SHA-256( field("holdfast-own-keys-acknowledge/1")
               || field(group of P_j) || field(id) || u32(x_j) || field(P_j)
               || field(T) )
           z = k + number(c) * d_j   modulo the order of the holder's group

     It is right if and only if T' = z*H - number(c)*P_j is not the identity
     and c is the hash with it.  Until a holder has acknowledged, nothing
     shows that anybody has the private key of P_j.

PUBLICLY VERIFIABLE SHARES
     A masked share is seen to be right by its holder alone.  In this suite
     everyone sees it, from dealing.proof, which also holds the shares,
     sealed; holders keep it with the dealing.  There are no E, and the
     dealer's proof has its first statement only.  This is verifiable
     encryption by "Feldman in the head" (Takahashi and Zaverucha, 2021,
     Protocol 5).

     N slots are numbered from 1, and v of them are opened: (N, v) is (144,
     48) for at most 16 holders, (150, 50) for at most 60, (162, 54) above.
     Both follow from n and are never read from a file.  For each holder j the
     dealer draws h_j of degree v with h_j(0) = s_j and other coefficients
     from 1 to q - 1, and for each slot i a seed of 16 bytes; with H, q_g
     those of the holder's group g:

           B_jk  = k-th coefficient of h_j times G,  k = 1 ... v
           e_ji  = H2S in group g ("fve-eph", field(context) || field(salt)
                   || u32(x_j) || u32(i) || field(seed)),  not 0
           E_ji  = e_ji*H
           K_ji  = HKDF-SHA-256 of e_ji*P_j, no salt, info
                   field("holdfast-own-keys-slot/1") || field(g) || field(E_ji)
                   || field(P_j) || field(context) || u32(x_j) || u32(i), 32 bytes
           c_ji  = ChaCha20-Poly1305 under K_ji, nonce 0, associated data
                   field(context) || u32(x_j) || u32(i), of h_j(i) in 32 bytes
           Row_j = SHA-256( field("holdfast-own-keys-row/1") || field(context)
                   || field(salt) || u32(x_j) || each k: field(B_jk)
                   || each i: field(E_ji) || field(c_ji) )
           com   = SHA-256( field("holdfast-own-keys-com/1") || field(context)
                   || u32(N) || u32(v) || u32(n) || each holder: field(Row_j) )

     The opened slots T are the first v different numbers b + 1 among the
     bytes b below N of SHA-256(field("holdfast-own-keys-subset/1") ||
     field(com) || u32(m)), m = 0, 1, ...  The file is

           "holdfast-own-proof/1" LF || salt (32) || Row_1 ... Row_n
           || for each holder:  B_j1 ... B_jv
              || for i in T, ascending:      h_j(i) (32) || seed (16)
              || for i not in T, ascending:  E_ji || c_ji (48)

     and has exactly that length.  Other bytes than those whose hash is in the
     dealing are refused and accuse nobody.

     Verifying, by anyone: every B_jk is a canonical point of the group and
     not the identity, every opened value is below q, T is that of the rows,
     the opened slots sealed again give with the hidden ones Row_j, and with
     weights w_ji, 16 bytes each as numbers,

           w_ji = the first that is not 0 of the first 16 bytes of
                  SHA-256( field("holdfast-own-keys-weights/1") || field(com)
                  || field(SHA-256 of all h_j(i), by holder, then by slot)
                  || u32(x_j) || u32(i) || u32(m) ),  m = 0, 1, ...

           sum of w_ji*h_j(i)*G  =  sum over j of ( (sum over i of w_ji)*X_j
                                    + sum over k of (sum over i of w_ji*i^k)*B_jk )

     Where that does not hold, the holders are looked at one by one with the
     same weights, and those for whom it is wrong are named: the dealer
     cheated them.

     Opening: for each hidden slot, ascending: E_ji a point of the subgroup,
     c_ji opens, the value is below q, and the polynomial through it and the
     opened values has s_j at 0 with s_j*G = X_j.  The first slot for which
     all holds gives the share; after a failure the next is tried, and only
     where all N - v fail there is no share (dealer-cheated).  Which slot it
     was is told to nobody.  The share itself is then submitted
     (holdfast-request(5)).

BLINDED REBUILDING
     A request whose mode is blinded (holdfast-request(5)) names a set S of
     holders, at least t, whose keys are all of one group.  All of them
     answer, and the key comes out without any share.  For each pair j, k of
     S, with l_j the Lagrange number of holdfast-protocol(7), section 8, over
     S:

           r_jk = H2S("pair", field(d_j*P_k) || field(id of the request)
                  || field(id) || u32(size of S) || u32(each index of S)
                  || u32(smaller of x_j, x_k) || u32(larger))
           R_jk = r_jk*G
           u_j  = l_j*s_j + sum of r_jk for x_k above x_j
                          - sum of r_jk for x_k below x_j      modulo q
           c    = SHA-256( field("holdfast-own-keys-blinded/1")
                  || field(group of P_j) || field(id of the request) || field(id)
                  || u32(x_j) || field(P_j) || field(u_j)
                  || u32(size of S - 1) || for each k of S but j: field(R_jk)
                  || field(T) ),   T = k*H with k random
           z    = k + number(c) * d_j   modulo the order of the holders' group

     The sealed part of the submission has four lines, each ended by LF:

           holdfast-blinded-submission/1
           the id of the request, 64 lower-case hexadecimal digits
           x_j in decimal digits
           u_j || the R_jk by ascending x_k || c || z, in lower-case digits

     A holder answers only with the share of the very dealing in the request,
     after its proof was verified and the share opened and good, and only
     where S ascends, has the holder in it, and has at least t members of the
     dealing.

     Whoever asked verifies, in this order:
     1.   the signature (c, z) over it; else submission-unauthentic, and
          nobody is accused.  So is a u_j that is not below q, and an R_jk
          that is no point of the group or the identity;
     2.   R_jk = R_kj for every pair, but those with a holder in them whom the
          next rule names; else pair-disagrees: one of the two is wrong, and
          which cannot be told.  It is never resolved by showing d_j*P_k;
     3.   u_j*G = l_j*X_j + sum of the R_jk with the signs above; else
          holder-cheated: j signed a wrong value;
     4.   x = sum of all u_j, and x*G = A_0.

COMPACT FORMS
     What is published on a ledger (holdfast-board(7)) has a binary form as
     well, which holdfast-dealing(1) writes.  Numbers have the highest byte
     first.  The first four bytes are three letters and the version, 1.  Every
     value has one form: a reader refuses bytes that end early or follow the
     end (compact-form), one of the versions 2 to 8 (unknown-version), and
     everything in it that the text would be refused for, under the same word:
     numbers that fit no dealing, indices that do not ascend, points that are
     not canonical, keys that are refused, numbers that are not below the
     order, a wrong proof.

     The groups are numbered as in holdfast-share(5): 1 secp256k1, 2 p256, 3
     ed25519.

     A dealing.  It has everything that checking it needs, and neither names,
     label, time and format nor the sealed original, of which it has hashes.
     It gives the same id, computed as above, and the dealer's proof is
     verified with it.

           "HFD" || 01
           u8    suite: 1 masked, 2 publicly-verifiable
           u8    group of the shared key
           u8    kind of the key: 1 node-key, 2 wrapping
           u32   epoch
           u16   t
           u16   n
           32    texts
           32    SHA-256(salt || nonce || sealed)
           for each holder, by ascending index:
             u16   x_j
             u8    group of P_j
             33    P_j (32 in ed25519)
             32    masked only: the masked share
           masked only: E of each group that a holder has a key in, 33 or 32 each
           publicly-verifiable only: the SHA-256 of the proof, 32
           A_0 ... A_(t-1), 33 or 32 each
           the dealer's proof, 64 and 32 more for each E

     Where all keys are of one group, with points of p bytes, a masked dealing
     has 175 + n*(p + 35) + (t + 1)*p bytes: 647 for 3 of 5 in secp256k1, and
     774 where the five have keys of all three groups.

     A submission (holdfast-request(5)):

           "HFS" || 01
           32    id of the request
           32    id of the dealing
                 the age file, not armored, to the end

     It is the text without what people read: armored in lines of 64 letters
     the age file gives the text again.

     An acknowledgement:

           "HFA" || 01
           32    id of the dealing
           u16   x_j
           64    c || z

     It has 102 bytes.

     The proof beside a publicly verifiable dealing is binary already, and has
     one form: it stays as it is.

     What a ledger shows, it shows for ever: the public keys of the holders
     and of the shared key, n and t, and the masked or sealed shares, which a
     quantum computer of some day opens.  Names, label, time, format,
     addresses and the sealed original stay with those who have the dealing
     itself; without its salt nobody can try them against texts.

HEDGED RANDOMNESS
     How numbers are drawn nobody can verify, and a writer is free in it; this
     is how it is done here.  A machine that was restored from a snapshot, or
     whose generator is bad, may draw the same 32 bytes twice; under another
     dealing or statement they must not give the same numbers.

     The dealer draws the coefficients of f as holdfast-protocol(7) says in
     section 9, and everything else from them:

           PRK = HKDF-SHA-512 extract, no salt, of
                 field(32 fresh random bytes) || field(a_0 || ... || a_(t-1))
           OKM = HKDF-SHA-512 expand of PRK with info
                 field("holdfast-own-keys-dealer-randomness/1") || field(role)
                 || field(binding) || u32(x_j or 0) || u32(place)

     for each e_g, with the hash of the context without E as the binding; for
     each nonce of the dealer's proof, with the id and 32 more random bytes;
     for the salt of the sealed shares, and for 64 bytes from which, with the
     context, holder and slot, all h_j and seeds are expanded again.  A number
     is 64 bytes of it, reduced, and drawn anew in the rare case that it is 0.
     Who does not know f, which is the secret itself, cannot foresee any of
     them, whatever they know of the generator.

     A holder's nonce in an answer, evidence, acknowledgement or blinded
     answer is

           k = H2S in the holder's group ("nonce " followed by "share",
               "evidence", "acknowledge" or "blinded", field(d_j)
               || field(32 fresh random bytes) || field(SHA-256 of the statement))

     where the statement is all that c hashes before the points of the nonce.
     It is never one of RFC 6979, with which the same key signs elsewhere.

SIZES AND TIMES
     Measured with keys of secp256k1 alone on one core of a small server; 1 V
     is the time in which libsecp256k1 verifies a signature there, 36 to 38
     microseconds.  Sizes are in bytes, for holders' names of 2 to 5 letters
     and a key file of 65 bytes.

                                     3 of 5       67 of 100     667 of 1000
     masked
       dealing.json                   3,017          31,783         305,686
       dealing             17 V  0.0006 s  225 V  0.008 s   2150 V  0.079 s
       holdfast check         0.008 s         0.017 s         1.0 s
       opening a share    4.5 V            6.8 V             32 V
       answering          3.3 V            3.3 V            3.3 V
       judging an answer  3.9 V            6.2 V             32 V
     publicly verifiable
       dealing.json                   2,522          23,308         221,611
       dealing.proof                 58,533       1,315,453      13,154,053
       proving           1290 V  0.048 s 28700 V  1.05 s  289900 V 10.7 s
       verifying all      480 V  0.018 s 10800 V  0.40 s  108700 V  4.0 s
       opening a share    4.3 V            6.9 V             31 V

     What holdfast check takes is the start of the program and, of many
     holders with keys in the shared group, the computation of all X_j, with
     which their keys are compared; with keys in another group it is the
     dealer's proof alone.  Proving and verifying take all cores, and the time
     shrinks with them.

WHAT IT DOES NOT PROTECT
     o   dealer-cheated convicts someone who had x when the dealing was made,
         not a person by name.  A key that wraps a file is anybody's: label,
         names and addresses of such a dealing are its dealer's words.
         Whoever has rebuilt a key has x, too, and can deal it.
     o   The dealing is public.  Whoever steals the private key of a holder's
         node, now or later, has that holder's share of every dealing to it.
     o   Other software of the node that gives out raw products of its key
         with points of a stranger's choice (Diffie-Hellman without a hash)
         would open masks.
     o   Who records a public dealing today can open it with a quantum
         computer later.
     o   Before a holder has looked, nobody but the dealer knows that the
         holder's masked share is right; that of the other suite everyone
         does.

SEE ALSO
     holdfast-check(1), holdfast-dealing(1), holdfast-split(1),
     holdfast-submit(1), holdfast-dealing(5), holdfast-request(5),
     holdfast-board(7), holdfast-protocol(7)

     D. Chaum and T. P. Pedersen, "Wallet databases with observers", Crypto
     1992.

     J. He and E. Dawson, "Multistage secret sharing based on one-way
     function", Electronics Letters 30, 1994.

Holdfast                       December 1, 2026                       Holdfast

"""##),
        SpecPage("holdfast-request.5", "what asks holders for their shares, and what they answer", ##"""
HOLDFAST-REQUEST(5)           File Formats Manual          HOLDFAST-REQUEST(5)

NAME
     holdfast-request - what asks holders for their shares, and what they
     answer

DESCRIPTION
     A request is made by holdfast-request(1) for whoever wants to rebuild a
     key; a submission is a holder's answer to one request, made by
     holdfast-submit(1).  Both are public texts that travel by mail or chat.

     This page is normative; notation, letters and times are those of
     holdfast-dealing(5).

THE TEXT
     Both are UTF-8 without control characters other than tab, LF and CR
     before LF.  Blanks and tabs at both ends of a line are left aside; empty
     lines and lines that begin with `#' say nothing.  The first line is the
     name and version.  Then come the fields, each once and in this order, one
     a line: the name, a colon, one blank, the value.  Then comes one block
     between a line that begins it and a line that ends it.  After it only
     empty lines may follow.

THE REQUEST
           holdfast-request/1
           id: 64 hexadecimal digits
           dealing: 64 hexadecimal digits
           mode: plain
           recipient: age1...
           purpose: text
           created: 2026-11-22T10:02:33Z
           expires: 2026-11-29T10:02:33Z
           random: 64 hexadecimal digits
           -----BEGIN HOLDFAST DEALING-----
           { ... }
           -----END HOLDFAST DEALING-----

     id         The id of the request, below, as the reader computes it.

     dealing    The id of the dealing in the block.

     mode       plain: the share itself is submitted, or what unmasks it.
                blinded, a blank, and two or more indices of holders in
                decimal digits, ascending, with commas between them: these
                holders, at most 900, answer as holdfast-own-keys(5), BLINDED
                REBUILDING, says.

     recipient  An age or ssh-ed25519 public key, as age(1) writes it, without
                a comment.

     purpose    1 to 256 bytes under the rules of a dealing's label.

     created, expires
                Times; expires is later, or the word never.

     random     32 bytes, new for each request.

     the block  The whole dealing, as in a share file.

     Hexadecimal digits are in lower case.  The text has at most 33619968
     bytes.

     The id is the SHA-256 of

           field("holdfast-request/1") || field(id of the dealing)
           || field(mode) || field(recipient) || field(purpose)
           || field(created) || field(expires) || field(random)

     where the id of the dealing and random are their 32 bytes, and expires is
     its text, also the word never.

     A reader refuses a request whose id or dealing is not the one that it
     computes, whose dealing it would refuse by itself, or whose recipient it
     cannot seal to.  After expires nobody answers or uses it.

     Nothing in a request says who made it.  What a holder compares, by
     another way, is the fingerprint of the recipient: the first 160 bits of
     the SHA-256 of its text, in letters like the fingerprint of a dealing.

THE SUBMISSION
           holdfast-submission/1
           request: 64 hexadecimal digits
           dealing: 64 hexadecimal digits
           -----BEGIN AGE ENCRYPTED FILE-----
           ...
           -----END AGE ENCRYPTED FILE-----

     request is the id of the request, dealing that of its dealing.  They
     stand there for people; what counts is inside.  The block is an age file
     in ASCII armor, sealed to the recipient of the request and to nobody
     else.  It is opened to exactly 177 bytes, three lines that each end with
     LF, or to one of the forms of holdfast-own-keys(5):

           holdfast-submission/1
           the id of the request, 64 lower-case hexadecimal digits
           the share line

     A reader refuses a submission whose id inside is not that of the request
     it was given; otherwise a share that was given for one purpose would
     serve for another.  The share line must agree with the dealing of the
     request (holdfast-share(5)), and is then checked against its commitments
     like every other.

     The text has at most 131072 bytes.  A submission has a binary form as
     well, which says the same and is read wherever the text is
     (holdfast-own-keys(5), COMPACT FORMS).

     A submission is not signed: the check against the commitments tells a
     good share from a wrong one, and only the holder has a good one.  Who
     sent a wrong one cannot be told, since anyone can seal to a public key:
     it is told as wrong (submission-mismatch) under no holder's name, and the
     holder whom it names is asked by another way.

     An age file says to how many keys it is sealed; where that is more than
     one, holdfast-check(1) and holdfast-inspect(1) say so.

SEE ALSO
     holdfast-request(1), holdfast-submit(1), holdfast-dealing(5),
     holdfast-own-keys(5), holdfast-share(5), holdfast-sealing(7)

Holdfast                       November 30, 2026                      Holdfast

"""##),
        SpecPage("holdfast-share.5", "one holder's share of a key, as a file and as a line of 89 letters", ##"""
HOLDFAST-SHARE(5)             File Formats Manual            HOLDFAST-SHARE(5)

NAME
     holdfast-share - one holder's share of a key, as a file and as a line of
     89 letters

DESCRIPTION
     A share is a point of a polynomial f: the index i of a holder, and the
     secret number f(i).  Any t shares of one dealing give the key f(0); fewer
     tell nothing about it.

     A share file is a text that holds one share and everything public that
     belongs to it.  Its heart is the share line: hfs1 and 85 letters, which
     can be written down on paper and typed again.  The rest is the dealing,
     holdfast-dealing(5), so that t share files are all that recovery needs.
     A share file is secret; its name ends in .share.

     This page is normative.  With it and holdfast-dealing(5) alone, a
     programmer can recover a key; see RECOVERY WITHOUT THIS PROGRAM.  The
     words, the notation (||, u32, field, scalars, points) and the signs after
     rule numbers are those of holdfast-dealing(5).

THE FILE
     holdfast-share/1
     # Share 1 of 3, held by Aino. Any 2 of the 3 shares rebuild the key; ...
     # ... more comments for people
     hfs1pyqqr943su5hzhsqqwjswmal9jdxz0k5vj9ve6e782nlyzhxzj9pjw0dua3yrdj8f...
     -----BEGIN HOLDFAST DEALING-----
     {
       "format": "holdfast-dealing/1",
       ...
     }
     -----END HOLDFAST DEALING-----

     The lines are broken off at ... here; a file has them whole.

     [S1]    The first line MUST be holdfast-share/1.  Nothing stands before
             it but a byte order mark: no empty line, no comment.  A first
             line holdfast-share/ with anything else after it is refused as a
             version that the reader does not know.  (A text without such a
             line may be a bare line; see A BARE LINE.)

     [S2]    The text MUST be valid UTF-8, of at most 33619968 bytes.  It MUST
             contain no control character (U+0000 to U+001F, U+007F) but tab
             and line ends.  A line ends with LF or with CR LF; a CR elsewhere
             is refused.

     [S3]+   What does no harm MUST be accepted: a byte order mark at the very
             start; CR LF; blanks and tabs at both ends of any line; between
             the first line and the BEGIN line, empty lines and comment lines
             (they begin with `#') or their absence; after the END line, empty
             lines; a last line without line end; the share line in upper
             case; blanks, tabs and hyphens (`-') within it; the share line in
             several rows.

             For that: drop the blanks and tabs at both ends of every line.
             Between the first line and the BEGIN line, drop the empty lines
             and the comments, and join what remains.  Drop blanks, tabs and
             hyphens from the result.  This is the share line.

     [S4]    Between the first line and the BEGIN line there MUST be exactly
             one share: one share line, or one armored age file (SEALED
             SHARES).

     [S5]    The dealing MUST stand between exactly one line -----BEGIN
             HOLDFAST DEALING----- and exactly one line -----END HOLDFAST
             DEALING----- after it.  Only empty lines MAY follow; a comment
             there is refused.

     [S6]    The lines between them MUST be a dealing that holdfast-dealing(5)
             accepts.

     [S25]+  Comments are for people.  A reader MUST NOT take anything from
             them, nor refuse a file for what they say.  So the holder of a
             share whose line cannot be read is not known, whatever the
             comments say [S21].

     [S26]*  A writer MUST write the file with mode 0600 from its first byte,
             the comments as under EXAMPLES, the share line in lower case, in
             one line, without blanks, and the dealing in the same bytes as
             dealing.json.  Then reading and writing gives the same bytes
             again.

THE SHARE LINE
           hfs1   72 letters of payload   13 letters of checksum

     A letter stands for 5 bits; the letters for the values 0 to 31 are

           qpzry9x8gf2tvdw0s3jn54khce6mua7l

     The payload is 360 bits, the highest bit of each part first:

             5 bits   version, 1
             3 bits   group: 1 secp256k1, 2 p256, 3 ed25519
            16 bits   holder index i
            80 bits   the first 10 bytes of the id of the dealing
           256 bits   f(i): its 32 bytes in the order of the group

     The last part is a scalar as in holdfast-dealing(5): big-endian for
     secp256k1 and p256, little-endian for ed25519.

     [S7]    The line MUST have exactly 89 letters, the prefix hfs1 counted.

     [S8]    It MUST begin with hfs1, and all letters after that MUST be of
             the alphabet.

     [S9]    All letters MUST be in lower case, or all in upper case.

     [S10]   The checksum MUST be right (THE CHECKSUM).

     [S11]   The version MUST be 1.

     [S12]   The group MUST be 1, 2 or 3, and the group of the dealing.

     [S13]   The index MUST be the index of a holder in the dealing.  0 is
             never one.

     [S14]   The 80 bits MUST be the first 80 bits of the id of the dealing.
             They guard against mixing shares up.  They are too few to prove
             anything: that several share files belong together is decided by
             their full ids [S19].

     [S15]   The last 32 bytes MUST be a number below the order q.  It is
             never reduced.  0 is as good a share as any.

     [S16]   Before a share is used, or called good, it MUST fit the
             commitments:

             f(i)*G = A_0 + i*A_1 + i^2*A_2 + ... + i^(t-1)*A_(t-1)

             A share that does not is forged or damaged, and is refused by the
             name of its holder.

THE CHECKSUM
     It is the BCH code of BIP-93, its short one: the generator and the target
     are those of BIP-93, the prefix is hfs.  With ^ for exclusive or, and <<
     and >> for shifts of whole numbers:

           residue(values, r):
               for each v in values:
                   b = r >> 60
                   r = ((r mod 2^60) << 5) ^ v
                   for k = 0 ... 4:
                       if bit k of b is 1:  r = r ^ g[k]
               return r

           g[0] = 19dc500ce73fde210        (hexadecimal)
           g[1] = 1bfae00def77fe529
           g[2] = 1fbd920fffe7bee52
           g[3] = 1739640bdeee3fdad
           g[4] = 07729a039cfc75f5a
           start  = 8c63020d3
           target = 10ce0795c2fd1e62a

     A line is right if residue(the values of its 85 letters after hfs1,
     start) = target.

     To write one: e = residue(the 72 values of the payload, then 13 times 0,
     start) ^ target; the 13 letters are the values of the 65 bits of e, 5 by
     5, the highest first.

     start comes from the prefix: it is residue((3, 3, 3, 0, 8, 6, 19), 1),
     the values being the upper three bits of the ASCII code of each letter of
     hfs, a 0, and the lower five bits of each (BIP-173); for the prefix ms
     the same rule gives the 23181b3 of BIP-93.

CORRECTION
     Two right lines differ in at least 9 letters.  A line with w wrong
     letters and u unreadable ones, at known places, can therefore be restored
     while 2w + u <= 8.  For an unreadable letter `?' is typed.  A character
     that is not of the alphabet counts as unreadable.  Places are counted
     from 1 to 89 without blanks; the letters of the prefix are 1 to 4 and are
     not corrected.

     [S17]-  A line with a missing or an additional letter MUST NOT be
             repaired; the number of letters is reported.

     [S18]   A correction MUST be offered to a person, never applied unasked,
             and only when 2w + u <= 8, the corrected line is right by the
             rules above, and its share fits the commitments of the dealing.
             It MUST be shown to the person only, never in a log or in output
             for programs.

SEVERAL SHARES
     [S19]   Share files that are used together MUST have dealings with the
             same full id.  Their texts may differ where the id does not look:
             two files of one dealing with other recipients [D13] do go
             together.

             Where the ids differ, no number of files decides which dealing is
             right, and a reader MUST NOT choose.  So t good shares and one of
             another dealing are refused together, until a person says which
             dealing is meant (holdfast-rebuild(1): with --expect or
             --dealing) or takes the other file away.  Then a share of another
             dealing is a bad share [S21].

     [S20]   A key MUST be rebuilt from t good shares with t different
             indices.  The same share given twice counts once.

     [S21]   A bad share MUST be named, and MUST NOT hinder the work while t
             good ones remain.  It is named by its holder where its line and
             its dealing can be read, otherwise by its file.  A file that
             cannot be opened is no more than a bad share.

     [S22]+  A rebuilt number x MUST be released only if x*G = A_0.

A BARE LINE
     [S24]   A text whose first line that is neither empty nor a comment
             begins with hfs1 or HFS1 is a bare share line, typed from paper.
             Blanks and tabs before these four letters do not count; within
             them there are none.  It is read like the part of a share file
             between its first line and BEGIN.  It MUST NOT be used without a
             dealing, because t and the commitments are not in it.

             A share file whose dealing is damaged is damaged; its line is not
             read as a bare one.  A person can copy the line into a file of
             its own, and bring a whole dealing.

ON PAPER
     A sheet, as holdfast-print(1) draws it, has the share line twice: as a QR
     code, and as six rows.  The code holds the line in upper case [S9].

     The rows have 16 letters of the line each, the last one 9; before each
     stands its number, 1 to 6, and after it one letter that checks it.  The
     letters are in groups of four:

           1  hfs1 pyqq r943 su5h  3
           2  zhsq qwjs wmal 9jdx  m
           3  z0k5 vj9v e6e7 82nl  y
           4  yzhx zj9p jw0d ua3y  r
           5  rdj8 fmyv 8n7w y2rg  z
           6  jwgs as46 q          3

     For row r with the values v_1 ... v_m of its letters, the check letter
     has the value

           r + 2*v_1 + 4*v_2 + 8*v_3 + ... + 2^m*v_m

     in the field of 32 elements: a sum is an exclusive or, and twice x is x
     << 1, with an exclusive or by 41 where that is 32 or more.  The four
     letters of hfs1 are left out, so that row 1 has 12 values, rows 2 to 5
     have 16, and row 6 has 9.  So any one wrong letter in a row, any two
     letters exchanged in it, and exchanged rows are noticed at once, in the
     row where they are.

     [S27]   A text whose first line that is neither empty nor a comment is
             `1', then perhaps one of `.', `:' and `)', then up to eight
             blanks or a hyphen, then hfs1 or HFS1, is a sheet, typed.  It
             MUST be read as six rows, in their order, each in a line of its
             own.  A row begins with its number, which may be followed by one
             of `.', `:', `)' and `|'; its last letter is its check letter.
             Blanks, tabs and hyphens do not count, nor do empty lines and
             comments; upper and lower case may be mixed.  The letters without
             the check letters are the share line, and the text is then
             treated as a bare line is [S24].

     [S28]-  A row with another number of letters than 17, or 10 in row 6, and
             a row that stands out of order or is missing MUST be refused,
             with its number.

     [S29]   Whether the line is right, its own checksum decides [S10]: a
             wrong or unreadable check letter MUST NOT make a right line
             refused.  Where the line is wrong, every row that does not fit
             its check letter MUST be named; a row with a letter that cannot
             be read is not judged.

     A text in which every code of one or more sheets stands in a line of its
     own, as scanners give them, is described in holdfast-dealing(5), under
     the same heading.

SEALED SHARES
     A share can be encrypted to its holder.  Then an age file (age-
     encryption.org/v1) in ASCII armor stands in place of the share line:

           -----BEGIN AGE ENCRYPTED FILE-----
           YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBB...
           -----END AGE ENCRYPTED FILE-----

     Its plaintext is the share line, one LF after it; a reader accepts it
     without the LF.  age(1) opens it:

           umask 077
           sed -n '/^-----BEGIN AGE/,/^-----END AGE/p' bram.share |
               age -d -i key.txt > line.txt

     where key.txt is the holder's identity.  For a share that is sealed to a
     passphrase leave -i key.txt out; age(1) asks for it on the terminal.
     What comes out is a bare line [S24], and secret like any share: use it
     with the dealing,
           holdfast check line.txt --dealing dealing.json
     and delete it afterwards.  The dealing also stands in the sealed file,
     between BEGIN and END.

     [S23]-  A reader that cannot decrypt MUST say that the share is sealed,
             and MUST NOT call the file damaged.

RECOVERY WITHOUT THIS PROGRAM
     What follows needs whole numbers of any size, SHA-256 and HMAC.  The
     groups and the ciphers are in holdfast-dealing(5).  Worked numbers of
     steps 2 to 5 are under EXAMPLES below; of steps 1 and 6 to 8, under
     EXAMPLES there.

     A program of some 200 lines that does all of it, written from these two
     pages and nothing else, is Tests/Recovery/recover.py of the sources.  It
     needs Python alone:
           python3 recover.py SHARE... -o FILE
     Do it on a machine without a network.

     1.   From each of t share files take the share line and the JSON text of
          the dealing.  Check that the salt has 32 bytes and the nonce 24
          [D19], compute the id again [D4], and check that all dealings have
          the same.  The dealer's proof [D25] need not be verified: it tells a
          holder of one share that the dealer had the key, and t shares that
          give x with x*G = A_0 show more.

     2.   Read each share line: alphabet, checksum, then the 360 bits.  Check
          version, group, the 80 bits, and that the number is below q.

     3.   Check each share against the commitments [S16], with the point
          arithmetic under GROUPS.  Leave out shares that do not fit.

     4.   Take t good shares (i, f(i)) with different i.  The key is

          x = sum of f(i) * l(i)  modulo q, over the t shares,
          l(i) = product of  j / (j - i)  modulo q, over the other
                 indices j of the same t shares

          where u / v is u * v^(q-2) modulo q, since q is prime.

     5.   Check x*G = A_0.

     6.   Derive the key of the original with HKDF: input x in 32 bytes in the
          order of the group, the salt, the info

          "holdfast-original/1" || group || bytes of A_0

     7.   Open sealed with XChaCha20-Poly1305: this key, the nonce, and the
          associated data

          field("holdfast-original/1") || field(group)
          || field(bytes of A_0) || field(kind) || field(format)

          with kind and format from the member key.  Check the tag first.

     8.   The first 4 bytes are the length L, big-endian.  Check that 1 <= L
          <= 1048576, that there are pad(4 + L) bytes in all, and that those
          after the first 4 + L are zeros [D22].  The L bytes are the key file
          as it was.

     For an Ed25519 node key the file holds the seed, which x alone does not
     give.

     Now compare the public key of the file with A_0 [D23].

EXAMPLES
     The comments as they are written.  For a dealing without label the third
     ends after the time.  For a wrapping key the fifth is "# Key:", the
     group, and ", wraps a file"; else it has the first of the addresses.  For
     a sealed share (not for an open one, whatever the recipient) the second
     is instead "# Sealed to Bram's own key:" and the recipient, or, where
     that is passphrase, "# Sealed with a passphrase that Bram has".

     # Share 1 of 3, held by Aino. Any 2 of the 3 shares rebuild the key; fewer
     tell nothing.
     # SECRET: give it to nobody but the one who rebuilds the key, and ask them
     back first.
     # Dealing J6CC-W2T3, made 2026-11-22T10:02:33Z: energy-bridge
     # Fingerprint J6CC-W2T3-TCQQ-8FG8-QX4X-0G93-2XSQ-ZZFM: the same on every
     share of this dealing
     # Key: secp256k1, bitcoin-p2tr bc1p5kmv2c4pwaxtf6usdg8jd8860k0s2luj7wcrlp
     u5s0hnqznjgffqu6wkw4
     # Check it at any time:  holdfast check FILE
     # How to recover without this program: holdfast-share(5)

     (Each is one line in the file; four are broken here to fit.)

     The three shares of the dealing under EXAMPLES in holdfast-dealing(5), as
     f(i) and as a line (broken in two):

       f(1) = 6fbf2c9a613ed4648acceb3e3aa7f20ae6148a1939ede76241b6474ec8c3cfce
       hfs1pyqqr943su5hzhsqqwjswmal9jdxz0k5vj9ve6e7
       82nlyzhxzj9pjw0dua3yrdj8fmyv8n7wy2rgjwgsas46q

       f(2) = 293c9808fc333eb92b8e9e6a06775d77ed11110759c0a9bd6ad6f191699dd021
       hfs1pyqq9943su5hzhsqqwjsw2funqy0cve7hy4ca8n2
       qem46aldzygswkwq4x7k44h3j95em5ppjslcvzuy2mvcn

       f(3) = e2ba03779727a90dcc505195d246c8e3aebc74dc28dc0c5453c9fa60daae11b5
       hfs1pyqq8943su5hzhsqqwjs0c46qdmewfafphx9q5v4
       6frv3cawh36dc2xup3298j06vrd2uyd44glc28gak3xg3

     The payload of the first, in bytes:

       09 0001 96b18729715e0003a507
       6fbf2c9a613ed4648acceb3e3aa7f20ae6148a1939ede76241b6474ec8c3cfce

     09 is version 1 (00001) and group 1 (001).  After its 72 letters the
     residue is 1a217c4e7b0f1162f; after all 85 it is the target.

     From shares 1 and 3: l(1) = 3/2 and l(3) = -1/2 modulo q, and x =
     f(1)*l(1) + f(3)*l(3):

       l(1) = 7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a2
       l(3) = 7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0
       x    = b641c12bc64a6a0fea0b38126ed8869ddf18032b1a1b250718959d0c27e9cf7b

     The points that the three shares must give, A_0 + i*A_1:

     f(1)*G = 0200bc76a0e569b981942d20393327e6d7fb235fba14478d64f6002d992d6ac38b
     f(2)*G = 02240a94abbee042d7d1d897dacfe10d5b09e6788ce7d6d7155afd3dde911e92af
     f(3)*G = 0322361cc1e88ee3ce2011ae1c2e3239cb343e8a35b4b206e285604ae7edf8c9e0

     One of ed25519, with its number little-endian.  Its index is 1, its
     dealing has the id d85cc9700503d42c6303...

       f(1) = 18c443b68cb9f3e6e7ae8939f3071ab1e64b827b4932b853d4c18825c445ce0f
       hfs1pvqqrkzue9cq2q75933sxxxygwmgew0numn6azfe
       7vr34v0xfwp8kjfjhpfafsvgyhzytns0awkv2xq6242wh

     Its commitments, and f(1)*G = A_0 + A_1:

       A_0    = 0fcc80ce5f17b256bdf8d3701fcacc950a159575185f47e71778bb83a9923990
       A_1    = 3f157540ae4a3e6a4b23f1c1b5bd8018e399a2b92eb873c37dc9d0170dc35609
       f(1)*G = 7f9878b16d0978ee7beaf84bf268814983c80152996de6c8d152d114371ea45c

     One of p256, with f(2)*G = A_0 + 2*A_1.  Its index is 2, its dealing has
     the id dc6f5d900f214f92938b...

     f(2) = e41f247b361a92dbe98818ca33a49c3f9884a4dc73adde119fb9e7abb6ecbc88
     hfs1pgqq9hr0tkgq7g20j2fcheqly3anvx5jm05csxx2
     xwjfc0ucsjjdcuadmcgelw084wmwe0yglrmjpd33rr6hx

     A_0    = 027b7c438b1e010e5b2626d96cc9d4694ed7416bdb7f4d2de4771729bb538fa356
     A_1    = 02b226c35c3e43a28540b34e66c9a6624174cd40d40dcf01938a7003e25f0a1940
     f(2)*G = 03a44cea4f80b01a5c1734f1d3e3d1042cd03a934a72e81ea5bea4c0391f6e05e2

SEE ALSO
     age(1), holdfast(1), holdfast-check(1), holdfast-print(1),
     holdfast-rebuild(1), sed(1), holdfast-dealing(5), holdfast-protocol(7)

STANDARDS
     BIP-93 (checksum), BIP-173 (alphabet), RFC 9591 appendix C (sharing and
     checking), age-encryption.org/v1 (C2SP).

SECURITY CONSIDERATIONS
     A share alone tells nothing about the key, but t of them are the key.
     Keep shares of one dealing in different hands and places.  A share that a
     stranger has seen is one less to trust: with t - 1 others it gives the
     key, and only a new dealing with a new key, or a renewal of all shares,
     undoes that.

     Someone who knows nothing but the public key can make commitments that up
     to t - 1 shares fit.  A reader who wants to know of a single share that
     it is good verifies the dealer's proof [D25], which such a person cannot
     make (holdfast-protocol(7), section 11).

     What a share file shows beyond its share (label, holders, public key) is
     not secret to whoever has the file.

Holdfast                       November 25, 2026                      Holdfast

"""##),
        SpecPage("holdfast-protocol.7", "the mathematics of Holdfast, and what it protects against", ##"""
HOLDFAST-PROTOCOL(7)   Miscellaneous Information Manual   HOLDFAST-PROTOCOL(7)

NAME
     holdfast-protocol - the mathematics of Holdfast, and what it protects
     against

DESCRIPTION
     This page states what Holdfast computes, and why that is enough, so that
     a reviewer can check each line.  The sections are numbered; source code
     cites them.  The bytes of the files are in holdfast-dealing(5) and
     holdfast-share(5).

1. NOTATION
     G, q             The generator and the order of a group in which discrete
                      logarithms are hard.  q is prime; 2^252 < q < 2^256.
                      The groups are secp256k1, p256, and ed25519, which is
                      the subgroup of prime order of edwards25519.

     k*P              The point P added k times.  0*P is the identity.

     x                The shared number, 1 ... q-1.

     t, n             Threshold and number of holders, 2 <= t <= n <= 65535.

     x_j              The index of a holder, 1 ... 65535.  All indices of a
                      dealing differ, also modulo q, and none is 0 modulo q.

     f                The dealer's polynomial a_0 + a_1*X + ... +
                      a_(t-1)*X^(t-1) modulo q, with a_0 = x.

     s_j              The share of holder j: f(x_j).

     A_k              The commitments a_k*G, for k = 0 ... t-1.  A_0 = x*G is
                      the public key.

     Y_j              The point x_j^0*A_0 + x_j^1*A_1 + ... +
                      x_j^(t-1)*A_(t-1) = f(x_j)*G.  Anyone can compute it.

     ||, u32, field   As in holdfast-dealing(5).

     H                SHA-256.

     "Rebuild" is what the literature calls reconstruct; "check" is for a
     share, "verify" for a signature.

2. THE DEALING
     This is the scheme of Feldman (1987) over that of Shamir (1979); RFC
     9591, appendix C, has the same equations.  The dealer
     1.   has x: the scalar of the node's key, or, for a file that is not one
          scalar, a fresh random one that only wraps the file;
     2.   draws a_1 ... a_(t-1), each uniform in 1 ... q-1 (section 9);
     3.   computes s_j for each holder, and A_k for each k;
     4.   seals the original (section 8), and computes the id, a hash of
          everything public;
     5.   proves over the id to have x (section 11);
     6.   checks every share against the commitments, and lets sets of t
          shares rebuild x: all sets where they are few, otherwise a sample in
          which every holder occurs;
     7.   gives share j to holder j, and the dealing to everyone.

     Ed25519.  A node keeps a seed.  What is shared is the clamped scalar of
     RFC 8032, section 5.1.5, reduced modulo q.  G has order q, so the reduced
     scalar has the same public key, and A_0 is exactly the key that the
     network knows.  The seed cannot be computed from the scalar; it is in the
     sealed original.  A rebuilt scalar is never clamped again.

3. WHAT A READER ACCEPTS
     Exactly t commitments, with t from the dealing and covered by the id: one
     point more would be a polynomial of higher degree, which t shares do not
     determine; one fewer, and t-1 shares would suffice.

     Only canonical encodings of points of prime order, the identity excluded.
     On edwards25519 this excludes the points with a part of order 2, 4 or 8;
     with those, an equation multiplied by a challenge could hold by chance of
     1/8 or better.  Up to 192 points are multiplied by q one by one.  Of
     more, the sums of 128 random subsets are multiplied by q instead.  Let a
     point have such a part T: whatever is chosen of the other points, of the
     two choices for this one at least one leaves a sum outside of the group,
     since the two sums differ by T.  So a bad list passes with probability at
     most 2^-128, over choices that are drawn afresh and that nobody can
     prepare for.  A sum with random factors instead of random choices would
     not do: every even factor hides a part of order 2.  The dealer leaves out
     the coefficient 0, so no honest commitment is the identity.

     No two commitments that are equal or opposite, and none behind A_0 that
     is G or its opposite: a generator that is stuck, or a careless cheat,
     makes such coefficients, and then fewer than t shares may give x.  An
     honest dealing has them with a chance below t^2 * 2^-250.  A reader sees
     no more of the coefficients than that: that fewer than t shares tell
     nothing rests on the dealer's having drawn them as section 9 says
     (section 11).

     Only scalars below q.  A share of 0 is legal.

     The generator is fixed by the name of the group and is never read from a
     file.

4. WHAT THE ID BINDS
     id = H of the encoding in holdfast-dealing(5), IDENTITY.  The encoding is
     injective, and so is that of the hash inside it, salt || nonce || sealed,
     because a reader refuses a salt of other than 32 and a nonce of other
     than 24 bytes.  Two dealings with the same id, that differ in anything
     but recipients, are a collision of SHA-256.

     Holders who compare the whole id know that they hold shares of one
     dealing.  The fingerprint has 160 bits: to meet the fingerprint of a
     given dealing takes about 2^160 hashes; a dealer who makes two dealings
     with the same fingerprint needs about 2^80.  Who fears that compares the
     64 digits of the id.  The 40-bit short form and the 80 bits in a share
     line only keep apart what was mixed up by accident.

     The id is also what the dealer's proof of section 11 is made over.

5. CHECKING ONE SHARE
     Accept (x_j, s_j) if and only if s_j*G = Y_j.

     This is exact, not probable.  Each A_k is a point of a group of prime
     order, so there is exactly one a_k with A_k = a_k*G, whether the dealer
     knows it or not.  With f made of these, Y_j = f(x_j)*G, and s_j*G = Y_j
     holds for s_j = f(x_j) and for no other s_j in 0 ... q-1.

     So any t accepted shares are points of the one polynomial f, and any t of
     them rebuild the same number f(0), with f(0)*G = A_0.  Two sets of
     holders cannot get different keys.  If A_0 is the public key of the node,
     which the holder compares, the number is the node's key.  That t such
     shares exist at all is another question; see section 11.

     Y_j is computed by Horner's rule with the small x_j, in a time that
     depends on public values only.

6. THE CHALLENGE
     Checking many shares together needs numbers that nobody could foresee.
     They come from a hash over everything that is checked, so that every
     checker comes to the same verdict.  For m shares in their order:

           seed = H("holdfast-check/1" || 00 || id || u32(m)
                    || for each share: u32(x_j) || s_j in 32 bytes)

           z    = the first of  H(seed || "point" || u32(c)) mod q,
                  c = 0, 1, 2, ...,  that is above 65535

           v_p  = the first of  H(seed || "weight" || u32(p) || u32(c)),
                  first 16 bytes only, c = 0, 1, ...,  that is not 0,
                  for the share at position p = 0 ... m-1
           w_p  = v_p;  on secp256k1  (v_p mod 2^64) + floor(v_p / 2^64)*lambda mod q

     Hashes are read big-endian.  lambda is the cube root of 1 modulo q by
     which the endomorphism of secp256k1 multiplies, so that a point is
     multiplied by w_p as fast as by 64 bits; different v_p give different
     w_p, since (a, b) with a + b*lambda = 0 modulo q is (0, 0) or longer than
     2^125.  s_j is in the byte order of the group.  The id binds the
     commitments (section 4).  Every part has a fixed length, so the encoding
     is injective.

     What this releases.  seed, z and w are not treated as secret after they
     are computed, although they depend on shares.  This is the one deliberate
     release of the check.  It tells nothing useful: who guesses all shares
     can test the guess by seed, but could as well test it by s_j*G = Y_j, and
     each share has more than 2^251 possible values.

7. CHECKING MANY SHARES
     Let m shares with different indices be given.  Write d_j = s_j - f(x_j);
     share j is bad if d_j is not 0.

     Many shares, at least t: take sets S of t shares each so that every share
     is in some set.  For each S let f_S be the polynomial of degree below t
     through its shares.  Accept if and only if all values f_S(z) are equal,
     to v say, and

           v*G = z^0*A_0 + z^1*A_1 + ... + z^(t-1)*A_(t-1)

     Complete: if all shares are good, every f_S is f.

     Sound: acceptance means f_S(z) = f(z) for every S.  Let b be a bad share,
     and S a set with b in it.  f_S - f is not 0, since it is d_b at x_b, and
     has degree at most t-1, hence at most t-1 roots.  A wrong acceptance
     needs z to be one of them.  Each value of z comes from at most 16 of the
     2^256 outputs of H (2^256 / q is below 16), so that, taking H as a random
     function, one attempt succeeds with probability at most about (t-1) *
     2^-252, below 2^-236 for every allowed t.  Who tries N different inputs
     has at most N times that.

     A single bad share in its set is always found: f_S - f is then d_b times
     the Lagrange polynomial of b in S, whose roots are exactly the other
     indices of S; z is above 65535 and is no index.  So only bad shares that
     are in one set and made for each other have a chance at all.

     Fewer than t shares, and t or more as long as 128 + (t-1)*b + c is at
     most 192 (on secp256k1, where weights have halves, 64 + (t-1)*b + c at
     most 96), where b is the bit length of the largest index and c that of m,
     because the sums on the right are then short: accept if and only if

           (sum of w_j*s_j)*G = sum over k of (sum over j of w_j*x_j^k)*A_k

     that is, if the sum of w_j*d_j is 0 modulo q.  For one bad share this
     cannot be, since w_b and d_b are not 0 and q is prime.  For more, fix all
     weights but that of one bad share: at most one value of it satisfies the
     equation, out of 2^128 - 1, which are all different modulo q.  One
     attempt succeeds with probability at most 1/(2^128 - 1); the weights come
     from a hash of all shares, so that an attempt can only be made by someone
     who knows them all.  (Bellare, Garay and Rabin, 1998.)

     Both hold in groups of prime order only, which section 3 ensures.  In a
     group small enough to guess in, as the tests have one, and for a single
     share, the check of section 5 is made instead.

     If the check fails, the bad shares are searched for, from the first share
     to the last.  A part of the shares is cut in half until it has at most
     16, which are checked one by one by section 5; a longer part is accepted
     as a whole if the combination of its shares, with the weights above,
     satisfies the equation for fewer than t.  Which parts there can be
     depends on m alone, and there are fewer than m/4 longer ones, so that one
     attempt succeeds with probability below 2^-113 for every allowed m.  Once
     t shares are known to be good, the polynomial through them is f: each
     share that is left is good exactly if it is the value of that polynomial
     at its index.  What is named bad is bad, and every bad share is named.

     f(z) is as secret as a share and is kept as one.

     Several dealings at once, all of one group: let seed_d be the seed of
     section 6 for the shares of dealing d alone, d = 0 ... D-1, and

           several = H("holdfast-check-several/1" || 00 || u32(D)
                       || seed_0 || seed_1 || ... || seed_(D-1))
           seed'_d = H(several || "dealing" || u32(d))

     z_d and the weights w_(d,p) are made of seed'_d as in section 6, and so
     is the weight r_d of the whole dealing: that of position m_d, behind its
     last share.  Each dealing then gives an equation between points as above,
     of its own kind: that of the combination, or, if the values at z_d agree,
     that of the value, both of its sides times r_d.  Accept if and only if
     all values agree and the sum of the equations holds, which is one product
     of G and one sum over the commitments of all.  Dealings whose commitments
     are more than 1024 together are cut in halves first, until they are not
     or one is left; how, depends on their thresholds and order alone.

     Sound: let dealing d have a bad share.  If its equation is of the
     combination, fix all numbers but the weight of that share; if it is of
     the value, f_S(z_d) - f(z_d) is not 0, but for the chance given above of
     2^-236, and fix all numbers but r_d.  Either stands before a factor that
     is not 0, so that at most one of its 2^128 - 1 values, which are all
     different modulo q, makes the sum hold.  So errors that cancel within a
     dealing, or across dealings, help no more than before: every weight
     depends on every share of every dealing, and nobody has a weight before
     all shares are fixed.  The same dealing may come twice; each place has
     weights of its own.

     A sum that does not hold is cut in half by dealings, with the same
     weights, until single dealings are left, each of which is checked alone
     as above.  There are fewer than 2D sums, so that one attempt succeeds
     with probability below 2D * 2^-127, for D = 1000 below 2^-116.  What is
     named bad is what the check of its dealing alone names.  How the work is
     spread over processors changes nothing: the parts and the weights depend
     on the input alone.

8. REBUILDING, AND THE ORIGINAL
     Only shares that passed section 5 or 7 are used.  For t of them, with
     indices x_1 ... x_t:

           x   = s_1*l_1 + ... + s_t*l_t   modulo q
           l_i = product over j, j not i, of  x_j / (x_j - x_i)   modulo q

     The indices are different modulo q and not 0, so that no divisor is 0.
     Shares beyond t are checked as well, and reported.  Then x*G is compared
     with A_0.  If they differ nothing leaves the module, whatever the reason
     (a fault of the machine, for example).

     The original is the key file, padded, sealed with XChaCha20-Poly1305
     under

           HKDF-SHA-256(x, salt, "holdfast-original/1" || group || A_0)

     with a random salt of 32 bytes, a random nonce of 24 bytes, and the
     version, the group, A_0, the kind and the format of the key as associated
     data.  The salt is new for each dealing, and so is the key; it encrypts
     one message.  To derive it one needs x: HKDF taken as a random function,
     whoever opens the original can compute x, the discrete logarithm of A_0.

     The padded length is visible.  It has 256 bytes at least, and above that
     O(log log L) bits of information about the length L.

     Not bound to A_1 ... A_(t-1), because a refresh or a resharing replaces
     them while nobody knows x, and the original must still open afterwards.
     It is bound to A_0, and the id covers its hash.

     After opening, a node's key file must parse and give A_0; else it is
     withheld.  Nothing proves this before the key is rebuilt, except that the
     dealer's program did it before it reported success.  A dealer who does
     not use this program can seal rubbish; the scalar x is then still right,
     and can be written as a key file of another format (not an Ed25519 seed).
     For a wrapping key nothing can be proven about the file at all;
     holdfast-check(1) says so.  The addresses that such a dealing may state
     of a wrapped wallet are the dealer's word: the id covers them, so that
     they are the same for all holders, and holdfast-rebuild(1) compares them
     with the wallet that comes out.

9. RANDOMNESS
     What is secret of it comes from libsodium's randombytes_buf(), which asks
     the kernel.  What is not secret comes from the generator of Swift, which
     asks it too: which sets of holders the dealer's last check takes, which
     row of a sheet is asked for in a ceremony, the canaries of section 14,
     and names of files for a moment.

     A new key is drawn by rejection: 32 bytes, cut to the bit length of q,
     are drawn again until the number is in 1 ... q-1.  Reducing 32 bytes
     modulo q instead would be visibly uneven for p256 (statistical distance
     about 2^-32).  How often a draw was repeated is not secret: a rejected
     number is never used.

     What a dealer draws is hedged: made from fresh bytes and from what is
     secret anyway.  A virtual machine that was restored from a snapshot may
     get the same bytes twice; with one k in two proofs (section 11) the two
     public dealings would give x, and with the same coefficients for two keys
     every holder of both would have their difference.

           PRK = HKDF-SHA-512 extract, no salt, of
                 field(32 fresh random bytes) || field(secret) || field(content)
           OKM(use, context) = HKDF-SHA-512 expand of PRK with info
                 field("holdfast-randomness/1") || field(use) || field(context)

     where field(a) is the length of a in 4 bytes, big-endian, and a.  The
     secret is x in 32 bytes of the group's order; there is none for a
     wrapping key and for an age file.  The content is the file for a wrapping
     key and for the original, and what is sealed for an age file; there is
     none otherwise.  Each act draws fresh bytes of its own.

     coefficients
             a_1, a_2 ... are the numbers that are not 0, in order, of blocks
             0, 1 ...: a block is the first 64*m bytes of ChaCha20's key
             stream (RFC 8439) with the nonce `LibsodiumDRG', counter 0, and
             as its key the 32 bytes OKM("coefficients", field(group) ||
             field(u32(t)) || u32(block)), m being the smaller of 64 and t-1;
             a number is 64 bytes of it, big-endian, modulo q.

     k of the proof
             64 bytes OKM("nonce of the proof", field(group) || field(id) ||
             u32(0)), big-endian, modulo q; with u32(1) if that is 0, and so
             on.  The wrapping key is drawn in the same way, for "wrapping
             key" and an empty field in place of the id.

     salt and nonce of the original
             OKM("salt of the original", "") and OKM("nonce of the original",
             "").

     an age file
             its file key, shares, and the nonce of its content likewise.

     64 bytes reduced make no number likelier than another by more than
     2^-256.  As long as the fresh bytes are fresh, all of it is as hard to
     tell from random as HKDF and ChaCha20 allow, whatever the secret is;
     where they are not, it is as hard to foresee as x, and another one for
     another x, another threshold, another id or another file.  The same key
     and threshold with the same bytes give the same polynomial, and so the
     same shares, which is no loss; k is another one, since the id is.  What
     nodes' own keys add is in holdfast-own-keys(5).  A key that is drawn by
     such a machine is the same twice all the same.

     Coefficients are never 0.  With t-1 shares known, each candidate for x
     fixes f, and each coefficient of f is then a linear function of the
     candidate, not constant, and hence 0 for exactly one candidate.  So t-1
     shares exclude at most t-1 of the q possible keys, and k dealings of one
     key at most k*(t-1).  In return no commitment is ever the identity.

10. WHAT t-1 HOLDERS LEARN
     Without the commitments: nothing but what section 9 says.  For each x
     there is exactly one polynomial through t-1 given shares.

     With the commitments: nothing that does not follow from the public key
     A_0.  Given A_0 and t-1 uniform numbers as shares, anyone can compute
     commitments that fit them, by interpolating the points A_0, s_j*G in the
     exponent.  What t-1 holders see can therefore be made from A_0 alone, up
     to the distance of section 9.  If they could compute x from it, they
     could compute x from the public key.  The dealer's proof adds nothing to
     that: with the hash taken as a random function it is simulated from A_0,
     too.  Secrecy is computational, as it is for the public key itself, and
     no hiding commitments would improve on that, because A_0 is public
     anyway.

     They also see the label, the names, and the padded length of the
     original.

11. THE DEALER
     The dealer has the key, before and after.  With `holdfast keygen -t' the
     dealer is a process: the key is drawn, shared and overwritten in its
     memory, and is in no file; whoever rules that machine meanwhile has it
     all the same.  Holdfast does not make a key that no machine ever had.

     Who dealt.  Commitments do not tell.  Section 10 shows how anyone makes,
     from A_0 alone, commitments that t-1 chosen shares fit.  Whoever replaces
     files on their way could so replace t-1 shares by others that pass
     section 5 against the node's own key; with n-(t-1) below t, the true
     shares that remain do not rebuild it.  So the dealer signs the id with x
     itself, by Schnorr's proof made non-interactive as Fiat and Shamir do:

           R = k*G,  k in 1 ... q-1 as section 9 draws it
           c = H("holdfast-dealing-proof/1", group, id, A_0, R)
           s = k + c*x  modulo q

     The proof is (c, s); the exact bytes are in holdfast-dealing(5).  It is
     accepted if and only if R' = s*G - c*A_0 is not the identity, and c is
     the hash with R' in place of R.

     Complete: s*G - c*A_0 = k*G + c*x*G - c*x*G = R.

     Sound: two accepted answers s, s' to different challenges c, c' for the
     same R give x = (s - s') / (c - c') modulo q (special soundness; c and c'
     are hashes of 256 bits, and equal modulo q, where they differ, with a
     chance of about 2^-252).  With H taken as a random function, whoever
     makes accepted proofs often enough can therefore be run twice to compute
     x (the forking lemma; Pointcheval and Stern, 2000).  Everything is hashed
     that could be chosen afterwards: A_0 here, and all commitments, the
     holders and the original in the id.  Leaving A_0 out would let a cheater
     choose it last (Bernhard, Pereira and Warinschi, 2012).

     Tells nothing: for any c, a uniform s and R = s*G - c*A_0 are distributed
     as in a proof, but for the one excluded R.  Two proofs with one k and
     different c would give x by the equation above; so k depends on the id
     and on x as well as on fresh bytes (section 9).

     So someone without x cannot make a dealing of the node's key that is
     accepted, not even one with a single good share, and cannot alter
     anything that the id covers.  What is left to someone who carries the
     files: to lose them, to exchange whole files of one dealing among its
     holders (the index tells), to bring the files of an earlier dealing of
     the same key (its date and fingerprint tell), and to change the
     recipients, which the id leaves out.

     The proof takes trust from the courier, not from the dealer.  The dealer,
     and a thief of the key, have x and can deal as often as they like; for
     them what follows holds.  For a wrapping key the proof shows that the
     dealer has the wrapping key, and nothing about any node.

     In a refresh or a resharing nobody has x.  The proof over the new id is
     then made by t holders together, by threshold Schnorr as in RFC 9591, and
     is verified by the same equation.

     A lying dealer cannot give out shares that pass the check and rebuild to
     different keys (section 5), nor make the threshold higher than the one
     shown: t good shares always give the key (section 3).  A lying dealer
     can: make it lower without being seen, by choosing f, so that those in
     the know need fewer shares (with a_1 = 5*x and t = 2, each share is x
     times a public number; what section 3 refuses are the crudest of such
     choices); keep the key, or give it to others; share another key than the
     node's, which holdfast-check(1) shows with --expect; give different
     dealings to different holders, which comparing fingerprints shows; seal
     rubbish (section 8); deliver to fewer holders than named.

     What a holder's check proves.  Against the public key: that someone who
     has the key dealt; that the share is a point of the one polynomial to
     which that dealing is committed; and that t such points give the key.  It
     does not prove that another share exists.  With the dealer's fingerprint
     as well, told by another way than the file: that it is a share of the
     dealing whose shares the dealer's program checked and rebuilt the key
     from (section 2), as far as the dealer is honest, and not of an earlier
     one, or of one that a thief of the key made.  To forge a dealing with a
     given fingerprint takes about 2^160 hashes (section 4).  Neither proves
     that the other holders have theirs, or that nobody has a copy.  The key
     file is deleted after all holders have said that theirs is good, not
     before.

12. HOLDERS
     A holder who hands in a wrong share is named, and cannot change the
     result.  That a share file is a holder's, whoever takes it knows from
     whom it came.  What comes as an answer to a request is sealed by nobody
     knows whom, since anyone can seal to a public key: a wrong share in it
     cannot change the result either, and accuses nobody.  Only the answers of
     section 17, which are signed, tell whose they are.  Holders together, t
     of them, have the key: this is what the threshold means.  A holder can
     refuse; up to n-t refusals or losses are survived.

     Whoever rebuilds sees the key and all shares that were handed in.  After
     that, the threshold rests on that person and that machine.  Nothing in
     the protocol tells a holder whether a request for the share is honest:
     ask back by another way.

     A share file that is sealed to its holder needs no secret channel.  One
     that is not sealed does.

13. SIGNING
     ECDSA (secp256k1, p256) takes its nonce from RFC 6979 with HMAC-SHA-256:
     equal key and digest give the equal signature, and no randomness can
     fail.  A key is for one group: the nonce is a function of the 32 bytes of
     the key and of the digest, so that the same bytes as a key of secp256k1
     and of p256 sign one digest with one number k, and the two signatures, s
     = (e + r*x)/k in either group, give x.  Key files name their group; of a
     bare key only its owner knows it, and holdfast-sign(1) warns where it
     signs a bare digest with one.  s is replaced by q - s where that is
     smaller.  Every signature is verified before it is released; for p256 by
     another library than the one that made it, so that a fault during signing
     is not published.

     Ed25519 from the seed of an opened original: RFC 8032, section 5.1.6.

     Ed25519 from a bare scalar, where the sealed original is damaged, or is
     the file of another key, and there is no seed.  This is said before it
     signs.  A passphrase that is missing or wrong is refused instead, because
     it can still be brought.  The half of SHA-512(seed) that RFC 8032 makes
     the nonce from does not exist.  The nonce is hedged:

           r = SHA-512("holdfast-ed25519-nonce/1" || 32 random bytes
                       || scalar, 32 bytes little-endian || message)  mod q

     It is unpredictable as long as the randomness is, or the scalar is
     secret; should the same randomness come again, another message still
     gives another nonce.  R = r*G, S = r + SHA-512(R || A || message) * x mod
     q, and verification is the ordinary one.  Two signatures of one message
     differ.  Verification refuses S >= q, non-canonical R and A, and those of
     small order.

14. MEMORY
     Secrets are in pages that are locked into memory, and overwritten when
     their owner ends; those above 1,008 bytes between guard pages, small ones
     side by side, each with a canary behind it that is looked at when it
     goes.  Pages of secrets up to 65,504 bytes serve others once they were
     overwritten; these have a canary before them, and the guard page behind.
     Secrets are key, shares, coefficients, f(z), nonces, derived keys, opened
     originals, passphrases, and the text they were read from.  They are never
     in a string, in an array, in the environment or in an argument.  Where
     the system does not lock them (RLIMIT_MEMLOCK), that is said, and
     --require-locked-memory refuses.  The stack below a computation on
     secrets is overwritten after it.  Core dumps and ptrace of the process
     are off, and so is the crash printer of the Swift runtime, which would
     show registers and memory.

     Not covered: registers and what the kernel saves of them; hibernation,
     and snapshots of a virtual machine; buffers of the kernel for files,
     pipes and terminals; the memory of the terminal program; a root user or a
     debugger of the kernel.

15. CONSTANT TIME AND ITS LIMITS
     No branch, no memory address and no division depends on a secret scalar,
     a share, a nonce, a seed, a letter of a share line, or a byte, letter or
     digit of the key in a key file.  One kind of branch goes the same way for
     all of them: whether a share file is text is tested letter by letter, and
     every letter that a share line can have takes one path through that test.
     Where secret scalars meet points: libsecp256k1; libsodium; and for p256
     our own code with complete addition formulas and masked tables.  The
     commitments of a split in all groups, and every multiple on p256, are our
     own code with a larger table as soon as a process has asked for 24 of
     them: with L = 6*w bits, the first multiple of 6 that q fits, a number k
     is the sum of L terms +2^i or -2^i, whose signs are the bits of (k + 2^L
     - 1)/2 mod q.  No sign is zero, so every number takes the same w - 1
     additions of odd multiples, which are picked by reading all 32 of a
     window.  The sum of the lower windows is smaller than the multiple that
     is added, and both together are smaller than q, so that no addition but
     the last can meet equal or opposite points.  The last does for k = 0 and
     for one other k, which shows in a product of all numbers' denominators
     and is released; those numbers are then multiplied by the libraries.  A
     secret scalar times a public point that is not the generator gives a
     point that is as secret as the scalar: by libsecp256k1 and libsodium, and
     for p256 by 64 such digits of four signs, whose last addition is
     complete.  Two places inside of the libraries branch on a point that is
     public afterwards, or on what no scalar of a key brings about:
     libsecp256k1 declassifies the points that it returns, and libsodium
     refuses a result that is the identity.

     What is released on purpose, and only that: results (public keys,
     commitments, signatures, c and s of the dealer's proof, the verdict of a
     check); the challenge of section 6; how often a random draw or a nonce
     was rejected; whether a decoded scalar is below q; whether a checksum, a
     tag or a padding is right; where a share line has wrong letters; the
     length of secret files; the format of a key file, and where a file that
     is refused has its first wrong letter.

     What a key file has around the key is looked at in variable time: a byte
     order mark, blanks, newlines and quotation marks around a text; in PEM
     line ends, boundaries and headers; in JSON brackets, commas, names, and
     where strings, escapes and numbers begin and end; in DER tags, lengths,
     versions and the names of algorithms; the public half.  None of this
     depends on the key, with one exception: how many digits the numbers of a
     Solana file have tells of each byte of the seed whether it is below 10
     and below 100, on average 37 of its 256 bits.  Of a bare key, raw or in
     hexadecimal digits, one learns whether all of it is text and whether all
     of it is digits.

     What works on public values runs in variable time: the check of section 5
     after s_j*G, the right sides of section 7, the weights of interpolation,
     reading dealings, verifying the dealer's proof and signatures.  So does
     one thing on what is not public: whoever opens a holder's answer, or
     judges evidence, reads the point I_j of section 17 and verifies its proof
     in variable time, on the machine that the answer was sent to.  With the
     public dealing I_j is that holder's share.

     How it is shown: the tests run the real functions under valgrind's
     memcheck with secrets marked undefined, where a branch or an address that
     depends on one is reported: for each group the arithmetic of scalars,
     making a dealing, checking and rebuilding, then split, check and rebuild
     as a whole; ECDSA, and Ed25519 with a seed and with a bare scalar;
     recognising and reading key files; decoding hexadecimal, base64 and share
     lines, and correcting a line.  Deliberately leaky twins of these acts are
     run beside them, to show that a leak would be reported.  A bare key is
     marked before anything looks at its file, and so is in other key files
     what the key is encoded in; a share is marked where its letters are
     decoded.  What looks at a share file before that, and encrypted key
     files, are not run in this way.  That covers the compiled program, not
     the processor: multiplication instructions of varying speed, power,
     radiation, speculation across processes, and faults are outside of this
     protection.  Sign and rebuild on a machine that runs nothing else.

16. WHAT IS NOT PROTECTED
     -   The machine on which a key is split, rebuilt or used, if it is in the
         hands of someone else at that time.
     -   The key file that still lies where it was after the split, and traces
         of it on the disk.
     -   More than n-t lost shares: the key is gone.
     -   t shares in the same hands, safe, or backup.
     -   A share once seen by a stranger: this program cannot call it back.
     -   Two nodes that run with one validator key, and sign twice.
     -   The secrecy of who the holders are, towards whoever has a share file.
     -   A quantum computer large enough for discrete logarithms: it computes
         the key from the public key, with or without shares.
     -   Someone who forces t holders.

17. OWN KEYS
     What holdfast-own-keys(5) computes, in its letters: holder j has d_j with
     P_j = d_j*H; the dealer has f, and for each group of the holders a number
     e with E = e*H; I_j = e*P_j = d_j*E, and the masked share is m_j = s_j +
     H2S("mask", context, j, I_j).

     What the dealing tells.  Nothing beyond the commitments, as long as the
     Diffie-Hellman problem is hard in the groups of the holders' keys: with
     H2S taken as a random function, m_j is uniform for everyone who has not
     computed I_j from E and P_j, and whoever computes it solves that problem.
     The keys of t-1 holders open their t-1 shares and, by section 10, nothing
     else: one e serves all holders of a group, and e*P_j for other j is a
     problem with another P_j.  The context in the hash holds all keys,
     commitments and E, so that a mask of one dealing says nothing about one
     of another.

     Why the dealer proves to know e.  Otherwise anybody could put the E of
     somebody else's dealing into a dealing of their own; an unsuspecting
     holder's answer to it, d_j*E, would be the I_j of that other dealing, and
     open the share there.  With the proof, whoever made the dealing knew e,
     and so could compute e*P_j without the holder: the answer tells its
     dealer nothing new.  That is why a product d_j*E leaves a holder only
     after the proof was verified.

     Why the dealer proves to know x.  Otherwise anybody could make a dealing
     of a key that is not theirs, whose masked shares are rubbish, and let the
     key's owner look like a cheating dealer.

     Why over the id.  The id covers every m_j.  Would it not, someone who
     carries the dealing could alter one m_j, and the holder's true answer
     would convict an honest dealer, and hand the true share to whoever looks
     at that evidence.

     Why a form without words has the same id.  The id hashes the words
     (names, label, time, format) through a hash of their own, and the sealed
     original through its hash, so that both may be left out where everyone
     reads along, and the dealer's proof still holds for what is left.  Two
     dealings with one id are a collision of SHA-256: to whom the compact form
     is shown and to whom the whole, the same was promised.  The hash of the
     words has the salt of the original, 32 random bytes that the compact form
     does not have; without it nobody can tell whether a name that they guess
     is in it.  What cannot be seen of the compact form is that its hashes are
     of anything: a dealer may publish it and hold the rest back.  The shares
     then give x, and not the file; so holders want dealing.json before they
     rely on it.

     The proof of several statements.  One challenge c for all statements, in
     groups of different order: for each of them two accepted answers to c and
     c', different modulo the order q of its group, give its secret, (s - s')
     / (c - c').  Two different hashes of 256 bits are equal modulo an order
     above 2^252 with a chance below 2^-251.  All bases, points and nonce
     points are hashed, and each statement's group by name, so that no
     statement can be taken for another.  To simulate, choose c and all s.

     Keys that are refused.  Two equal or opposite keys in one group would be
     one holder twice, with one mask for two shares.  A key that is A_0 or
     some X_j up to sign would have x or a share as its secret, and its
     owner's answers and signatures would be about that secret; one that is E
     would have e.  Points outside of the subgroup would let an answer d_j*E
     tell d_j modulo a small number.

     The answer.  Chaum and Pedersen's proof shows that log_H P_j = log_E I_j:
     two accepted answers to different challenges and the same T1, T2 give one
     number w = (z - z') / (c - c') with P_j = w*H and I_j = w*E.  Both
     equations are in a group of prime order, in which w is unique.  So an
     accepted answer has the one I_j that the dealer, too, must have used, and
     what it unmasks is decided by the dealing alone: if that is not the
     share, the dealer masked something else, and if it is, the holder cannot
     have given anything else.  A holder can refuse, but not lie.  The id of
     the request is hashed, so that no answer serves a second request; so is
     the id of the dealing, and the index.  The proof tells nothing but its
     statement: choose c and z, then T1 and T2 follow.

     An answer whose proof is wrong accuses nobody, because everyone can seal
     rubbish to the requester.

     The evidence.  It is the answer, shown to a third party, or the same
     proof in a domain of its own.  That it is bound to the dealing's id, and
     need not be to a request, follows from what it proves: the one I_j for
     this E and P_j, whoever looks and whenever.  A holder who wants to frame
     the dealer needs an accepted proof for another point than d_j*E, which
     there is not, or another m_j under the dealer's proof, which covers the
     id; a dealer who wants to deny has proven to know e, and to have meant
     this m_j.  Anybody else needs d_j.  What an honest dealer masked opens to
     the share, and convicts nobody.  Evidence of the holder's own is no
     answer to a request: their hashes begin with other words.  An answer,
     with the id of its request, is evidence; so evidence that names a request
     has the whole answer in it.

     That it is secret is not caution alone.  The masked share is public, so
     I_j tells everyone m_j less its mask; where that is s_j + 1 it tells s_j.

     Nonces are hashes of the private key, of 32 fresh random bytes, and of
     the statement.  A machine that is restored from a snapshot and draws the
     same bytes again uses the same nonce only for the same statement, with
     the same c.  They are not those of RFC 6979, with which the same key
     signs elsewhere.

     The acknowledgement is Schnorr's proof of d_j over id and index.  It is
     made only after the share opened and passed section 5.  A holder who lies
     with it harms nobody but those who count on the holder.

     Publicly verifiable shares.  Call a slot good if what is sealed in it is
     the value of the h_j that the B_jk, with X_j, commit to, sealed as the
     page says under a key of P_j.  Its holder opens it, and with the v opened
     values has v+1 points of a polynomial of degree v: h_j, whose value at 0
     is s_j.  A proof that verifies shows that all opened slots are good: the
     equation holds for their values, up to 2^-124 or so of section 7, and
     sealing them again gives what was committed.  So if no hidden slot is
     good, the opened ones are exactly the good ones.  Which slots are good
     was fixed before com was hashed, and com fixes T: that happens with one
     chance in C(N, v) for each hash, which with n holders to try it on is
     below 2^-124.  The comparison of Row_j is what ties the opened slots to
     com; the B_jk are in it.

     Hiding: the B_jk and v values of h_j tell nothing but X_j, because for
     every candidate of s_j there is one h_j through the values; the B_jk can
     be computed from X_j and the values.  The hidden values are sealed under
     keys e_ji*P_j with fresh e_ji, each used once.  Seeds belong to one slot
     each, and the context, the holder and the slot are in everything that is
     derived.

     A dealer who spoils single slots hopes that they stay hidden and then
     that the holder fails at them; the holder goes on to the next, and tells
     nobody which one opened.

     Blinded rebuilding.  In the sum of all u_j every r_jk occurs once with
     each sign, and what remains is the sum of l_j*s_j over S, which is x.
     Without a second holder of the pair, r_jk is uniform for everyone, by the
     argument for masks, with d_j*P_k in place of I_j: so of any proper subset
     of S that is not joined by the others, the u_j are uniform numbers, and
     all of them together are uniform among those with the sum x.  The
     requester therefore learns x and the R_jk, which hide r_jk as every
     public key hides its secret, and no share.  Together with t-1 holders who
     tell their shares it knows t points of f, as whoever has x and t-1 shares
     always does.

     The equation for u_j is that of section 5 under known points, so it is
     exact: u_j is right for the R_jk that j signed, or j is named.  Where
     R_jk and R_kj differ one of them signed another number than H2S gave;
     showing d_j*P_k would tell who, and open everything else that this pair
     has in common, so nobody is asked to.  Where one of the two is named by
     the own equation, the other is not suspected: a cheat could otherwise
     bring every honest holder under suspicion.  A pair that conspires can
     agree on another R and changes nothing: it cancels.  A holder gives the
     same u_j to the same request as often as asked, so that nothing has to be
     remembered; another purpose, recipient, set or dealing is another request
     id, or another hash, and other numbers.

     What it does not give.  Before a holder has looked, only the dealer knows
     that m_j is right.  Whoever gets d_j later has the share, since the
     dealing is public; so would a quantum computer.  The private key of a
     node that also answers raw Diffie-Hellman requests of strangers is no key
     for this.

SEE ALSO
     holdfast(1), holdfast-dealing(5), holdfast-own-keys(5), holdfast-share(5)

     A. Shamir, "How to share a secret", Communications of the ACM 22, 1979.

     P. Feldman, "A practical scheme for non-interactive verifiable secret
     sharing", FOCS, 1987.

     A. Takahashi and G. Zaverucha, "Verifiable encryption from MPC-in-the-
     head", ePrint 2021/1704, 2021.

     D. Chaum and T. P. Pedersen, "Wallet databases with observers", Crypto,
     1992.

     C. P. Schnorr, "Efficient signature generation by smart cards", Journal
     of Cryptology 4, 1991.

     D. Pointcheval and J. Stern, "Security arguments for digital signatures
     and blind signatures", Journal of Cryptology 13, 2000.

     D. Bernhard, O. Pereira, and B. Warinschi, "How not to prove yourself:
     pitfalls of the Fiat-Shamir heuristic and applications to Helios",
     Asiacrypt, 2012.

     M. Bellare, J. Garay, and T. Rabin, "Fast batch verification for modular
     exponentiation and digital signatures", Eurocrypt, 1998.

STANDARDS
     RFC 5869 (HKDF), RFC 6979 (deterministic ECDSA), RFC 8032 (Ed25519), RFC
     8439 and draft-irtf-cfrg-xchacha-03 (XChaCha20-Poly1305), RFC 9591
     appendix C (sharing and checking), SEC 1 (ECDSA, points), SEC 2 and NIST
     SP 800-186 (groups), BIP-93 (checksum of the share line).

Holdfast                       November 25, 2026                      Holdfast

"""##),
        SpecPage("holdfast-sealing.7", "what of age and OpenSSH is read and written, and within which limits", ##"""
HOLDFAST-SEALING(7)    Miscellaneous Information Manual    HOLDFAST-SEALING(7)

NAME
     holdfast-sealing - what of age and OpenSSH is read and written, and
     within which limits

DESCRIPTION
     A share can be sealed to its holder's own key, so that no secure channel
     is needed to hand it over.  What is sealed is a file of age(1), version
     1: the stock command opens what Holdfast seals, and Holdfast opens what
     the command seals.

     This page says which parts of that format are read and written.  Where it
     is silent, the format's own specification (age.md of C2SP) holds, to the
     letter: a file that it forbids is refused.

RECIPIENTS
     A recipient is public.  It is given as text, or as a file of them: one a
     line; empty lines and lines that begin with `#' are left aside.  At most
     4,096 are read from one file.

     age1...
             An X25519 key of age-keygen(1), in lower case.

     ssh-ed25519 ...
             An Ed25519 key of ssh-keygen(1): the line of its .pub file; the
             comment is left aside.  It has to be a point of the prime-order
             subgroup, as every key that a program made is.

     Refused by name: keys of plugins (age1name1...), post-quantum keys
     (age1pq1...), and RSA, ECDSA and hardware keys of SSH.  A key that fits
     every private key is refused as well, and so is an identity where a
     recipient must stand.  An X25519 key has to be in its one form, a number
     below 2^255 - 19: the key itself is hashed, so that nobody could open
     what is sealed to another form of it, and no program makes one.

IDENTITIES
     An identity opens what was sealed to its recipient, and is secret.  It is
     read from a file of at most 65,536 bytes:

     AGE-SECRET-KEY-1...
             Lines of an identity file, in upper case; empty lines and those
             that begin with `#' are left aside, lines may end with CR LF, and
             there are at most 256 identities.

     -----BEGIN OPENSSH PRIVATE KEY-----
             One Ed25519 key of SSH, encrypted or not (KEYS OF OPENSSH).

     an age file, armored or not
             sealed with a passphrase, and with one of the two above inside.
             An encrypted key of SSH inside of such a file is not read.

     Identities of plugins (AGE-PLUGIN-...) and post-quantum ones
     (AGE-SECRET-KEY-PQ-1...) are refused by name.

THE FILE
     Header  Recipients of the kinds X25519, ssh-ed25519 and scrypt are opened
             and written.  All others are left aside while reading, as the
             format wants, and named where none of the own identities fits:
             ssh-rsa, mlkem768x25519.  A recipient of a known kind that is not
             as it must be makes the whole file malformed, also where it is
             somebody else's.  A header has at most 1,048,576 bytes.

     Passphrase
             It stands alone in its file.  Files are sealed with a work factor
             of 18, as age(1) does, which takes 256 MiB of memory; opened is
             up to 20, which takes 1 GiB.  A higher one is refused before any
             work is done (age-work-factor).

     Content
             Opened is up to 4 MiB, whole and into locked memory, and nothing
             of it is used before the last chunk was found right.

     Armor   Lines of 64 letters, ended by LF or CR LF, the last one shorter;
             nothing but blanks and line ends around the BEGIN and END.

     What an age file tells to everyone: how many recipients it has, of which
     kinds, and of each ssh-ed25519 a tag of 32 bits, by which anyone who has
     the public key finds it.  Of X25519 it does not tell which.  It does not
     tell who sealed it either: everyone can seal to a public key.

KEYS OF OPENSSH
     Read are private keys in the form openssh-key-v1, of the kinds Ed25519
     and ECDSA on P-256 (this one not as an identity), one in a file.  Others
     are refused by name.

     Encrypted ones are opened where the key derivation is bcrypt with up to
     2,048 rounds (ssh-keygen(1) writes 16 or 24) and the cipher one of
     aes128-ctr, aes192-ctr, aes256-ctr (the usual one), aes128-cbc,
     aes192-cbc, aes256-cbc, aes128-gcm@openssh.com, aes256-gcm@openssh.com
     and chacha20-poly1305@openssh.com.  Any other can be changed with
     `ssh-keygen -p -Z aes256-ctr'.

     The check numbers have to agree, the public key has to be the same in
     both its places and of this private key, the file has to end with the
     bytes 1, 2, 3 up to a whole block, and nothing may follow.

CODES
     The words of code, by the exit status that they come with; all others are
     those of holdfast(1).

     2, refused
             recipient, not-supported, several-keys, passphrase-empty

     4, malformed
             age-version, age-header, age-armor, age-altered, age-content,
             age-work-factor, identity, not-recognised, too-large, encryption,
             malformed, several-keys, not-supported, public-half-not-its-own

     5, cannot decrypt
             no-identity-matches, identity-missing, passphrase-missing,
             passphrase-wrong, not-authentic

     age-header           A line of the header is not what it must be.
     age-altered          The header was altered after it was sealed.
     age-content          The content was cut or altered.
     no-identity-matches  The file is in order, and sealed to others.
     identity-missing     It is sealed to public keys, and only a passphrase
                          was given.
     passphrase-missing   It, or the identity, needs a passphrase and none was
                          given.
     not-authentic        Sealed with another key, or altered: which of both,
                          nobody can tell.

SEE ALSO
     age(1), age-keygen(1), holdfast(1), ssh-keygen(1), holdfast-share(5),
     holdfast-protocol(7)

STANDARDS
     C2SP age.md (the format); RFC 7748 (X25519), RFC 8439
     (ChaCha20-Poly1305), RFC 5869 (HKDF), RFC 7914 (scrypt), BIP-173
     (bech32); RFC 4251, RFC 8709 and OpenSSH's PROTOCOL.key (keys of SSH);
     bcrypt_pbkdf of OpenBSD.

SECURITY CONSIDERATIONS
     File keys, identities, passphrases and contents are in locked memory that
     is overwritten after use, and no branch and no address depends on them,
     with two exceptions by design: which memory scrypt and bcrypt read
     depends on the passphrase, so that a program on the same processor may
     see something of it through the cache.  Of a P-256 key of SSH its length
     in bytes is looked at, as the form writes it.

     What was sealed to a key can be opened with that key for ever, also by
     who finds it later.

Holdfast                       November 30, 2026                      Holdfast

"""##),
    ]
}
