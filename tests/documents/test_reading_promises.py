"""The two promises of a reading, for documents made up at random.

Nothing is silently lost: each letter and digit of a bullet, row, cell or sentence is in a
statement, a description, a name, an alias or an assignment, or in a line under "not read". And
nothing is turned into its opposite: what negates is an exclusion, or it is asked about.
"""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.documents.language.words import Words
from rolegraph.documents.readers.delimited import read_delimited
from rolegraph.documents.readers.html import read_html
from rolegraph.documents.readers.markdown import read_markdown
from rolegraph.documents.readers.records.read import read_records
from rolegraph.documents.readers.structured import read_structured
from rolegraph.documents.reading import Reading, StatementPart, read_outline
from rolegraph.documents.text.source import SourceText

WORDS = st.sampled_from(
    [
        "lift",
        "loads",
        "park",
        "the",
        "crane",
        "give",
        "signs",
        "check",
        "ropes",
        "write",
        "reports",
        "train",
        "people",
        "approve",
        "plans",
        "never",
        "not",
        "no",
        "must",
        "may",
        "without",
        "all",
        "risks",
        "(daily)",
        "e.g.",
        "`code`",
        "**bold**",
        "[link](a.md)",
        "a/b",
        "3",
    ]
)
PHRASE = st.lists(WORDS, min_size=1, max_size=7).map(" ".join)
ROLES = st.sampled_from(["Crane Driver", "Banksman", "Yard Master (YM)", "Owner / Lead", "Thing"])
LABELS = st.sampled_from(
    [
        "Responsibilities",
        "Must not",
        "Requirements",
        "Privileges",
        "Notes on weather",
        "Members",
        "Responsibilities and requirements",
        "Not responsible for",
        "Goals",
        "Description",
        "Not",
    ]
)
MARKERS = st.sampled_from(["- ", "* ", "1. ", "- [ ] ", "• ", "+ ", "a) "])


@st.composite
def lists(draw: st.DrawFn) -> str:
    lines = []
    for _ in range(draw(st.integers(1, 4))):
        indent = draw(st.sampled_from(["", "", "  ", "    "]))
        lines.append(indent + draw(MARKERS) + draw(PHRASE))
    if draw(st.booleans()):
        lines.insert(1, f"**{draw(LABELS)}:**")
    return "\n".join(lines)


@st.composite
def tables(draw: st.DrawFn) -> str:
    width = draw(st.integers(2, 4))
    heads = draw(
        st.lists(
            st.one_of(ROLES, LABELS, st.just("Role"), st.just("Task"), PHRASE),
            min_size=width,
            max_size=width,
        )
    )
    cell = st.one_of(PHRASE, ROLES, st.sampled_from(["R", "A/R", "C", "", "yes", "no", "a<br>b"]))
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=3))
    bars = ["| " + " | ".join(row) + " |" for row in [heads, ["---"] * width, *rows]]
    return "\n".join(bars)


BLOCKS = st.one_of(
    lists(),
    tables(),
    st.lists(PHRASE.map(lambda text: text.capitalize() + "."), min_size=1, max_size=3).map(
        " ".join
    ),
    st.builds(
        "{} {}".format, st.sampled_from(["#", "##", "###"]), st.one_of(ROLES, LABELS, PHRASE)
    ),
    LABELS.map("**{}:**".format),
    LABELS.map("{}:".format),
    st.sampled_from(
        [
            "> quoted words",
            "```\ncode here\n```",
            "<!-- hidden -->",
            "![picture](p.png)",
            "---",
            "[Owner]: Alice",
            "[^1]: a footnote",
            "<details>\n- inside\n</details>",
            "| not a table",
        ]
    ),
)
DOCUMENTS = st.lists(BLOCKS, min_size=1, max_size=8).map("\n\n".join)


def passages_of(parts: tuple[StatementPart, ...]) -> list[StatementPart]:
    return [each for part in parts for each in (part, *passages_of(part.parts))]


def read_spans(reading: Reading) -> list[tuple[int, int]]:
    """Return the stretches that are in the reading."""
    found = []
    for role in reading.roles:
        found += [role.passage, *role.also, *role.description]
        found += [each.passage for each in role.relations]
        for statement in role.statements:
            found.append(statement.passage)
            found += [part.passage for part in passages_of(statement.parts)]
    for each in reading.assignments:
        found += [each.passage, each.named]
    return [(each.span.start, each.span.end) for each in found]


