/* A C program that uses a scope, and allocators of C for scopes. */

#include "memscope.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What the two structs look like from here. */
const size_t table_layout[] = {
    sizeof(memscope_table),
    offsetof(memscope_table, data),
    offsetof(memscope_table, malloc),
    offsetof(memscope_table, calloc),
    offsetof(memscope_table, realloc),
    offsetof(memscope_table, aligned_alloc),
    offsetof(memscope_table, free),
    offsetof(memscope_table, free_sized),
    offsetof(memscope_table, free_aligned_sized),
    offsetof(memscope_table, allocate),
    offsetof(memscope_table, reallocate),
    offsetof(memscope_table, deallocate),
};
const size_t source_layout[] = {
    sizeof(memscope_source),
    offsetof(memscope_source, data),
    offsetof(memscope_source, allocate),
    offsetof(memscope_source, reallocate),
    offsetof(memscope_source, deallocate),
};

/* --- A program that checks what it is given. Each check returns the line of the first fault, or 0. --- */

#define CHECK(condition) do { if (!(condition)) return __LINE__; } while (0)

static int is_aligned(const void *block, size_t align) { return (uintptr_t)block % align == 0; }

static void fill(unsigned char *block, size_t size, unsigned seed) {
    for (size_t i = 0; i < size; i++) block[i] = (unsigned char)(seed * 31 + i * 7);
}

static int is_filled(const unsigned char *block, size_t size, unsigned seed) {
    for (size_t i = 0; i < size; i++)
        if (block[i] != (unsigned char)(seed * 31 + i * 7)) return 0;
    return 1;
}

/* The edges of every function. */
int check_edges(const memscope_table *t) {
    void *data = t->data;

    unsigned char *a = t->malloc(data, 0), *b = t->malloc(data, 0);
    CHECK(a && b && a != b && is_aligned(a, 16) && is_aligned(b, 16));
    t->free(data, a);
    t->free(data, b);
    t->free(data, NULL);
    t->free_sized(data, NULL, 0);
    t->free_aligned_sized(data, NULL, 64, 0);
    t->deallocate(data, NULL, 10, 16);

    for (size_t size = 1; size < 100; size += 7) {
        a = t->malloc(data, size);
        CHECK(a && is_aligned(a, 16));
        memset(a, 255, size);
        t->free_sized(data, a, size);
        a = t->calloc(data, size, 3);
        CHECK(a && is_aligned(a, 16));
        for (size_t i = 0; i < 3 * size; i++) CHECK(a[i] == 0);
        t->free(data, a);
    }
    CHECK(t->calloc(data, SIZE_MAX / 2, 3) == NULL);
    CHECK(t->calloc(data, SIZE_MAX / 16 + 1, 16) == NULL);
    CHECK(t->malloc(data, SIZE_MAX) == NULL);
    CHECK(t->malloc(data, SIZE_MAX / 2) == NULL);
    CHECK(t->aligned_alloc(data, 64, SIZE_MAX - 32) == NULL);
    CHECK(t->aligned_alloc(data, (size_t)1 << (sizeof(size_t) * 8 - 1), 1) == NULL);
    CHECK(t->aligned_alloc(data, 0, 8) == NULL);
    CHECK(t->aligned_alloc(data, 48, 8) == NULL);
    CHECK(t->allocate(data, 8, 0) == NULL);
    CHECK(t->allocate(data, 8, 24) == NULL);
    CHECK(t->allocate(data, SIZE_MAX, 1) == NULL);

    for (size_t align = 1; align <= 4096; align *= 2) {
        a = t->aligned_alloc(data, align, 100);
        CHECK(a && is_aligned(a, align) && is_aligned(a, 16));
        fill(a, 100, 1);
        a = t->realloc(data, a, 3000);
        CHECK(a && is_aligned(a, align) && is_filled(a, 100, 1));
        a = t->realloc(data, a, 50);
        CHECK(a && is_aligned(a, align) && is_filled(a, 50, 1));
        t->free_aligned_sized(data, a, align, 50);
        a = t->allocate(data, 100, align);
        CHECK(a && is_aligned(a, align) && is_aligned(a, 16));
        fill(a, 100, 2);
        b = t->allocate(data, 1, align);
        a = t->reallocate(data, a, 100, 500, align);
        CHECK(a && b && is_aligned(a, align) && is_filled(a, 100, 2));
        t->deallocate(data, b, 1, align);
        t->deallocate(data, a, 500, align);
    }

    /* Of null, a new one; to no bytes, still a block. */
    a = t->realloc(data, NULL, 10);
    CHECK(a && is_aligned(a, 16));
    fill(a, 10, 3);
    b = t->malloc(data, 10);
    CHECK(b);
    fill(b, 10, 4);
    a = t->realloc(data, a, 1000);
    CHECK(a && is_filled(a, 10, 3) && is_filled(b, 10, 4));
    unsigned char *shorter = t->realloc(data, a, 0);
    CHECK(shorter == a);
    b = t->realloc(data, b, 5);
    CHECK(b && is_filled(b, 5, 4));
    CHECK(t->realloc(data, b, SIZE_MAX) == NULL && is_filled(b, 5, 4));
    CHECK(t->realloc(data, b, SIZE_MAX - 20) == NULL && is_filled(b, 5, 4));
    t->free(data, shorter);
    t->free(data, b);

    a = t->reallocate(data, NULL, 77, 10, 16);
    CHECK(a && is_aligned(a, 16));
    fill(a, 10, 5);
    CHECK(t->reallocate(data, a, 10, SIZE_MAX, 16) == NULL && is_filled(a, 10, 5));
    CHECK(t->reallocate(data, a, 10, 3, 16) == a && is_filled(a, 3, 5));
    t->deallocate(data, a, 3, 16);
    return 0;
}

