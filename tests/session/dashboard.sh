#!/bin/sh
# The dashboard on the simulated platform, used as a person would.
. "$(dirname "$0")/lib.sh"
need prometheus promtool

terminal 80x24
type_line "$build/tracetop --demo=cascade; echo left with \$?"
sees 'opens with all five panels' '5 Kafka lag'
sees 'shows a headline' 'k/s'
sees 'shows history as a graph' '⣿'
sees 'tells what is not well' 'critical'

keys 3
sees 'zooms a panel by its number' 'query 1 of'
keys Left
sees 'reads values at the crosshair' 'Z, .* ago'
keys Escape
loses 'Esc takes the crosshair away first' 'Z, .* ago'
keys o
sees 'switches a series off' '○'
keys q
sees 'q goes back' '1 Ingestion'
keys '?'
sees 'shows the keys' 'Keys of the overview'
keys q
keys ']'
sees 'shows a longer range' ' 6h '
keys '['
keys Space
sees 'pauses' 'PAUSED'
keys Space
loses 'goes on' 'PAUSED'
keys : 'pan' Tab 'sto' Tab Enter
sees 'completes and runs a command' '3 Storage'
keys 0
sees '0 goes to the overview' '4 Collectors'
keys : 'nonsense' Enter
sees 'names a wrong command' "no command 'nonsense'"

resize 120x40
sees 'follows a larger window' '22..Z\|Z'
resize 40x10
sees 'is a list in a small one' 'Kafka lag'
resize 30x5
loses 'is one line in a tiny one' 'Ingestion  '
resize 80x24
sees 'comes back' '5 Kafka lag'

keys C-z
sees 'Ctrl-Z gives the shell back' 'READY>'
type_line 'stty -a | tr " ;" "\n\n" | grep -x icanon'
sees 'with the terminal as it was' '^icanon'
type_line 'fg; echo came home with $?'
sees 'fg shows the dashboard again' '5 Kafka lag'
keys q
sees 'q leaves' 'home with 0'
type_line 'stty -a | tr " ;" "\n\n" | grep -x echo'
sees 'with the terminal clean' '^echo'