def lost_lines(reading: Reading, text: str) -> list[str]:
    """Return the lines of bullets, rows and sentences with words that are nowhere."""
    covered = bytearray(len(text))
    for start, end in read_spans(reading):
        covered[start:end] = b"\x01" * (end - start)
    excused = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    aliases = {alias for role in reading.roles for alias in role.aliases}
    lost, offset = [], 0
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        words = [
            found[0]
            for found in re.finditer(r"\w+", line)
            if not all(covered[offset + found.start() : offset + found.end()])
        ]
        offset += len(line) + 1
        is_head = number < len(lines) and re.fullmatch(r"[|\s-]*-{3}[|\s-]*", lines[number])
        if number in excused or is_head or all(word in aliases for word in words):
            continue
        if _is_structure(line, words):
            continue
        lost.append(line)
    return lost


def _is_structure(line: str, words: list[str]) -> bool:
    """Tell whether a line is a heading, a label, a table head, or lacks only its marker."""
    text = line.strip().lstrip("> ")
    if re.fullmatch(r"(?:</?\w+>)+", text):
        return True
    if text.startswith("#") or re.fullmatch(r"(?:[-*+•]|\d+\.|a\))?\s*\**[^.]*:\**", text):
        return True
    if re.match(r"\**[\w ()/&]{2,60}:", text.lstrip("-*+•1.a)[]x ")):
        return True
    if "|" in text:
        label = words_of("en").label(text.strip("| ").split("|")[0].strip())
        if label is not None and not label.rest:
            words = [word for word in words if word not in label.phrase.split()]
        return set(words) <= set(re.findall(r"\w+", HEADS)) | {"br"}
    return all(len(word) == 1 for word in words)


def words_of(language: str) -> Words:
    found = Words.load(language)
    assert found is not None
    return found


HEADS = (
    "Role Task Responsibilities Must not Requirements Privileges Notes on weather Members and "
    "responsible for Goals Description yes no R A C a b Crane Driver Banksman Yard Master YM "
    "Owner Lead Thing requirements Not the"
)


@settings(deadline=None, max_examples=150)
@given(DOCUMENTS)
def test_nothing_of_a_markdown_document_is_silently_lost(text: str) -> None:
    """A bullet that vanishes is a duty nobody has."""
    reading = read_outline(read_markdown(SourceText("yard.md", text.encode())), "yard.md")

    assert [] == lost_lines(reading, text)


@settings(deadline=None, max_examples=100)
@given(DOCUMENTS)
def test_every_statement_is_where_it_says(text: str) -> None:
    """A place that is wrong cannot be traced."""
    reading = read_outline(read_markdown(SourceText("yard.md", text.encode())), "yard.md")

    for role in reading.roles:
        for statement in role.statements:
            passage = statement.passage
            assert passage.span.text == text[passage.span.start : passage.span.end]
            assert passage.span.text.split("\n")[0] in text.split("\n")[passage.line - 1]
            assert 1 <= passage.line <= passage.end_line


NEGATED = st.sampled_from(
    [
        "Never {}",
        "Not {}",
        "No {}",
        "Do not {}",
        "Does not {}",
        "Must not {}",
        "May not {}",
        "Cannot {}",
        "Is not responsible for {}",
        "Don't {}",
        "Drivers must not {}",
        "Shall never {}",
        "Has no authority to {}",
        "Is not allowed to {}",
        "Will not {}",
    ]
)
PLAIN = st.lists(
    st.sampled_from(["lift", "loads", "park", "the", "crane", "give", "signs", "check", "ropes"]),
    min_size=2,
    max_size=5,
).map(" ".join)


@settings(deadline=None)
@given(NEGATED, PLAIN, st.sampled_from(["Responsibilities", "Duties", "Privileges", None]))
def test_a_negated_bullet_never_becomes_a_quiet_duty(
    form: str, rest: str, label: str | None
) -> None:
    """Between a duty and its opposite, a person decides."""
    heading = f"### {label}\n\n" if label else ""
    text = f"# Yard\n\n## Crane Driver\n\n{heading}- {form.format(rest)}\n- Lift loads\n"
    reading = read_outline(read_markdown(SourceText("yard.md", text.encode())), "yard.md")
    negated, plain = reading.roles[0].statements

    assert "asked" == negated.status or "exclusion" == negated.kind
    assert "exclusion" != plain.kind
    if negated.status == "asked":
        assert any(each.line == negated.passage.line for each in reading.questions)


