"""SPARQL Update requests taken apart into operations, so that each can become an exact patch.

Source: https://www.w3.org/TR/sparql11-update/, sections 3 and 4, and the grammar's rules 29 to 46.
Only the boundaries of the parts are found here, from the tokens; that each part is well-formed is
the engine's judgement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rolegraph.errors import ParameterError, SyntaxFault
from rolegraph.rdf.sparql_terminals import unescape_codepoints
from rolegraph.rdf.sparql_tokens import SparqlToken, tokens
from rolegraph.sparql.update_operations import (
    DataOperation,
    GraphOperation,
    LoadOperation,
    ModifyOperation,
    Operation,
)


@dataclass(frozen=True)
class Update:
    """An update request taken apart.

    Attributes:
        operations: its operations in order.
        texts: texts of the same operations for the engine to judge their syntax by. It takes
            declarations only before the first operation, where the grammar has them before each;
            they are put in front, and the rest keeps its places from the second line on.
    """

    operations: tuple[Operation, ...]
    texts: tuple[str, ...]


def read_update(
    text: str,
    using_graphs: Sequence[str] | None = None,
    using_named_graphs: Sequence[str] | None = None,
    base: str | None = None,
) -> Update:
    """Return an update request taken apart.

    Args:
        text: the request.
        using_graphs: `using-graph-uri` parameters of the protocol; None where none was given.
        using_named_graphs: `using-named-graph-uri` parameters of the protocol.
        base: what relative IRIs are resolved against.

    Raises:
        SyntaxFault: the text is no sequence of operations; has line and column.
        ParameterError: protocol and text both name a dataset.
    """
    reader = _Reader(unescape_codepoints(text), using_graphs, using_named_graphs, base)
    found = tuple(reader.read())
    return Update(found, reader.texts())


class _Reader:
    def __init__(
        self,
        text: str,
        using_graphs: Sequence[str] | None,
        using_named_graphs: Sequence[str] | None,
        base: str | None,
    ) -> None:
        self._text = text
        self._tokens = list(tokens(text))
        self._position = 0
        self._prologue = "" if base is None else f"BASE <{base}>\n"
        self._declarations: list[tuple[int, int]] = []
        self._spans: list[tuple[str, int, int]] = []
        self._given = using_graphs is not None or using_named_graphs is not None
        self._using = tuple(f"<{iri}>" for iri in using_graphs or ())
        self._using_named = tuple(f"<{iri}>" for iri in using_named_graphs or ())

    def read(self) -> list[Operation]:
        found: list[Operation] = []
        while True:
            self._read_prologue()
            if self._peek() is None:
                return found
            start = self._tokens[self._position].start
            found.append(self._operation())
            self._spans.append((self._prologue, start, self._tokens[self._position - 1].end))
            following = self._peek()
            if following is None:
                return found
            if following.text != ";":
                raise self._fault("expected ';' between two operations")
            self._position += 1

    def texts(self) -> tuple[str, ...]:
        """Return what `Update.texts` holds, once all is read."""
        late = [span for span in self._declarations if self._spans and span[0] > self._spans[0][1]]
        if not late:
            return (self._text,)
        names = [
            token.text
            for token, before in zip(self._tokens[1:], self._tokens, strict=False)
            if before.text in {"PREFIX", "BASE"}
        ]
        if len(names) != len(set(names)):  # declared anew: what holds differs between operations
            return tuple(f"{prologue}{self._text[a:b]}" for prologue, a, b in self._spans)
        pieces, position, front = [], 0, []
        for start, end in late:
            moved = self._text[start:end]
            front.append(" ".join(token.text for token in tokens(moved)))
            pieces += [self._text[position:start], "\n" * moved.count("\n")]
            position = end
        return (f"{' '.join(front)} {''.join(pieces)}{self._text[position:]}",)

    def _read_prologue(self) -> None:
        start = None
        while (word := self._peek()) is not None and word.text in {"BASE", "PREFIX", "VERSION"}:
            start = word.start if start is None else start
            self._position += 1
            while (token := self._peek()) is not None and token.kind in {"name", "iri", "string"}:
                self._position += 1
                if token.kind == "iri":
                    break
        if start is not None:
            end = self._tokens[self._position - 1].end
            self._declarations.append((start, end))
            # Comments may stand between; the line break ends one.
            self._prologue += self._text[start:end] + "\n"

    def _operation(self) -> Operation:
        word = self._next("an operation")
        verb = word.text
        if verb in {"INSERT", "DELETE"} and self._take("DATA"):
            return DataOperation(verb == "INSERT", self._prologue, self._block())
        if verb == "DELETE" and self._take("WHERE"):
            pattern = self._block()
            return ModifyOperation(
                self._prologue, None, pattern, None, self._using, self._using_named, pattern
            )
        if verb in {"WITH", "INSERT", "DELETE"}:
            return self._modify(verb)
        if verb in {"CLEAR", "DROP", "CREATE"}:
            silent = self._take("SILENT")
            return GraphOperation(verb, silent, self._prologue, self._graph_ref())
        if verb in {"ADD", "MOVE", "COPY"}:
            silent = self._take("SILENT")
            source = self._graph_ref()
            if not self._take("TO"):
                raise self._fault("expected TO")
            return GraphOperation(verb, silent, self._prologue, source, self._graph_ref())
        if verb == "LOAD":
            return self._load()
        self._position -= 1
        raise self._fault("expected an operation such as INSERT, DELETE, LOAD or CLEAR")

    def _modify(self, verb: str) -> ModifyOperation:
        with_graph = None
        if verb == "WITH":
            with_graph = self._iri()
            verb = self._next("DELETE or INSERT").text
        delete = insert = None
        if verb == "DELETE":
            delete = self._block()
            if self._take("INSERT"):
                insert = self._block()
        elif verb == "INSERT":
            insert = self._block()
        else:
            self._position -= 1
            raise self._fault("expected DELETE or INSERT")
        using: list[str] = []
        using_named: list[str] = []
        while self._take("USING"):
            (using_named if self._take("NAMED") else using).append(self._iri())
        if self._given:
            if with_graph or using or using_named:
                raise ParameterError(
                    "The request names its dataset twice: by using-graph-uri or "
                    "using-named-graph-uri, and by USING or WITH in the update."
                )
            using, using_named = list(self._using), list(self._using_named)
        if not self._take("WHERE"):
            raise self._fault("expected WHERE")
        pattern = self._block()
        return ModifyOperation(
            self._prologue, with_graph, delete, insert, tuple(using), tuple(using_named), pattern
        )

    def _load(self) -> LoadOperation:
        silent = self._take("SILENT")
        source = self._iri()
        target = None
        if self._take("INTO"):
            target = self._graph_ref()
        return LoadOperation(silent, self._prologue, source, target)

    def _graph_ref(self) -> str:
        for word in ("DEFAULT", "NAMED", "ALL"):
            if self._take(word):
                return word
        self._take("GRAPH")
        return self._iri()

    def _iri(self) -> str:
        token = self._next("an IRI")
        if token.kind not in {"iri", "name"}:
            self._position -= 1
            raise self._fault("expected an IRI")
        return token.text

    def _block(self) -> str:
        first = self._next("'{'")
        if first.text != "{":
            self._position -= 1
            raise self._fault("expected '{'")
        depth = 1
        while depth:
            token = self._next("'}'")
            if token.kind == "sign":
                depth += {"{": 1, "}": -1}.get(token.text, 0)
        return self._text[first.start : self._tokens[self._position - 1].end]

    def _peek(self) -> SparqlToken | None:
        return self._tokens[self._position] if self._position < len(self._tokens) else None

    def _next(self, wanted: str) -> SparqlToken:
        token = self._peek()
        if token is None:
            raise self._fault(f"expected {wanted}, but the update ends here")
        self._position += 1
        return token

    def _take(self, word: str) -> bool:
        token = self._peek()
        if token is not None and token.kind == "word" and token.text == word:
            self._position += 1
            return True
        return False

    def _fault(self, message: str) -> SyntaxFault:
        token = self._peek()
        offset = token.start if token else len(self._text)
        line = self._text.count("\n", 0, offset) + 1
        column = offset - (self._text.rfind("\n", 0, offset) + 1) + 1
        return SyntaxFault(message, line=line, column=column)
