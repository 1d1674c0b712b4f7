"""A reader of the LaTeX that is printed, independent of the program: trees as those of bench/formulas_oracle.py."""

import re

TOKEN = re.compile(r"\\(?:left|right)\s*(?:\\[a-zA-Z]+|.)|\\[a-zA-Z]+|\\\\|[0-9]+(?:\.[0-9]+)?|\S")
GROUPS = {"(": ")", "[": "]", r"\left(": r"\right)", r"\left[": r"\right]"}
NAMED = {
    r"\sin": "sin", r"\cos": "cos", r"\tan": "tan", r"\sec": "sec", r"\csc": "csc", r"\cot": "cot", r"\arcsin": "asin",
    r"\arccos": "acos", r"\arctan": "atan", r"\sinh": "sinh", r"\cosh": "cosh", r"\tanh": "tanh", r"\coth": "coth",
    r"\log": "log", r"\max": "max", r"\min": "min", r"\Gamma": "gamma", r"\psi": "digamma", r"\varphi": "normpdf",
    r"\Phi": "normcdf", r"\sigma": "sigmoid"}
RELATIONS = {"<": "<", r"\le": "<=", ">": ">", r"\ge": ">="}
ENDS = {"}", ")", "]", "&", "$", ",", r"\\", r"\right)", r"\right]", r"\right|", r"\right\rfloor", r"\right\rceil", r"\end"}


class Reader:
    """Reads by recursive descent; `at` is the index of a token."""

    def __init__(self, text):
        self.tokens, self.at = [*TOKEN.findall(text), "}"], 0

    @property
    def next(self):
        return self.tokens[self.at]

    def take(self, expected=None):
        token = self.next
        assert expected in (None, token), (expected, self.tokens[self.at - 5:self.at + 5])
        self.at += 1
        return token

    def word(self):
        """The letters in braces."""
        self.take("{")
        letters = []
        while self.next != "}":
            letters.append(self.take())
        self.take("}")
        return "".join(letters)

    def argument(self):
        self.take("{")
        tree = self.disjunction()
        self.take("}")
        return tree

    def chain(self, symbols, part):
        tree = part()
        while self.next in symbols:
            tree = symbols[self.take()], tree, part()
        return tree

    def disjunction(self):
        return self.chain({r"\lor": "or"}, lambda: self.chain({r"\land": "and"}, self.negation))

    def negation(self):
        if self.next == r"\lnot":
            self.take()
            return "not", self.negation()
        return self.chain(RELATIONS, lambda: self.chain({"+": "+", "-": "-"}, self.product))

    def product(self):
        if self.next == "-":
            self.take()
            return "neg", self.product()
        tree = self.power()
        while self.next not in ENDS | {"+", "-", r"\lor", r"\land", *RELATIONS}:
            sign = {"/": "/", r"\bmod": "%", r"\cdot": "*"}.get(self.next, "")
            if sign:
                self.take()
            tree = sign or "*", tree, self.power()
        return tree

    def power(self):
        tree = self.primary()
        while self.next in ("^", "!"):
            tree = ("**", tree, self.argument()) if self.take() == "^" else ("gamma", ("+", tree, "1"))
        return tree

    def enclosed(self, end):
        trees = [self.disjunction()]
        while self.next == ",":
            self.take()
            trees.append(self.disjunction())
        self.take(end)
        return trees

    def primary(self):
        token = self.take()
        if token in GROUPS:
            tree, = self.enclosed(GROUPS[token])
            return tree
        if token == r"\frac":
            return "/", self.argument(), self.argument()
        if token == r"\sqrt":
            if self.next != "[":
                return "sqrt", self.argument()
            assert [self.take() for _ in range(3)] == ["[", "3", "]"]
            return "cbrt", self.argument()
        if token == r"\left|":
            return "abs", *self.enclosed(r"\right|")
        if token in (r"\left\lfloor", r"\left\lceil"):
            return {"lfloor": "floor", "lceil": "ceil"}[token[6:]], *self.enclosed(token.replace("left\\l", "right\\r"))
        if token == r"\begin":
            return self.cases()
        if token == r"\pi":
            return "pi"
        if token == r"\operatorname":
            return self.call(self.word())
        if token in NAMED:
            return self.call(NAMED[token])
        assert token[0].isalnum(), self.tokens[self.at - 5:self.at + 5]
        return token

    def call(self, name):
        """What follows the name of a function: a base, a power, the arguments."""
        base = exponent = order = None
        if name == "log" and self.next == "_":
            self.take()
            base = self.argument()
        if self.next == "^":
            self.take()
            if name == "digamma" and self.tokens[self.at + 1] == "(":
                order = self.argument()
            else:
                exponent = self.argument()
        arguments = self.enclosed(GROUPS[self.take()])
        tree = ("polygamma", order, *arguments) if order else (name, *arguments, *([base] if base else []))
        return ("**", tree, exponent) if exponent else tree

    def cases(self):
        assert self.word() == "cases"
        branch = self.disjunction()
        self.take("&")
        self.take(r"\text")
        self.take("{")
        if self.next == "o":
            while self.take() != "}":
                pass
            self.take(r"\end")
            assert self.word() == "cases"
            return branch
        assert [self.take() for _ in range(3)] == ["i", "f", "$"]
        condition = self.disjunction()
        assert [self.take() for _ in range(3)] == ["$", "}", r"\\"]
        other = self.rest()
        return "if", condition, branch, other

    def rest(self):
        """The rows after the first, as if they were cases of their own."""
        self.tokens[self.at:self.at] = ["{", *"cases", "}"]
        return self.cases()


def read(text):
    """The tree of a formula. Raises AssertionError where it makes no sense."""
    reader = Reader(text)
    tree = reader.disjunction()
    assert reader.at == len(reader.tokens) - 1, reader.tokens[reader.at - 5:]
    return tree
