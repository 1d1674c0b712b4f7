"""The steps of a derivation as lines, for plain text and a terminal alike."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gradcli.render.text import number, point
from gradcli.report.base import Formula, label
from gradcli.report.derivations import Derivation, Rule
from gradcli.syntax import printer
from gradcli.syntax.nodes import Apply, Name

FIRST, REST = 5_000, 100  # parts of a formula that are shown: in the first step, in others
LEAST, SHOWN = 20, 50_000  # in others of very many: at least, and in all of them together
CONDITION = "condition"  # the name of a branch's condition among the parts
MAX_INDENT = 12  # levels of steps that are indented further
# The title of each rule, and its law over the names of its parts.
RULES = {
    "constant": ("constant rule", "a constant has the derivative 0"), "variable": ("the variable itself", ""),
    "linear": ("constant factor", ""), "power": ("power rule", ""), "polynomial": ("power rule, term by term", ""),
    "sum": ("sum rule, term by term", ""), "opposite": ("constant factor", "(-{0})' = -{0}'"),
    "constant factor": ("constant factor", "({0}*{1})' = {0}*{1}'"),
    "constant divisor": ("constant divisor", "({1}/{0})' = {1}'/{0}"),
    "product": ("product rule", "({0}*{1})' = {0}'*{1} + {0}*{1}'"),
    "quotient": ("quotient rule", "({0}/{1})' = ({0}'*{1} - {0}*{1}')/{1}**2"),
    "constant numerator": ("reciprocal rule", "({0}/{1})' = -{0}*{1}'/{1}**2"),
    "general power": ("general power rule", "({0}**{1})' = {0}**{1}*({1}'*log({0}) + {1}*{0}'/{0})"),
    "exponential": ("exponential rule", ""), "chain": ("chain rule", "{f}({1})' = {f}'({1})*{1}'"),
    "chain of several": ("chain rule", "{0}' = {law}"), "piecewise": ("piecewise", "branch by branch"),
    "pieces of constants": ("piecewise constant", "0 between its jumps"), "extreme": ("derivative of {function}", "")}


class Line(NamedTuple):
    """A line: its indent, its mark (the number of a step), its text and its style."""

    indent: int
    mark: str
    text: str
    style: str

    def head(self) -> str:
        """Return the mark and the indent before the text."""
        return f"{self.mark} {' ' * self.indent}" if self.mark else " " * self.indent

    def plain(self) -> str:
        """Write the line without colours."""
        return (self.head() + self.text).rstrip()


def excerpt(root: Formula, most: int) -> str:
    """Write a formula, without its deepest parts if it has more than `most`."""
    return printer.text(prune(root, most))


def prune(root: Formula, most: int) -> Formula:
    """Replace the parts of a formula beyond the first `most`, level by level, by dots."""
    order: list[Formula] = [root]
    below: list[list[int]] = []
    for node in order:
        arguments = node.arguments if isinstance(node, Apply) else ()
        if len(order) + len(arguments) > most:
            below.append([-1] * bool(arguments))
        else:
            below.append([len(order) + i for i in range(len(arguments))])
            order += arguments
    rebuilt: dict[int, Formula] = {}
    for place in range(len(order) - 1, -1, -1):
        node, places = order[place], below[place]
        rebuilt[place] = (Name("…") if places == [-1] else node if not places else
                          Apply(node.row, tuple(rebuilt[i] for i in places)))
    return rebuilt[0]


def limits(report: Derivation) -> tuple[int, int]:
    """Return the number of parts of a formula that are shown in the first step, and in others."""
    return FIRST, max(LEAST, min(REST, SHOWN // max(1, len(report.steps))))


def in_order_of_results(steps: Sequence[Rule]) -> list[Rule]:
    """Return the steps with inner ones before those that use them."""
    found: list[Rule] = []
    open_steps: list[Rule] = []
    for step in steps:
        while open_steps and open_steps[-1].id != step.parent:
            found.append(open_steps.pop())
        open_steps.append(step)
    return [*found, *reversed(open_steps)]


def as_fields(report: Derivation) -> dict[str, object]:
    """Return the fields of the JSON object."""
    first, rest = limits(report)
    steps = []
    for step in report.steps:
        most = rest if step.depth else first
        rule = f"derivative of {step.function}" if step.rule in ("function", "extreme") else step.rule
        steps.append({"id": step.id, "parent": step.parent, "rule": rule, "of": excerpt(step.of, most),
                      "parts": {name: excerpt(part, most) for name, part in step.parts.items()},
                      "result": excerpt(step.result, most)})
    return {"expression": report.expression, "wrt": report.wrt, "order": report.order, "steps": steps,
            "derivative": report.derivative, "at": report.at, "value": report.value, "warnings": report.warnings}


def title(rule: Rule) -> tuple[str, str]:
    """Return the title of a rule, and its law."""
    if rule.same is not None:
        return f"as in step {rule.same}", ""
    if rule.rule == "function":
        return f"derivative of {rule.function}", f"by convention, {rule.convention}" * bool(rule.convention)
    if rule.rule == "step function":
        return f"{rule.function} is a step function", "0 between its jumps"
    if rule.rule == "extreme":
        return f"derivative of {rule.function}", f"that of the argument which is taken; by convention, {rule.convention}"
    name, law = RULES[rule.rule]
    parts = list(rule.parts)
    function = parts[0].partition("(")[0] if parts else ""
    several = " + ".join(f"{function}_{part}*{part}'" for part in parts if not set(part) & set("(_'"))
    return name, law.format(*parts, f=function, law=several)


def why(rule: Rule) -> str:
    """Return the title of the rule that gives f' in a chain rule."""
    if rule.outer == "function":
        return f"derivative of {rule.function}" + f"; by convention, {rule.convention}" * bool(rule.convention)
    return RULES[rule.outer][0]


