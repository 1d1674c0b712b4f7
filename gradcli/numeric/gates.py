"""Numbers times a gate, mish and gelu_tanh with their derivatives, and tanhshrink; by pairs where an exponent is large."""

import math

from gradcli.numeric.double_double import pair_product, polynomial, quotient, taylor_at_zero, two_product, two_sum
from gradcli.numeric.logistic import exp_times

# 0.044715 and 2*sqrt(2/pi) as pairs (tests/bench/coefficients.py)
CUBIC = (0.044715, 2.1960211427085595e-18)
TWICE_ROOT = (1.5957691216057308, -9.96930880911092e-17)
FAR = 40.0  # so far out the gate is open, or shut
# Zeros of derivatives (double-double) and the Taylor series there over x - zero, the highest power first: abs(x - zero) <
# RADIUS, degrees 23 and 33, errors at most 1.5e-16 (tests/bench/coefficients.py)
RADIUS = 0.4
WIDER = 0.55  # of the last two
MISH_SLOPE_ZERO = (-1.1924312145154952, -4.8484829848031044e-17)
MISH_SLOPE_SERIES = (
    -1.7442209713382678e-10, -2.6751871594311224e-10, 4.817646300218697e-10, 3.3604012383661332e-09, 6.3895954615089855e-09,
    -5.460186173028381e-09, -6.174424363104907e-08, -1.4117255919499382e-07, 2.6879417855557728e-08, 1.071676702702074e-06,
    2.9088199364912223e-06, 9.427361327376651e-07, -1.72992708103044e-05, -5.582891567360688e-05, -4.1961496031696126e-05,
    0.00025412936386191073, 0.0009898181021289196, 0.0010924055409445854, -0.0033606849270232685, -0.01582112656173338,
    -0.020271822716684245, 0.04190782104360987, 0.20473126408010586, 0.2669479140495345)
MISH_LEFT_ZERO = (-2.256376396360793, -1.0703174875019247e-16)
MISH_LEFT_SERIES = (
    -3.825711124112797e-12, -1.2454763156836604e-11, -1.9587615834869195e-11, 3.5985149601048556e-11, 3.7278297023353565e-10,
    1.3947241287864647e-09, 2.7897687645450417e-09, -9.041836791970716e-10, -3.179194815463423e-08, -1.3816841246787867e-07,
    -3.2886827478945233e-07, -1.9166311947636233e-07, 2.1972274370071305e-06, 1.1646398837640038e-05, 3.2238496830115364e-05,
    3.978333053066292e-05, -0.00010538381919454746, -0.0007927886724150866, -0.002480068109334893, -0.003860493935188506,
    0.0033540526593358656, 0.03736189561023729, 0.09898193805255845, 0.1087544107316427)
MISH_RIGHT_ZERO = (1.4905711794854284, 7.126036715834263e-17)
MISH_RIGHT_SERIES = (
    9.442493225813562e-09, 3.1677243749092252e-09, -6.16810624585734e-08, 1.1103700734940431e-07, 1.222151382038124e-07,
    -8.865033422620115e-07, 1.1453549858100461e-06, 2.5942176688726364e-06, -1.1636938135269531e-05, 9.503876307943976e-06,
    4.3428925985047434e-05, -0.00013717566879765472, 4.5850287012401906e-05, 0.0006082701059370484, -0.0014013096671622836,
    -0.00026852183677313475, 0.0070027488703032735, -0.011535248884490047, -0.008932244292082872, 0.05998888116276497,
    -0.06665173991852782, -0.0797073551654253, 0.28127277803034306, -0.23069451159746054)
