"""The logistic function and its kin; everything is built on exp(-abs(x)), which cannot overflow."""

import math

from gradcli.lazy import lazy_kernel
from gradcli.numeric.double_double import LN2, LN2_HIGH, LN2_LOW, log_pair, taylor_at_zero, two_product, two_sum
from gradcli.numeric.ieee import divide

decimal50_logaddexp = lazy_kernel("decimal50", "decimal50_logaddexp")
decimal50_logaddexp2 = lazy_kernel("decimal50", "decimal50_logaddexp2")
FAR = -40.0  # before that 1 + exp(x) is 1
SHIFT = 512  # an exponential that may be subnormal is computed times two to that power
SHIFTED = math.expm1(SHIFT * LN2_LOW)
LOST = 0.03  # a sum so much smaller than a term of it is computed with fifty digits
# Zeros of silu' and silu'' (double-double) and the Taylor series there over x - zero, the highest power first: degrees 25
# and 24, abs(x - zero) < RADIUS, errors 3.4e-17 and 9.2e-17 (tests/bench/coefficients.py)
RADIUS = 0.6
SLOPE_ZERO = (-1.2784645427610737, -1.0946994183093437e-16)
SLOPE_SERIES = (
    -2.3496573817834053e-13, -4.1428341124873365e-13, 1.4842855116792256e-12, 8.04274075537398e-12,
    3.998547874723996e-12, -7.50344609385287e-11, -2.251366201881081e-10, 2.3648315053103244e-10,
    2.9177603026903803e-09, 4.619379769031606e-09, -1.8877622907727957e-08, -9.266646309267441e-08,
    -3.051244750055421e-08, 8.599695028268575e-07, 2.346029682463866e-06, -2.942631888842464e-06,
    -2.9733542213263917e-05, -4.090534237428612e-05, 0.00018570724361186496, 0.0007985218818397998,
    0.000126627410081122, -0.006606589138356696, -0.015222655223188032, 0.018874814223782312, 0.1466487969969469,
    0.2178117057198001)
CURVATURE_ZERO = (2.3993572805154675, 1.8464872855353363e-16)
CURVATURE_SERIES = (
    4.718562445245807e-14, 1.0153261980172398e-13, -1.0799583236973915e-12, 3.4204279894581383e-12,
    -8.137678287238519e-13, -4.116934082133455e-11, 1.9015500324901384e-10, -2.9644608896956503e-10,
    -1.139313959706701e-09, 8.62206138174272e-09, -2.2618098624368472e-08, -9.904149230625922e-09,
    3.144649318871996e-07, -1.190460513336088e-06, 1.2461615072251882e-06, 8.432377564571459e-06, -4.74507427928072e-05,
    9.644059294156357e-05, 0.0001151307019584522, -0.0013663696912367745, 0.003862816776830254, -0.001836670144762844,
    -0.022487259234225326, 0.07629586548655085, -0.09153052016419229)


def sigmoid(x: float) -> float:
    e = math.exp(-abs(x))
    below = 1 + e
    if x >= 0:
        return 1 / below
    share = e / below
    return share - share * (e - (below - 1)) / below  # made up for the rounding of the sum


def softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x))) if x == x else x


def exp_times(x: float, factor: float) -> float:
    """Return factor * exp(x) for x < 0; where exp(x) alone is subnormal it would lose digits."""
    if x > -700:
        return factor * math.exp(x)
    if x < -800:
        return math.copysign(0.0, factor)
    product, rest = two_product(math.exp(x + SHIFT * LN2_HIGH), factor)
    return math.ldexp(product + (rest + product * SHIFTED), -SHIFT)


def silu(x: float) -> float:
    if x < FAR:
        return exp_times(x, x)
    e = math.exp(-x)
    below = 1 + e
    value = x / below
    return value - value * (1 - (below - e)) / below if x < 0 else value


def silu_slope(x: float) -> float:
    """Return s(x)*(1 + x*s(-x))."""
    if abs(x - SLOPE_ZERO[0]) < RADIUS:
        return taylor_at_zero(SLOPE_ZERO, SLOPE_SERIES, x)
    if x < 0:
        e = math.exp(x)
        below = 1 + e
        factor = (1 + x + e) / (below * below)
        return exp_times(x, factor - 2 * factor * (e - (below - 1)) / below)
    return sigmoid(x) * (1 + x * sigmoid(-x)) if x != math.inf else 1.0


