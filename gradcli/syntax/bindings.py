"""Words like u=3 and v=pi/4,w=2 to the constants they bind."""

import re

from gradcli.errors import GradcliError
from gradcli.syntax.parser import parse

BINDING = re.compile(r"\s*([^\W\d]\w*)\s*=(?!=)(.*)", re.DOTALL)


def bindings(words: list[str]) -> dict:
    """Name to AST of a constant. Raises GradcliError for a word that is no binding or a name bound twice."""
    from gradcli.engine.lower import lower

    found: dict = {}
    for word in words:
        for part in re.split(r",(?=[^()]*=)", word.rstrip(",")):
            match = BINDING.fullmatch(part)
            if match is None or not match[2].strip():
                raise GradcliError(f"--at {part}: a binding is NAME=VALUE", help="for example --at x=3")
            name, text = match[1], match[2]
            if name in found:
                raise GradcliError(f"{name} is bound twice")
            ast = parse(text)
            free = list(lower(ast)[2])
            if free:
                raise GradcliError(f"--at {part}: {free[0]} is not a number",
                                   help="a value is an expression of constants")
            found[name] = ast
    return found
