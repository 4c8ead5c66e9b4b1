#!/bin/sh
# promtool's unit tests, driven through our alert states and templates; a real
# Prometheus answers the expressions. What promtool says of the same files is
# what is expected here. Staleness markers are written as such (remote write);
# native histograms are left out, which is told.
. "$(dirname "$0")/lib.sh"
need prometheus promtool
driver=$build/tests/integration/rule_states
[ -x "$driver" ] || make -s -C "$build" tests/integration/rule_states >&2

# A Prometheus that holds nothing and takes samples of any time, in any order.
start_empty() {
    rm -rf "$work/prometheus"
    printf 'storage: {tsdb: {out_of_order_time_window: 106750d}}\n' \
        >"$work/empty.yml"
    start_prometheus "$work/empty.yml" "$(free_port)" \
        --web.enable-remote-write-receiver \
        --storage.tsdb.min-block-duration=280y \
        --storage.tsdb.max-block-duration=280y
}

stop_empty() {
    stop "$prometheus_pid"
    started=
}

# fails TEXT COMMAND...: it must fail and say that.
fails() {
    text=$1
    shift
    if said=$("$@" 2>&1); then
        echo 'it passes'
        return 1
    fi
    case $said in *"$text"*) ;; *)
        echo "$said"
        return 1
        ;;
    esac
}

# agree FILE CASES TEXT: each test of the file, in a Prometheus of its own,
# comes out as it does with promtool: well (no TEXT), or so that TEXT is said.
# CASES is how many of them are for the states, over all tests.
agree() {
    file=$1
    title=$(basename "$(dirname "$file")")/$(basename "$file")
    text=${3-}
    if ! "$driver" list "$file" >"$work/list"; then
        check "$title: refused" fails "$text" "$driver" list "$file"
        return
    fi
    sum=0
    while read -r number cases test <&3; do
        sum=$((sum + cases))
        start_empty
        check "$title $number: ${test:-no name}, $cases cases" \
            ${text:+fails "$text"} \
            "$driver" run "$file" "$number" "$prometheus_url"
        stop_empty
    done 3<"$work/list"
    check "$title: $2 cases in all" [ "$sum" = "$2" ]
}

export XDG_CONFIG_HOME="$work/config"
"$build/tracetop" rules >"$work/shipped.yaml"
sed "s|^rule_files: .*|rule_files: [$work/shipped.yaml]|" \
    "$root/tests/integration/tracing_test.yaml" >"$work/tracing_test.yaml"
agree "$work/tracing_test.yaml" 25
check 'promtool on states_test.yaml' \
    promtool test rules "$root/tests/integration/states_test.yaml"
agree "$root/tests/integration/states_test.yaml" 35

promtool=${TRACETOP_SHARED-}/promql/promtool
if [ ! -d "$promtool" ]; then
    skip "promtool's own files" 'TRACETOP_SHARED is not set'
    exit
fi
agree "$TRACETOP_SHARED/fixtures/rules/guide/guide_traps_test.yml" 6
for version in v2.42.0 head; do
    files=$promtool/$version
    agree "$files/unittest.yml" 5
    agree "$files/at-modifier-test.yml" 0
    agree "$files/negative-offset-test.yml" 0
    agree "$files/long-period.yml" 0
    agree "$files/failing.yml" 3 'got'
    agree "$files/bad-input-series.yml" 0 'bad-input-series.yml:3: series: '
    agree "$files/bad-rules-syntax-test.yml" 0 \
        "bad-rules-syntax.yml:7: expr: parse error: nothing behind '+'"
    agree "$files/bad-rules-error-test.yml" 0 \
        'found duplicate series for the match group'
    # Their errors are of PromQL, not of rules.
    agree "$files/bad-promql.yml" 0
done
agree "$promtool/head/start-time-test.yml" 0
agree "$promtool/head/no-test-group-interval.yml" 0
agree "$promtool/head/rules_run.yml" 0
agree "$promtool/head/rules_run_fuzzy.yml" 0
agree "$promtool/head/rules_run_no_fuzzy.yml" 0
agree "$promtool/head/rules_run_extrafields.yml" 0 \
    'namespace: not a field of a group'

# Every rule file of theirs is judged as promtool judges it.
for file in "$promtool"/*/*.yml; do
    grep -q '^groups:' "$file" || continue
    title=$(basename "$(dirname "$file")")/$(basename "$file")
    if promtool check rules "$file" >"$work/theirs" 2>&1; then
        check "rules check $title" "$build/tracetop" rules check "$file"
    else
        check "rules check $title: refused" fails "$file:" \
            "$build/tracetop" rules check "$file"
    fi
done
