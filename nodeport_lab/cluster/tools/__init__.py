"""The operator's tools: a shell of our own, and the programs that one looks at a network with. Nothing is ever executed.

``shell.run`` takes a line and a ``Desk`` (where one is, the files, what can be reached) and gives what was printed.

    lexer, syntax, grammar     words, pipes, redirects, loops, ``$(...)``: what a line is parsed into
    expansion, arithmetic, conditions     values put in, ``$((...))``, ``[ ... ]``
    interpreter, streams       carries it out, within limits
    shell                      the door: a line in, what it left out
    desk                       Desk and Io, and Reach: what the simulation offers to the programs
    commands                   which programs there are, and where
    curl, asking, transfer     curl: its options, its transfers. pages: what answers it. knock: nc, telnet, wget
    names, digging             the resolver, nslookup, ping; dig
    machine                    ss, ip, hostname, files of the system
    iptables, nft, conntrack   what is in a node's kernel; kernel: what they have in common
    text, grep                 head, wc, sort and their kind
    complete                   what Tab offers beside kubectl's own
"""
