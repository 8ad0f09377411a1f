//! Lua 5.4 in a scope.
//!
//! ```
//! use memscope::scope;
//! use memscope_lua::Lua;
//!
//! scope!(cx, recycle, limit = 1 << 20);
//! let mut lua = Lua::new(cx).unwrap();
//! lua.run("function twice(x) return x .. x end").unwrap();
//! let len = lua.with_text("return twice('to be ')", |text| text.len()).unwrap();
//! assert_eq!(len, 12);
//! ```
//!
//! The state ends with the scope, and cannot be used after it:
//!
//! ```compile_fail,E0597
//! use memscope::scope;
//! use memscope_lua::Lua;
//!
//! let mut lua = {
//!     scope!(cx);                                 // `cx` does not live long enough
//!     Lua::new(cx).unwrap()
//! };
//! lua.run("print('still here')").unwrap();
//! ```
//!
//! **How Lua raises errors.** By `longjmp`, from wherever it finds one to the `lua_pcall` around that; an allocation that fails is
//! one. A jump over a Rust frame is sound only if there is nothing in that frame which its end would have dropped. So
//!
//! * whatever may raise an error runs inside of `lua_pcall`: a script, and each call of Lua's API that may allocate
//!   (`Lua::protected`). Outside of it Lua would end the process;
//! * the Rust frames over which Lua may jump are `extern "C-unwind"` functions of this file, with `Copy` locals only;
//! * what the user gives is called in a frame below those, which has returned before Lua gets to know of an error; a panic is
//!   caught there;
//! * the functions of the scope never raise, panic or jump, so Lua calls them from wherever it likes.
//!
//! **What ends.** With the scope all memory of the state is gone, in as many steps as it has chunks: no collector runs,
//! and so no finaliser (`__gc`) does. For scripts whose finalisers matter there is [`Lua::close`]. Of Lua's own libraries `io`
//! makes values which need it; so this opens those alone that hold memory and nothing else, without what reads
//! bytecode: Lua does not verify that.

use std::error::Error;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{mem, ptr, slice};

use memscope::{Keepable, MemCx, ScopedError, error_in, ffi};
use mlua_sys::lua54 as sys;

/// A Lua state in the scope of a handle.
///
/// It holds that handle, so that it cannot outlive the scope: the compiler refuses it by the handle's name.
#[derive(Debug, Keepable)]
pub struct Lua<'mcx> {
    state: *mut sys::lua_State,
    /// Where the state's memory is, and the messages of errors go.
    cx: MemCx<'mcx>,
}

/// Why a script has not come to its end.
#[derive(Clone, Copy, Debug)]
pub enum LuaError<'mcx> {
    /// Lua's own error: there is no memory, also after its collector has run. The state can be used again.
    Memory,
    /// Any other, with its message.
    Script(ScopedError<'mcx>),
}

impl fmt::Display for LuaError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("not enough memory"),
            Self::Script(message) => message.fmt(f),
        }
    }
}

impl Error for LuaError<'_> {}

/// What scripts can call: an answer, or the message of an error. It captures nothing, since it may be called as long as there
/// is the state.
pub type Function = fn(i64) -> Result<i64, &'static str>;

const LIBRARIES: [(&CStr, sys::lua_CFunction); 6] = [
    (c"_G", sys::luaopen_base),
    (c"coroutine", sys::luaopen_coroutine),
    (c"table", sys::luaopen_table),
    (c"string", sys::luaopen_string),
    (c"math", sys::luaopen_math),
    (c"utf8", sys::luaopen_utf8),
];
/// Functions of theirs that read bytecode.
const BYTECODE: [&CStr; 3] = [c"load", c"loadfile", c"dofile"];

