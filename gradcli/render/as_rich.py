"""Answers for a terminal, with colours."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import isfinite

from gradcli.render.screen import MAX_LINES, TERM, Console, Part, Screen, cell_len, widths
from gradcli.render.text import basis, entry, number, point, properties, slopes, verdict
from gradcli.render.tree import node_by_node, picture
from gradcli.report.base import Formula, Latex, Number, label
from gradcli.report.checks import Check, Claim, Comparison
from gradcli.report.derivations import Derivation
from gradcli.report.derivatives import Derivative, ImplicitDerivative
from gradcli.report.directions import Along, DerivativeAlong, Directed, HessianAlong, JacobianAlong, JacobianWeighted
from gradcli.report.functions import Function
from gradcli.report.graphs import Graph
from gradcli.report.matrices import Gradient, Hessian, HessianNonzero, Jacobian, JacobianNonzero
from gradcli.report.passes import Explanation
from gradcli.report.plots import Curves, Field
from gradcli.report.programs import Code
from gradcli.report.series import Series
from gradcli.report.topics import COMMANDS, Topic
from gradcli.report.uncertainties import Propagation, Spread
from gradcli.report.values import Answer

PROSE = 80  # columns of a paragraph, also on a wider terminal


def answer(report: Answer | Along, console: Console | None = None) -> str:
    """Write the value with its grad_fn, as PyTorch's repr does, and the partials."""
    screen = Screen(console)
    grad_fn = [(f" grad_fn=<{report.grad_fn}>", "dim")] if report.grad_fn else []
    rows = [(name, [(number(value), "bold"), *grad_fn * (name == label([]))]) for name, value in report.entries().items()]
    return "\n".join([*_head(screen, report.expression, report.at, along=_along(report)), *screen.rows(rows)])


def propagation(report: Propagation, console: Console | None = None) -> str:
    """Write the value with its uncertainty, and beside each partial what that name contributes, also as a part of all."""
    screen = Screen(console)
    sign, names = screen.mark("±"), list(dict.fromkeys([*report.partials, *report.shares]))
    at = {name: f"{number(each.value)}{sign}{number(each.uncertainty)}" if isinstance(each, Spread) else each
          for name, each in report.at.items()}
    table: list[list[Part]] = []
    for name in names:
        share = report.shares.get(name)
        partial = number(report.partials[name]) if name in report.partials else ""
        parts = ["", "", ""] if share is None else [screen.text(f"from {name}"), number(share), _percent(share, report)]
        table.append([(partial, "bold"), (parts[0], "cyan"), (parts[1], "bold"), (parts[2], "dim")])
    columns = widths(table) if table else []
    rows = [("value", [(number(report.value), "bold"), (f" {sign} {number(report.uncertainty)}", "bold")])]
    for name, cells in zip(names, table, strict=True):
        padded = [(text + " " * (width - cell_len(text) + gap), style)
                  for (text, style), width, gap in zip(cells, columns, (5, 2, 3, 0), strict=True)]
        last = max((i for i, (text, _) in enumerate(cells) if text), default=-1)
        rows.append((label([name]), [*padded[:last], cells[last]] if last >= 0 else []))
    return "\n".join([*_head(screen, report.expression, at), *(line.rstrip() for line in screen.rows(rows))])


def _percent(share: float, report: Propagation) -> str:
    """Return the part of the variance that a deviation is."""
    return f"{100 * (share / report.uncertainty)**2:.0f} %" if isfinite(share) and report.uncertainty else ""


def derivative(report: Derivative | DerivativeAlong | ImplicitDerivative, console: Console | None = None) -> str:
    return derivatives([report], console)


def derivatives(reports: Sequence[Derivative | DerivativeAlong | ImplicitDerivative], console: Console | None = None) -> str:
    """Write each derivative as its formula, its number, or `formula = number`."""
    screen = Screen(console)
    rows = [(report.name, _formula_and_value(screen, report.derivative, report.value)) for report in reports]
    head = _head(screen, reports[-1].expression, reports[-1].at, along=_along(reports[-1]))
    return "\n".join([*head, *screen.rows(rows)])


def gradient(report: Gradient, console: Console | None = None) -> str:
    screen = Screen(console)
    rows = [(label([name]), screen.entry(partial)) for name, partial in report.partials.items()]
    return "\n".join([*_head(screen, report.expression, report.at), *screen.rows(rows)])