def silu_curvature(x: float) -> float:
    """Return s(x)*s(-x)*(2 - x*tanh(x/2))."""
    x = abs(x)
    if abs(x - CURVATURE_ZERO[0]) < RADIUS:
        return taylor_at_zero(CURVATURE_ZERO, CURVATURE_SERIES, x)
    return exp_times(-x, (2 - x * math.tanh(x / 2)) / (1 + math.exp(-x)) ** 2) if x else 0.5


def _decay(a: float, b: float) -> float:
    """Return exp(-abs(a - b)), with the error of the difference, which far out would cost hundreds of ulps."""
    if a == b:
        return 1.0
    d, error = two_sum(a, -b)
    e = math.exp(-abs(d))
    return e if math.isinf(d) or d != d else e * (1 - math.copysign(error, d * error))


def share(a: float, b: float) -> float:
    """Return sigmoid(a - b)."""
    if a == b and math.isinf(a):
        return math.nan
    e = _decay(a, b)
    return (1 if a >= b else e) / (1 + e)


def density(a: float, b: float) -> float:
    """Return sigmoid(a - b)*sigmoid(b - a)."""
    if a == b and math.isinf(a):
        return math.nan
    e = _decay(a, b)
    return e / ((1 + e) * (1 + e))


def logaddexp(a: float, b: float) -> float:
    """Return log(exp(a) + exp(b)); by pairs where the larger one and what the other adds to it cancel."""
    if a != a or b != b:
        return math.nan
    a, b = max(a, b), min(a, b)
    d, d_error = two_sum(a, -b)
    if not d < math.inf:
        return a
    e = math.exp(-d)
    above, error = two_sum(1.0, e)
    logarithm, more = math.log(above), error - error * error / 2 - e * d_error
    total, rest = two_sum(a, logarithm)
    value = total + (rest + more / above)
    if a >= 0 or abs(value) >= logarithm + more:
        return value
    log_e, log_error = log_pair(e)  # of the rounded exponential, which tells its error
    e_error = e * ((-d - log_e) - log_error - d_error)
    logarithm, log_error = log_pair(above)
    total, rest = two_sum(a, logarithm)
    total, again = two_sum(total, error)
    value = total + (again + rest + log_error + (e_error - error * error / 2 - error * (above - 1)) / above)
    return value if abs(value) >= LOST * (logarithm + error) else float(decimal50_logaddexp(a, b))


def _halving(a: float, b: float) -> float:
    """Return 2**-abs(a - b), with the error of the difference."""
    if a == b:
        return 1.0
    d, error = two_sum(a, -b)
    e = 2.0 ** -abs(d)
    return float(e if math.isinf(d) or d != d else e * (1 - math.copysign(error * LN2, d * error)))


def binary_share(a: float, b: float) -> float:
    """Return 1/(1 + 2**(b - a))."""
    if a == b and math.isinf(a):
        return math.nan
    e = _halving(a, b)
    return (1 if a >= b else e) / (1 + e)


def binary_density(a: float, b: float) -> float:
    """Return log(2)*binary_share(a, b)*binary_share(b, a)."""
    if a == b and math.isinf(a):
        return math.nan
    e = _halving(a, b)
    return LN2 * e / ((1 + e) * (1 + e))


def logaddexp2(a: float, b: float) -> float:
    """Return log2(2**a + 2**b)."""
    if a != a or b != b:
        return math.nan
    a, b = max(a, b), min(a, b)
    e = _halving(a, b) if a < math.inf and b > -math.inf else 0.0
    more = math.log1p(e) / LN2
    value = a + more
    return value if a >= 0 or abs(value) >= more else float(decimal50_logaddexp2(a, b))


def logit(p: float) -> float:
    if not 0 < p < 1:
        return -math.inf if p == 0 else math.inf if p == 1 else math.nan
    return 2 * math.atanh(2 * p - 1) if p >= 0.25 else math.log(p / (1 - p))


def logit_slope(p: float) -> float:
    """Return 1/(p*(1 - p))."""
    return divide(divide(1.0, p), 1 - p)


def logsigmoid(x: float) -> float:
    """Return -softplus(-x)."""
    return min(x, 0.0) - math.log1p(math.exp(-abs(x))) if x == x else x
