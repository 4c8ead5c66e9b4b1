/* test_hashset.c - pointers found by hash. */
#include "tests/test.h"

#include "data/hashset.h"

struct item {
    uint64_t hash;
    int key;
};

static uint64_t hash_of(const void *item)
{
    return ((const struct item *)item)->hash;
}

static bool has_key(const void *item, const void *key)
{
    return ((const struct item *)item)->key == *(const int *)key;
}

static void *find(const struct hashset *set, const struct item *item)
{
    return hashset_find(set, item->hash, has_key, &item->key);
}

static void hashset_find_in_an_empty_set_is_null(void **state)
{
    struct item item = {1, 1};
    struct hashset set;
    (void)state;

    hashset_init(&set, hash_of);

    assert_null(find(&set, &item));
    assert_int_equal(hashset_bytes(&set), 0);
    hashset_clear(&set);
}

/* Hashes collide on purpose: a quarter as many as items, all over the table. */
static void hashset_after_any_adds_and_removes_finds_just_its_items(void **s)
{
    enum { COUNT = 300 };
    struct item items[COUNT];
    bool is_in[COUNT] = {false};
    struct hashset set;
    size_t count = 0;
    uint32_t seed = 7;
    (void)s;

    hashset_init(&set, hash_of);
    for (int i = 0; i < COUNT; i++)
        items[i] = (struct item){(uint64_t)(i / 4) * 37, i};
    for (int turn = 0; turn < 4000; turn++) {
        seed = seed * 1664525u + 1013904223u;
        int i = (int)((seed >> 8) % COUNT);

        if (is_in[i])
            hashset_remove(&set, &items[i]);
        else
            hashset_add(&set, &items[i]);
        is_in[i] = !is_in[i];
        count = is_in[i] ? count + 1 : count - 1;
        assert_int_equal(set.count, count);
        for (int j = turn % 16; j < COUNT; j += 16)
            assert_ptr_equal(find(&set, &items[j]),
                             is_in[j] ? &items[j] : NULL);
        assert_true(hashset_bytes(&set) <= hashset_bytes_bound(COUNT));
    }
    hashset_clear(&set);
}

static void hashset_remove_of_the_last_gives_the_memory_back(void **state)
{
    struct item items[100];
    struct hashset set;
    (void)state;

    hashset_init(&set, hash_of);
    for (int i = 0; i < 100; i++) {
        items[i] = (struct item){(uint64_t)i, i};
        hashset_add(&set, &items[i]);
    }
    assert_int_equal(hashset_bytes(&set), hashset_bytes_bound(100));
    for (int i = 0; i < 95; i++)
        hashset_remove(&set, &items[i]);
    assert_true(hashset_bytes(&set) <= 64 * sizeof(void *));
    for (int i = 95; i < 100; i++)
        hashset_remove(&set, &items[i]);

    assert_int_equal(hashset_bytes(&set), 0);
    hashset_clear(&set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashset_find_in_an_empty_set_is_null),
        cmocka_unit_test(
            hashset_after_any_adds_and_removes_finds_just_its_items),
        cmocka_unit_test(hashset_remove_of_the_last_gives_the_memory_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