def product(report: HessianAlong | JacobianAlong | JacobianWeighted, console: Console | None = None) -> str:
    """Write the product of a matrix and a direction, or of weights and a matrix."""
    screen = Screen(console)
    rows = [(name, screen.entry(value)) for name, value in report.entries().items()]
    head = _head(screen, _expressions(report), report.at, along=_along(report))
    if isinstance(report, JacobianWeighted):
        head[-1:] = [*screen.flow([("weights", "dim"), *((number(each), "dim") for each in report.weights)], gap=" "), ""]
    return "\n".join([*head, *screen.rows(rows)])


def nonzero(report: HessianNonzero | JacobianNonzero, console: Console | None = None) -> str:
    """Write the entries of a matrix that are not 0, one a line."""
    screen = Screen(console)
    rows = screen.rows([(name, screen.entry(value)) for name, value in report.nonzero.items()])
    return "\n".join([*_head(screen, _expressions(report), report.at), *(rows or ["all entries are 0"])])


def _expressions(report: Jacobian | JacobianNonzero | HessianNonzero | HessianAlong | JacobianAlong | JacobianWeighted,
                 ) -> str | list[str]:
    """Return the expression of a report, or several with their names."""
    if isinstance(report, HessianNonzero | HessianAlong):
        return report.expression
    return [line for i, each in enumerate(report.expressions, 1)
            for line in (f"f{i} = {each}", *([f"   = {each.read}"] if isinstance(each, Latex) else []))]


def hessian(report: Hessian, console: Console | None = None) -> str:
    screen = Screen(console)
    labels = [[label([a, b]) for b in report.wrt] for a in report.wrt]
    matrix = _matrix(screen, report.wrt, report.wrt, labels, report.hessian)
    return "\n".join([*_head(screen, report.expression, report.at), *matrix])


def jacobian(report: Jacobian, console: Console | None = None) -> str:
    screen = Screen(console)
    functions = [f"f{i}" for i, _ in enumerate(report.expressions, 1)]
    labels = [[label([name], function) for name in report.wrt] for function in functions]
    matrix = _matrix(screen, functions, report.wrt, labels, report.jacobian)
    return "\n".join([*_head(screen, _expressions(report), report.at), *matrix])


def series(report: Series, console: Console | None = None) -> str:
    """Write the polynomial, and its coefficients beside the powers of the deviations from the point."""
    screen = Screen(console)
    rows = [("polynomial", screen.entry(report.polynomial))]
    for coefficient in report.coefficients:
        powers = ["d" * (not report.expanded) + name + (f"**{power}" if power > 1 else "")
                  for name, power in coefficient.powers.items() if power]
        rows.append(("*".join(powers) or "1", _formula_and_value(screen, coefficient.coefficient, coefficient.value)))
    return "\n".join([*_head(screen, report.expression, report.around, "around"), *screen.rows(rows)])


def check(report: Check, console: Console | None = None) -> str:
    """Write each partial derivative with the verdict of the other methods."""
    screen = Screen(console)
    rows = []
    for row in report.partials:
        words, style = _verdict(row)
        words_in_style = [(word, style) for word, _ in screen.pieces(words)]
        rows.append((label([row.name]), [(number(row.reverse) + " ", "bold"), *words_in_style]))
    return "\n".join([*_head(screen, report.expression, report.at), *screen.rows(rows)])


def _verdict(row: Comparison) -> tuple[str, str]:
    if row.kink:
        left, right = row.kink
        return f"{verdict(row)}: slope {number(left)} on the left, {number(right)} on the right", "yellow"
    if row.agrees:
        return f"{verdict(row)} on {row.digits} digits with forward, Taylor, {row.method}", "green"
    return (f"{verdict(row)}: {number(row.forward)} by forward, {number(row.taylor)} by Taylor, "
            f"{number(row.numeric)} by {row.method}"), "red"


def claim(report: Claim, console: Console | None = None) -> str:
    screen = Screen(console)
    rows = [("claim", screen.pieces(screen.text(report.claim)))]
    if report.derivative is None or report.claimed is None:
        word, mark = ("right ", "") if report.at else ("right", ": ")
        rows.append(("verdict", [(word, "bold green"), *screen.pieces(screen.text(f"{mark}{basis(report)}"))]))
    else:
        rows += [("verdict", [("wrong ", "bold red"), *screen.pieces(screen.text(f"at {point(report.at)}"))]),
                 (label(report.wrt), [(number(report.derivative), "bold")]),
                 ("claimed", [(number(report.claimed), "bold")])]
    if report.formula is not None and not report.right:
        rows.append(("right", screen.entry(report.formula)))
    if report.shorter:
        rows.append(("shorter", screen.entry(report.formula)))
    if report.slip:
        rows.append(("slip", [(word, "yellow") for word, _ in screen.pieces(screen.text(report.slip))]))
    return "\n".join([*_head(screen, report.expression, None), *(line.rstrip() for line in screen.rows(rows))])


