"""A question as it was typed, for a library that differentiates by itself: its names are numbers or tensors."""

import math
from collections.abc import Container, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from gradcli.calc.programs.code import Expansions, definition_tape, spelling_key
from gradcli.calc.programs.guards import undefined_slots
from gradcli.calc.question import Question
from gradcli.core.primitive import FUNCTIONS, Primitive
from gradcli.core.tape import Tape
from gradcli.domains.float64 import nearest_double, run
from gradcli.engine.lift import lift
from gradcli.errors import GradcliError
from gradcli.ops import SELECT
from gradcli.report.programs import Block, Token, Typed
from gradcli.syntax.nodes import Code, Comparisons, Definition, Fold
from gradcli.syntax.parser import parse
from gradcli.syntax.printer import text

PARAMETERS = "xyzabc"  # of definitions that replace functions


def read_as_typed(question: Question, wrt: Sequence[str] | None, order: int | None, spelt: Container[str],
                  expansions: Expansions, language: str) -> Typed:
    """Return the blocks of the question's definitions and of its result, in the operations `spelt`.

    Other functions become definitions, from a text of `expansions`. If all is bound, the report has the point, else bound
    names are numbers. Raises GradcliError where a function has no replacement.
    """
    lowered = question.lowered
    names = list(question.resolve_wrt(wrt)) if question.variables or wrt else []
    bound = not question.free
    numbers = {name for name in question.variables if name not in names}
    given = {} if bound else {name: x for name, x in question.at.items() if name in numbers}
    reading = _Reading(question, given, spelt, expansions, language)
    blocks = reading.blocks()
    reached = _reached(lowered.tape, lowered.root)
    flows = [name for name in names if lowered.variables.get(name) in reached]
    variables = [name for name in dict.fromkeys([*lowered.variables, *names]) if name not in given]
    at = dict.fromkeys(variables, 0.0) | question.at if bound else given  # those along which it is 0 are variables too
    undefined = bool(flows) and (math.isnan(run(lowered.tape, question.point())[lowered.root]) if bound else
                                 any(True for _ in undefined_slots(lowered.tape, lowered.root)))
    return Typed(question.source, variables, names, flows, order, at, bound, blocks, reading.lacking, undefined)


def _reached(tape: Tape, root: int) -> set[int]:
    """Return the slots that a backward pass reaches, which stops at comparisons and conditions."""
    found, work = set[int](), [root]
    while work:
        slot = work.pop()
        if slot not in found:
            found.add(slot)
            row, arguments = tape.operations[slot], tape.arguments[slot]
            work += () if row.rules is None else arguments[row is SELECT:]
    return found


class _Operand(NamedTuple):
    """An operand: its number, None for a tensor, and where its tokens begin."""

    number: float | None
    begin: int


class _Frame:
    """A definition that is being read: its code, the numbers of its names, None for tensors, and the tokens so far."""

    def __init__(self, key: Any, name: str, parameters: list[str] | None, code: Code,
                 known: Mapping[str, float | None]) -> None:
        self.key, self.name, self.parameters, self.code, self.known = key, name, parameters, code, known
        self.at = 0
        self.operands: list[_Operand] = []
        self.tokens: list[Token] = []


RESULT = "f"  # the name of the last block


