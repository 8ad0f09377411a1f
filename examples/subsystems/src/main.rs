//! Lua and zlib with a budget each. Whichever is used up, the other goes on.
//!
//! ```sh
//! cargo run -p memscope-subsystems
//! ```

use memscope::{MemCx, scope};
use memscope_subsystems::Press;

const SCRIPTS: [(&str, &str); 5] = [
    ("a report", "local t = {} for i = 1, 500 do t[i] = 'line ' .. i end return table.concat(t, '\\n')"),
    ("a mistake", "return total + 1"),
    ("a greedy script", "local t = {} while true do t = { t } end"),
    ("a long text", "return ('text '):rep(5000)"),
    ("the report again", "local t = {} for i = 1, 500 do t[i] = 'line ' .. i end return table.concat(t, '\\n')"),
];

fn print_all(press: &mut Press<'_, '_>) {
    for (what, script) in SCRIPTS {
        scope!(page, name = "page", limit = 64 * 1024);
        match press.print(page, script) {
            Ok(bytes) => println!("{what}: {} bytes", bytes.len()),
            Err(failure) => println!("{what}: {failure}"),
        }
    }
}

fn main() {
    scope!(lua, limit = 256 * 1024, recycle);
    let with_zlib = |zlib: MemCx<'_>| print_all(&mut Press::new(lua, zlib).expect("256 KiB are enough to begin"));
    {
        scope!(zlib, limit = 512 * 1024, recycle);
        println!("zlib has 512 KiB");
        with_zlib(zlib);
    }
    scope!(zlib, limit = 128 * 1024, recycle);
    println!("zlib has 128 KiB");
    with_zlib(zlib);
}