def functions(reports: Sequence[Function], console: Console | None = None) -> str:
    """Write a table with as many columns as fit, derivatives broken if necessary; on a narrow terminal a list."""
    screen = Screen(console)
    rows = [[(name, "bold") for name in ("function", "", "derivative", "domain", "convention")]]
    for report in reports:
        call = report.call
        about = [screen.text(screen.mark(text)) for text in (report.domain, report.convention)]
        for name, partial in slopes(report) or [("", "")]:
            rows.append([(call, "bold"), (name, "cyan"), (partial, ""), *((text, "dim") for text in about)])
            call, about = "", ["", ""]
    table = screen.grid(rows) or screen.grid([row[:4] for row in rows])
    if table:
        return "\n".join(table)
    columns = [width + 2 for width in widths([row[:2] for row in rows])]
    if 2 * sum(columns) > screen.width:
        return function(reports, console)
    for *names, (partial, style), _, _ in rows:
        parts = [part for name, width in zip(names, columns, strict=True)
                 for part in (name, (" " * (width - cell_len(name[0])), ""))]
        parts += [(piece, style) for piece, _ in screen.pieces(partial)]
        table += [line.rstrip() for line in screen.flow(parts, rest=" " * sum(columns), gap="")]
    return "\n".join(table)


def function(reports: Sequence[Function], console: Console | None = None) -> str:
    """Write the properties of each function."""
    screen = Screen(console)
    blocks = []
    for report in reports:
        rows = [(name, screen.pieces(screen.text(screen.mark(about)))) for name, about in properties(report)]
        blocks.append("\n".join([*screen.flow([(report.call, "bold")]), *screen.rows(rows)]))
    return "\n\n".join(blocks)


def _along(report: object) -> str:
    """Return the direction of an answer, "" without one."""
    return point(report.direction) + " divided by its length" * report.unit if isinstance(report, Directed) else ""


def _head(screen: Screen, expression: str | Sequence[str], at: Mapping[str, Number] | None, word: str = "at",
          along: str = "") -> list[str]:
    """Return the expression, the point, the direction, and an empty line."""
    texts = [expression] if isinstance(expression, str) else expression
    lines = [line for each in texts for line in _expression_lines(screen, each)]
    if isinstance(expression, Latex):
        lines += _expression_lines(screen, expression.read)
    if at:
        bound = [(f"{screen.text(name)}={number(value)}", "dim") for name, value in at.items()]
        lines += screen.flow([(word, "dim"), *bound], gap=" ")
    if along:
        lines += screen.flow([("along", "dim"), *((screen.text(part), "dim") for part in along.split(" "))], gap=" ")
    return [*lines, ""]


