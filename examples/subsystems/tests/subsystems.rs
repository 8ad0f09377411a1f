//! Two subsystems: whose error it is, whose budget, and what is left to the other.

use std::process::Command;

use memscope::{CopyIn, MemCx, ScopedError, scope};
use memscope_lua::LuaError;
use memscope_subsystems::{Failure, Press};
use memscope_zlib::{Inflate, ZlibError};

const REPORT: &str = "local t = {} for i = 1, 500 do t[i] = 'line ' .. i end return table.concat(t, '\\n')";

fn report() -> String {
    (1..=500).map(|n| format!("line {n}")).collect::<Vec<_>>().join("\n")
}

/// The report goes through both parts and comes back.
#[track_caller]
fn works(press: &mut Press<'_, '_>) {
    scope!(cx);
    let packed = press.print(cx, REPORT).unwrap();
    let mut unpacked = cx.vec();
    assert!(Inflate::new(cx).unwrap().write(&packed, &mut unpacked).unwrap());
    assert_eq!(*unpacked, *report().as_bytes());
}

#[test]
fn er01_one_subsystem_exhausted_leaves_the_other_untouched() {
    scope!(lua, limit = 256 * 1024, recycle);
    scope!(zlib, limit = 300 * 1024, recycle);
    let mut press = Press::new(lua, zlib).unwrap();
    works(&mut press);
    scope!(cx);

    // zlib has nothing left: scripts run on.
    let all = std::iter::from_fn(|| zlib.try_alloc_layout(std::alloc::Layout::new::<[u64; 64]>()).ok()).count();
    assert!(all > 0);
    for _ in 0..3 {
        let failure = press.print(cx, REPORT).unwrap_err();
        assert!(matches!(failure, Failure::Compression(ZlibError::Memory)), "{failure}");
        press.lua.run(REPORT).unwrap();
    }
    zlib.set_limit(600 * 1024).unwrap();
    works(&mut press);

    // Lua has nothing left: zlib goes on, also with what Lua holds.
    press.lua.run("list = {}").unwrap();
    let failure = press.print(cx, "while true do list = { list } end").unwrap_err();
    assert!(matches!(failure, Failure::Script(LuaError::Memory)), "{failure}");
    let mut out = cx.vec();
    let mut stream = memscope_zlib::Deflate::new(zlib, 6).unwrap();
    stream.write(report().as_bytes(), &mut out).unwrap();
    stream.finish(&mut out).unwrap();
    lua.set_limit(260 * 1024).unwrap();
    press.lua.run("list = nil").unwrap();
    works(&mut press);
}

/// A function of two subsystems returns an error of either. Each is in the memory of its own, as its type says: the
/// script's outlives the scope of zlib, zlib's does not, and is copied.
#[test]
fn er04_an_error_of_either_subsystem() {
    fn job<'lua>(lua: MemCx<'lua>, zlib_limit: usize, script: &str) -> Result<usize, ScopedError<'lua>> {
        scope!(zlib, limit = zlib_limit, recycle);
        scope!(cx);
        let mut press = Press::new(lua, zlib).expect("enough for Lua");
        match press.print(cx, script) {
            Ok(bytes) => Ok(bytes.len()),
            Err(Failure::Script(LuaError::Script(message))) => Err(message),
            Err(Failure::Compression(ZlibError::Data(message))) => Err(message.copy_in(lua)),
            Err(other) => Err(memscope::error_in!(lua, "{other}")),
        }
    }
    scope!(lua, recycle);
    let error = job(lua, 512 * 1024, "error('no ink', 0)").unwrap_err();
    assert_eq!(error.to_string(), "no ink");
    assert_eq!(job(lua, 1024, REPORT).unwrap_err().to_string(), "compression: not enough memory for zlib");
    let error = job(lua, 512 * 1024, "return total.x").unwrap_err();
    assert_eq!(error.to_string(), "script:1: attempt to index a nil value (global 'total')");
    assert!(job(lua, 512 * 1024, REPORT).unwrap() < report().len() / 2);
}

#[test]
fn er04_the_example_says_whose_error_it_is() {
    let output = Command::new(env!("CARGO_BIN_EXE_memscope-subsystems")).output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let expected = "\
zlib has 512 KiB
a report: SIZE bytes
a mistake: script: script:1: attempt to perform arithmetic on a nil value (global 'total')
a greedy script: script: not enough memory
a long text: SIZE bytes
the report again: SIZE bytes
zlib has 128 KiB
a report: compression: not enough memory for zlib
a mistake: script: script:1: attempt to perform arithmetic on a nil value (global 'total')
a greedy script: script: not enough memory
a long text: compression: not enough memory for zlib
the report again: compression: not enough memory for zlib
";
    let sizes = text.lines().filter_map(|line| line.split(' ').rev().nth(1).filter(|n| n.parse::<u32>().is_ok()));
    let masked = sizes.fold(text.clone(), |text, size| text.replace(&format!(" {size} bytes"), " SIZE bytes"));
    assert_eq!(masked, expected);
}
