"""Ciphers, key derivation, hashes and text encodings that Python's standard library does not have (or not always)."""

import hashlib
import hmac
import struct

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def hkdf(secret, salt, info, length=32):
    """HKDF-SHA-256 (RFC 5869) for at most 32 bytes."""
    extracted = hmac.digest(salt or bytes(32), secret, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")[:length]


# ChaCha20-Poly1305 (RFC 8439) and XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03)

def rounds(state):
    def quarter(a, b, c, d):
        for x, y, z, shift in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[x] = (state[x] + state[y]) & 0xFFFFFFFF
            mixed = state[z] ^ state[x]
            state[z] = (mixed << shift | mixed >> 32 - shift) & 0xFFFFFFFF

    for _ in range(10):
        for column in range(4):
            quarter(column, 4 + column, 8 + column, 12 + column)
        for diagonal in range(4):
            quarter(diagonal, 4 + (diagonal + 1) % 4, 8 + (diagonal + 2) % 4, 12 + (diagonal + 3) % 4)
    return state


def initial_state(key, tail):
    return list(struct.unpack("<16I", b"expand 32-byte k" + key + tail))


def chacha20(key, nonce, counter, data):
    out = bytearray()
    for start in range(0, len(data), 64):
        state = initial_state(key, struct.pack("<I", counter + start // 64) + nonce)
        mixed = rounds(list(state))
        stream = struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(state, mixed)))
        out += bytes(a ^ b for a, b in zip(data[start:start + 64], stream))
    return bytes(out)


def hchacha20(key, nonce):
    mixed = rounds(initial_state(key, nonce))
    return struct.pack("<8I", *mixed[:4], *mixed[12:])


def poly1305(key, message):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for start in range(0, len(message), 16):
        block = message[start:start + 16] + b"\x01"
        total = (total + int.from_bytes(block, "little")) * r % (2**130 - 5)
    return ((total + int.from_bytes(key[16:], "little")) % 2**128).to_bytes(16, "little")


def _tag(key, nonce, ciphertext, associated):
    def padded(data):
        return data + bytes(-len(data) % 16)

    lengths = struct.pack("<QQ", len(associated), len(ciphertext))
    one_time = chacha20(key, nonce, 0, bytes(32))
    return poly1305(one_time, padded(associated) + padded(ciphertext) + lengths)


def chacha20poly1305_seal(key, nonce, plaintext, associated=b""):
    ciphertext = chacha20(key, nonce, 1, plaintext)
    return ciphertext + _tag(key, nonce, ciphertext, associated)


def xchacha20poly1305_seal(key, nonce, plaintext, associated):
    return chacha20poly1305_seal(hchacha20(key, nonce[:16]), bytes(4) + nonce[16:], plaintext, associated)


def xchacha20poly1305_open(key, nonce, sealed, associated):
    """The plaintext, or None when the tag is wrong."""
    subkey, short = hchacha20(key, nonce[:16]), bytes(4) + nonce[16:]
    ciphertext, tag = sealed[:-16], sealed[-16:]
    if not hmac.compare_digest(tag, _tag(subkey, short, ciphertext, associated)):
        return None
    return chacha20(subkey, short, 1, ciphertext)


# Hashes

def keccak256(data):
    """Keccak-256 with the padding of 2011, not SHA-3's."""
    def rotate(x, n):
        n %= 64
        return (x << n | x >> 64 - n) & 0xFFFFFFFFFFFFFFFF

    constants, register = [], 1
    for _ in range(24):
        constant = 0
        for j in range(7):
            constant |= (register & 1) << (1 << j) - 1
            register = register << 1 ^ (0x171 if register >> 7 else 0)
        constants.append(constant)
    message = bytearray(data) + b"\x01" + bytes(-(len(data) + 1) % 136)
    message[-1] |= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(message), 136):
        for k in range(17):
            lanes[k % 5][k // 5] ^= int.from_bytes(message[start + 8 * k:start + 8 * k + 8], "little")
        for constant in constants:
            parity = [a[0] ^ a[1] ^ a[2] ^ a[3] ^ a[4] for a in lanes]
            for x in range(5):
                mix = parity[x - 1] ^ rotate(parity[(x + 1) % 5], 1)
                lanes[x] = [lane ^ mix for lane in lanes[x]]
            x, y, current = 1, 0, lanes[1][0]
            for t in range(24):
                x, y = y, (2 * x + 3 * y) % 5
                current, lanes[x][y] = lanes[x][y], rotate(current, (t + 1) * (t + 2) // 2)
            for y in range(5):
                row = [lanes[x][y] for x in range(5)]
                for x in range(5):
                    lanes[x][y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5])
            lanes[0][0] ^= constant
    return b"".join(lanes[k % 5][k // 5].to_bytes(8, "little") for k in range(4))


def ripemd160(data):
    """RIPEMD-160; OpenSSL 3 does not always offer it."""
    left = [list(range(16))]
    rho = [7, 4, 13, 1, 10, 6, 15, 3, 12, 0, 9, 5, 2, 14, 11, 8]
    right = [[(9 * k + 5) % 16 for k in range(16)]]
    for _ in range(4):
        left.append([rho[k] for k in left[-1]])
        right.append([rho[k] for k in right[-1]])
    shifts = [[11, 14, 15, 12, 5, 8, 7, 9, 11, 13, 14, 15, 6, 7, 9, 8],
              [12, 13, 11, 15, 6, 9, 9, 7, 12, 15, 11, 13, 7, 8, 7, 7],
              [13, 15, 14, 11, 7, 7, 6, 8, 13, 14, 13, 12, 5, 5, 6, 9],
              [14, 11, 12, 14, 8, 6, 5, 5, 15, 12, 15, 14, 9, 9, 8, 6],
              [15, 12, 13, 13, 9, 5, 8, 6, 14, 11, 12, 11, 8, 6, 5, 5]]
    functions = [lambda x, y, z: x ^ y ^ z, lambda x, y, z: x & y | ~x & z, lambda x, y, z: (x | ~y) ^ z,
                 lambda x, y, z: x & z | y & ~z, lambda x, y, z: x ^ (y | ~z)]
    constants = ([0, 0x5A827999, 0x6ED9EBA1, 0x8F1BBCDC, 0xA953FD4E],
                 [0x50A28BE6, 0x5C4DD124, 0x6D703EF3, 0x7A6D76E9, 0])

    def rotate(x, n):
        x &= 0xFFFFFFFF
        return (x << n | x >> 32 - n) & 0xFFFFFFFF

    state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0]
    message = data + b"\x80" + bytes(-(len(data) + 9) % 64) + struct.pack("<Q", 8 * len(data))
    for start in range(0, len(message), 64):
        words = struct.unpack("<16I", message[start:start + 64])
        lines = []
        for orders, picks, adds in ((left, functions, constants[0]), (right, functions[::-1], constants[1])):
            a, b, c, d, e = state
            for j in range(5):
                for k in range(16):
                    word = orders[j][k]
                    total = a + picks[j](b, c, d) + words[word] + adds[j]
                    a, e, d, c, b = e, d, rotate(c, 10), b, rotate(total, shifts[j][word]) + e & 0xFFFFFFFF
            lines.append((a, b, c, d, e))
        (a, b, c, d, e), (f, g, h, i, j) = lines
        state = [x & 0xFFFFFFFF for x in (state[1] + c + i, state[2] + d + j, state[3] + e + f,
                                          state[4] + a + g, state[0] + b + h)]
    return struct.pack("<5I", *state)


def sha256(data):
    return hashlib.sha256(data).digest()


def tagged_hash(tag, data):
    return sha256(sha256(tag) * 2 + data)


# Text

def letters(data, count):
    """The first 5·count bits of data in letters, the highest bits first."""
    bits = int.from_bytes(data, "big") >> 8 * len(data) - 5 * count
    return "".join(ALPHABET[bits >> 5 * (count - 1 - k) & 31] for k in range(count))


def base58(data):
    digits, number, out = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        out = digits[digit] + out
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + out


def bech32(prefix, values, constant):
    """BIP-173 with constant 1, BIP-350 with 0x2bc830a3."""
    state = 1
    expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    for value in expanded + values + [0] * 6:
        top, state = state >> 25, (state & 0x1FFFFFF) << 5 ^ value
        for k, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            state ^= generator if top >> k & 1 else 0
    state ^= constant
    return prefix + "1" + "".join(ALPHABET[v] for v in values + [state >> 5 * (5 - k) & 31 for k in range(6)])


def five_bit_groups(data):
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[k:k + 5], 2) for k in range(0, len(bits), 5)]