GELU_SLOPE_ZERO = (-0.7524614220710163, 3.635560509207687e-17)
GELU_SLOPE_SERIES = (
    -4.0424099628443715e-15, -9.865467716880927e-14, 3.5144509347290215e-15, 6.939761437601454e-13, 1.2486727012407477e-13,
    -4.827778412316251e-12, -1.6704708256434772e-12, 3.393384490409003e-11, 1.687283177355558e-11, -2.433873557833449e-10,
    -1.708811216951738e-10, 1.744987137846621e-09, 1.7637802707907564e-09, -1.196180847972441e-08, -1.6978217459781023e-08,
    7.520740909289922e-08, 1.4157556987729473e-07, -4.3102482988029016e-07, -9.898647747433667e-07, 2.4335516344299543e-06,
    5.918611710894005e-06, -1.5950896871645105e-05, -3.4956171694436116e-05, 0.00012425227802639782, 0.00026392764052681053,
    -0.0009274420230205449, -0.0024227318458750974, 0.005261059254921912, 0.019682309459833118, -0.01661932834305256,
    -0.11394448308095899, -0.01578285352184803, 0.38751844613578895, 0.4304000910248585)
GELU_CURVATURE_ZERO = (1.4185040087908283, 8.089265124388305e-17)
GELU_CURVATURE_SERIES = (
    -9.741133753360845e-14, 2.401936509405457e-13, 3.5666955438731445e-13, -2.2733038317868422e-12, 7.52274364284972e-13,
    1.533448743221207e-11, -2.787241549853563e-11, -6.931417480332243e-11, 3.007050913088175e-10, 5.3427653791305414e-11,
    -2.207298319503112e-09, 2.851641780735067e-09, 1.1237042794566375e-08, -3.602721872649386e-08, -2.4601994673299104e-08,
    2.779934168936508e-07, -2.3134876605993593e-07, -1.501746538549582e-06, 3.568864966961748e-06, 4.884341759522852e-06,
    -2.918654105104775e-05, 6.138879668243466e-06, 0.00017619942054101047, -0.00026173756856854425, -0.0007514200775098502,
    0.002643461146696662, 0.0007632001136916162, -0.01671150756085392, 0.020035361162701274, 0.056750540975161724,
    -0.16109481693213482, -0.008168951883944803, 0.432081111593848, -0.4095488174124191)
# tanhshrink(x)*cosh(x)/x**3 in x**2, the highest power first: x*cosh(x) - sinh(x), in which all terms have one sign
SHRINK_SERIES = [2 * k / math.factorial(2 * k + 1) for k in range(15, 0, -1)]
SHRINK_FROM = 2.0  # from here on x - tanh(x) does not cancel


def tanhshrink(x: float) -> float:
    """Return x - tanh(x)."""
    if not abs(x) < SHRINK_FROM:
        return x - math.tanh(x) if math.isfinite(x) else x
    square, error = two_product(x, x)
    cube = pair_product((x, 0.0), (square, error)) if abs(x) > 1e-90 else (x * square, 0.0)
    return quotient(*pair_product(cube, (polynomial(SHRINK_SERIES, square), 0.0)), math.cosh(x), 0.0)


def tanh_square(x: float) -> float:
    """Return tanh(x)**2; x - tanhshrink(x) is nearer to tanh(x) than libm's."""
    t = x - tanhshrink(x) if abs(x) < 1 else math.tanh(x)
    return t * t


def mish(x: float) -> float:
    """Return x*tanh(log(1 + exp(x))); with e = exp(x) the tangent is e*(2 + e)/(2 + e*(2 + e))."""
    if not x < FAR:
        return x
    e = math.exp(x)
    above, error = two_sum(2.0, e)
    product, rest = two_product(e, above) if e > 1e-200 else (2 * e, 0.0)
    below, more = two_sum(2.0, product)
    rest += e * error
    return exp_times(x, x * quotient(above, error, below, more + rest)) if x < 0 else x * quotient(
        product, rest, below, more + rest)


def mish_slope(x: float) -> float:
    """Return e*(4*(x + 1) + e*(4*x + 6) + 4*e**2 + e**3)/(2 + 2*e + e**2)**2, e = exp(x)."""
    if abs(x - MISH_SLOPE_ZERO[0]) < RADIUS:
        return taylor_at_zero(MISH_SLOPE_ZERO, MISH_SLOPE_SERIES, x)
    if not abs(x) < 800:
        return x if x != x else float(x > 0)
    e = math.exp(-abs(x))
    if x > 0:
        return (1 + e * (4 + e * (4 * x + 6 + 4 * e * (x + 1)))) / (1 + 2 * e * (1 + e)) ** 2
    return exp_times(x, (4 * (x + 1) + e * (4 * x + 6 + e * (4 + e))) / (2 + e * (2 + e)) ** 2)


