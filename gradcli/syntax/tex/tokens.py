"""A text of LaTeX to tokens: commands of layout are dropped, what stands around a formula is taken off."""

import re

from gradcli.errors import GradcliError

_TOKEN = re.compile(r"(?:%[^\n]*\n?|[\s~])*(\\operatorname\*|\\[A-Za-z]+|\\[\s\S]|[0-9]+(?:\.[0-9]*)?|\.[0-9]+|[\s\S])?")
_SIZES = {"\\" + size + side for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m")}
_LAYOUT = _SIZES | {
    "\\" + word for word in "quad qquad displaystyle textstyle scriptstyle limits nolimits mathstrut middle".split()}
_LAYOUT |= {"\\" + char for char in ",;:!> \n\t"} | {"\\thinspace"}
_AROUND = (("$$", "$$"), ("$", "$"), ("\\[", "\\]"), ("\\(", "\\)"),
           *((f"\\begin{{{name}}}", f"\\end{{{name}}}") for name in ("equation", "equation*", "displaymath", "math")))
_BARS = {"|": ("\\lvert", "\\rvert"), "\\vert": ("\\lvert", "\\rvert"), "\\|": ("\\lVert", "\\rVert")}
# Characters and commands with one spelling in the grammar.
_SPELLINGS = {"−": "-", "·": "\\cdot", "⋅": "\\cdot", "×": "\\cdot", "*": "\\cdot", "\\times": "\\cdot", "\\ast": "\\cdot",
              "÷": "\\div", "≤": "\\le", "\\leq": "\\le", "\\leqslant": "\\le", "≥": "\\ge", "\\geq": "\\ge",
              "\\geqslant": "\\ge", "≠": "\\ne", "\\neq": "\\ne", "\\lt": "<", "\\gt": ">", "\\wedge": "\\land",
              "\\vee": "\\lor", "\\neg": "\\lnot", "\\{": "\\lbrace", "\\}": "\\rbrace", "\\vert": "|",
              "\\dfrac": "\\frac", "\\tfrac": "\\frac", "\\cfrac": "\\frac", "\\dbinom": "\\binom",
              "\\tbinom": "\\binom", "\\lbrack": "[", "\\rbrack": "]", "\\operatorname*": "\\operatorname",
              "∞": "\\infty", "\\colon": ":", "\\prime": "'", "′": "'"}


class Tokens:
    """A text and its tokens in columns: their texts, where each starts and ends. The last is empty."""

    __slots__ = ("source", "texts", "starts", "ends")

    def __init__(self, source: str) -> None:
        self.source = source
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        side = ""
        begin, end = _inside(source)
        for match in _TOKEN.finditer(source, begin, end):
            text = match[1]
            if text is None:
                continue
            if text in ("\\left", "\\right") and not side:
                side = text
                continue
            if text in _LAYOUT:
                continue
            if text in _BARS and (side or text == "\\|"):
                text = _BARS[text][side == "\\right"]
            elif side and text == ".":
                raise GradcliError(f"{side}. closes nothing", span=match.span(1), source=source, help="write both brackets")
            self.texts.append(_SPELLINGS.get(text, text))
            self.starts.append(match.start(1))
            self.ends.append(match.end(1))
            side = ""
        self.texts.append("")
        self.starts.append(end)
        self.ends.append(end)

    def take_digit(self, at: int) -> str:
        """Return the first digit of a number, which loses it, as an argument without braces takes it."""
        text = self.texts[at]
        self.texts[at] = text[1:]
        self.starts[at] += 1
        return text[0]

    def error(self, message: str, start: int, end: int, help: str | None = None) -> GradcliError:
        """Return the error of this text at a range of characters."""
        return GradcliError(message, span=(start, max(end, start + 1)), source=self.source, help=help)


def _inside(source: str) -> tuple[int, int]:
    """Return the range of the formula between the signs of mathematics."""
    text = source.strip()
    begin = source.index(text) if text else 0
    end = begin + len(text)
    for opening, closing in _AROUND:
        if text.startswith(opening) and text.endswith(closing) and len(text) >= len(opening) + len(closing):
            return begin + len(opening), end - len(closing)
    return begin, end
