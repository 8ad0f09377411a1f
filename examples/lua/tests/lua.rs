//! Lua in scopes: results, errors, limits, ends.

use std::cell::Cell;
use std::panic;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

use memscope::source::{Buffer, Failing, Heap, Logging, Tracking};
use memscope::{Kept, MemCx, scope, with_scope_on};
use memscope_lua::{Lua, LuaError};

/// What a script returns, as text.
#[track_caller]
fn eval(lua: &mut Lua<'_>, script: &str) -> String {
    lua.with_text(script, |text| String::from_utf8(text.to_vec()).unwrap()).unwrap()
}

#[track_caller]
fn fails(lua: &mut Lua<'_>, script: &str) -> String {
    match lua.run(script) {
        Err(LuaError::Script(message)) => message.to_string(),
        other => panic!("{other:?}"),
    }
}

/// Tables, closures, coroutines, long strings, and much garbage.
const WORK: &str = "
    local seen, log = {}, {}
    for i = 1, 2000 do
        local node = { id = i, name = 'n' .. i, next = seen[i // 2] }
        seen[i] = setmetatable(node, { __index = function(_, key) return key .. i end })
        if i % 7 == 0 then seen[i // 7] = nil end
        log[#log + 1] = seen[i].missing
    end
    local text = table.concat(log, ',')
    local co = coroutine.wrap(function() for word in text:gmatch('%a+%d+') do coroutine.yield(#word) end return 0 end)
    local sum = 0
    repeat local n = co(); sum = sum + n until n == 0
    return sum .. ' ' .. #text:rep(10) .. ' ' .. select('#', table.unpack(log, 1, 200))";
const ANSWER: &str = "20893 228920 200";

#[test]
fn al05_lua_runs_scripts_in_a_scope() {
    let source = Tracking::new(Heap);
    {
        scope!(cx, from = &source, recycle);
        let mut lua = Lua::new(cx).unwrap();
        for _ in 0..20 {
            assert_eq!(eval(&mut lua, WORK), ANSWER);
        }
        assert_eq!(eval(&mut lua, "return collectgarbage('count') > 20"), "true");
        assert_eq!(eval(&mut lua, "return nil"), "nil");
        assert_eq!(lua.with_text("return '\\0\\xff'", <[u8]>::to_vec).unwrap(), [0, 255]);
        assert!(source.total().live > 20_000);
    }
    let total = source.total();
    assert_eq!(total.live, 0);
    assert!(total.peak < 6 << 20, "what is freed is used again: {total}");
}

#[test]
fn al05_lua_beside_rust_in_the_same_scope() {
    scope!(cx, recycle);
    let mut lua = Lua::new(cx).unwrap();
    let mut texts = cx.vec();
    for n in 0..200 {
        let script = cx.alloc_fmt(format_args!("list = {{ list, {n} }} return ('x'):rep({n})"));
        texts.push(lua.with_text(script, |text| cx.alloc_slice_copy(text)).unwrap());
        scope!(tmp in cx);
        let mut other = Lua::new(tmp).unwrap();
        assert_eq!(eval(&mut other, "return 1 + 1"), "2");
    }
    assert!(texts.iter().enumerate().all(|(n, text)| text.iter().eq(vec![b'x'; n].iter())));
    assert_eq!(eval(&mut lua, "local n = 0 while list do n = n + 1 list = list[1] end return n"), "200");
}

#[test]
fn al05_lua_on_other_sources() {
    let mut bytes = vec![std::mem::MaybeUninit::uninit(); 4 << 20];
    with_scope_on(Buffer::new(&mut bytes), |cx| assert_eq!(eval(&mut Lua::new(cx).unwrap(), WORK), ANSWER));
    scope!(frame, inline = 32_000, recycle);
    assert_eq!(eval(&mut Lua::new(frame).unwrap(), WORK), ANSWER);
    let mut moved = Box::new(Kept::<Lua<'static>>::new(|cx| Lua::new(cx).unwrap()));
    assert_eq!(moved.with_mut(|lua, _| eval(lua, WORK)), ANSWER);
}

#[test]
fn al05_lua_errors() {
    scope!(cx, recycle);
    let mut lua = Lua::new(cx).unwrap();
    assert_eq!(fails(&mut lua, "return ("), "script:1: unexpected symbol near <eof>");
    assert_eq!(fails(&mut lua, "\nlocal x = nil\nx.y = 1"), "script:3: attempt to index a nil value (local 'x')");
    assert_eq!(fails(&mut lua, "error({})"), "an error that is not text");
    assert_eq!(fails(&mut lua, "error('\\xff', 0)"), "\\xff");
    assert_eq!(fails(&mut lua, "local function f() return f() + 1 end f()").lines().count(), 1);
    assert_eq!(fails(&mut lua, "return setmetatable({}, { __gc = 1 }) + 1").lines().count(), 1);
    let text = "return setmetatable({}, { __tostring = function() error('no text', 0) end })";
    assert_eq!(lua.with_text(text, |_| ()).unwrap_err().to_string(), "no text");
    // Bytecode, which could do anything, is not read.
    assert_eq!(fails(&mut lua, "\u{1b}Lua"), "attempt to load a binary chunk (mode is 't')");
    assert_eq!(eval(&mut lua, "return tostring(load or loadfile or dofile or io or os or package or debug)"), "nil");
    assert_eq!(eval(&mut lua, WORK), ANSWER);
}

#[test]
fn al05_lua_calls_rust_which_fails_or_panics() {
    fn half(n: i64) -> Result<i64, &'static str> {
        let owned = vec![n; 100]; // dropped before Lua raises the error
        match owned[99] {
            13 => panic!("unlucky"),
            n if n % 2 == 0 => Ok(n / 2),
            _ => Err("it is odd"),
        }
    }
    scope!(cx, recycle);
    let mut lua = Lua::new(cx).unwrap();
    lua.set(c"half", half).unwrap();
    assert_eq!(eval(&mut lua, "return half(84)"), "42");
    assert_eq!(fails(&mut lua, "half(7)"), "it is odd");
    assert_eq!(eval(&mut lua, "return select(2, pcall(half, 7))"), "it is odd");
    assert!(fails(&mut lua, "half('x')").contains("number expected, got string"));
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    assert_eq!(fails(&mut lua, "half(13)"), "a function of the host has panicked");
    /// Panics when it is dropped, too.
    struct Twice;
    impl Drop for Twice {
        fn drop(&mut self) {
            panic!("again");
        }
    }
    lua.set(c"twice", |_| panic::panic_any(Twice)).unwrap();
    assert_eq!(fails(&mut lua, "twice(1)"), "a function of the host has panicked");
    // A panic of Rust above Lua goes its way, and the state is as good as before.
    let caught = panic::catch_unwind(panic::AssertUnwindSafe(|| lua.with_text("return 1", |_| panic!())));
    panic::set_hook(hook);
    assert!(caught.is_err());
    assert_eq!(eval(&mut lua, "return half(84)"), "42");
}

#[test]
fn al05_lua_has_256_kib_and_goes_on_after_its_error() {
    const LIMIT: usize = 256 * 1024;
    scope!(cx, name = "lua", limit = LIMIT, recycle);
    let mut lua = Lua::new(cx).unwrap();
    let greedy = [
        "local t = {} for i = 1, 1e9 do t[i] = i end",
        "local s = 'x' while true do s = s .. s end",
        "local t = {} while true do t = { t } end",
        "local t = {} for i = 1, 1e9 do t[i] = 'number ' .. i end",
        "kept = {} for i = 1, 1e9 do kept[i] = function() return i end end",
        "local function f(...) return f(1, ...) end f()",
        "local t = {} for i = 1, 1e9 do t[i] = coroutine.wrap(function() end) end",
        "return ('x'):rep(1e6)",
    ];
    for round in 0..50 {
        for script in greedy {
            let error = lua.run(script).unwrap_err();
            assert!(matches!(error, LuaError::Memory), "{round}: {script}: {error}");
            assert_eq!(error.to_string(), "not enough memory");
            lua.run("kept = nil").unwrap();
            assert_eq!(
                eval(&mut lua, "local t = {} for i = 1, 500 do t[i] = 'n' .. i end return #table.concat(t)"),
                "1892"
            );
        }
    }
    // Lua's own error handling sees it as well.
    assert_eq!(eval(&mut lua, "return select(2, pcall(string.rep, 'x', 1e7))"), "not enough memory");
}

/// With what is left of it, the limit is enough or is not; nothing else happens, wherever memory runs out.
#[test]
fn al05_lua_wherever_memory_runs_out() {
    const SCRIPT: &str = "
        local list, text = {}, {}
        for i = 1, 40 do
            list[i] = { id = i, name = 'n' .. i }
            text[i] = pcall(error, 'x' .. i) or coroutine.wrap(function() return i end)()
        end
        return #list .. table.concat(text)";
    let (mut begun, mut ended, mut answer) = (0, 0, None);
    for limit in (0..80 * 1024).step_by(128) {
        scope!(cx, limit = limit, recycle);
        let Ok(mut lua) = Lua::new(cx) else { continue };
        begun += 1;
        match lua.with_text(SCRIPT, <[u8]>::to_vec) {
            Ok(text) => {
                ended += 1;
                assert_eq!(answer.get_or_insert(text.clone()), &text);
            }
            Err(LuaError::Memory) => {}
            Err(other) => panic!("{limit}: {other}"),
        }
        lua.close();
    }
    assert!(0 < ended && ended < begun && begun < 640, "{begun} {ended}");
    for n in 0..40 {
        let source = Failing::from(Heap, n);
        scope!(cx, from = &source, recycle);
        let Ok(mut lua) = Lua::new(cx) else { continue };
        let _ = lua.run(WORK);
        let _ = lua.run("return 1");
    }
}

/// Negative control of the limit: without one the same scripts use much more.
#[test]
fn al05_negative_control_without_a_limit() {
    let source = Tracking::new(Heap);
    scope!(cx, from = &source, recycle);
    let mut lua = Lua::new(cx).unwrap();
    lua.run("kept = {} for i = 1, 1e5 do kept[i] = function() return i end end").unwrap();
    assert!(source.total().live > 4_000_000);
}

static FINALISED: AtomicI64 = AtomicI64::new(0);

fn finalised(n: i64) -> Result<i64, &'static str> {
    Ok(FINALISED.fetch_add(n, Relaxed))
}

/// The end of a scope is one step: what Lua frees one by one, the scope does not look at.
#[test]
fn al05_lua_ends_in_one_step_without_a_collector() {
    const OBJECTS: &str = "
        objects = {}
        for i = 1, 10000 do objects[i] = { i } end
        local f = finalised
        last = setmetatable({}, { __gc = function() f(1) end })";
    let calls = Cell::new(0);
    let source = Logging::new(Heap, |_| calls.set(calls.get() + 1));
    let ended = |close: bool| {
        scope!(cx, from = &source, recycle);
        let mut lua = Lua::new(cx).unwrap();
        lua.set(c"finalised", finalised).unwrap();
        lua.run(OBJECTS).unwrap();
        calls.set(0);
        if close {
            lua.close();
        }
    };
    ended(false);
    assert!(calls.get() < 20, "one return for each chunk: {}", calls.get());
    assert_eq!(FINALISED.load(Relaxed), 0);
    ended(true);
    assert_eq!(FINALISED.load(Relaxed), 1);
}

/// What one of them holds, and that it can hold no more, is nothing to the other.
#[test]
fn er01_two_states_have_a_budget_each() {
    fn full(cx: MemCx<'_>) -> Lua<'_> {
        let mut lua = Lua::new(cx).unwrap();
        assert!(matches!(lua.run("list = {} while true do list = { list } end"), Err(LuaError::Memory)));
        lua
    }
    fn recovers<'mcx>(cx: MemCx<'mcx>, lua: &mut Lua<'mcx>) {
        // The list is still there, so that even the script that lets it go has no room.
        assert!(matches!(lua.run("list = nil"), Err(LuaError::Memory)));
        cx.set_limit(cx.limit().unwrap() + 4096).unwrap();
        lua.run("list = nil collectgarbage()").unwrap();
        assert_eq!(eval(lua, "return #('x'):rep(10000)"), "10000");
    }
    scope!(small, limit = 100_000, recycle);
    scope!(large, limit = 1_000_000, recycle);
    let mut a = full(small);
    let mut b = Lua::new(large).unwrap();
    assert_eq!(eval(&mut b, "return #('x'):rep(200000)"), "200000");
    let mut c = full(large);
    recovers(small, &mut a);
    recovers(large, &mut c);
    assert_eq!(eval(&mut b, "return 2"), "2");
}