impl<'mcx> Lua<'mcx> {
    /// A state in this scope, with Lua's libraries but for `io`, `os`, `package` and `debug`. The scope should recycle.
    ///
    /// # Errors
    /// If there is not enough memory: the state takes about 20 kB.
    pub fn new(cx: MemCx<'mcx>) -> Result<Self, LuaError<'mcx>> {
        // SAFETY: the functions serve Lua until the scope ends, which `Self` cannot outlive.
        unsafe { Self::on(cx, ffi::lua_alloc, ffi::context(cx)) }
    }

    /// A state in memory from elsewhere, to compare with. Without [`close`](Self::close) that is lost.
    ///
    /// # Safety
    /// `alloc` is what Lua asks of a `lua_Alloc`, and can be called with `data` as long as the result is there.
    pub unsafe fn on(cx: MemCx<'mcx>, alloc: sys::lua_Alloc, data: *mut c_void) -> Result<Self, LuaError<'mcx>> {
        // SAFETY: by contract; Lua returns null if it cannot make a state.
        let state = unsafe { sys::lua_newstate(alloc, data) };
        if state.is_null() {
            return Err(LuaError::Memory);
        }
        let mut lua = Self { state, cx };
        lua.protected(open_libraries, ptr::null_mut())?;
        Ok(lua)
    }

    /// Runs a script.
    ///
    /// # Errors
    /// Those of the script.
    pub fn run(&mut self, script: &str) -> Result<(), LuaError<'mcx>> {
        self.call(script, 0)?;
        self.clear();
        Ok(())
    }

    /// Runs a script, and passes on what it returns, as text. It is Lua's own copy.
    ///
    /// # Errors
    /// Those of the script, and of what turns a value into text.
    pub fn with_text<R>(&mut self, script: &str, f: impl FnOnce(&[u8]) -> R) -> Result<R, LuaError<'mcx>> {
        self.call(script, 1)?;
        // SAFETY: the stack has the one result, which becomes a string in a protected call.
        let status = unsafe {
            sys::lua_pushcclosure(self.state, to_text, 0);
            sys::lua_rotate(self.state, 1, 1);
            sys::lua_pcall(self.state, 1, 1, 0)
        };
        self.check(status)?;
        // SAFETY: `to_text` has returned a string.
        let result = f(unsafe { self.top() });
        self.clear();
        Ok(result)
    }

    /// Makes a function known to scripts.
    ///
    /// # Errors
    /// If there is not enough memory.
    pub fn set(&mut self, name: &CStr, f: Function) -> Result<(), LuaError<'mcx>> {
        let mut item = Item { name: name.as_ptr(), f };
        self.protected(set_global, (&raw mut item).cast())
    }

    /// Ends the state as other hosts of Lua do: runs all finalisers, then frees its objects one by one. What the scope gets
    /// back so, it would get at its end anyway.
    pub fn close(self) {
        // SAFETY: the state is in nobody's use from now on. Errors of finalisers are warnings, which go nowhere.
        unsafe { sys::lua_close(self.state) };
    }

    /// Compiles a script and calls it. Its results are on the stack, which is empty else.
    fn call(&mut self, script: &str, results: c_int) -> Result<(), LuaError<'mcx>> {
        self.clear();
        // SAFETY: the text is not kept. Loading is protected, and leaves one value: the script, or an error.
        let status = unsafe {
            sys::luaL_loadbufferx(self.state, script.as_ptr().cast(), script.len(), c"=script".as_ptr(), c"t".as_ptr())
        };
        self.check(status)?;
        // SAFETY: the script is on the stack.
        let status = unsafe { sys::lua_pcall(self.state, 0, results, 0) };
        self.check(status)
    }

    /// Calls `f` with one argument, in which it finds what it needs, where Lua may raise errors.
    fn protected(&mut self, f: sys::lua_CFunction, argument: *mut c_void) -> Result<(), LuaError<'mcx>> {
        self.clear();
        // SAFETY: pushing these two needs no memory: the stack has room for twenty values.
        let status = unsafe {
            sys::lua_pushcclosure(self.state, f, 0);
            sys::lua_pushlightuserdata(self.state, argument);
            sys::lua_pcall(self.state, 1, 0, 0)
        };
        self.check(status)
    }

    /// Makes an error of a status, and of the message that is on the stack then.
    fn check(&mut self, status: c_int) -> Result<(), LuaError<'mcx>> {
        let error = match status {
            sys::LUA_OK => return Ok(()),
            sys::LUA_ERRMEM => LuaError::Memory,
            // SAFETY: the error is on the stack.
            _ => match unsafe { sys::lua_type(self.state, -1) } {
                // SAFETY: a string.
                sys::LUA_TSTRING => LuaError::Script(unsafe { message(self.cx, self.top()) }),
                _ => LuaError::Script(error_in!(self.cx, "an error that is not text")),
            },
        };
        self.clear();
        Err(error)
    }

    /// The string on top of the stack.
    ///
    /// # Safety
    /// It is one; of another value Lua would have to make one. It stays there as long as the result is used.
    unsafe fn top(&self) -> &[u8] {
        let mut len = 0;
        // SAFETY: by contract; a string has that many bytes.
        unsafe {
            let start = sys::lua_tolstring(self.state, -1, &raw mut len);
            slice::from_raw_parts(start.cast(), len)
        }
    }

    /// Empties the stack.
    fn clear(&mut self) {
        // SAFETY: there is nothing that would have to be closed, so that no code of a script runs.
        unsafe { sys::lua_settop(self.state, 0) };
    }
}

