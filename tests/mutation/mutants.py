"""Small changes of a Python source, each of which a test should notice.

Each mutant differs from the source in one place. The place is replaced in the text, so that all
other lines stay as they are. Left alone are: annotations, docstrings, texts (messages for people),
arguments of `raise`, calls of the log, and what runs only for type checkers.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_SHORT = 8
_LOG = {"debug", "info", "warning", "error", "exception"}


@dataclass(frozen=True)
class Mutant:
    """One change of one source.

    Attributes:
        line: where it is, from 1.
        before, after: what stood there, and what stands there now.
        source: the whole changed source.
        within: the line as it was.
    """

    line: int
    before: str
    after: str
    source: str
    within: str

    @property
    def change(self) -> str:
        """The change on one line; of a short one, also the line that it is on."""
        before, after = (" ".join(text.split()) for text in (self.before, self.after))
        where = f", in {self.within}" if len(before) < _SHORT else ""
        return f"{before} → {after}{where}"


def mutants(source: str) -> list[Mutant]:
    """Return all mutants of a source, in the order of their places."""
    lines = source.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    text = source.encode()
    found = []
    for node, changed in _changes(ast.parse(source)):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        after = ast.unparse(changed)
        if isinstance(node, ast.expr):
            after = f"({after})"
        before = text[start:end].decode()
        mutated = (text[:start] + after.encode() + text[end:]).decode()
        found.append(
            Mutant(node.lineno, before, after, mutated, lines[node.lineno - 1].decode().strip())
        )
    return found


def _changes(tree: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, ast.AST]]:  # noqa: C901, PLR0912
    """Yield nodes and what could stand in their place."""
    for node in _code(tree):
        match node:
            case ast.Compare(ops=[op]) if type(op) in _COMPARED:
                yield node, _with(node, ops=[_COMPARED[type(op)]()])
            case ast.BoolOp(op=op, values=[first, *rest]):
                other = ast.And() if isinstance(op, ast.Or) else ast.Or()
                yield node, _with(node, op=other)
                yield node, first
                yield node, rest[0] if len(rest) == 1 else _with(node, values=rest)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield node, operand
            case ast.BinOp(op=op, left=left, right=right) if not _is_text(node):
                if type(op) in _COMPUTED:
                    yield node, _with(node, op=_COMPUTED[type(op)]())
                if isinstance(op, ast.Sub | ast.BitOr | ast.BitAnd):
                    yield node, left
                if isinstance(op, ast.BitOr | ast.BitAnd):
                    yield node, right
            case ast.AugAssign(op=op) if type(op) in _COMPUTED:
                yield node, _with(node, op=_COMPUTED[type(op)]())
            case ast.Constant(value=bool(value)):
                yield node, ast.Constant(not value)
            case ast.Constant(value=int(value)):
                yield node, ast.Constant(value + 1)
            case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
                yield test, ast.UnaryOp(ast.Not(), test)
            case ast.comprehension(ifs=[test]):
                yield test, ast.Constant(True)
            case ast.Continue():
                yield node, ast.Break()
            case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
                yield node, ast.Return(ast.Constant(None))
            case ast.Expr(value=ast.Call() | ast.Await()):
                yield node, ast.Pass()


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs and matters."""
    for name, field in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "type_comment"}:
            continue
        for child in field if isinstance(field, list) else [field]:
            if isinstance(child, ast.AST) and not _left_alone(child):
                yield child
                yield from _code(child)


def _left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Raise() | ast.Import() | ast.ImportFrom() | ast.Assert() | ast.JoinedStr():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="_log"), attr=attr))):
            return attr in _LOG
    return False


def _is_text(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.JoinedStr)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str))
        for part in ast.walk(node)
    )


def _with(node: ast.AST, **fields: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed
