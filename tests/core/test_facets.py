"""The facets of a row: their methods; they are immutable."""

import pytest

from gradcli.core.facets import LAWLESS, Laws, Notation, Singular, Syntax, Torch, exact_only_at


def test_a_changed_facet_is_a_copy():
    laws = Laws(parity=-1, odd_root=3)
    even = laws.changed(parity=1)
    assert (laws.parity, even.parity, even.odd_root, even.linear) == (-1, 1, 3, ())
    assert type(even) is Laws and even is not laws
    jump = Singular(kinks=abs).changed(jumps=bool)
    assert (jump.poles, jump.kinks, jump.jumps) == (None, abs, bool)


@pytest.mark.parametrize("laws, product", [
    (LAWLESS, False), (Laws(linear=(1, 1)), False), (Laws(monomial=(1, -1)), True), (Laws(is_power=True), True)])
def test_products_of_powers_are_multiplicative(laws, product):
    assert laws.multiplicative is product


def test_pytorchs_name_depends_on_which_arguments_are_numbers():
    """torch.pow(x, 2) keeps the 2 in its node, torch.pow(x, y) has two inputs."""
    power = Torch({"tn": "PowBackward0", "nt": "PowBackward2", "tt": "PowBackward1"})
    assert [power.name(kinds) for kinds in ("tn", "nt", "tt", "nn")] == [f"PowBackward{i}" for i in (0, 2, 1, 1)]
    assert power.stores_scalars("tn") and not power.stores_scalars("nn")
    plain = Torch("SinBackward0")
    assert plain.name("t") == "SinBackward0" and not plain.stores_scalars("n")


def test_spellings_are_separated_by_blanks():
    assert Syntax("infix", "** ^", 15, 14).symbols == ["**", "^"]
    notation = Notation(synonyms="ln  log_e", foreign_names="Log")
    assert (notation.synonyms, notation.foreign_names) == (["ln", "log_e"], ["Log"])


def test_a_function_that_is_rational_at_one_argument_alone():
    exp = exact_only_at(0, 1)
    assert (exp(0), exp(1)) == (1, None)
