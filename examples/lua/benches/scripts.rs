//! The same scripts on malloc and in a scope, in turns.
//!
//! `cargo bench -p memscope-lua`; with the name of a script, that alone.

use std::ffi::c_void;
use std::hint::black_box;
use std::ptr;
use std::time::{Duration, Instant};

use memscope::scope;
use memscope_lua::Lua;

const SCRIPTS: [(&str, &str); 7] = [
    ("nothing", "return 1"),
    (
        "trees",
        "local function make(depth) if depth == 0 then return {} end return { make(depth - 1), make(depth - 1) } end
         local function count(tree) return tree[1] and 1 + count(tree[1]) + count(tree[2]) or 1 end
         local n = 0
         for i = 1, 10 do n = n + count(make(10)) end
         return n",
    ),
    (
        "objects",
        "local Point = {} Point.__index = Point
         function Point.new(x, y) return setmetatable({ x = x, y = y }, Point) end
         function Point:plus(other) return Point.new(self.x + other.x, self.y + other.y) end
         local sum, step = Point.new(0, 0), Point.new(1, 2)
         for i = 1, 50000 do sum = sum:plus(step) end
         return sum.x + sum.y",
    ),
    (
        "strings",
        "local t = {}
         for i = 1, 15000 do t[#t + 1] = ('%d:%s'):format(i, i % 100) end
         local text, n = table.concat(t, ';'), 0
         for a, b in text:gmatch('(%d+):(%d+)') do n = n + #a + b end
         return n",
    ),
    (
        "words",
        "local text, count = ('the rain in spain stays mainly in the plain '):rep(1000), {}
         for word in text:gmatch('%a+') do local key = word:upper() .. #word count[key] = (count[key] or 0) + 1 end
         local keys = {}
         for key in pairs(count) do keys[#keys + 1] = key end
         table.sort(keys)
         return #table.concat(keys)",
    ),
    (
        "closures",
        "local function compose(f, g) return function(x) return g(f(x)) end end
         local n = 0
         for i = 1, 15000 do
             local f = compose(function(x) return x + i end, function(x) return x * 2 end)
             n = n + compose(f, f)(1)
         end
         return n",
    ),
    (
        "kept",
        "local rows = {}
         for i = 1, 20000 do rows[i] = { id = i, name = 'row ' .. i, tags = { i % 7, i % 11 } } end
         local n = 0
         for i = 1, #rows, 3 do n = n + #rows[i].name + rows[i].tags[2] end
         return n",
    ),
];

unsafe extern "C" {
    fn realloc(block: *mut c_void, size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

/// What Lua's own `luaL_newstate` uses.
unsafe extern "C" fn on_malloc(_: *mut c_void, block: *mut c_void, _: usize, size: usize) -> *mut c_void {
    // SAFETY: a block of `realloc`, or null.
    unsafe {
        if size == 0 {
            free(block);
            return ptr::null_mut();
        }
        realloc(block, size)
    }
}

fn with_malloc(script: &str) -> usize {
    scope!(cx);
    // SAFETY: C's allocator.
    let mut lua = unsafe { Lua::on(cx, on_malloc, ptr::null_mut()) }.unwrap();
    let answer = lua.with_text(script, <[u8]>::len).unwrap();
    lua.close();
    answer
}

fn with_scope(script: &str) -> usize {
    scope!(cx, recycle);
    Lua::new(cx).unwrap().with_text(script, <[u8]>::len).unwrap()
}

fn with_scope_closed(script: &str) -> usize {
    scope!(cx, recycle);
    let mut lua = Lua::new(cx).unwrap();
    let answer = lua.with_text(script, <[u8]>::len).unwrap();
    lua.close();
    answer
}

fn with_plain_scope(script: &str) -> usize {
    scope!(cx);
    Lua::new(cx).unwrap().with_text(script, <[u8]>::len).unwrap()
}

type Case = fn(&str) -> usize;
const CASES: [Case; 4] = [with_malloc, with_scope, with_scope_closed, with_plain_scope];

/// How many runs of a script take a turn, and how many turns there are.
fn rounds(script: &str) -> (u32, usize) {
    let begun = Instant::now();
    black_box(with_malloc(script));
    let once = begun.elapsed().max(Duration::from_micros(1));
    ((Duration::from_millis(2).as_nanos() / once.as_nanos()).max(1) as u32, 41)
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

fn main() {
    let chosen: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    println!("| script | malloc, ms | scope | the same, closed | without `recycle` |");
    println!("|---|---:|---:|---:|---:|");
    for (name, script) in SCRIPTS.iter().filter(|(name, _)| chosen.is_empty() || chosen.iter().any(|one| one == name)) {
        let answers = CASES.map(|case| case(script));
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{name}: {answers:?}");
        let (runs, turns) = rounds(script);
        let mut times: [Vec<f64>; CASES.len()] = Default::default();
        for turn in 0..turns {
            for n in 0..CASES.len() {
                let n = (n + turn) % CASES.len();
                let begun = Instant::now();
                for _ in 0..runs {
                    black_box(CASES[n](black_box(script)));
                }
                times[n].push(begun.elapsed().as_secs_f64() * 1e3 / f64::from(runs));
            }
        }
        // How many times as fast as malloc in the same turn.
        let ratio = |n: usize| median(times[0].iter().zip(&times[n]).map(|(malloc, other)| malloc / other).collect());
        let (scope, closed, plain) = (ratio(1), ratio(2), ratio(3));
        println!("| {name} | {:.2} | {scope:.2} | {closed:.2} | {plain:.2} |", median(times[0].clone()));
    }
}
