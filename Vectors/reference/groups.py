"""The three groups: points as affine pairs of integers, None for the neutral element of the SEC groups."""


class Weierstrass:
    """y² = x³ + ax + b over GF(p), prime order q (SEC 2)."""

    def __init__(self, name, code, p, a, b, q, generator):
        self.name, self.code, self.p, self.a, self.b, self.q = name, code, p, a, b, q
        self.generator, self.identity, self.order, self.size = generator, None, "big", 33

    def add(self, s, t):
        if s is None or t is None:
            return t if s is None else s
        if s[0] == t[0] and (s[1] + t[1]) % self.p == 0:
            return None
        if s == t:
            slope = (3 * s[0] * s[0] + self.a) * pow(2 * s[1], -1, self.p)
        else:
            slope = (t[1] - s[1]) * pow(t[0] - s[0], -1, self.p)
        x = (slope * slope - s[0] - t[0]) % self.p
        return x, (slope * (s[0] - x) - s[1]) % self.p

    def multiply(self, scalar, point):
        """By doubling and adding, in Jacobian coordinates (x = X/Z², y = Y/Z³): one inversion in all, at the end."""
        total = 1, 1, 0
        for bit in bin(scalar)[2:] if point else "":
            total = self._doubled(*total)
            if bit == "1":
                total = self._increased(*total, *point)
        if total[2] == 0:
            return self.identity
        z = pow(total[2], -1, self.p)
        return total[0] * z * z % self.p, total[1] * z * z * z % self.p

    def _doubled(self, x, y, z):
        p, square = self.p, y * y % self.p
        slope, s = (3 * x * x + self.a * pow(z, 4, p)) % p, 4 * x * square % p
        left = (slope * slope - 2 * s) % p
        return left, (slope * (s - left) - 8 * square * square) % p, 2 * y * z % p

    def _increased(self, x, y, z, other_x, other_y):
        if z == 0:
            return other_x, other_y, 1
        p, square = self.p, z * z % self.p
        h, slope = (other_x * square - x) % p, (other_y * square * z - y) % p
        if h == 0:
            return self._doubled(x, y, z) if slope == 0 else (1, 1, 0)
        s, cube = x * h * h % p, h * h * h % p
        left = (slope * slope - cube - 2 * s) % p
        return left, (slope * (s - left) - y * cube) % p, h * z % p

    def encode(self, point):
        return bytes([2 + (point[1] & 1)]) + point[0].to_bytes(32, "big")

    def decode(self, data):
        if len(data) != 33 or data[0] not in (2, 3):
            return None
        x = int.from_bytes(data[1:], "big")
        square = (x * x * x + self.a * x + self.b) % self.p
        y = pow(square, (self.p + 1) // 4, self.p)
        if x >= self.p or y * y % self.p != square:
            return None
        return x, y if y & 1 == data[0] & 1 else self.p - y

    def unsigned(self, point):
        return point[0]

    def uncompressed(self, point):
        return b"\x04" + point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big")


class Edwards:
    """-x² + y² = 1 + d·x²·y² over GF(2²⁵⁵ − 19), its subgroup of prime order q (RFC 8032, section 5.1)."""

    name, code, order, size = "ed25519", 3, "little", 32
    p = 2**255 - 19
    q = 2**252 + 27742317777372353535851937790883648493
    d = -121665 * pow(121666, -1, p) % p
    identity = (0, 1)

    def __init__(self):
        y = 4 * pow(5, -1, self.p) % self.p
        self.generator = self._lift(y, 0), y

    def _lift(self, y, odd):
        square = (y * y - 1) * pow(self.d * y * y + 1, -1, self.p) % self.p
        x = pow(square, (self.p + 3) // 8, self.p)
        if x * x % self.p != square:
            x = x * pow(2, (self.p - 1) // 4, self.p) % self.p
        if x * x % self.p != square or (x == 0 and odd):
            return None
        return x if x & 1 == odd else self.p - x

    def unsigned(self, point):
        return point[1]

    def add(self, s, t):
        product = self.d * s[0] * t[0] * s[1] * t[1] % self.p
        x = (s[0] * t[1] + s[1] * t[0]) * pow(1 + product, -1, self.p)
        y = (s[1] * t[1] + s[0] * t[0]) * pow(1 - product, -1, self.p)
        return x % self.p, y % self.p

    def multiply(self, scalar, point):
        """By doubling and adding, with X, Y, Z and T = XY/Z (RFC 8032, section 5.1.4): one inversion, at the end."""
        x, y = point
        factors = (y - x) % self.p, (y + x) % self.p, 2 * self.d * x * y % self.p
        total = 0, 1, 1, 0
        for bit in bin(scalar)[2:]:
            total = self._doubled(*total)
            if bit == "1":
                total = self._increased(*total, *factors)
        z = pow(total[2], -1, self.p)
        return total[0] * z % self.p, total[1] * z % self.p

    def _doubled(self, x, y, z, _):
        p, a, b = self.p, x * x, y * y
        e, f, g, h = (a + b - (x + y) ** 2) % p, (2 * z * z + a - b) % p, a - b, a + b
        return e * f % p, g * h % p, f * g % p, e * h % p

    def _increased(self, x, y, z, t, minus, plus, product):
        p, a, b, c = self.p, (y - x) * minus % self.p, (y + x) * plus % self.p, t * product % self.p
        e, f, g, h = b - a, 2 * z - c, 2 * z + c, b + a
        return e * f % p, g * h % p, f * g % p, e * h % p

    def encode(self, point):
        return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")

    def decode(self, data):
        """Canonical, in the prime-order subgroup and not the identity; else None."""
        point = self.decode_on_curve(data)
        if point is None or point == self.identity or multiply(self, self.q, point) != self.identity:
            return None
        return point

    def decode_on_curve(self, data):
        if len(data) != 32:
            return None
        number = int.from_bytes(data, "little")
        y = number & (1 << 255) - 1
        x = self._lift(y, number >> 255) if y < self.p else None
        return None if x is None else (x, y)


def multiply(group, scalar, point):
    return group.multiply(scalar, point)


def evaluate(group, commitments, index):
    """Σ indexᵏ · Aₖ by Horner's rule."""
    result = group.identity
    for point in reversed(commitments):
        result = group.add(multiply(group, index, result), point)
    return result


def polynomial(group, coefficients, index):
    return sum(a * pow(index, k, group.q) for k, a in enumerate(coefficients)) % group.q


def interpolate_at_zero(group, shares):
    """f(0) from a list of (index, f(index)) with distinct indices."""
    total = 0
    for i, value in shares:
        above = below = 1
        for j, _ in shares:
            if j != i:
                above, below = above * j % group.q, below * (j - i) % group.q
        total += value * above * pow(below, -1, group.q)
    return total % group.q


SECP256K1 = Weierstrass(
    "secp256k1", 1, 2**256 - 2**32 - 977, 0, 7,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
    (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
     0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8))
P256 = Weierstrass(
    "p256", 2, 2**256 - 2**224 + 2**192 + 2**96 - 1, -3,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5))
ED25519 = Edwards()
GROUPS = {group.name: group for group in (SECP256K1, P256, ED25519)}