class _Reading:
    """Reads definitions at their first use, so that they come before their users."""

    def __init__(self, question: Question, given: Mapping[str, float], spelt: Container[str], expansions: Expansions,
                 language: str) -> None:
        self.question, self.given, self.spelt, self.expansions, self.language = question, given, spelt, expansions, language
        self.definitions = {each.name: each for each in question.program.definitions}
        self.done: dict[Any, tuple[str, float | None]] = {}  # the block and the number of each definition
        self.found: list[Block] = []
        self.lacking: list[str] = []
        self.replacements: dict[Primitive, Definition] = {}
        self.taken = {RESULT, *question.variables, *self.definitions}

    def blocks(self) -> list[Block]:
        """Return the blocks, the result last."""
        frames = [_Frame(None, RESULT, None, self.question.program.code, {})]
        while frames:
            frame = frames[-1]
            if frame.at < len(frame.code):
                needed = self.step(frame)
                if needed is not None:
                    frames.append(needed)
                continue
            number = frame.operands[0].number
            self.done[frame.key] = frame.name, number
            if frame.parameters is None or number is None:
                self.found.append(Block(frame.name, frame.parameters, frame.tokens, number))
            frames.pop()
        return self.found

    def step(self, frame: _Frame) -> _Frame | None:
        """Read one entry; return the frame of a definition that must be read before it, else None."""
        head, count, span = frame.code[frame.at]
        arguments = frame.operands[len(frame.operands) - count:]
        if isinstance(head, Primitive) and head.laws.linear == (1,):
            frame.at += 1  # +x is x
            return None
        if isinstance(head, str):
            needed = self.name(frame, head)
        elif isinstance(head, Definition):
            needed = self.call(frame, head, arguments)
        elif isinstance(head, Primitive):
            needed = self.row(frame, head, arguments, span)
        elif head is None:
            begin = arguments[0].begin
            frame.operands[-2:] = [arguments[1]._replace(begin=begin), arguments[0]]
            frame.tokens.append(Token("swap", None, 2, None))
            needed = None
        elif isinstance(head, Comparisons):
            number = None
            if all(each.number is not None for each in arguments):
                pairs = zip(head.rows, arguments, arguments[1:], strict=False)
                number = float(all(row.value([a.number, b.number]) for row, a, b in pairs))  # type: ignore[list-item]
            self.push(frame, Token("compare", tuple(row.name for row in head.rows), count, number))
            needed = None
        else:
            assert not isinstance(head, Fold), "sums over an index are unfolded before"
            double = nearest_double(head)
            self.push(frame, Token("number", double if isinstance(head, Fraction) else head, 0, double))
            needed = None
        frame.at += needed is None
        return needed

    def push(self, frame: _Frame, token: Token) -> None:
        """Append a token and put its result in the place of its operands."""
        base = len(frame.operands) - token.arity
        begin = frame.operands[base].begin if token.arity else len(frame.tokens)
        frame.operands[base:] = [_Operand(token.fold, begin)]
        frame.tokens.append(token)

    def constant(self, frame: _Frame, count: int, number: float) -> None:
        """Replace `count` operands and their tokens by a number."""
        base = len(frame.operands) - count
        begin = frame.operands[base].begin if count else len(frame.tokens)
        del frame.operands[base:], frame.tokens[begin:]
        whole = number % 1 == 0 and (number or str(number) == "0.0")  # -0 is not whole
        self.push(frame, Token("number", int(number) if whole else number, 0, number))

    def name(self, frame: _Frame, name: str) -> _Frame | None:
        if name in frame.known:
            number = frame.known[name]
            if number is None:
                self.push(frame, Token("name", name, 0, None))
            else:
                self.constant(frame, 0, number)
            return None
        definition = self.definitions.get(name)
        row = FUNCTIONS.alone(name)
        if definition is not None:
            if name not in self.done:
                return _Frame(name, name, None, definition.code, {})
            self.push(frame, Token("name", name, 0, self.done[name][1]))
        elif name in self.given:
            self.push(frame, Token("name", name, 0, self.given[name]))
        elif name in self.question.variables or row is None:
            self.push(frame, Token("name", name, 0, None))
        else:
            self.push(frame, Token(row.name, None, 0, row.value([])))
        return None

    def row(self, frame: _Frame, row: Primitive, arguments: list[_Operand], span: Any) -> _Frame | None:
        numbers = [each.number for each in arguments]
        if None not in numbers:
            self.push(frame, Token(spelling_key(row, len(numbers)), None, len(numbers), row.value(numbers)))  # type: ignore[arg-type]
            return None
        refused = [rule for rule, number in zip(row.rules or (), numbers, strict=False)
                   if isinstance(rule, str) and number is None] if isinstance(row.rules, list) else []
        if refused:
            raise GradcliError(refused[0], span=span, source=self.question.source, help="write a number there")
        kinds = "".join("t" if number is None else "n" for number in numbers)
        key = spelling_key(row, len(numbers))
        if key in self.spelt or f"{key} {kinds}" in self.spelt or f"{row.name}/n" in self.spelt:
            self.push(frame, Token(key, None, len(numbers), None))
            return None
        if row not in self.replacements:
            parameters = tuple(PARAMETERS[i] if i < len(PARAMETERS) else f"x{i}" for i in range(len(numbers)))
            if expansion := self.expansions.get(row.name):
                body = expansion(*parameters)
            elif row.numerics.composed:
                tape, root = definition_tape(row, parameters)
                body = text(lift(tape)[root])
            else:
                raise GradcliError(f"{self.language} has no {row.name}", span=span, source=self.question.source,
                                   help="another --lang may have it")
            self.replacements[row] = Definition(row.name, parameters, parse(body).code)
            self.lacking.append(row.name)
        return self.call(frame, self.replacements[row], arguments)

    def call(self, frame: _Frame, definition: Definition, arguments: list[_Operand]) -> _Frame | None:
        """Read a call; each set of numbers among its arguments, which are substituted, has a block of its own."""
        numbers = [each.number for each in arguments]
        block = definition, tuple(map(repr, numbers))
        parameters = definition.parameters or ()
        if block not in self.done:
            names = [name for name, number in zip(parameters, numbers, strict=True) if number is None]
            known = dict(zip(parameters, numbers, strict=True))
            return _Frame(block, self.unused_name(definition.name), names, definition.code, known)
        name, number = self.done[block]
        if number is not None:
            self.constant(frame, len(arguments), number)
            return None
        begins = [*(each.begin for each in arguments), len(frame.tokens)]
        tokens = [token for i, each in enumerate(numbers) if each is None for token in frame.tokens[begins[i]:begins[i + 1]]]
        kept = numbers.count(None)
        base = len(frame.operands) - len(arguments)
        del frame.tokens[begins[0]:], frame.operands[base:]
        frame.tokens += tokens
        frame.tokens.append(Token("call", name, kept, None))
        frame.operands.append(_Operand(None, begins[0]))
        return None

    def unused_name(self, name: str) -> str:
        """Return a name for a block that is not taken, the first time its own."""
        names = [block.name for block in self.found]
        number, found = 1, name
        own = name in self.definitions
        while found in names or found in self.taken and not (own and found == name):
            number += 1
            found = f"{name}_{number}"
        return found
