"""Reading a YAML file strictly: every refusal names the line and the code, every key must be known, text stays text."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from cic_events.kernel.texts import LANGUAGES, Texts

Word = TypeVar("Word", bound=StrEnum)
_TAG = "tag:yaml.org,2002:"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times faster, where it is built


class Refused(ValueError):
    """The file is not what it must be."""

    def __init__(self, node: yaml.Node | None, owner: str, why: str) -> None:
        line = f"line {node.start_mark.line + 1}" if node is not None else "the file"
        super().__init__(f"{line}{', ' + owner if owner else ''}: {why}")


class Value:
    """One value of the file, with its line and the code that it belongs to."""

    def __init__(self, node: yaml.Node, owner: str = "", name: str = "") -> None:
        self.node, self.owner, self.name = node, owner, name

    def refuse(self, why: str) -> Refused:
        return Refused(self.node, self.owner, f"{self.name}: {why}" if self.name else why)

    def _scalar(self, tag: str, wanted: str) -> str:
        if not isinstance(self.node, yaml.ScalarNode) or self.node.tag != _TAG + tag:
            shown = f", not {self.node.value}" if isinstance(self.node, yaml.ScalarNode) else ""
            raise self.refuse(f"{wanted} is wanted{shown}")
        return str(self.node.value)

    def text(self) -> str:
        return self._scalar("str", "text in quotes")

    def number(self) -> int:
        return int(self._scalar("int", "a whole number"))

    def flag(self) -> bool:
        return self._scalar("bool", "true or false").lower() in ("true", "yes", "on")

    def day(self) -> date:
        try:
            return date.fromisoformat(self.text())
        except ValueError as wrong:
            raise wrong if isinstance(wrong, Refused) else self.refuse("a day like 2017-12-31 is wanted") from wrong

    def word(self, enum: type[Word]) -> Word:
        try:
            return enum(self.text())
        except ValueError as wrong:
            if isinstance(wrong, Refused):
                raise
            raise self.refuse(f"“{self.text()}” is not one of {', '.join(enum)}") from wrong

    @property
    def is_list(self) -> bool:
        return isinstance(self.node, yaml.SequenceNode)

    def peek(self, key: str) -> "Value | None":
        """The value of a key, before the mapping is read."""
        pairs = self.node.value if isinstance(self.node, yaml.MappingNode) else []
        return next((Value(node, self.owner, key) for name, node in pairs if name.value == key), None)

    def items(self) -> list["Value"]:
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.refuse("a list is wanted")
        return [Value(node, self.owner, self.name) for node in self.node.value]

    def words(self, enum: type[Word]) -> tuple[Word, ...]:
        return tuple(item.word(enum) for item in self.items())

    def texts(self) -> Texts:
        """A text in the languages of the product; none may lack."""
        with self.table() as table:
            texts = Texts({language: table[language].text() for language in LANGUAGES})
        if lacking := texts.missing():
            raise self.refuse(f"lacks {', '.join(lacking)}")
        return texts

    @contextmanager
    def table(self) -> Iterator["Table"]:
        """A mapping whose keys must all have been asked for when the block ends."""
        table = Table(self)
        yield table
        table.end()


class Table:
    def __init__(self, value: Value) -> None:
        if not isinstance(value.node, yaml.MappingNode):
            raise value.refuse("a mapping is wanted")
        self.value, self.owner = value, value.owner
        self._nodes: dict[str, yaml.Node] = {}
        for key, node in value.node.value:
            if key.tag != _TAG + "str":
                raise Refused(key, value.owner, f"the key {key.value} must be text in quotes")
            if key.value in self._nodes:
                raise Refused(key, value.owner, f"{key.value} stands twice")
            self._nodes[key.value] = node
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def __getitem__(self, key: str) -> Value:
        if key not in self._nodes:
            raise self.value.refuse(f"{key} lacks")
        self._asked.add(key)
        return Value(self._nodes[key], self.owner, key)

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def rest(self) -> dict[str, Value]:
        """Everything that was not asked for yet."""
        return {key: self[key] for key in self._nodes if key not in self._asked}

    def end(self) -> None:
        if unknown := [key for key in self._nodes if key not in self._asked]:
            raise Refused(self._nodes[unknown[0]], self.owner, f"unknown: {', '.join(unknown)}")


def read(path: Path) -> Value:
    """The file's top value; raises Refused with the line when it is not YAML."""
    try:
        node = yaml.compose(path.read_text("utf-8"), Loader=LOADER)
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else "?"
        raise Refused(None, f"line {line}", str(wrong.problem)) from wrong
    if node is None:
        raise Refused(None, "", "is empty")
    return Value(node)