def mish_curvature(x: float) -> float:
    """Return 4*e*(4 + 2*x + e*(8 + 2*x) + e**2*(6 - 3*x) + e**3*(2 - 2*x))/(2 + 2*e + e**2)**3, e = exp(x)."""
    for root, series in ((MISH_LEFT_ZERO, MISH_LEFT_SERIES), (MISH_RIGHT_ZERO, MISH_RIGHT_SERIES)):
        if abs(x - root[0]) < RADIUS:
            return taylor_at_zero(root, series, x)
    if not abs(x) < 800:
        return x if x != x else 0.0
    e = math.exp(-abs(x))
    if x > 0:
        top = (2 - 2 * x) + e * (6 - 3 * x + e * (8 + 2 * x + e * (4 + 2 * x)))
        return exp_times(-2 * x, 4 * top / (1 + 2 * e * (1 + e)) ** 3)
    top = 4 + 2 * x + e * (8 + 2 * x + e * (6 - 3 * x + e * (2 - 2 * x)))
    return exp_times(x, 4 * top / (2 + e * (2 + e)) ** 3) if x else 0.64


def _exponent(x: float) -> tuple[float, float]:
    """Return the pair v = 2*sqrt(2/pi)*(x + 0.044715*x**3), abs(x) < FAR; the gate of gelu_tanh is sigmoid(v)."""
    if abs(x) < 1e-100:
        return TWICE_ROOT[0] * x, 0.0
    high, low = pair_product(CUBIC, two_product(x, x))
    above, error = two_sum(1.0, high)
    return pair_product(TWICE_ROOT, pair_product((x, 0.0), (above, error + low)))


def _gated(x: float, factor: float) -> float:
    """Return factor*sigmoid(v) for x < 0."""
    v, error = _exponent(x)
    e = math.exp(v)
    below, more = two_sum(1.0, e)
    if v < -600 or abs(factor) < 1e-200:
        return exp_times(v, factor * (1 + error) / below)
    product, rest = two_product(e, factor)
    return quotient(product, rest + product * error, below, more + e * error)


def gelu_tanh(x: float) -> float:
    """Return x*sigmoid(v)."""
    if not abs(x) < FAR:
        return -0.0 if x < 0 else x
    return _gated(x, x) if x < 0 else x / (1 + math.exp(-_exponent(x)[0]))


def _slope_of_exponent(x: float) -> float:
    return TWICE_ROOT[0] * (1 + 3 * CUBIC[0] * x * x)


def gelu_tanh_slope(x: float) -> float:
    """Return sigmoid(v)*(1 + x*v'*sigmoid(-v))."""
    if abs(x - GELU_SLOPE_ZERO[0]) < WIDER:
        return taylor_at_zero(GELU_SLOPE_ZERO, GELU_SLOPE_SERIES, x)
    if not abs(x) < FAR:
        return x if x != x else float(x > 0)
    e = math.exp(-abs(_exponent(x)[0]))
    if x < 0:
        return _gated(x, 1 + x * _slope_of_exponent(x) / (1 + e))
    return (1 + x * _slope_of_exponent(x) * e / (1 + e)) / (1 + e)


def gelu_tanh_curvature(x: float) -> float:
    """Return sigmoid(v)*sigmoid(-v)*(2*v' + x*v'' - x*v'**2*tanh(v/2)), which is even."""
    x = -abs(x)
    if abs(-x - GELU_CURVATURE_ZERO[0]) < WIDER:
        return taylor_at_zero(GELU_CURVATURE_ZERO, GELU_CURVATURE_SERIES, -x)
    if not x > -FAR:
        return 0.0 if x == x else x
    slope, v = _slope_of_exponent(x), _exponent(x)[0]
    factor = 2 * slope + TWICE_ROOT[0] * 6 * CUBIC[0] * x * x - x * slope * slope * math.tanh(v / 2)
    return _gated(x, factor / (1 + math.exp(v)))