@settings(deadline=None)
@given(
    st.sampled_from(
        [
            "Must not",
            "Not responsible for",
            "Out of scope",
            "Does not do",
            "Don'ts",
            "What the crane driver must not do",
            "Prohibited",
        ]
    ),
    PLAIN,
)
def test_a_negating_label_rules_its_whole_list(label: str, bullet: str) -> None:
    """“Must not: lift people” says the opposite of “lift people”."""
    text = f"# Yard\n\n## Crane Driver\n\n### {label}\n\n- {bullet}\n- lift people\n"
    reading = read_outline(read_markdown(SourceText("yard.md", text.encode())), "yard.md")

    assert ["exclusion", "exclusion"] == [each.kind for each in reading.roles[0].statements]


CELLS = st.one_of(PHRASE, ROLES, st.sampled_from(["R", "A/R", "", 'say "hi"', "two\nlines"]))


@settings(deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4),
    st.sampled_from([",", ";", "\t"]),
    st.lists(st.one_of(ROLES, LABELS, st.just("Role"), st.just("Task")), min_size=3, max_size=3),
)
def test_nothing_of_a_table_file_is_silently_lost(
    rows: list[list[str]], delimiter: str, head: list[str]
) -> None:
    """Quoted line breaks and empty cells must not shift what belongs to whom."""
    import csv
    import io

    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows([head, *rows])
    text = file.getvalue()
    reading = read_outline(read_delimited(SourceText("yard.csv", text.encode())), "yard.csv")
    excused = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    covered = bytearray(len(text))
    for start, end in read_spans(reading):
        covered[start:end] = b"\x01" * (end - start)
    allowed = set(re.findall(r"\w+", HEADS))

    for found in re.finditer(r"\w+", text):
        line = text.count("\n", 0, found.start()) + 1
        is_told = line in excused or all(covered[found.start() : found.end()])
        assert is_told or found[0] in allowed or words_of("en").label(found[0]), (found[0], line)


FIELDS = st.sampled_from(
    ["responsibilities", "mustNot", "requirements", "role_id", "notes", "reports to", "weather"]
)
VALUES = st.one_of(PHRASE, st.lists(PHRASE, min_size=1, max_size=3), st.integers(0, 99))


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(ROLES, st.dictionaries(FIELDS, VALUES, min_size=1, max_size=4)),
        min_size=1,
        max_size=3,
    ),
    st.booleans(),
    st.booleans(),
)
def test_nothing_of_a_file_of_records_is_silently_lost(
    records: list[tuple[str, dict[str, object]]], is_json: bool, has_head: bool
) -> None:
    """The value of a field must not go because its key stands in the same line."""
    import json

    import yaml

    listed = [{"name": name} | fields for name, fields in records]
    data = {"roles": listed} if has_head else listed
    text = json.dumps(data, indent=1) if is_json else yaml.safe_dump(data, sort_keys=False)
    name = "yard.json" if is_json else "yard.yaml"
    reading = read_outline(read_records(SourceText(name, text.encode())), name)
    excused = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    covered = bytearray(len(text))
    for start, end in read_spans(reading):
        covered[start:end] = b"\x01" * (end - start)
    others = [each for role in reading.roles for each in (*role.aliases, *role.notations)]
    aliases = {word for other in others for word in re.findall(r"\w+", other)}
    keys = set(re.findall(r"[A-Za-z]+", "name roles responsibilities mustNot requirements role id"))
    keys |= {"notes", "reports", "to", "weather", "role_id"}

    for found in re.finditer(r"\w+", text):
        line = text.count("\n", 0, found.start()) + 1
        is_told = line in excused or all(covered[found.start() : found.end()])
        assert is_told or found[0] in keys | aliases, (found[0], line, text)


@st.composite
def pages(draw: st.DrawFn) -> str:
    """Return an HTML page with headings, lists, tables and texts, some with tags left open."""
    role = draw(ROLES)
    parts = [f"<h1>Yard</h1><h2>{role}</h2>"]
    for _ in range(draw(st.integers(1, 5))):
        phrases = draw(st.lists(PHRASE, min_size=1, max_size=3))
        form = draw(st.sampled_from(["list", "open list", "table", "text", "label", "bold"]))
        if form == "list":
            parts.append("<ul>" + "".join(f"<li>{each}</li>" for each in phrases) + "</ul>")
        elif form == "open list":
            parts.append("<ol>" + "".join(f"<li><p>{each}" for each in phrases) + "</ol>")
        elif form == "table":
            cells = "".join(f"<td>{each}</td>" for each in phrases)
            parts.append(f"<table><tr><th>{role}<th>{draw(LABELS)}<th>Task</tr><tr>{cells}</table>")
        elif form == "label":
            parts.append(f"<h3>{draw(LABELS)}</h3>")
        elif form == "bold":
            parts.append(f"<p><strong>{draw(LABELS)}:</strong> {phrases[0]}</p>")
        else:
            parts.append(f"<div>{phrases[0].capitalize()}.<br>\n{phrases[-1]}</div><!-- gone -->")
    return "\n".join(parts)


