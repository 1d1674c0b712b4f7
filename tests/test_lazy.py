"""Kernels and modules that are imported when they are first used."""

import subprocess
import sys

from gradcli.lazy import lazy_kernel
from gradcli.numeric import geometry

PROGRAM = """
import sys
from gradcli.lazy import lazy_kernel
kernel = lazy_kernel("geometry", "semicircle")
before = "gradcli.numeric.geometry" in sys.modules
print(before, kernel(0.6), "gradcli.numeric.geometry" in sys.modules)
"""


def test_the_module_is_imported_by_the_first_call():
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("False 0.8 True\n", "")


def test_a_module_is_imported_when_something_of_it_is_used():
    program = "import sys; from gradcli.lazy import LazyModule; module = LazyModule('gradcli.numeric.geometry'); " \
        "print('gradcli.numeric.geometry' in sys.modules, module.semicircle(0.6), 'gradcli.numeric.geometry' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("False 0.8 True\n", "")


def test_it_is_looked_up_once(monkeypatch):
    kernel = lazy_kernel("geometry", "semicircle")
    assert kernel(0.0) == 1
    monkeypatch.setattr(geometry, "semicircle", None)
    assert kernel(1.0) == 0
