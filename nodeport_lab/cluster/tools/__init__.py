"""The operator's tools: a shell of our own, and the programs that one looks at a network with. Nothing is ever executed.

``shell.run`` takes a line and a ``Desk`` (where one is, the files, what can be reached) and gives what was printed.

    lexer, grammar, shell      words, pipes, redirects, ``for``, ``$(...)``: parsed and carried out here, within limits
    desk                       Desk and Io, and Reach: what the simulation offers to the programs
    commands                   which programs there are, and where
    curl, pages, knock         HTTP and what answers it; nc, telnet, wget
    names                      the resolver, nslookup, dig, ping
    machine                    ss, ip, hostname, files of the system
    netfilter                  iptables, iptables-save, nft, conntrack
    text                       grep, head, wc and their kind
    complete                   what Tab offers beside kubectl's own
"""
