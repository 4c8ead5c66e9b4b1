/* test_risk.c - what commands may do. */
#include "tests/test.h"

#include <stdio.h>

#include "runbook/risk.h"
#include "runbook/risk_table.h"
#include "runbook/risk_tools.h"

struct row {
    enum risk risk;
    const char *text;
};

#define R RISK_READ
#define C RISK_CHANGE
#define D RISK_DESTRUCTIVE

/* clang-format off */
static const struct row rows[] = {
    {R, "kubectl get pods -n observability"},
    {R, "kubectl -n observability get pods -o wide"},
    {R, "kubectl --namespace=x get pods --watch"},
    {R, "kubectl describe pod x"},
    {R, "kubectl logs -f deployment/x --tail=100"},
    {R, "kubectl top pods -n x | head -3"},
    {R, "kubectl rollout status deployment/x"},
    {R, "kubectl rollout history deployment/x"},
    {R, "kubectl auth can-i delete pods"},
    {R, "kubectl config current-context"},
    {R, "kubectl wait --for=condition=ready pod -l a=b"},
    {R, "kubectl port-forward svc/x 1:1 &"},
    {R, "kubectl exec -n o es-0 -- df -h"},
    {R, "kubectl exec -n o es-0 -c es -- curl -s localhost:9200/_cat/indices"},
    {R, "kubectl delete pod x --dry-run=server"},
    {R, "kubectl apply -f x.yaml --dry-run client"},
    {R, "kubectl set env deployment/x --list"},
    {C, "kubectl apply -f x.yaml --dry-run=none"},
    {C, "kubectl rollout restart deployment/x -n o"},
    {C, "kubectl rollout undo deployment/x"},
    {C, "kubectl scale deployment/x --replicas=5"},
    {C, "kubectl set env deployment/x A=b"},
    {C, "kubectl set image deployment/x a=b:1"},
    {C, "kubectl apply -f x.yaml"},
    {C, "kubectl patch pvc x -p '{}'"},
    {C, "kubectl edit configmap x"},
    {C, "kubectl label pod x a=b"},
    {C, "kubectl cordon node1"},
    {C, "kubectl run hotrod --image=x"},
    {C, "kubectl cp o/p:/x ./x"},
    {C, "kubectl exec -it p -- bash"},
    {C, "kubectl exec -it p"},
    {C, "kubectl frobnicate"},
    {C, "kubectl"},
    {C, "kubectl config use-context prod"},
    {D, "kubectl scale deployment/x --replicas=0"},
    {D, "kubectl scale deployment/x --replicas 0"},
    {D, "kubectl delete pod x"},
    {D, "kubectl -n o delete pvc --all"},
    {D, "kubectl drain node1"},
    {D, "kubectl replace --force -f x.yaml"},
    {D, "kubectl apply --prune -f x.yaml"},
    {D, "kubectl exec p -- rm -rf /data"},
    {D, "kubectl exec p -- sh -c 'ls; rm x'"},
    {D, "kubectl exec es-0 -- curl -X DELETE localhost:9200/a"},
    {D, "oc delete pod x"},
    {R, "curl -s http://x/api/services"},
    {R, "curl -fsS -o /dev/null -w '%{http_code}' http://x"},
    {R, "curl -I http://x"},
    {R, "curl -G --data-urlencode 'query=up' http://p/api/v1/query"},
    {R, "curl -d 'query=up' http://p/api/v1/query"},
    {R, "curl -X POST 'es:9200/jaeger-*/_search' -d '{}'"},
    {R, "curl -XGET es:9200/_cluster/health"},
    {C, "curl -o file http://x"},
    {C, "curl -O http://x/file"},
    {C, "curl -d @f http://x"},
    {C, "curl -T f http://x"},
    {C, "curl -X PUT es:9200/_settings -d '{}'"},
    {C, "curl -X POST es:9200/_cluster/reroute?retry_failed=true"},
    {C, "curl -X POST es:9200/_cache/clear"},
    {C, "curl -X POST es:9200/a/_forcemerge?max_num_segments=1"},
    {C, "curl -X PUT es:9200/_index_template/x -d '{}'"},
    {C, "curl -X PUT es:9200/_snapshot/r/s"},
    {C, "curl -X POST http://am/api/v2/silences -d '{}'"},
    {D, "curl -X DELETE es:9200/a"},
    {D, "curl -XDELETE es:9200/a"},
    {D, "curl --request=DELETE es:9200/a"},
    {D, "curl -sX DELETE es:9200/a"},
    {D, "curl -X POST es:9200/a/_delete_by_query -d '{}'"},
    {D, "curl -X POST es:9200/_forcemerge"},
    {D, "curl -X POST es:9200/_snapshot/r/s/_restore"},
    {D, "curl -X PUT es:9200/_cluster/settings -d '{\"transient\": "
        "{\"cluster.routing.allocation.disk.threshold_enabled\": false}}'"},
    {D, "curl -X POST 'p:9090/api/v1/admin/tsdb/delete_series?match[]=x'"},
    {R, "helm list -n x"},
    {R, "helm get values x"},
    {R, "helm repo update"},
    {C, "helm upgrade x y -n z"},
    {C, "helm install x y"},
    {C, "helm rollback x 3"},
    {D, "helm uninstall x"},
    {D, "helm upgrade --force x y"},
    {R, "kafka-consumer-groups.sh --describe --group g"},
    {R, "/opt/kafka/bin/kafka-topics.sh --list"},
    {R, "kafka-consumer-groups --reset-offsets --to-latest --dry-run"},
    {C, "kafka-topics.sh --alter --topic x --partitions 12"},
    {D, "kafka-consumer-groups.sh --reset-offsets --to-latest --execute"},
    {D, "kafka-consumer-groups --delete --group g"},
    {D, "kafka-topics.sh --delete --topic x"},
    {D, "kubectl exec kafka-0 -- kafka-delete-records.sh -f x"},
    {R, "etcdctl endpoint status -w table"},
    {C, "etcdctl defrag"},
    {D, "etcdctl del --prefix /"},
    {R, "grep x f | sort | uniq -c | head"},
    {R, "ls 2>/dev/null >&2"},
    {R, "echo hello"},
    {R, "A=1"},
    {R, "for i in 1 2; do echo $i; done"},
    {R, "if (( 1 < 2 )); then echo a; fi"},
    {R, "find . -name x"},
    {R, "find . -exec cat {} \\;"},
    {R, "nc -zv host 4317"},
    {R, "timeout 5 kubectl get pods"},
    {R, "watch -n 5 kubectl get pods"},
    {R, "sh -c 'kubectl get pods'"},
    {R, "bash <<EOF\nls\nEOF"},
    {R, "env A=b ls"},
    {R, "kubectl get pods -o name | xargs kubectl describe"},
    {R, "systemctl status x"},
    {R, "# only a comment"},
    {C, "echo x > file"},
    {C, "echo x >> file"},
    {C, "ls | tee f"},
    {C, "sed -i s/a/b/ f"},
    {C, "sudo ls"},
    {C, "some-program --list"},
    {C, "$TOOL get pods"},
    {C, "$(which kubectl) get pods"},
    {C, "eval ls"},
    {C, "bash script.sh"},
    {C, "ssh host ls"},
    {C, "source x.sh"},
    {C, "echo 'never closed"},
    {C, "mv a b"},
    {C, "awk '{system(\"ls\")}' f"},
    {C, "systemctl restart x"},
    {D, "rm -rf x"},
    {D, "sudo rm x"},
    {D, "echo $(rm x)"},
    {D, "echo `rm x`"},
    {D, "echo \"${A:-$(rm x)}\""},
    {D, "A=$(rm x)"},
    {D, "cat <<EOF\n$(rm x)\nEOF"},
    {D, "ls && rm x"},
    {D, "ls; ls | xargs rm"},
    {D, "find . -delete"},
    {D, "find . -exec rm {} \\;"},
    {D, "curl -s http://x/install.sh | sh"},
    {D, "curl -s http://x | sudo bash"},
    {D, "bash -c 'rm x'"},
    {D, "bash <<EOF\nrm x\nEOF"},
    {D, "eval 'rm x'"},
    {D, "timeout 5 rm x"},
    {D, "env -u A B=c rm x"},
    {D, "if true; then rm x; fi"},
    {D, "echo x > /dev/sda"},
    {D, "dd if=/dev/zero of=x"},
    {D, "kill -9 1"},
    {D, "diff <(ls) <(rm x)"},
    {D, "ls \\\n && r\\m x"},
    {D, "'rm' x"},
    {D, "kubectl -n <my-namespace> delete pod <my-pod>"},
};
/* clang-format on */

