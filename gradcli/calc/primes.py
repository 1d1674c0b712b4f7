"""Primes: f'(x) and f''(2), of a function of one parameter that the text defines.

Comes in: a program as it was parsed. Goes out: one in which each of them is a call of a function of its own, whose body is
the derivative as a formula.
"""

from gradcli.calc.question import Question
from gradcli.calc.ways import along
from gradcli.syntax.nodes import Apply, Code, Definition, Name, Node, Number, Program, Span


def resolve_primes(question: Question, program: Program) -> Program:
    """Define the derivatives that are called in a program. Raises GradcliError for one that there is not."""
    resolved: list[Definition] = []
    known: dict[tuple[str, int], Definition] = {}

    def resolve(code: Code) -> Code:
        entries = code.copy()
        for at, (head, count, span) in enumerate(code):
            if isinstance(head, Definition) and head.order:
                key = head.name, head.order
                if key not in known:
                    function = next(each for each in resolved if each.name == head.name)
                    known[key] = _derivative(question, program, resolved, function, head.order)
                    resolved.append(known[key])
                entries[at] = known[key], count, span
        return entries

    for each in program.definitions:
        resolved.append(Definition(each.name, each.parameters, resolve(each.code), each.span))
    code = resolve(program.code)
    return program._replace(definitions=tuple(resolved), code=code)


def _derivative(question: Question, program: Program, resolved: list[Definition], function: Definition,
                order: int) -> Definition:
    """Return the definition of a derivative along the parameter, which gets a name that stands for nothing else."""
    taken = {*program.names, *(each.name for each in program.definitions), *question.given, *question.columns}
    (own,) = function.parameters or ("",)
    parameter, name = own, function.name + "_prime" * order
    while parameter in taken:
        parameter += "_"
    while name in taken:
        name += "_"
    code = [(parameter if isinstance(head, str) and head == own else head, count, span)
            for head, count, span in function.code]
    inner = Question(program.source, {}, question.limit, [*question.given, *question.columns, *question.wrt], [parameter])
    inner.program = program._replace(definitions=tuple(resolved), code=code,
                                     names={**program.names, parameter: function.span or (0, 0)})
    return Definition(name, (parameter,), _postfix(along(inner, [parameter] * order)[-1], function.span), function.span)


def _postfix(root: Node, span: Span) -> Code:
    """Return a formula as postfix code, all of it from one place of the text."""
    code: Code = []
    work = [root]
    while work:
        node = work.pop()
        if isinstance(node, Number):
            code.append((node.value, 0, span))
        elif isinstance(node, Name):
            code.append((node.name, 0, span))
        elif isinstance(node, Apply):
            code.append((node.row, len(node.arguments), span) if node.arguments else (node.row.name, 0, span))
            work += node.arguments
    return code[::-1]
