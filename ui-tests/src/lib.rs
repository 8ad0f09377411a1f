//! What must not compile, with the error that it gives, and what must. See `tests/`.
