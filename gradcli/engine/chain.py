"""A formula and its derivatives one after the other, each simplified before the next is taken.

What grows is U*w, U a product of powers with variable exponents and of exponentials. From the second order on such a
derivative is U times a polynomial in g1 = U'/U, g2 = g1', … and in w, w', …, each of these a formula simplified by itself
(Faà di Bruno's); to differentiate U*(…) as a product would lose that structure.
"""

from collections import Counter
from collections.abc import Sequence

from gradcli.core.primitive import VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.engine.algebra import Algebra
from gradcli.engine.budget import Budget
from gradcli.engine.canonical import Reader, canonical, write
from gradcli.engine.forms import Form
from gradcli.engine.passes import expanded
from gradcli.engine.reverse import reverse
from gradcli.errors import GradcliError


class Chain:
    """`tape` and `root` are the formula, or the derivative that was put in its place."""

    def __init__(self, tape: Tape, root: int, decimals: bool, budget: Budget) -> None:
        self.decimals, self.budget = decimals, budget
        self.tape, (self.root,) = self.simplified(tape, [root])
        self.growth: _Growth | None = None

    def simplified(self, tape: Tape, roots: list[int]) -> tuple[Tape, list[int]]:
        """The same in canonical form."""
        longer, moved = expanded(tape)
        if len(longer) > self.budget.limit:
            raise GradcliError(f"the derivative takes {len(longer)} operations, beyond the limit of {self.budget.limit}",
                               help="raise it with --limit", code=1)
        return canonical(longer, [moved[root] for root in roots], self.decimals, self.budget)

    def slots(self, names: Sequence[str]) -> list[int]:
        """The slots of variables; one that has dropped out gets a new one."""
        known = {self.tape.attributes[slot]: slot for slot, row in enumerate(self.tape.operations) if row is VARIABLE}
        return [known[name] if name in known else self.tape.variable(name) for name in names]

    def differentiate(self, name: str) -> None:
        """Put the derivative in the formula's place."""
        if self.growth and self.growth.name == name:
            self.tape, self.root = self.growth.next()
        else:
            self.growth = _Growth.of(self, name)
            self.tape, (self.root,) = self.simplified(self.tape, [_slope(self, name)])


def _slope(chain: Chain, name: str) -> int:
    """The derivative of a chain's formula, put on its tape."""
    variable, = chain.slots([name])
    adjoint = reverse(chain.tape, chain.root, [variable]).get(variable)
    return chain.tape.constant(0) if adjoint is None else adjoint


class _Growth:
    """The derivatives of U*w along a name, from the second on.

    They are U times the sum of `monomials`: the key (j, a, b, …) stands for the derivative of w of order j times
    g1**a*g2**b*…
    """

    def __init__(self, chain: Chain, name: str, grown: Chain, rest: Chain) -> None:
        self.name, self.chain = name, chain
        self.grown = grown.tape, grown.root
        self.rest, self.rests = rest, [(rest.tape, rest.root)]
        self._append(self.rest, self.rests)
        ratio = Ref(grown.tape, _slope(grown, name)) / Ref(grown.tape, grown.root)
        self.slope = Chain(grown.tape, ratio.slot, chain.decimals, chain.budget)
        self.slopes = [(self.slope.tape, self.slope.root)]
        self.monomials: Counter[tuple[int, ...]] = Counter({(0,): 1})
        self._step()

    @classmethod
    def of(cls, chain: Chain, name: str) -> "_Growth | None":
        """That of a chain's formula; None where nothing in it grows."""
        algebra = Algebra(chain.decimals, chain.budget)
        reader = Reader(algebra, chain.tape)
        form, = reader.read([chain.root])
        if len(form.items) != 1:
            return None
        (term, coefficient), = form.items.items()
        powers = {b: e for b, e in term.powers.items() if isinstance(e, Form) or b.row and b.row.joins}
        if not powers:
            return None
        rest = algebra.form({algebra.term({b: e for b, e in term.powers.items() if b not in powers}): coefficient})
        tape, slots = write(algebra, [algebra.form({algebra.term(powers): 1}), rest], reader.variables, chain.decimals)
        return cls(chain, name, *(Chain(tape, slot, chain.decimals, chain.budget) for slot in slots))

    def _append(self, chain: Chain, found: list[tuple[Tape, int]]) -> None:
        chain.differentiate(self.name)
        found.append((chain.tape, chain.root))

    def _step(self) -> None:
        """The next polynomial: the derivative of this one, and it times g1."""
        found: Counter[tuple[int, ...]] = Counter()
        for (j, *powers), c in self.monomials.items():
            powers.append(0)
            found[j + 1, *powers] += c
            found[j, powers[0] + 1, *powers[1:]] += c
            for i, e in enumerate(powers[:-1]):
                if e:
                    found[j, *powers[:i], e - 1, powers[i + 1] + 1, *powers[i + 2:]] += c * e
        self.chain.budget.spend(len(found))
        self.monomials = found

    def next(self) -> tuple[Tape, int]:
        """A tape with the next derivative, and its slot."""
        self._append(self.slope, self.slopes)
        self._append(self.rest, self.rests)
        self._step()
        algebra = Algebra(self.chain.decimals, self.chain.budget)
        grown, *parts = (Reader(algebra, tape).read([root])[0] for tape, root in (self.grown, *self.slopes, *self.rests))
        slopes, rests = parts[:len(self.slopes)], parts[len(self.slopes):]
        self.monomials = Counter({key: c for key, c in self.monomials.items() if rests[key[0]].items and all(
            slope.items or not e for slope, e in zip(slopes, key[1:], strict=True))})
        polynomial = algebra.sum((c, algebra.product([(rests[j], 1), *zip(slopes, powers, strict=True)]))
                                 for (j, *powers), c in self.monomials.items())
        names = [self.chain.tape.attributes[slot] for slot, row in enumerate(self.chain.tape.operations) if row is VARIABLE]
        tape, (root,) = write(algebra, [algebra.product([(grown, 1), (polynomial, 1)])], names, self.chain.decimals)
        return tape, root
