#!/usr/bin/env python3
"""A picture of paper as a bad camera makes it: turned, blurred, in uneven light, with noise. PGM in, PGM out."""

import math
import random
import sys

data = open(sys.argv[1], "rb").read()
_, size, _, _ = data.split(b"\n", 3)
width, height = map(int, size.split())
pixels = data[-width * height:]
random.seed(1)
cosine, sine = math.cos(math.radians(4)), math.sin(math.radians(4))


def at(x: int, y: int) -> int:
    return pixels[y * width + x] if 0 <= x < width and 0 <= y < height else 255


out = bytearray()
for y in range(height):
    for x in range(width):
        # Turned by four degrees about the middle, and a little narrower at the top.
        narrow = 1 + 0.04 * (height / 2 - y) / height
        u, v = (x - width / 2) * narrow, y - height / 2
        a, b = cosine * u + sine * v + width / 2, cosine * v - sine * u + height / 2
        i, j = math.floor(a), math.floor(b)
        blurred = (at(i, j) + at(i + 1, j) + at(i, j + 1) + at(i + 1, j + 1)) / 4
        light = 0.45 + 0.5 * x / width
        out.append(max(0, min(255, int(30 + 0.7 * light * blurred + random.gauss(0, 6)))))
sys.stdout.buffer.write(b"P5\n%d %d\n255\n" % (width, height) + out)