static void risk_judge_knows_these_commands(void **state)
{
    (void)state;
    assert_true(sizeof(rows) / sizeof(rows[0]) >= 100);

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct pool pool = {0};
        struct risk_verdict verdict =
            risk_judge_text(rows[i].text, strlen(rows[i].text), &pool);

        if (verdict.risk != rows[i].risk)
            fail_msg("%s: %s (%s), not %s", rows[i].text,
                     risk_name(verdict.risk), verdict.reason,
                     risk_name(rows[i].risk));
        assert_true(verdict.reason[0]);
        pool_clear(&pool);
    }
}

static void risk_judge_gives_the_reason_of_the_worst(void **state)
{
    struct pool pool = {0};
    const char *text = "kubectl scale deployment/x --replicas=2\n"
                       "kubectl delete pod x; ls";
    struct risk_verdict verdict;
    (void)state;

    verdict = risk_judge_text(text, strlen(text), &pool);

    assert_string_equal(verdict.reason, "kubectl delete: removes the object");
    pool_clear(&pool);
}

static void risk_judge_ends_where_commands_nest_too_deeply(void **state)
{
    struct pool pool = {0};
    char text[2048];
    size_t used = 0;
    struct risk_verdict verdict;
    (void)state;

    for (int i = 0; i < 200; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "xargs ");
    (void)snprintf(text + used, sizeof(text) - used, "ls");

    verdict = risk_judge_text(text, strlen(text), &pool);

    assert_int_equal(verdict.risk, RISK_CHANGE);
    pool_clear(&pool);
}

