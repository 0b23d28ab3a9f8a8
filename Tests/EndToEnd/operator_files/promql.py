"""Enough of PromQL to find the selectors in an expression; whether it is valid is for promtool to say."""

import dataclasses
import re

TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[A-Za-z_:][\w:]*|\d[\w.]*|\$\w+|\S')
MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"((?:\\.|[^"\\])*)"')
WORDS = {"and", "or", "unless", "bool", "offset", "atan2", "inf", "nan", "start", "end"}
GROUPINGS = {"by", "without", "on", "ignoring", "group_left", "group_right"}
RATES = {"rate", "irate", "increase"}


@dataclasses.dataclass(frozen=True)
class Selector:
    name: str
    matchers: tuple  # of (label, operator, value)
    text: str
    function: str | None  # what it is the first argument of
    range: str | None  # what stands in its square brackets

    @property
    def is_rated(self):
        return self.function in RATES and self.range is not None


def selectors(expression):
    return parse(expression)[0]


def grouping_labels(expression):
    """The labels its by, on and the like name."""
    return parse(expression)[1]


def parse(expression):
    tokens = [(match.group(), match.start(), match.end()) for match in TOKEN.finditer(expression)]
    words = [token[0] for token in tokens] + ["", ""]
    found, labels = [], set()
    at = 0
    while at < len(tokens):
        word = words[at]
        if word in GROUPINGS and words[at + 1] == "(":
            close = words.index(")", at)
            labels |= set(words[at + 2 : close]) - {","}
            at = close + 1
            continue
        is_name = re.match(r"[A-Za-z_:]", word) and word not in WORDS | GROUPINGS and words[at + 1] not in ("(", "by", "without")
        if not is_name:
            at += 1
            continue
        end = words.index("}", at) if words[at + 1] == "{" else at
        text = expression[tokens[at][1] : tokens[end][2]]
        function = words[at - 2] if at >= 2 and words[at - 1] == "(" else None
        window = "".join(words[end + 2 : words.index("]", end)]) if words[end + 1] == "[" else None
        found.append(Selector(word, tuple(MATCHER.findall(text)), text, function, window))
        at = end + 1
    return found, labels