/// The message, which may be any bytes, as text.
fn message<'mcx>(cx: MemCx<'mcx>, bytes: &[u8]) -> ScopedError<'mcx> {
    match str::from_utf8(bytes) {
        Ok(text) => error_in!(cx, "{text}"),
        Err(_) => error_in!(cx, "{}", bytes.escape_ascii()),
    }
}

/// What becomes a global.
#[derive(Clone, Copy)]
struct Item {
    name: *const c_char,
    f: Function,
}

unsafe extern "C-unwind" fn open_libraries(state: *mut sys::lua_State) -> c_int {
    // SAFETY: called by Lua, protected. A jump leaves no local that would have to be dropped.
    unsafe {
        for (name, open) in LIBRARIES {
            sys::luaL_requiref(state, name.as_ptr(), open, 1);
            sys::lua_settop(state, 0);
        }
        for name in BYTECODE {
            sys::lua_pushnil(state);
            sys::lua_setglobal(state, name.as_ptr());
        }
    }
    0
}

unsafe extern "C-unwind" fn to_text(state: *mut sys::lua_State) -> c_int {
    // SAFETY: called by Lua, protected, with one argument.
    unsafe { sys::luaL_tolstring(state, 1, ptr::null_mut()) };
    1
}

unsafe extern "C-unwind" fn set_global(state: *mut sys::lua_State) -> c_int {
    // SAFETY: called by Lua, protected, with a pointer to an item; a function pointer fits a pointer, as does its way back.
    unsafe {
        let item = sys::lua_touserdata(state, 1).cast::<Item>().read();
        sys::lua_pushlightuserdata(state, item.f as *mut c_void);
        sys::lua_pushcclosure(state, call_function, 1);
        sys::lua_setglobal(state, item.name);
    }
    0
}

/// Calls a [`Function`], which is the closure's only value.
unsafe extern "C-unwind" fn call_function(state: *mut sys::lua_State) -> c_int {
    // SAFETY: called by Lua, protected. `set_global` has put the function there. Lua may jump out of the first line and those
    // after the call, over this frame, which has nothing to drop: not while `answer` runs, which calls no function of Lua's.
    unsafe {
        let argument = sys::luaL_checkinteger(state, 1);
        let f = mem::transmute::<*mut c_void, Function>(sys::lua_touserdata(state, sys::lua_upvalueindex(1)));
        match answer(f, argument) {
            Ok(answer) => {
                sys::lua_pushinteger(state, answer);
                1
            }
            Err(message) => {
                sys::lua_pushlstring(state, message.as_ptr().cast(), message.len());
                sys::lua_error(state)
            }
        }
    }
}

/// Ends before Lua goes on: whatever a function has made or panicked with is dropped here.
fn answer(f: Function, argument: i64) -> Result<i64, &'static str> {
    catch_unwind(|| f(argument)).unwrap_or_else(|mut payload| {
        // What a function panics with is the user's too, and may panic when it is dropped.
        while let Err(again) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            payload = again;
        }
        Err("a function of the host has panicked")
    })
}