def _expression_lines(screen: Screen, expression: str) -> Iterator[str]:
    """Yield an expression line by line, as typed; the middle of a tall one is left out."""
    typed = [line for line in expression.split("\n") if line.strip()]
    if len(typed) > MAX_LINES:
        half = MAX_LINES // 2
        typed = [*typed[:half], screen.mark("…"), *typed[half + 1 - MAX_LINES:]]
    typed = [screen.text(line) for line in typed]
    if sum(-(-cell_len(line) // screen.width) for line in typed) > MAX_LINES:
        typed = [screen.excerpt(line, MAX_LINES // len(typed) * screen.width) for line in typed]
    for line in typed:
        yield from screen.flow(screen.pieces(line), rest="", gap="")


def _formula_and_value(screen: Screen, formula: Formula | None, value: Number | None) -> list[Part]:
    """Return a formula, a number, or `formula = number`."""
    parts = [] if formula is None or value is not None and entry(formula) == number(value) else screen.entry(formula)
    return parts if value is None else [*parts, (" = " * bool(parts) + number(value), "bold")]


def _matrix(screen: Screen, heads: Sequence[str], names: Sequence[str], labels: Sequence[Sequence[str]],
            matrix: Sequence[Sequence[Formula | Number]]) -> list[str]:
    """Return a grid with names above and beside it; if that is too wide, an entry a line."""
    cells = [[(screen.text(entry(value)), "bold" if isinstance(value, (float, str)) else "") for value in row]
             for row in matrix]
    above = [("", ""), *((screen.text(name), "cyan") for name in names)]
    beside = [[(screen.text(head), "cyan"), *row] for head, row in zip(heads, cells, strict=True)]
    return screen.grid([above, *beside]) or screen.rows([
        (name, screen.entry(value)) for line, row in zip(labels, matrix, strict=True)
        for name, value in zip(line, row, strict=True)])


def graph(report: Graph, console: Console | None = None, edges: bool = False) -> str:
    """Write the graph as a tree with columns; with `edges`, derivatives on its branches."""
    return picture(report, Screen(console), edges)


def nodes(report: Graph, console: Console | None = None, edges: bool = False) -> str:
    """Write the attributes of every node, then the edges."""
    return "\n".join(node_by_node(report, Screen(console), edges=edges))


def explanation(report: Explanation, console: Console | None = None) -> str:
    """Write both passes, node by node; on a narrow terminal, the product of a share has a line of its own."""
    from gradcli.render.narration import PARAGRAPH, TAIL, UNBROKEN_EQUALS, narrate

    screen = Screen(console)
    lines = _head(screen, report.expression, report.at)
    for line in narrate(report):
        segments = [(screen.segment(text), style) for text, style in line.segments]
        if line.paragraph:
            sentence = segments[0][0].replace(" = ", UNBROKEN_EQUALS)
            words = [(word.replace(UNBROKEN_EQUALS, " = "), "") for word in sentence.split(" ")]
            lines += screen.flow(words, rest="", gap=" ", width=PARAGRAPH)
        else:
            lines += screen.narration_lines(segments, line.indent, screen.text(line.tail), TAIL)
    return "\n".join(lines)


def code(report: Code, console: Console | None = None) -> str:
    """Write the program alone, never broken."""
    return report.code


def derivations(report: Sequence[Derivation], console: Console | None = None) -> str:
    """Write the steps to each derivative; long lines are continued with a deeper indent."""
    from gradcli.render.steps import narrate_steps

    screen = Screen(console)
    lines: list[str] = []
    for line in narrate_steps(report):
        indent = min(len(line.head()), screen.width // 2)
        words = [screen.text(screen.mark(word.rstrip())) + word[len(word.rstrip()):] for word in TERM.findall(line.text)]
        room = max(1, screen.width - indent - 4)
        parts = [(piece, line.style) for word in words for piece, _ in screen.pieces(word, room)]
        lines += screen.flow(parts, line.head()[:indent], " " * (indent + 4), "")
    return "\n".join(line.rstrip() for line in lines)


def topics(reports: Sequence[Topic], console: Console | None = None) -> str:
    """Write each topic, its paragraphs filled anew, its examples and a command's text as they stand."""
    screen = Screen(console)
    blocks = []
    for report in reports:
        if report.kind != COMMANDS:
            title = [(word, "bold") for word in screen.text(f"{report.name}: {report.title}").split()]
            blocks.append("\n".join(screen.flow(title, gap=" ")))
        for block in report.text.split("\n\n"):
            if report.kind == COMMANDS or block.lstrip("\n").startswith("    "):
                blocks.append("\n".join(line for each in screen.verbatim(block).split("\n") for line in screen.broken(each)))
            else:
                words = [(screen.text(screen.mark(word)), "") for word in block.split()]
                blocks.append("\n".join(screen.flow(words, rest="", gap=" ", width=PROSE)))
    return "\n\n".join(blocks)


def contents(reports: Sequence[Topic], console: Console | None = None) -> str:
    """Write the name and the title of each topic, kind by kind."""
    screen = Screen(console)
    lines: list[str] = []
    for kind, group in groupby(reports, lambda report: report.kind):
        lines += [screen.paint(kind.capitalize(), "bold"),
                  *screen.rows([(each.name, screen.pieces(each.title)) for each in group]), ""]
    last = "Functions and PyTorch's names of them are topics too: gradcli help tanh"
    return "\n".join([*lines, *screen.flow([(word, "") for word in last.split()], rest="", gap=" ")])


def curves(report: Curves, console: Console | None = None) -> str:
    """Draw curves, each in a colour and named; without colours, all but the first with every second dot."""
    from gradcli.render.plots import curves_lines

    screen = Screen(console)
    return screen.painted(curves_lines(report, screen.width, screen.colors is not None, True, screen.ascii, screen.text))


def field(report: Field, console: Console | None = None) -> str:
    """Draw contours and arrows, where there are 256 colours on one for the height."""
    from gradcli.render.plots import field_lines

    screen = Screen(console)
    return screen.painted(field_lines(report, screen.width, screen.has_shades, screen.ascii, screen.text))
