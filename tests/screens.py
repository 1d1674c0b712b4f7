"""A terminal for tests: pexpect runs the program, pyte draws what it writes, and answers where the cursor is."""

import os
import re
import sys
import time

import pexpect
import pyte

CURSOR = re.compile(rb"\x1b\[6n")  # the program asks for the place of the cursor
PATIENCE = 20  # seconds until a screen must show what is waited for


class Terminal:
    """A process of `gradcli` on a terminal of some size."""

    def __init__(self, *words, columns=80, lines=24, program=(sys.executable, "-m", "gradcli"), **environment):
        self.screen = pyte.Screen(columns, lines)
        self.stream = pyte.ByteStream(self.screen)
        kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES", "FORCE_COLOR")}
        self.process = pexpect.spawn(program[0], [*program[1:], *words], dimensions=(lines, columns), timeout=PATIENCE,
                                     env={**kept, "TERM": "xterm", "GRADCLI_HISTORY": "", **environment})
        self.process.delaybeforesend = None
        self.raw = b""

    def read(self, seconds=0.02):
        """Draw what the program has written, and answer it."""
        try:
            data = self.process.read_nonblocking(1 << 16, timeout=seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.raw += data
        self.stream.feed(data)
        for _ in CURSOR.findall(data):
            self.process.send(f"\x1b[{self.screen.cursor.y + 1};{self.screen.cursor.x + 1}R")

    def type(self, text):
        self.process.send(text)

    def wait(self, text):
        """Read until the screen shows a text; return its lines."""
        end = time.monotonic() + PATIENCE
        while text not in "\n".join(self.lines()) + " ":
            assert time.monotonic() < end, "\n".join([f"{text!r} is not on the screen:", *self.lines()])
            self.read()
        return self.lines()

    def show(self, *lines):
        """Read until the screen has these lines and no others."""
        end = time.monotonic() + PATIENCE
        while self.lines() != [*lines]:
            assert time.monotonic() < end, "\n".join(["the screen is another:", *self.lines()])
            self.read()

    def lines(self):
        """The lines of the screen, without those that are empty at its end."""
        found = [line.rstrip() for line in self.screen.display]
        while found and not found[-1]:
            found.pop()
        return found

    def end(self):
        """Wait for the process to end; return its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.isalive() and time.monotonic() < end:
            self.read()
        self.read()
        self.process.close(force=True)
        return self.process.exitstatus