/* Many blocks of both families, in any order. When memory runs out, nothing that is there may change. Counts refusals. */
int check_random(const memscope_table *t, unsigned seed, int steps, int *refusals) {
    enum { SLOTS = 64 };
    struct { unsigned char *start; size_t size; unsigned seed; int sized; } slots[SLOTS];
    memset(slots, 0, sizeof slots);
    uint64_t state = seed;
    for (int step = 1; step <= steps; step++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        unsigned n = (unsigned)(state >> 33);
        unsigned at = n % SLOTS;
        size_t size = n / SLOTS % 4 == 0 ? n / 256 % 5000 : n / 256 % 200;
        int sized = (n >> 20) % 2;
        if (slots[at].start == NULL) {
            unsigned char *start = sized ? t->allocate(t->data, size, 16) : t->malloc(t->data, size);
            if (!start) { ++*refusals; continue; }
            CHECK(is_aligned(start, 16));
            slots[at].start = start, slots[at].size = size, slots[at].seed = n, slots[at].sized = sized;
            fill(start, size, n);
            continue;
        }
        size_t old = slots[at].size, least = old < size ? old : size;
        sized = slots[at].sized;
        CHECK(is_filled(slots[at].start, old, slots[at].seed));
        if (n >> 30) {
            unsigned char *start = sized ? t->reallocate(t->data, slots[at].start, old, size, 16)
                                         : t->realloc(t->data, slots[at].start, size);
            if (!start) {
                CHECK(size > old && is_filled(slots[at].start, old, slots[at].seed));
                ++*refusals;
                continue;
            }
            CHECK(is_aligned(start, 16) && is_filled(start, least, slots[at].seed));
            slots[at].start = start, slots[at].size = size;
            fill(start, size, slots[at].seed);
        } else {
            memset(slots[at].start, 255, old);
            if (sized) t->deallocate(t->data, slots[at].start, old, 16);
            else t->free(t->data, slots[at].start);
            slots[at].start = NULL;
        }
    }
    for (unsigned at = 0; at < SLOTS; at++)
        if (slots[at].start) CHECK(is_filled(slots[at].start, slots[at].size, slots[at].seed));
    return 0;
}

