"""The table: every operation is one row, sorted as a reader would look it up. Here are its contents, family by family.

Importing this package enters the rows that programs are made of: those with symbols, whose names here are opcodes. The rows
that have a name are imported, a family at a time, when a text names one; CONTENTS lists these names and their synonyms.
"""

from gradcli.core.primitive import FUNCTIONS, Primitive

CONTENTS = {
    "elementary": "sqrt √ cbrt ∛ exp exp2 expm1 e log ln log2 log10 log1p",
    "geometry": "hypot atan2 arctan2",
    "constants": "pi π inf nan",
    "logic": "where",
    "piecewise": "abs |x| sign relu floor ceil round trunc heaviside max min clamp",
    "trigonometric": "sin cos tan sec csc cot asin arcsin acos arccos atan arctan asec arcsec acsc arccsc acot arccot sinc",
    "hyperbolic": "sinh cosh tanh sech csch coth asinh arcsinh acosh arccosh atanh arctanh asech arcsech acsch arccsch "
                  "acoth arccoth",
    "arithmetic": "factorial",
    "special": "erf erfc gamma lgamma digamma polygamma",
    "statistics": "normpdf normcdf",
    "activation": "sigmoid logit softplus logaddexp silu gelu",
}
# The words of these families are functions directly before a parenthesis alone: texts may have them as names.
CALLED = {
    "rectifiers": "leaky_relu elu selu celu relu6 hardtanh hardsigmoid hardswish softshrink",
    "gates": "logsigmoid softsign tanhshrink mish gelu_tanh",
    "parts": "square rsqrt frac copysign fmod lerp radians deg2rad degrees rad2deg",
    "error_family": "erfinv erfcinv erfcx erfi dawsn dawson",
    "normal": "ndtri log_ndtr",
    "beta": "beta lbeta binom binomial",
    "zeta": "zeta gammainc igamma gammaincc igammac multigammaln multipolygamma lambertw",
    "bessel": "besselj bessely besseli besselk i0 i1 i0e i1e ai airyai aip bi airybi bip",
    "integrals": "expi li si ci fresnels fresnelc ellipk ellipe",
    "means": "agm",
    "entropy": "xlogy xlog1py entr logaddexp2 logsumexp",
}
CONTENTS |= CALLED
FUNCTIONS.called.update(word for words in CALLED.values() for word in words.split())
for _family, _words in CONTENTS.items():
    FUNCTIONS.families.update(dict.fromkeys(_words.split(), "gradcli.ops." + _family))

from gradcli.ops import arithmetic, logic, powers  # noqa: E402  rows are checked against the contents

ADD, SUB, MUL, DIV, NEG = arithmetic.add, arithmetic.sub, arithmetic.mul, arithmetic.div, arithmetic.neg
POW, SELECT = powers.power, logic.where  # SELECT(c, a, b) is `a if c else b`
AND, OR, NOT, LT, LE, GT, GE, NE = (
    logic.logical_and, logic.logical_or, logic.logical_not, logic.lt, logic.le, logic.gt, logic.ge, logic.ne)



def family(name: str) -> list[Primitive]:
    """Return the rows of a family that have a name."""
    return [FUNCTIONS[word] for word in CONTENTS[name].split()]


__all__ = ["CONTENTS", "family",
           "ADD", "AND", "DIV", "GE", "GT", "LE", "LT", "MUL", "NE", "NEG", "NOT", "OR", "POW", "SELECT", "SUB"]
