#!/bin/sh
# The shipped rules are rules to the real promtool, and do what they say.
set -eu
if ! command -v promtool >/dev/null; then
    echo 'skipped: no promtool (Debian: prometheus)'
    exit 77
fi
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
XDG_CONFIG_HOME=$work ./tracetop rules >"$work/rules.yaml"
promtool check rules "$work/rules.yaml"
sed "s|^rule_files: .*|rule_files: [$work/rules.yaml]|" \
    "$here/tracing_test.yaml" >"$work/test.yaml"
promtool test rules "$work/test.yaml"
./tracetop rules check "$work/rules.yaml"

# Errors have their file and line, and the exit code says that there are some.
printf 'groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(up\n' \
    >"$work/bad.yaml"
code=0
./tracetop rules check "$work/bad.yaml" >"$work/said" || code=$?
[ "$code" = 1 ]
grep -qF "$work/bad.yaml:5: expr: parse error: '(' is not closed" "$work/said"
: >"$work/empty.yaml"
./tracetop rules check "$work/empty.yaml" |
    grep -qF "$work/empty.yaml: warning: holds no rules, so nothing was checked"
# What the dashboard may be given is printed as promtool reads it.
printf 'kind: ConfigMap\ndata:\n  a: |\n    groups:\n    - {name: g, rules: [{alert: A, expr: up}]}\n' \
    >"$work/map.yaml"
./tracetop --rules "$work/map.yaml" rules >"$work/plain.yaml"
promtool check rules "$work/plain.yaml"
{
    printf '# A guide\n```yaml\n'
    cat "$work/map.yaml"
    printf -- '---\n'
    cat "$work/map.yaml"
    printf '```\n'
} >"$work/guide.md"
./tracetop --rules "$work/guide.md" rules >"$work/page.yaml"
promtool check rules "$work/page.yaml"

# The built-in rules speak of the context's namespace and consumer group,
# whatever is in its name.
cat >"$work/config.yaml" <<'EOF'
namespace: tracing-prod
kafka: {group: 'a.b|"c\d{e}$'}
EOF
./tracetop --config "$work/config.yaml" rules >"$work/named.yaml"
promtool check rules "$work/named.yaml"
cat >"$work/named_test.yaml" <<'EOF'
rule_files: [named.yaml]
evaluation_interval: 30s
tests:
  - interval: 30s
    input_series:
      - {series: 'kafka_consumergroup_members{consumergroup="a.b|\"c\\d{e}$"}', values: 0x40}
      - {series: 'kafka_consumergroup_members{consumergroup="aXb"}', values: 0x40}
      - {series: 'kafka_consumergroup_members{consumergroup="jaeger-ingester"}', values: 0x40}
      - {series: 'container_cpu_usage_seconds_total{namespace="tracing-prod",pod="otel-collector-a",container="c"}', values: 0+27x60}
      - {series: 'container_cpu_usage_seconds_total{namespace="observability",pod="otel-collector-b",container="c"}', values: 0+27x60}
    promql_expr_test:
      - expr: count by (alertname, consumergroup, pod) (ALERTS{alertstate="firing",alertname=~"JaegerKafkaConsumersGone|OTelCollectorHighCPU"})
        eval_time: 18m
        exp_samples:
          - {labels: '{alertname="JaegerKafkaConsumersGone",consumergroup="a.b|\"c\\d{e}$"}', value: 1}
          - {labels: '{alertname="OTelCollectorHighCPU",pod="otel-collector-a"}', value: 1}
EOF
promtool test rules "$work/named_test.yaml"