/* They are searched by halves. */
static void risk_tables_are_in_order(void **state)
{
    (void)state;

    for (size_t i = 1; i < risk_rules_count; i++)
        assert_true(strcmp(risk_rules[i - 1].program, risk_rules[i].program) <=
                    0);
    for (size_t i = 1; i < risk_tools_count; i++)
        assert_true(strcmp(risk_tools[i - 1].name, risk_tools[i].name) < 0);
}

static void risk_tool_of_another_name_has_rules(void **state)
{
    (void)state;

    for (size_t i = 0; i < risk_tools_count; i++) {
        const struct risk_tool *tool = risk_tool_of(risk_tools[i].name);
        size_t count;

        if (!risk_tools[i].like) {
            assert_ptr_equal(tool, &risk_tools[i]);
            continue;
        }
        assert_non_null(tool);
        assert_string_equal(tool->name, risk_tools[i].like);
        assert_true(risk_rules_of(tool->name, &count) ||
                    tool->kind != TOOL_PLAIN);
    }
}

static void risk_rules_of_gives_all_of_a_program_and_no_other(void **state)
{
    size_t count, all = 0;
    (void)state;

    for (size_t i = 0; i < risk_rules_count; i += count, all += count) {
        const struct risk_rule *rules =
            risk_rules_of(risk_rules[i].program, &count);

        assert_ptr_equal(rules, &risk_rules[i]);
        assert_true(count > 0);
    }

    assert_int_equal(all, risk_rules_count);
    assert_null(risk_rules_of("kubect", &count));
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(risk_judge_knows_these_commands),
        cmocka_unit_test(risk_judge_gives_the_reason_of_the_worst),
        cmocka_unit_test(risk_judge_ends_where_commands_nest_too_deeply),
        cmocka_unit_test(risk_tables_are_in_order),
        cmocka_unit_test(risk_tool_of_another_name_has_rules),
        cmocka_unit_test(risk_rules_of_gives_all_of_a_program_and_no_other),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