@settings(deadline=None, max_examples=80)
@given(pages())
def test_nothing_of_a_page_is_silently_lost(text: str) -> None:
    """A tag that is never closed must not swallow what stands behind it."""
    reading = read_outline(read_html(SourceText("yard.html", text.encode())), "yard.html")
    excused = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    covered = bytearray(len(text))
    for start, end in read_spans(reading):
        covered[start:end] = b"\x01" * (end - start)
    aliases = {word for role in reading.roles for a in role.aliases for word in a.split()}
    allowed = set(re.findall(r"\w+", HEADS)) | aliases | {"Yard"}

    blanked = re.sub(r"<!--.*?-->|<[^<>]*>", lambda tag: " " * len(tag[0]), text)
    for found in re.finditer(r"\w+", blanked):
        line = text.count("\n", 0, found.start()) + 1
        is_told = line in excused or all(covered[found.start() : found.end()])
        assert is_told or found[0] in allowed, (found[0], line, text)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(
        [
            ("zh", "职责", "不得{}"),
            ("zh", "职责", "禁止{}"),
            ("zh", "权限", "不能{}"),
            ("zh", "职责", "不负责{}"),
            ("ja", "責務", "{}してはならない"),
            ("ja", "責務", "{}は行わない"),
            ("ja", "権限", "{}はできません"),
            ("ja", "責務", "{}は禁止"),
        ]
    ),
    st.sampled_from(["吊装", "審査", "検査", "批准", "作業"]),
)
def test_a_negation_without_blanks_never_becomes_a_quiet_duty(
    form: tuple[str, str, str], work: str
) -> None:
    """Chinese and Japanese write a “not” into the word; it must be seen there."""
    language, label, negated = form
    text = f"# 港\n\n## 管理者\n\n### {label}\n\n- {negated.format(work)}\n- {work}\n"
    outline = read_markdown(SourceText("yard.md", text.encode()))
    reading = read_outline(outline, "yard.md", language=language)
    first, second = reading.roles[0].statements

    assert "asked" == first.status or "exclusion" == first.kind
    assert "exclusion" != second.kind


PLAIN_WORDS = st.lists(
    st.sampled_from(
        ["lift", "loads", "park", "crane", "signs", "never", "not", "approve", "risks"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


@settings(deadline=None, max_examples=60)
@given(
    ROLES,
    st.lists(
        st.tuples(st.sampled_from(["list", "text", "label", "grid", "field"]), PLAIN_WORDS),
        min_size=1,
        max_size=5,
    ),
)
def test_nothing_of_a_structured_text_is_silently_lost(
    role: str, blocks: list[tuple[str, str]]
) -> None:
    """The lines of a cell stand beside those of its neighbours in a grid."""
    parts = [f"{role}\n{'=' * 20}"]
    for form, words in blocks:
        if form == "list":
            parts.append(f"* {words}\n\n  - {words}")
        elif form == "label":
            parts.append(f"Responsibilities\n{'-' * 20}")
        elif form == "grid":
            line = f"+{'-' * 40}+{'-' * 12}+"
            cells = [
                f"| {each:<39}| {other:<11}|" for each, other in ((words, "Duties"), (words, ""))
            ]
            parts.append("\n".join([line, *cells, line]))
        elif form == "field":
            parts.append(f":Reports to: {words}")
        else:
            parts.append(f"{words.capitalize()}.\nAnd {words}.")
    text = "\n\n".join(parts) + "\n"
    reading = read_outline(read_structured(SourceText("yard.rst", text.encode())), "yard.rst")
    excused = {n for each in reading.not_read for n in range(each.line, each.end_line + 1)}
    marks = {range(each.start, each.end) for each in reading.outline.aside}
    covered = bytearray(len(text))
    for start, end in read_spans(reading):
        covered[start:end] = b"\x01" * (end - start)
    aliases = {word for each in reading.roles for a in each.aliases for word in a.split()}
    allowed = set(re.findall(r"\w+", HEADS)) | aliases | {"Duties", "Reports"}

    for found in re.finditer(r"[^\W_]+", text):
        line = text.count("\n", 0, found.start()) + 1
        is_told = line in excused or all(covered[found.start() : found.end()])
        is_told = is_told or any(found.start() in mark for mark in marks)
        is_told = is_told or words_of("en").label(found[0]) is not None
        assert is_told or found[0] in allowed, (found[0], line, text)
