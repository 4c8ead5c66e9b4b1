#!/bin/sh
# A step that is changed in an editor, one that has the terminal to itself, and
# one that is cancelled from another terminal.
. "$(dirname "$0")/lib.sh"
need jq

mkdir "$work/victim"
cat >"$work/guide.md" <<GUIDE
# Runbook: Hands

\`\`\`bash
# 1. Two lines
echo first
echo second
\`\`\`

\`\`\`bash {interactive risk=read}
# 2. Ask for a name
printf 'Your %s? ' name; read -r name; echo "hello \$name"
\`\`\`

\`\`\`bash {interactive risk=read}
# 3. Stay
printf 'stay%s\\n' ing; sleep 300
\`\`\`

\`\`\`bash
# 4. Wait
printf 'wait%s\\n' ing; sleep 300
\`\`\`
GUIDE
state=$XDG_STATE_HOME/tracetop

# The editor of this test keeps what it was given and changes one line; or
# fails, when it is told to.
cat >"$work/editor" <<EDITOR
cp "\$1" "$work/given"

echo 'an editor was here'
[ ! -e "$work/no" ] || exit 3
sed -i "s|echo second|rm -rf '$work/victim'|" "\$1"
EDITOR
printf '%s\n' 'echo first' 'echo second' >"$work/expected"

told() { jq -r "$2" "$state/actions/$1/action.json"; }
result() { jq -r "$2" "$state/actions/$1/result.json"; }
has_result() { [ -s "$state/actions/$1/result.json" ]; }
no_edits() { [ -z "$(find "$state" -name 'edit-*')" ]; }
modes() { stty -a -F "$(tm display-message -p '#{pane_tty}')"; }
alternate_is() { [ "$(tm display-message -p '#{alternate_on}')" = "$1" ]; }
start_dashboard() {
    type_line "clear; EDITOR='sh $work/editor' $build/tracetop --prometheus \
http://127.0.0.1:9 --guide $work/guide.md"
    sees 'opens' 'Kafka lag'
    type_line ':runbook'
    sees 'with its guide' 'Hands'
    keys q
}

terminal 100x30
modes >"$work/modes"
start_dashboard

type_line ':run hands 1'
sees 'a reading step is offered' 'Enter runs'
keys e
sees 'is changed and judged again' 'DESTRUCTIVE'
check 'the editor had its exact text' \
    sh -c "grep -v '^#' '$work/given' | diff - '$work/expected'"
check 'and its file is gone' no_edits
sees 'the new text is shown' "rm -rf '$work/victim'"
sees 'and told as edited' 'edited'
keys Enter
keys y
check 'the yes for a reading step is none for this' test -d "$work/victim"
check 'and nothing was run' test ! -e "$state/audit.jsonl"
keys BSpace
keys -l default
keys Enter
sees 'the word runs it' 'first'
check 'the edited text' wait_for 'its end' test ! -d "$work/victim"
wait_for 'the result' has_result 1
check 'is what the record has' test "$(told 1 .command | tail -n 1)" = \
    "rm -rf '$work/victim'"
check 'as edited' test "$(told 1 .edited)" = true
check 'with its new risk' test "$(told 1 .risk)" = destructive
keys 0

touch "$work/no"
type_line ':run hands 1'
sees 'the guide has its own text still' 'Enter runs'
keys e
sees 'an editor that fails changes nothing' 'the step is as it was'
sees 'not the text' 'echo second'
check 'and leaves no file' no_edits
keys Escape
sees 'Esc runs nothing' 'nothing was run'

type_line ':run hands 2'
sees 'an interactive step is told as such' 'interactive'
keys Enter
sees 'it has the terminal' 'Your name?'
loses 'and the dashboard has not' 'Kafka lag\|Run step'
check 'nor its screen' alternate_is 0
keys -l 'Ada L.'
keys Enter
sees 'the dashboard is back' 'done'
sees 'with the output' 'hello Ada L.'
check 'on its own screen' alternate_is 1
check 'the record has the end' test "$(result 2 .state)" = done
keys 0
sees 'and draws all of it anew' '5 Kafka lag'
check 'nothing of the step is left on it' screen_lacks 'Your name'

type_line ':run hands 3'
sees 'another one' 'Stay'
keys Enter
sees 'has the terminal, too' 'staying'
keys C-c
sees 'its Ctrl-C ends the step, not the dashboard' 'failed'
check 'by that signal' test "$(result 3 .signal)" = 2
keys 0

type_line ':run hands 4'
sees 'a long step' 'Run step 4'
keys Enter
sees 'runs' 'waiting'
check 'it is cancelled from elsewhere' env USER=ada \
    "$build/tracetop" action cancel 4
sees 'the dashboard tells' 'cancelled'
sees 'by whom' 'ada'
check 'and so does the record' test "$(result 4 .cancelled_by)" = ada
check 'which is whole' "$build/tracetop" action verify

keys 0 q
wait_for 'the shell' screen_has 'READY>'
modes >"$work/modes.after"
check 'the terminal is as it was' diff "$work/modes" "$work/modes.after"
check 'on its first screen' alternate_is 0
