#!/bin/sh
# actions.sh - steps that are run, and whoever runs them killed at every stage:
# the audit log and the results must tell one story each time.
. "$(dirname "$0")/lib.sh"

need jq bash "$build/tracetop"

XDG_STATE_HOME=$work/state
XDG_CONFIG_HOME=$work/config
export XDG_STATE_HOME XDG_CONFIG_HOME
state=$XDG_STATE_HOME/tracetop
mkfifo "$work/fifo"

cat >"$work/guide.md" <<GUIDE
# Runbook: Actions

\`\`\`bash
# 1. Say hello
echo "hello \$NAMESPACE"

# 2. Wait
echo waiting; cat '$work/fifo'

# 3. Change a file
touch '$work/touched'

# 4. Delete a file
rm -rf '$work/touched'

# 5. Fail
exit 7

# 6. Greet
echo 'dear <name of pod>,'

# 7. Create
kubectl create namespace x
\`\`\`
GUIDE

tracetop() { "$build/tracetop" --guide "$work/guide.md" "$@"; }
run() { tracetop runbook run actions "$@"; }
# In the background this is the program itself, for its process id.
become() { exec "$build/tracetop" --guide "$work/guide.md" runbook run actions "$@"; }
actions() { tracetop action list --format json; }
newest() { actions | jq -r '.actions[0].id // "0"'; }
state_of() { actions | jq -r --arg id "$1" '.actions[] | select(.id == $id).state'; }
running_file() { [ -s "$state/actions/$1/running.json" ]; }
has_output() { [ -s "$state/actions/$1/output" ]; }
is_free() { flock -n "$state/actions/$1/lock" true; }

# exits WANTED COMMAND...
exits() {
    wanted=$1
    shift
    got=0
    "$@" >"$work/out" 2>&1 || got=$?
    [ "$got" = "$wanted" ] || {
        echo "exit $got instead of $wanted: $(cat "$work/out")"
        return 1
    }
}
says() {
    exits "$1" run "$2" && grep -q "$3" "$work/out" || {
        cat "$work/out"
        return 1
    }
}

# story: the audit log is whole, every start has one end, and the end says what
# the result says.
story() {
    tracetop action verify >"$work/out" 2>&1 || {
        cat "$work/out"
        return 1
    }
    actions >"$work/actions.json"
    jq -es --slurpfile all "$work/actions.json" '
        ($all[0].actions | map({key: .id, value: .state}) | from_entries) as $states
        | [.[] | select(.event == "start").action] as $starts
        | [.[] | select(.event == "end")] as $ends
        | ($starts | length) == ($starts | unique | length)
        and ($ends | length) == ([$ends[].action] | unique | length)
        and all($ends[]; $states[.action] == .state)
        and all($starts[]; . as $id | ($states[$id] == "running"
            or any($ends[]; .action == $id)))' "$state/audit.jsonl" >/dev/null || {
        cat "$state/audit.jsonl" "$work/actions.json"
        return 1
    }
}

check "a read step runs" exits 0 run 1
check "its output is printed" grep -q 'hello observability' "$work/out"
check "a failure is the exit code" exits 7 run 5
check "a change wants --yes" exits 77 run 3
check "and has not run without" test ! -e "$work/touched"
check "a change runs with --yes" exits 0 run 3 --yes
check "and has run" test -e "$work/touched"
check "read-only runs no change" exits 77 run 3 --yes --read-only
check "a destructive step wants a word, not --yes" exits 77 run 4 --yes
check "a wrong word is no word" exits 77 run 4 --confirm nope
check "the file is still there" test -e "$work/touched"
check "the right word runs it" exits 0 run 4 --confirm default
check "and the file is gone" test ! -e "$work/touched"
check "a placeholder without a value is refused" exits 77 run 6
check "a hostile value arrives whole" exits 0 run 6 \
    --set "name of pod=a'b\"\$(touch $work/bomb)\`touch $work/bomb\`"
check "as it was typed" grep -qF "dear a'b\"\$(touch $work/bomb)" "$work/out"
check "and runs nothing" test ! -e "$work/bomb"
check "a dry run of what has none is printed" exits 0 run 3 --dry-run
check "and not run" test ! -e "$work/touched"
check "an unknown step is a wrong call" exits 64 run 99
check "the story is one" story

# The caller is killed while the step runs: the step goes on.
become 2 >/dev/null 2>&1 &
caller=$!
before=$(newest)
started_one() { [ "$(newest)" != "$before" ] || [ "$(state_of "$(newest)")" = running ]; }
wait_for "a running step" started_one
id=$(newest)
wait_for "its output" has_output "$id"
kill -9 "$caller"
wait "$caller" 2>/dev/null || true
check "a killed caller leaves its step running" test "$(state_of "$id")" = running
echo done >"$work/fifo"
wait_for "its end" is_free "$id"
check "which ends by itself" test "$(state_of "$id")" = done
check "and is not seen yet" test "$(actions | jq '.actions[0].seen')" = false
check "its output was kept" sh -c "grep -q done '$state/actions/$id/output'"
check "the story is one after a killed caller" story

# The caller is killed at any moment of its life: whatever it has begun is
# either run or settled as lost, never half.
for delay in 0 0.002 0.004 0.006 0.008 0.01 0.015 0.02; do
    become 3 --yes >/dev/null 2>&1 &
    caller=$!
    # the moment of the blow is what differs here
    [ "$delay" = 0 ] || sleep "$delay"
    kill -9 "$caller" 2>/dev/null || true
    wait "$caller" 2>/dev/null || true
done
for folder in "$state"/actions/[0-9]*; do
    wait_for "${folder##*/}" is_free "${folder##*/}"
done
check "the story is one after eight killed callers" story

# The supervisor is killed while the step runs.
become 2 >"$work/lost" 2>&1 &
caller=$!
before=$(newest)
wait_for "a running step" started_one
id=$(newest)
wait_for "its output" has_output "$id"
kill -9 "$(jq .supervisor "$state/actions/$id/running.json")"
got=0
wait "$caller" || got=$?
check "a killed supervisor is told with 70" test "$got" = 70
check "as lost" test "$(state_of "$id")" = lost
check "the story is one after a killed supervisor" story
step=$(jq .pid "$state/actions/$id/running.json")
is_alive() { grep -q '^State:.[^ZX]' "/proc/$1/status" 2>/dev/null; }
check "its step still runs" is_alive "$step"
check "which cancel ends" tracetop action cancel "$id"
check "so that it is gone" exits 1 is_alive "$step"
check "and again there is nothing to end" sh -c "
    '$build/tracetop' action cancel $id | grep -q 'nothing of it runs'"
check "the audit log tells of it" grep -q '"event":"cancel"' "$state/audit.jsonl"
check "the story is one after a lost step was ended" story

# The supervisor is killed as early as its number is known.
next=$(($(newest) + 1))
for id in $(seq "$next" $((next + 5))); do
    become 3 --yes >/dev/null 2>&1 &
    caller=$!
    until running_file "$id"; do :; done
    kill -9 "$(jq .supervisor "$state/actions/$id/running.json")" 2>/dev/null ||
        true
    wait "$caller" 2>/dev/null || true
done
check "the story is one after six killed supervisors" story

# Cancelled from elsewhere.
become 2 >/dev/null 2>&1 &
caller=$!
before=$(newest)
wait_for "a running step" started_one
id=$(newest)
wait_for "its output" has_output "$id"
check "a step is cancelled from elsewhere" tracetop action cancel "$id"
got=0
wait "$caller" || got=$?
check "which the caller is told with 130" test "$got" = 130
check "timed out is told with 124" exits 124 run 2 --timeout 50ms
check "the story is one after both" story

# A log that was changed is told.
cp "$state/audit.jsonl" "$work/audit"
sed -i '1s/observability/kube-system/' "$state/audit.jsonl"
check "a changed line is found" exits 1 tracetop action verify
check "and named" grep -q 'line 1 ' "$work/out"
cp "$work/audit" "$state/audit.jsonl"

# No audit, no run.
chmod 666 "$state/audit.jsonl"
check "a log that others may write stops every run" exits 77 run 3 --yes
chmod 600 "$state/audit.jsonl"
chmod 777 "$state"
check "so does such a folder" exits 77 run 1
chmod 700 "$state"

# A disk that fills up while the step runs.
mkdir "$work/small"
if mount -t tmpfs -o size=2m tmpfs "$work/small" 2>/dev/null; then
    XDG_STATE_HOME=$work/small
    state=$XDG_STATE_HOME/tracetop
    become 2 >/dev/null 2>&1 &
    caller=$!
    before=0
    wait_for "a running step" started_one
    wait_for "its output" has_output 1
    cat /dev/zero >"$work/small/full" 2>/dev/null || true
    echo done >"$work/fifo"
    got=0
    wait "$caller" || got=$?
    check "a step on a full disk ends" test "$got" = 0
    check "and its story is whole" story
    cat /dev/zero >"$work/small/fuller" 2>/dev/null || true
    check "the next one is refused" exits 77 run 1
    umount "$work/small"
else
    skip "a full disk" "no right to mount"
fi
