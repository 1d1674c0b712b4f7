

def test_along_a_name_that_does_not_occur_the_derivative_is_0(cli):
    warning = "Warning: unused: z does not occur in the expression\n"
    found = cli("check", "x**2", "--at", "x=3", "--wrt", "x,z")
    assert (found.stdout.splitlines()[1], found.stderr) == ("d/dz\t0\t0\tcomplex step\t16\tagrees", warning)
    for words, first in [(["x**2", "0", "--wrt", "z"], "right"), (["x**2", "2*x", "--wrt", "z"], "wrong"),
                         (["x**2", "z", "--wrt", "z"], "wrong"), (["5", "0", "--wrt", "z"], "right"),
                         (["x**2", "0", "--wrt", "z", "--at", "x=3"], "right"),
                         (["abs(x)", "0", "--wrt", "z", "-n", "2"], "right")]:
        found = cli("check", *words)
        assert (found.stdout[:5], found.stderr) == (first, warning)
    assert cli("check", "5", "0").stdout.startswith("right") and cli("check", "5", "1").stdout.startswith("wrong")
