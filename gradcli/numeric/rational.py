"""Functions of exact rationals (int or Fraction): the rational value, None where it is irrational or undefined."""

import math
from fractions import Fraction

Number = int | Fraction
LARGEST = 10_000  # the largest argument whose factorial or power of two is worked out
MOST_BERNOULLI = 100  # the largest order of a Bernoulli number that is worked out
DOUBLE = 40  # bits of a root that a double holds for certain


def quotient(a: Number, b: Number) -> Number | None:
    return Fraction(a) / b if b else None


def _whole_root(x: int, n: int) -> int | None:
    """Return the n-th root of x >= 0; None where it is not whole.

    By Newton's method from above: of the leading digits first, then of twice as many.
    """
    if x < 2 or n == 1:
        return x
    if n >= x.bit_length():
        return None
    power = math.log2(x) / n
    left_out = max(0, int(power) - DOUBLE)  # bits of the root
    root = int(2 ** (power - left_out) * (1 + 1e-9)) + 2
    while True:
        top = x >> n * left_out
        while (better := ((n - 1) * root + top // root ** (n - 1)) // n) < root:
            root = better
        if not left_out:
            return root if root**n == x else None
        more = min(left_out, root.bit_length())
        root, left_out = root + 1 << more, left_out - more


def root(x: Number, n: int) -> Number | None:
    """Return the n-th root; of a negative number where n is odd."""
    if x < 0:
        opposite = root(-x, n) if n % 2 else None
        return None if opposite is None else -opposite
    top, bottom = _whole_root(x.numerator, n), _whole_root(x.denominator, n)
    return None if top is None or bottom is None else Fraction(top, bottom)


def size(x: Number) -> int:
    """Return the bits of numerator and denominator."""
    return x.numerator.bit_length() + x.denominator.bit_length()


def power_bits(a: Number, b: Number) -> int:
    """Estimate the bits of a**b, if it is rational."""
    return 2 if abs(a) in (0, 1) else abs(size(a) * b.numerator) // b.denominator


def power(a: Number, b: Number) -> Fraction | None:
    """Return a**b where that is rational, else None; also for 0 to a negative power."""
    if b.denominator == 1 and abs(a) == 1:
        return Fraction(a if b % 2 else 1)
    if b.denominator == 1:
        return None if a == 0 and b < 0 else Fraction(a) ** b.numerator
    if a < 0 or a == 0 and b < 0:
        return None
    base = root(a, b.denominator)
    return None if base is None else Fraction(base) ** b.numerator


def sqrt(x: Number) -> Number | None:
    return root(x, 2)


def cbrt(x: Number) -> Number | None:
    return root(x, 3)


def hypot(*xs: Number) -> Number | None:
    return root(sum((x * x for x in xs), Fraction(0)), 2)


def exp2(x: Number) -> Number | None:
    return Fraction(2) ** x.numerator if x.denominator == 1 and -LARGEST <= x <= LARGEST else None


def logarithm(x: Number, base: Number) -> Number | None:
    """Return the whole k with base**k == x."""
    if not (x > 0 and base > 1 and base.denominator == 1):
        return 0 if x == 1 and base > 0 and base != 1 else None
    size = x.numerator if x > 1 else x.denominator
    k = round(math.log(size) / math.log(base))
    return None if Fraction(base) ** k not in (x, 1 / Fraction(x)) else k if x > 1 else -k


def log2(x: Number) -> Number | None:
    return logarithm(x, 2)


def log10(x: Number) -> Number | None:
    return logarithm(x, 10)


def factorial(x: Number) -> int | None:
    return math.factorial(int(x)) if x.denominator == 1 and 0 <= x <= LARGEST else None


def gamma(x: Number) -> int | None:
    return factorial(x - 1)


def binomial(n: Number, k: Number) -> Number | None:
    """Return the binomial coefficient of a whole k up to n + 1."""
    if k.denominator != 1 or not 0 <= k < n + 1 or k > LARGEST:
        return None
    product = Fraction(1)
    for i in range(int(k)):
        product = product * (n - i) / (i + 1)
    return product


def zeta(s: Number) -> Number | None:
    """Return zeta(-n) = -B(n + 1)/(n + 1), with B(1) = 1/2, of a whole n."""
    if s.denominator != 1 or not -MOST_BERNOULLI <= s <= 0:
        return None
    numbers = [Fraction(1)]
    for m in range(1, 2 - int(s)):
        numbers.append(-sum((math.comb(m + 1, k) * b for k, b in enumerate(numbers)), Fraction(0)) / (m + 1))
    return -numbers[-1] / (1 - s) if s else Fraction(-1, 2)


def heaviside(x: Number) -> Number:
    return int(x > 0) if x else Fraction(1, 2)


def sine_square(half_turns: Number) -> Number | None:
    """Return the square of sin(pi*x) with the sign of it, whose only rational values at rational x are these.

    By Niven's theorem, since sin(a)**2 = (1 - cos(2*a))/2.
    """
    angle = half_turns % 2
    if angle > 1:
        opposite = sine_square(angle - 1)
        return None if opposite is None else -opposite
    quarter, half, more = Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)
    twelfths: dict[Number, Number] = {0: 0, 2: quarter, 3: half, 4: more, 6: 1, 8: more, 9: half, 10: quarter, 12: 0}
    return twelfths.get(12 * angle)


def cosine_square(half_turns: Number) -> Number | None:
    return sine_square(half_turns + Fraction(1, 2))


def tangent_square(half_turns: Number) -> Number | float | None:
    return _ratio(sine_square(half_turns), cosine_square(half_turns))


def secant_square(half_turns: Number) -> Number | float | None:
    return _ratio(1, cosine_square(half_turns))


def cosecant_square(half_turns: Number) -> Number | float | None:
    return _ratio(1, sine_square(half_turns))


def cotangent_square(half_turns: Number) -> Number | float | None:
    return _ratio(cosine_square(half_turns), sine_square(half_turns))


def _ratio(above: Number | None, below: Number | None) -> Number | float | None:
    if above is None or below is None:
        return None
    return Fraction(above) / below if below else math.inf


def one_half_at_zero(x: Number) -> Number | None:
    """Return 1/2 at 0: the exact value of a function that is rational nowhere else."""
    return None if x else Fraction(1, 2)


def tie(*xs: Number) -> Number:
    return Fraction(1, xs.count(xs[0]))


def even_share(y: Number, *xs: Number) -> Number:
    """Return the share of each of the arguments that are equal to y."""
    return Fraction(1, max(xs.count(y), 1))
