"""What a browser need not be sent of a script: its comments, which carry the types for the checker and the reasons for readers.

Every line keeps its number, so that an error in a browser leads to the source.
"""

from __future__ import annotations


def without_comments(text: str) -> str:
    """The script with each comment that has lines of its own left empty; comments among code stay.

    Where a template's text goes over several lines, such a line may be that text: nothing is touched then.
    """
    lines = text.split("\n")
    if any(line.count("`") % 2 for line in lines):
        return text
    kept, inside = [], False
    for line in lines:
        bare = line.strip()
        if not inside and bare.startswith("//"):
            kept.append("")
            continue
        if not inside and not bare.startswith("/*"):
            kept.append(line)
            continue
        _, end, code = bare.partition("*/")
        inside = not end
        kept.append("" if inside or not code.strip() else (line if bare.startswith("/*") else code))
    return "\n".join(kept)
