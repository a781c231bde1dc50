"""Line breaking as mitchellh/go-wordwrap does it: spaces are kept, except where a line is broken at them."""

from __future__ import annotations


def wrap(text: str, limit: int) -> str:
    """``text`` with no line longer than ``limit``, unless a word alone is."""
    out: list[str] = []
    current = 0
    word = ""
    spaces = ""
    for char in text:
        if char == "\n":
            if word:
                out += [spaces, word]
            elif current + len(spaces) <= limit:
                out.append(spaces)
            out.append("\n")
            spaces = word = ""
            current = 0
        elif char.isspace() and char != "\xa0":
            if not spaces or word:
                current += len(spaces) + len(word)
                out += [spaces, word]
                spaces = word = ""
            spaces += char
        else:
            word += char
            if current + len(word) + len(spaces) > limit and len(word) < limit:
                out.append("\n")
                current = 0
                spaces = ""
    if word:
        out += [spaces, word]
    elif current + len(spaces) <= limit:
        out.append(spaces)
    return "".join(out)


def indented(text: str, amount: int) -> str:
    """Every line of ``text`` moved to the right."""
    pad = " " * amount
    return "\n".join(pad + line for line in text.split("\n"))
