"""The schema: which attributes each kind of entity has, and what each action applies to.

Cedar checks the schema and prints it in one normal form; that form is what is read here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cedarpy

from handrail.policy.entities import Entity, Value
from handrail.policy.faults import Place, PolicyFault
from handrail.policy.texts import Text

_ENTITY = re.compile(r"^entity (\w+) = \{\n(.*?)^\};$", re.MULTILINE | re.DOTALL)
_TYPE = re.compile(r"^type (\w+) = \{\n(.*?)^\};$", re.MULTILINE | re.DOTALL)
_ATTRIBUTE = re.compile(r"^  (\w+): (String|Long|Bool|Set<String>),?$")
_ACTION = re.compile(
    r'^action "([^"]+)"(?: in \[([^\]]*)\])?'
    r"(?: appliesTo \{\n  principal: \[([^\]]*)\],\n  resource: \[([^\]]*)\],\n  context: (\w+)\n\})?;$",
    re.MULTILINE,
)
_DECLARED = re.compile(r'^(?:entity|type|action|namespace) (?:"([^"]+)"|(\w+))', re.MULTILINE)

#: The Python type of an attribute's value, by its Cedar type.
_PYTHON: Mapping[str, type] = {"String": str, "Long": int, "Bool": bool, "Set<String>": frozenset}


@dataclass(frozen=True, slots=True)
class ActionType:
    """An action: the groups it belongs to, and what may do it to what. A group applies to nothing itself."""

    name: str
    groups: frozenset[str]
    principals: tuple[str, ...]
    resources: tuple[str, ...]
    context: str


@dataclass(frozen=True, slots=True, order=True)
class RequestType:
    """One kind of request: what acts, what it does, and to what kind of record."""

    principal: str
    action: str
    resource: str

    def __str__(self) -> str:
        return f"{self.principal}: {self.action} ({self.resource})"


@dataclass(frozen=True)
class Schema:
    """The entity types with their attributes (name → ``String``, ``Long``, ``Bool`` or ``Set<String>``), the actions,
    and the handle that Cedar takes."""

    entities: Mapping[str, Mapping[str, str]]
    contexts: Mapping[str, Mapping[str, str]]
    actions: Mapping[str, ActionType]
    handle: cedarpy.Schema

    def request_types(self) -> Iterator[RequestType]:
        """Every kind of request that there is."""
        for action in self.actions.values():
            for principal in action.principals:
                for resource in action.resources:
                    yield RequestType(principal, action.name, resource)

    def nonconformity(self, entity: Entity) -> str:
        """What is wrong with ``entity``, "" if nothing. Names types and attributes, never a value."""
        declared = self.entities.get(entity.type)
        if declared is None:
            return f"{entity.type} is not a kind of entity"
        return _mismatch(entity.type, declared, entity.attributes)

    def context_nonconformity(self, action: str, context: Mapping[str, Value]) -> str:
        """What is wrong with the circumstances of a request, "" if nothing."""
        return _mismatch("context", self.contexts[self.actions[action].context], context)


def _mismatch(name: str, declared: Mapping[str, str], given: Mapping[str, Value]) -> str:
    for attribute, kind in declared.items():
        if attribute not in given:
            return f"{name}.{attribute} is missing"
        if type(given[attribute]) is not _PYTHON[kind]:
            return f"{name}.{attribute} is not a {kind}"
    for attribute in given:
        if attribute not in declared:
            return f"{name}.{attribute} is not in the schema"
    return ""


def read_schema(texts: Sequence[Text]) -> Schema:
    """Read the fragments as one schema. Raises PolicyFault, naming the line, for what Cedar or Handrail can't read."""
    try:
        handle = cedarpy.Schema.from_str("\n".join(text.source for text in texts))
    except ValueError as error:
        raise PolicyFault(str(error), _blame(texts, str(error))) from error
    normal = str(handle)
    entities = {name: _attributes(texts, name, body) for name, body in _ENTITY.findall(normal)}
    contexts = {name: _attributes(texts, name, body) for name, body in _TYPE.findall(normal)}
    named = {match[1]: match for match in _ACTION.finditer(normal)}
    parents = {name: set(re.findall(r'"([^"]+)"', match[2] or "")) for name, match in named.items()}
    actions = {
        name: ActionType(name, _ancestors(name, parents), _names(match[3]), _names(match[4]), match[5] or "")
        for name, match in named.items()
    }
    for quoted, plain in _DECLARED.findall(normal):
        name = quoted or plain
        if name not in entities and name not in contexts and name not in actions:
            raise PolicyFault(f"{name} is declared in a way that Handrail does not read", _blame(texts, f"`{name}`"))
    return Schema(entities, contexts, actions, handle)


def _attributes(texts: Sequence[Text], name: str, body: str) -> dict[str, str]:
    attributes = {}
    for line in body.splitlines():
        match = _ATTRIBUTE.match(line)
        if match is None:
            attribute = line.strip().partition(":")[0]
            raise PolicyFault(
                f"{name} {line.strip()} is not a String, Long, Bool or Set<String> that is always there",
                _blame(texts, f"`{attribute.rstrip('?')}`"),
            )
        attributes[match[1]] = match[2]
    return attributes


def _names(listed: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (listed or "").split(",") if name.strip())


def _ancestors(name: str, parents: Mapping[str, set[str]]) -> frozenset[str]:
    direct = parents.get(name, set())
    return frozenset(direct).union(*(_ancestors(parent, parents) for parent in direct))


def _blame(texts: Sequence[Text], message: str) -> Place:
    """The first line with a word that the message quotes, else the first line of the schema."""
    for word in re.findall(r"[`\"]([\w.]+)[`\"]|: (\w+)$", message):
        needle = re.compile(rf"\b{re.escape(word[0] or word[1])}\b")
        for text in texts:
            for number, line in enumerate(text.source.splitlines(), start=1):
                if needle.search(line):
                    return Place(text.file, number)
    return Place(texts[0].file, 1)
