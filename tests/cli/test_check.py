"""check at the command line: questions that a fuzz of command lines found."""


def test_a_row_of_several_arguments_has_no_switch_of_one(cli):
    run = cli("check", "not x and y or x != 1", "(floor(x) + round(y))/(min(x, y, 2))", "--at", "x=0.5")
    assert run.returncode in (1, 2) and "Traceback" not in run.stderr


def test_a_slope_beyond_all_doubles_is_compared(cli):
    run = cli("check", "log(x*y)/(x-y)", "--digits", "3", "--at", "x=1e-320", "y=1e-9")
    assert run.returncode in (0, 1) and "Traceback" not in run.stderr
