"""Tables and trees for a terminal: the only import of rich."""

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from gradcli.render.as_plain import number


def _show(renderable) -> None:
    Console(highlight=False).print(renderable, soft_wrap=True)


def answer(report) -> None:
    grad_fn = f"  grad_fn=<{report.grad_fn}>" if report.grad_fn else ""
    lines = [f"{report.expression} = {number(report.value)}{grad_fn}"]
    lines += [f"d/d{name} = {number(partial)}" for name, partial in report.partials.items()]
    _show(Text("\n".join(lines)))


def graph(nodes) -> None:
    """A node used twice is drawn once and referred to after."""
    drawn: set[int] = set()

    def label(node):
        parts = [f"#{node.id} {node.expression}"]
        parts += [f"data={number(node.data)}"] * (node.data is not None)
        parts += [f"grad={number(node.grad)}"] * (node.grad is not None)
        return Text("  ".join([*parts, f"grad_fn={node.grad_fn}", f"is_leaf={node.is_leaf}",
                               f"requires_grad={node.requires_grad}"]))

    root = Tree(label(nodes[-1]))
    work = [(nodes[-1], root)]
    while work:
        node, branch = work.pop()
        for slot in node.inputs:
            again = slot in drawn
            child = branch.add(Text(f"#{slot} (above)") if again else label(nodes[slot]))
            drawn.add(slot)
            if not again:
                work.append((nodes[slot], child))
    _show(root)
