#!/bin/sh
# The terminal is given back however the program ends; nobody answering is no
# reason to end.
. "$(dirname "$0")/lib.sh"

terminal 80x24
run="$build/tracetop --prometheus http://127.0.0.1:1; echo left with \$?"

type_line "$run"
sees 'says that nobody answers' 'refused'
sees 'and what to do about it' '--demo'
keys C-c
sees 'Ctrl-C leaves cleanly' 'left with 0'

for signal in TERM HUP; do
    type_line 'clear'
    wait_for 'a clear screen' screen_lacks 'left with'
    type_line "$run"
    wait_for 'the dashboard' screen_has 'refused'
    kill -"$signal" "$(program_pid)"
    sees "SIG$signal ends it" "left with 1[24]"
    type_line 'stty -a | tr " ;" "\n\n" | grep -x icanon'
    sees "SIG$signal leaves the terminal clean" '^icanon'
done

type_line 'clear'
wait_for 'a clear screen' screen_lacks 'left with'
type_line "$run"
wait_for 'the dashboard' screen_has 'refused'
kill -SEGV "$(program_pid)"
wait_for 'the shell' screen_has 'left with'
type_line 'stty -a | tr " ;" "\n\n" | grep -x icanon'
sees 'a crash leaves the terminal clean' '^icanon'

type_line 'clear'
wait_for 'a clear screen' screen_lacks 'icanon'
type_line "TERM=no-such-terminal LC_ALL=xx_YY $run"
sees 'starts with an unknown TERM and locale' 'refused'
keys q
wait_for 'the shell' screen_has 'left with'
