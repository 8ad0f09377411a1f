use memscope::{MemCx, ScopedError, error_in, scope};

/// What either part of a program says, each in its own memory.
#[derive(Debug)]
enum Failure<'lua, 'zlib> {
    Script(ScopedError<'lua>),
    Compression(ScopedError<'zlib>),
}

fn job<'lua, 'zlib>(lua: MemCx<'lua>, zlib: MemCx<'zlib>, n: u32) -> Failure<'lua, 'zlib> {
    if n == 0 { Failure::Script(error_in!(lua, "script {n}")) } else { Failure::Compression(error_in!(zlib, "zlib {n}")) }
}

fn main() {
    scope!(lua);
    let failure = {
        scope!(zlib);
        job(lua, zlib, 1)
    };
    println!("{failure:?}");
}
