"""The suite's own time limit."""

import subprocess
import sys
from pathlib import Path

HANGS = """
import subprocess
import sys

def test_loop():
    try:
        while True:
            pass
    except Exception:
        pass

def test_process():
    with subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"]):
        pass

def test_short():
    pass
"""


def test_a_test_that_hangs_fails(tmp_path):
    conftest = Path(__file__).with_name("conftest.py").read_text(encoding="utf-8")
    (tmp_path / "conftest.py").write_text(conftest.replace("GRACE = 5", "GRACE = 0.1"), encoding="utf-8")
    (tmp_path / "test_hangs.py").write_text(HANGS)
    (tmp_path / "pytest.ini").write_text("[pytest]\ntime_limit = 0.2\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path]
    run = subprocess.run(command, capture_output=True, text=True)
    assert "2 failed, 1 passed" in run.stdout and "more than 0.2 seconds" in run.stdout
