"""Lines of name, tab, value."""


def number(value: float) -> str:
    """The shortest text that reads back to the same double, without a trailing .0."""
    text = repr(value)
    return text[:-2] if text.endswith(".0") else text


def answer(report) -> str:
    lines = [f"value\t{number(report.value)}"]
    lines += [f"d/d{name}\t{number(partial)}" for name, partial in report.partials.items()]
    return "\n".join(lines)


def graph(nodes) -> str:
    def cell(value):
        return "None" if value is None else number(value) if isinstance(value, float) else str(value)

    head = "id\texpression\tdata\tgrad\tgrad_fn\tis_leaf\trequires_grad"
    rows = ["\t".join([str(n.id), n.expression, cell(n.data), cell(n.grad), cell(n.grad_fn), str(n.is_leaf),
                       str(n.requires_grad)]) for n in nodes]
    return "\n".join([head, *rows])
