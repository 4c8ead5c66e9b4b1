/* fuzz_kubernetes.c - answers of a Kubernetes API server, of any bytes. The
 * first byte chooses the question, the second the status. */
#include <stddef.h>
#include <stdint.h>

#include "source/kubernetes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const int statuses[] = {200, 200, 200, 403, 410, 503};
    struct changes changes = {0};
    struct kubernetes_source *source = kubernetes_source_new("ns", &changes);
    const struct question_answer answer = {.status = 200, .now_ms = 1};
    const struct question *question;

    if (size >= 2) {
        question = &kubernetes_questions[data[0] % KUBERNETES_QUESTIONS];
        for (int round = 0; round < 3; round++) {
            void *reader = question->begin(source, statuses[data[1] % 6]);

            if (question->feed(reader, (const char *)data + 2, size - 2, NULL) <
                0)
                question->drop(reader);
            else
                (void)question->finish(reader, &answer, NULL);
        }
    }
    kubernetes_source_free(source);
    changes_clear(&changes);
    return 0;
}
