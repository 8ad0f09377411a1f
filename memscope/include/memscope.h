/* Scopes of memscope for C, and C allocators for scopes of memscope.
 *
 * A scope is memory with an end: what was allocated in it is gone all at once when it ends. Rust opens scopes and ends
 * them; C gets the table of one, allocates, and need not free. What is freed is used again if it is the newest block,
 * or if the scope recycles.
 *
 * Rules for C:
 *   - Use a table on the thread which got it, and not after its scope has ended.
 *   - A block goes back to the family which gave it, and to the same scope, once.
 *   - Of an allocator of yours (memscope_source) no function returns by longjmp or by an exception.
 *
 * Rules for the functions:
 *   - NULL if there is no memory, or none of that size and alignment. Nothing ends the process; errno is left alone.
 *   - Every block is aligned to 16 bytes at least. A block of size 0 has an address of its own.
 *   - A block that cannot grow stays as it was. To make one shorter never fails.
 *   - They do not return by longjmp or by an exception.
 *
 * The Rust side is `memscope::ffi`.
 */
#ifndef MEMSCOPE_H
#define MEMSCOPE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A scope. `data` is the first argument of each function. */
typedef struct memscope_table {
    void *data;

    /* The family of C, for blocks whose size nobody remembers: 16 bytes more for each. realloc keeps the alignment, and
     * to a size of 0 it does not free. The sizes given to the last two are not read. */
    void *(*malloc)(void *data, size_t size);
    void *(*calloc)(void *data, size_t count, size_t size);
    void *(*realloc)(void *data, void *block, size_t size);
    void *(*aligned_alloc)(void *data, size_t align, size_t size);
    void (*free)(void *data, void *block);
    void (*free_sized)(void *data, void *block, size_t size);
    void (*free_aligned_sized)(void *data, void *block, size_t align, size_t size);

    /* The family for who remembers size and alignment. */
    void *(*allocate)(void *data, size_t size, size_t align);
    void *(*reallocate)(void *data, void *block, size_t old_size, size_t new_size, size_t align);
    void (*deallocate)(void *data, void *block, size_t size, size_t align);
} memscope_table;

/* An allocator of C's from which scopes have their memory. One of the functions may be NULL: without `allocate`
 * or `deallocate`, `reallocate` is called, with a NULL block or a new size of 0. Else `reallocate` is not called. */
typedef struct memscope_source {
    void *data;
    void *(*allocate)(void *data, size_t size, size_t align);
    void *(*reallocate)(void *data, void *block, size_t old_size, size_t new_size, size_t align);
    void (*deallocate)(void *data, void *block, size_t size, size_t align);
} memscope_source;

#ifdef __cplusplus
}
#endif

#endif