/* --- A library with a table of its own: the shape is yyjson's. It tells old sizes to `realloc`, and none to `free`. --- */

typedef struct {
    void *(*malloc)(void *ctx, size_t size);
    void *(*realloc)(void *ctx, void *block, size_t old_size, size_t size);
    void (*free)(void *ctx, void *block);
    void *ctx;
} alc;

/* Builds a list of numbers in text, in a buffer that grows. */
char *numbers(const alc *alc, int n) {
    size_t size = 8, len = 0;
    char *text = alc->malloc(alc->ctx, size);
    for (int i = 0; text && i < n; i++) {
        if (size - len < 8) {
            char *longer = alc->realloc(alc->ctx, text, size, size * 2);
            if (!longer) alc->free(alc->ctx, text);
            text = longer, size *= 2;
        }
        if (text) {
            text[len++] = (char)('0' + i % 10);
            text[len] = 0;
        }
    }
    return text;
}

/* --- Tables with a fault each, which the checks must find. They are those of a scope but for one function. --- */

static const memscope_table *real;

static void *misaligned(void *data, size_t size) { return (char *)real->malloc(data, size + 8) + 8; }
static void *not_zeroed(void *data, size_t count, size_t size) {
    void *block = real->calloc(data, count, size);
    return block ? memset(block, 1, count * size) : NULL;
}
static void *overflowing(void *data, size_t count, size_t size) {
    void *block = real->malloc(data, count * size);
    return block ? memset(block, 0, count * size) : NULL;
}
static void *forgetful(void *data, void *block, size_t size) {
    real->free(data, block);
    block = real->malloc(data, size);
    return block ? memset(block, 0, size) : NULL;
}
static void *stuck(void *data, void *block, size_t old_size, size_t new_size, size_t align) {
    (void)new_size;
    return block ? block : real->allocate(data, old_size, align);
}
static void *unaligned(void *data, size_t align, size_t size) {
    (void)align;
    void *block = real->aligned_alloc(data, 64, size + 16);
    return block ? (char *)block + 16 : NULL;
}

/* Puts a fault into the table. Returns 0 if there are no more. */
int with_fault(const memscope_table *t, memscope_table *faulty, int n) {
    real = t;
    *faulty = *t;
    switch (n) {
    case 0: faulty->malloc = misaligned; return 1;
    case 1: faulty->calloc = not_zeroed; return 1;
    case 2: faulty->calloc = overflowing; return 1;
    case 3: faulty->realloc = forgetful; return 1;
    case 4: faulty->reallocate = stuck; return 1;
    case 5: faulty->aligned_alloc = unaligned; return 1;
    default: return 0;
    }
}

/* --- Allocators of C for scopes. --- */

typedef struct { size_t bytes, blocks, requests, limit; } account;

static void *counted_reallocate(void *data, void *block, size_t old_size, size_t new_size, size_t align) {
    account *account = data;
    if (new_size == 0) {
        account->bytes -= old_size;
        account->blocks--;
        free(block);
        return NULL;
    }
    if (block != NULL || new_size > account->limit - account->bytes) return NULL;
    account->requests++;
    block = aligned_alloc(align, (new_size + align - 1) / align * align);
    if (block != NULL) {
        account->bytes += new_size;
        account->blocks++;
    }
    return block;
}
static void *counted_allocate(void *data, size_t size, size_t align) {
    return counted_reallocate(data, NULL, 0, size, align);
}
static void counted_deallocate(void *data, void *block, size_t size, size_t align) {
    counted_reallocate(data, block, size, 0, align);
}

/* A source that counts in `account`: of two functions, or of one. */
memscope_source counted_source(account *account, int of_one) {
    memscope_source source = { account, counted_allocate, NULL, counted_deallocate };
    if (of_one) source = (memscope_source){ account, NULL, counted_reallocate, NULL };
    return source;
}

/* The memory of one scope as the source of another. */
memscope_source source_of(const memscope_table *t) {
    return (memscope_source){ t->data, t->allocate, t->reallocate, t->deallocate };
}