def narrate_steps(reports: Sequence[Derivation]) -> Iterator[Line]:
    """Yield the lines of all derivations."""
    for i, report in enumerate(reports):
        if i:
            yield Line(0, "", "", "")
        yield from derivation(report)


def derivation(report: Derivation) -> Iterator[Line]:
    """Yield the lines of a derivation: its steps, the simplified derivative, and the number at the point."""
    expression = report.expression if isinstance(report.expression, str) else excerpt(report.expression, FIRST)
    others = f", {', '.join(report.others)} {'is a constant' if len(report.others) == 1 else 'are constants'}"
    bound = f" at {point(report.at)}" if report.at and report.value is None else ""
    head = f"{label(report.wrt[-1:])} of {' '.join(expression.split())}{bound}{others * bool(report.others)}"
    yield Line(0, "", head, "bold")
    yield Line(0, "", "", "")
    width = max(2, len(str(len(report.steps))))
    _, rest = limits(report)
    open_steps: list[Rule] = []
    for step in report.steps:
        while open_steps and open_steps[-1].id != step.parent:
            yield from _end(open_steps.pop(), width, rest)
        yield from _begin(step, width, rest, report.wrt[-1])
        open_steps.append(step)
    while open_steps:
        yield from _end(open_steps.pop(), width, rest)
    if report.derivative is not None:
        yield Line(0, "", "", "")
        yield Line(0, "", "simplified", "dim")
        yield Line(width + 1, "", excerpt(report.derivative, FIRST), "bold")
    if report.at is not None and report.value is not None:
        yield Line(0, "", f"at {point(report.at)}", "dim")
        yield Line(width + 1, "", number(report.value), "bold")


def _begin(step: Rule, width: int, rest: int, name: str) -> Iterator[Line]:
    most, indent = rest if step.depth else FIRST, 2 * min(step.depth, MAX_INDENT)
    head = f"{label([name])}[{excerpt(step.of, most)}]"
    rule, law = title(step)
    yield Line(indent, str(step.id).rjust(width), "   ".join(filter(None, [head, "  ".join(filter(None, [rule, law]))])), "")
    parts = {part: excerpt(formula, rest) for part, formula in step.parts.items()}
    outside = [part for part in parts if set(part) & set("'_")] if step.outer else []
    listed = [f"{part} = {text}" for part, text in parts.items() if part not in outside and part != CONDITION]
    if CONDITION in parts:
        first, second = listed
        listed = [f"{first} where {parts[CONDITION]}", f"{second} otherwise"]
    if listed:
        yield Line(indent + width + 1, "", ",  ".join(listed), "dim")
    for part in outside:
        yield Line(indent + width + 1, "", f"{part} = {parts[part]}   ({why(step)})", "dim")


def _end(step: Rule, width: int, rest: int) -> Iterator[Line]:
    indent = 2 * min(step.depth, MAX_INDENT) + width + 1
    if step.derivatives:
        yield Line(indent, "", ",  ".join(f"{part} = {excerpt(formula, rest)}" for part, formula in
                                          step.derivatives.items()), "dim")
    yield Line(indent, "", f"= {excerpt(step.result, rest if step.depth else FIRST)}", "")
