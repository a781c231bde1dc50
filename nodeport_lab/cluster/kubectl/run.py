"""From the words of a line to what kubectl prints: finds the command, parses its flags, runs it."""

from __future__ import annotations

from collections.abc import Sequence

from nodeport_lab.cluster.problem import go_quote

from .call import Call
from .commands import COMMANDS
from .failure import Failure
from .flags import Help, Parser, Values
from .manual import Entry, flag_lines, manual
from .printed import Printed
from .shell import Shell


def run(words: Sequence[str], shell: Shell, stdin: str = "") -> Printed:
    """Runs ``kubectl WORDS``. Never raises for any words."""
    book = manual()
    entry, rest = book.find(words)
    call = Call(shell, entry, Values({}), stdin)
    try:
        call.values = Parser(book.flags_of(entry), entry.full).parse(rest)
        _dispatch(call)
    except Help:
        call.out(book.help(entry), end="")
    except Failure as failure:
        call.err(failure.message)
        call.exit = failure.exit
    return call.printed()


def _dispatch(call: Call) -> None:
    entry = call.entry
    command = COMMANDS.get(entry.path)
    if entry.path == "":
        _root(call)
    elif entry.groups and command is None:
        _parent(call)
    elif command is None:
        _not_simulated(call)
    else:
        command(call)


def _root(call: Call) -> None:
    """No command, ``help``, ``options``, or a word that is no command."""
    book = manual()
    words = call.args
    if not words:
        call.out(book.help(call.entry), end="")
    elif words[0] == "options":
        call.out("The following options can be passed to any command:\n")
        call.out("\n".join(flag_lines(book.options)))
    elif words[0] == "help":
        found: Entry = book.find(words[1:])[0]
        if len(words) > 1 and not found.path:
            call.out("Unknown help topic [" + " ".join(f"`{word}`" for word in words[1:]) + "]\n\n")
        call.out(book.help(found), end="")
    else:
        guesses = book.suggestions(words[0])
        message = f'error: unknown command {go_quote(words[0])} for "kubectl"'
        if guesses:
            message += "\n\nDid you mean this?\n" + "".join(f"\t{guess}\n" for guess in guesses)
        raise Failure(message)


def _parent(call: Call) -> None:
    """A command that only has subcommands."""
    if call.args:
        raise call.usage(f"unknown command {go_quote(' '.join(call.args))}")
    text = manual().help(call.entry)
    if call.entry.path in ("rollout", "certificate"):
        call.out(text, end="")
    else:
        call.err(text)
    call.exit = 1


def _not_simulated(call: Call) -> None:
    words = {
        "en": f"`{call.entry.full}` is a real command, but this lab has nothing for it to act on.",
        "ja": f"`{call.entry.full}` は実在するコマンドですが、このラボには操作する対象がありません。",
    }
    call.note = words[call.shell.language]
    call.err(f"error: {call.entry.full}: not available in this cluster")
    call.exit = 1
