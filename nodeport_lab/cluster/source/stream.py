"""Splits a file into documents as kubectl does, and reads each.

Mirrors k8s.io/apimachinery/pkg/util/yaml/decoder.go: a file whose first character is ``{`` is read as JSON objects
one after another, and goes over to YAML where that fails before the second object; YAML is cut at lines that begin
with ``---``, so go-yaml sees (and counts the lines of) one document at a time.
"""

from __future__ import annotations

from nodeport_lab.cluster.problem import Problem, Span
from nodeport_lab.cluster.source import jsontext, tree
from nodeport_lab.cluster.source.document import MAX_SIZE, Document, Source
from nodeport_lab.cluster.source.jsontext import JSONError

# How far kubectl looks for the brace that tells JSON from YAML.
_LOOK_AHEAD = 4096
# The bytes of a line feed and three dashes.
_SEPARATOR = 4


def read(text: str) -> Source:
    """The documents of a file, in order; the last one may carry the error after which kubectl reads no further."""
    if len(text) > MAX_SIZE:
        message = f"the file has {len(text)} characters, at most {MAX_SIZE} are read"
        error = Problem("file-too-large", message, span=Span(1, 0, 1, 0), params={"maximum": MAX_SIZE})
        return Source(text, (Document("", 1, error=error),))
    normal = text.replace("\r\n", "\n") if "\r" in text else text
    if normal[:_LOOK_AHEAD].lstrip().startswith("{"):
        return Source(text, tuple(_json_stream(normal)))
    return Source(text, tuple(_yaml_stream(normal, 0)))


def _json_stream(text: str) -> list[Document]:
    documents: list[Document] = []
    at = 0
    while True:
        try:
            node, end = jsontext.read_value(text, at)
        except JSONError as error:
            if error.end:
                return documents
            if len(documents) <= 1:
                return documents + _as_yaml(text, at, error)
            return [*documents, _json_error(text, error, error.message)]
        document = Document(text, 1, node, json=True)
        if node.value is not None:
            documents.append(document)
        at = end


def _as_yaml(text: str, at: int, error: JSONError) -> list[Document]:
    """What was no JSON read as YAML; where that fails at once too, the complaint is the one about JSON.

    So it is where there is not enough left to look for a separator.
    """
    too_short = len(text[at : at + _SEPARATOR].encode("utf-8", "replace")) < _SEPARATOR
    while at < len(text) and text[at].isspace():
        at += 1
        if text[at - 1] == "\n":
            break
    documents = list(_yaml_stream(text, at))
    if too_short or (len(documents) == 1 and documents[0].error is not None):
        # The end of the text is no syntax error to Go, so that it comes without an offset.
        place = len(text[: error.offset].encode("utf-8", "replace")) + 1
        unfinished = error.message == "unexpected EOF"
        return [
            _json_error(
                text, error, error.message if unfinished else f"json: offset {place}: {error.message}"
            )
        ]
    return documents


def _json_error(text: str, error: JSONError, message: str) -> Document:
    document = Document(text, 1, json=True)
    end = min(error.offset + 1, len(text))
    span = Span(*document.position(min(error.offset, len(text))), *document.position(end))
    document.error = Problem("json-syntax", message, span=span, params={"reason": error.message})
    return document


def _yaml_stream(text: str, at: int) -> list[Document]:
    documents: list[Document] = []
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1)
    begin, first_line, first_column = at, line, column
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text.startswith("---", at):
            rest = text[at + 3 : end].strip()
            if rest and not rest.startswith("#"):
                message = f"invalid Yaml document separator: {rest}"
                span = Span(line, 0, line, end - at)
                error = Problem("yaml-bad-separator", message, span=span, params={"rest": rest})
                # kubectl drops what stood before, unread.
                return [*documents, Document("", line, error=error)]
            if at > begin:
                document = _document(text[begin:at], first_line, first_column)
                if document is not None:
                    documents.append(document)
                    if document.error is not None:
                        return documents
                begin, first_line, first_column = end + 1, line + 1, 0
        at, line = end + 1, line + 1
    document = _document(text[begin:], first_line, first_column)
    return documents if document is None else [*documents, document]


def _document(text: str, first_line: int, first_column: int) -> Document | None:
    """One document, None where it is empty."""
    if not text or text.isspace():
        return None
    document = Document(text, first_line, first_column=first_column)
    tree.parse(document)
    return None if document.root is None and document.error is None else _unless_null(document)


def _unless_null(document: Document) -> Document | None:
    return None if document.error is None and document.value is None else document
