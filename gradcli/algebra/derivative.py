"""A formula and its successive derivatives, each simplified before the next is taken.

The derivatives of U*w, U a product of powers with variable exponents and of exponentials, grow fastest. From the second
order on they are U times a polynomial in g1 = U'/U, g2 = g1', … and in w, w', …, each of these simplified by itself (Faà di
Bruno's formula); differentiating U*(…) as a product would lose that structure.
"""

from collections import Counter
from collections.abc import Sequence

from gradcli.algebra.budget import Budget
from gradcli.algebra.canonical import canonical
from gradcli.algebra.forms import Form
from gradcli.algebra.normal import Algebra
from gradcli.algebra.read import Reader
from gradcli.algebra.write import write
from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.engine.passes import expand_hidden
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError


class DerivativeChain:
    """A formula that its derivatives replace one after the other; `root` is its slot on `tape`."""

    def __init__(self, tape: Tape, root: int, decimals: bool, budget: Budget) -> None:
        self.decimals, self.budget = decimals, budget
        self.tape, (self.root,) = self.simplify(tape, [root])
        self.factor: ExponentialFactor | None = None
        self.before: tuple[str, Tape, int] | None = None  # the last name, and the formula of which this is the derivative

    def simplify(self, tape: Tape, roots: list[int]) -> tuple[Tape, list[int]]:
        """Return a tape with the canonical forms of `roots`, and their slots."""
        longer, moved = expand_hidden(tape)
        if len(longer) > self.budget.limit:
            raise GradcliError(f"the derivative takes {len(longer)} operations, beyond the limit of {self.budget.limit}",
                               help="raise it with --limit", code=1)
        return canonical(longer, [moved[root] for root in roots], self.decimals, self.budget)

    def slots(self, names: Sequence[str]) -> list[int]:
        """Return the slots of variables; one that has dropped out of the formula is appended."""
        known = {self.tape.attributes[slot]: slot for slot, row in enumerate(self.tape.operations) if row is VARIABLE}
        return [known[name] if name in known else self.tape.variable(name) for name in names]

    def write(self) -> tuple[Tape, int]:
        """Return the tape with the formula, and its slot."""
        return self.tape, self.root

    def differentiate(self, name: str) -> None:
        """Replace the formula by its derivative."""
        if self.before is None or self.before[0] != name:
            self.factor = None
        elif self.factor is None:
            self.factor = ExponentialFactor.split(self, *self.before)
        self.before = name, self.tape, self.root
        if self.factor and self.factor.is_cheaper:
            self.tape, self.root = self.factor.next()
        else:
            self.tape, (self.root,) = self.simplify(self.tape, [_slope(self, name)])


def _slope(chain: DerivativeChain, name: str) -> int:
    """Append the derivative of a formula to its tape; return its slot."""
    variable, = chain.slots([name])
    adjoint = reverse(chain.tape, chain.root, [variable]).get(variable)
    return chain.tape.constant(0) if adjoint is None else adjoint


class ExponentialFactor:
    """The derivatives of U*w along a name, from the second on: U times the sum of `monomials`.

    The key (j, a, b, …) stands for the derivative of w of order j times g1**a*g2**b*…
    """

    def __init__(self, algebra: Algebra, name: str, variables: list[str], exponential: Form,
                 slope: DerivativeChain, rest: DerivativeChain) -> None:
        self.algebra, self.name, self.variables, self.exponential = algebra, name, variables, exponential
        self.slope, self.slopes = slope, [self._form(slope)]
        self.rest, self.rests = rest, [self._form(rest)]
        self.order, self.monomials = 0, Counter[tuple[int, ...]]({(0,): 1})
        self._extend(self.rest, self.rests)
        self._step()

    @classmethod
    def split(cls, chain: DerivativeChain, name: str, tape: Tape, root: int) -> "ExponentialFactor | None":
        """Split a formula of a chain into U and w; None where it has no exponential factor."""
        algebra = Algebra(chain.decimals, chain.budget)
        reader = Reader(algebra, tape)
        form, = reader.read([root])
        if len(form.items) != 1:
            return None
        (term, coefficient), = form.items.items()
        powers = {b: e for b, e in term.powers.items() if isinstance(e, Form) or b.row and b.row.laws.exponential}
        if not powers:
            return None
        forms = [algebra.form({algebra.term(powers): 1}),
                 algebra.form({algebra.term({b: e for b, e in term.powers.items() if b not in powers}): coefficient})]
        tape, slots = write(algebra, forms, reader.variables, chain.decimals)
        exponential, rest = (DerivativeChain(tape, slot, chain.decimals, chain.budget) for slot in slots)
        ratio = Ref(exponential.tape, _slope(exponential, name)) / Ref(exponential.tape, exponential.root)
        slope = DerivativeChain(exponential.tape, ratio.slot, chain.decimals, chain.budget)
        return cls(algebra, name, reader.variables, forms[0], slope, rest)

    @property
    def is_cheaper(self) -> bool:
        """Return whether the recurrence is still cheaper than differentiating the simplified formula.

        Where g1 is not a sum, more monomials than orders collect better one by one.
        """
        return len(self.slopes[0].items) > 1 or len(self.monomials) <= self.order + 1

    def next(self) -> tuple[Tape, int]:
        """Return a tape with the next derivative, and its slot."""
        algebra = self.algebra
        self._extend(self.slope, self.slopes)
        self._extend(self.rest, self.rests)
        self._step()
        polynomial = algebra.sum((c, algebra.product([(self.rests[j], 1), *(
            (slope, e) for slope, e in zip(self.slopes, powers, strict=True) if e)])) for (j, *powers), c in
            self.monomials.items())
        product = algebra.product([(self.exponential, 1), (polynomial, 1)])
        tape, (root,) = write(algebra, [product], self.variables, algebra.decimals)
        return tape, root

    def _form(self, chain: DerivativeChain) -> Form:
        """Return the formula of a chain in this algebra."""
        return Reader(self.algebra, chain.tape).read([chain.root])[0]

    def _extend(self, chain: DerivativeChain, found: list[Form]) -> None:
        """Append the next derivative, unless the last is 0."""
        if found[-1].items:
            chain.differentiate(self.name)
            found.append(self._form(chain))

    def _step(self) -> None:
        """Replace the polynomial by its derivative plus g1 times it, without terms that are 0."""
        found: Counter[tuple[int, ...]] = Counter()
        for (j, *powers), c in self.monomials.items():
            powers += [0] * (len(self.slopes) - len(powers))
            found[j + 1, *powers] += c
            found[j, powers[0] + 1, *powers[1:]] += c
            for i, e in enumerate(powers):
                if e:
                    found[j, *powers[:i], e - 1, powers[i + 1] + 1, *powers[i + 2:]] += c * e
        self.algebra.budget.spend(len(found))
        self.order += 1
        self.monomials = Counter({(j, *powers): c for (j, *powers), c in found.items() if self.rests[j].items and all(
            slope.items or not e for slope, e in zip(self.slopes, powers, strict=True))})
