"""AST to raw tape, operation by operation as PyTorch would record it: nothing folded, nothing shared."""

from gradcli.core.primitive import FUNCTIONS, OPERATORS, VARIABLE
from gradcli.core.tape import Ref, Tape
from gradcli.syntax.nodes import Name, Number


def lower(ast, substitutes=None) -> tuple[Tape, int, dict[str, int]]:
    """The tape, the slot of the result, and the slot of each variable in order of first appearance.

    `substitutes` maps names to the ASTs of constants that stand in for them.
    """
    tape, slots, variables, substitutes = Tape(), [], {}, substitutes or {}
    is_number: list[bool] = []
    work: list[tuple] = [(ast, False)]
    while work:
        node, ready = work.pop()
        if isinstance(node, Number):
            slots.append(tape.constant(node.value, node.span))
        elif isinstance(node, Name):
            if node.name in substitutes:
                work.append((substitutes[node.name], False))
                continue
            row = FUNCTIONS.get(node.name)
            if row is not None:
                slots.append(tape.emit(row, (), None, node.span))
            else:
                if node.name not in variables:
                    variables[node.name] = tape.variable(node.name, node.span)
                slots.append(variables[node.name])
        elif not ready:
            work.append((node, True))
            work.extend((argument, False) for argument in reversed(node.arguments))
            continue
        else:
            count = len(node.arguments)
            arguments = tuple(slots[-count:])
            del slots[-count:]
            if node.row is OPERATORS["prefix +"]:
                slots.append(arguments[0])
            elif node.row.records and is_number[arguments[0]] and not is_number[arguments[1]]:
                slots.append(node.row.records(*(Ref(tape, a, node.span) for a in arguments)).slot)
            else:
                slots.append(tape.emit(node.row, arguments, None, node.span))
        for slot in range(len(is_number), len(tape)):
            row, arguments = tape.operations[slot], tape.arguments[slot]
            is_number.append(row is not VARIABLE and all(is_number[a] for a in arguments))
    return tape, slots[0], variables
