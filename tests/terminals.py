"""Terminals of every width, and graphs with the longest numbers to show on them."""

import io
import re

from rich.console import Console

from gradcli.calc.backprop.graph import graph
from gradcli.calc.question import Question
from gradcli.syntax.parser import parse

WIDTHS = [40, 80, 120]
LONGEST = -1.7976931348623157e+308
COLORS = re.compile(r"\x1b\[[0-9;]*m")


def terminal(width, encoding="utf-8", colors=None):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    return Console(file=file, width=width, height=25, force_terminal=True, color_system=colors)


def square(data=LONGEST, grad=0.30000000000000004, name="x"):
    """The graph of name*name + 1/3."""
    report = graph(Question(f"{name}*{name} + 1/3", {}))
    numbers = [(data, grad), (data, None), (1 / 3, None), (data, None)]
    nodes = [node._replace(data=data, grad=grad) for node, (data, grad) in zip(report.nodes, numbers, strict=True)]
    return report._replace(at={name: data}, nodes=nodes)


def chain(length, name="x"):
    """sin of sin of … of name, as deep as it is long."""
    report = graph(Question("sin(" * (length - 1) + name + ")" * (length - 1), {}))
    numbers = [(0.1, 1 / 3), *((1 / (i + 2), None) for i in range(1, length))]
    return report._replace(nodes=[node._replace(data=data, grad=grad)
                                  for node, (data, grad) in zip(report.nodes, numbers, strict=True)])


def words(text):
    return re.split(r"[\s=]+", text)


def formula(text):
    return parse(text).result
