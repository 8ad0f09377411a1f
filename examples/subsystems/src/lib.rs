//! Two C libraries in one process, each in a scope of its own.
//!
//! A [`Press`] runs scripts, and compresses what they return. Its two parts share nothing: each has its own memory with its own
//! limit, and an error tells by its type whose it is and in which memory its message stands. So one part can be at its
//! limit, or its scope can end, and the other does not notice.

use std::error::Error;
use std::fmt;

use memscope::{MemCx, MemVec};
use memscope_lua::{Lua, LuaError};
use memscope_zlib::{Deflate, ZlibError};

/// Lua in one scope, zlib in another.
#[derive(Debug)]
pub struct Press<'lua, 'zlib> {
    /// Runs the scripts.
    pub lua: Lua<'lua>,
    zlib: MemCx<'zlib>,
}

/// What a part has to say, and no other: each message lives as long as the scope of its part.
#[derive(Clone, Copy, Debug)]
pub enum Failure<'lua, 'zlib> {
    /// The script's, in the memory of Lua.
    Script(LuaError<'lua>),
    /// zlib's, in its memory.
    Compression(ZlibError<'zlib>),
}

impl fmt::Display for Failure<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Script(error) => write!(f, "script: {error}"),
            Self::Compression(error) => write!(f, "compression: {error}"),
        }
    }
}

impl Error for Failure<'_, '_> {}

impl<'lua> From<LuaError<'lua>> for Failure<'lua, '_> {
    fn from(error: LuaError<'lua>) -> Self {
        Self::Script(error)
    }
}

impl<'zlib> From<ZlibError<'zlib>> for Failure<'_, 'zlib> {
    fn from(error: ZlibError<'zlib>) -> Self {
        Self::Compression(error)
    }
}

impl<'lua, 'zlib> Press<'lua, 'zlib> {
    /// With a scope for each part.
    ///
    /// # Errors
    /// If the first has not enough memory for Lua.
    pub fn new(lua: MemCx<'lua>, zlib: MemCx<'zlib>) -> Result<Self, LuaError<'lua>> {
        Ok(Self { lua: Lua::new(lua)?, zlib })
    }

    /// Runs a script, and compresses what it returns into memory of a third scope. The text goes from Lua's memory to zlib as
    /// it is.
    ///
    /// # Errors
    /// Those of either part.
    pub fn print<'to>(&mut self, to: MemCx<'to>, script: &str) -> Result<MemVec<'to, u8>, Failure<'lua, 'zlib>> {
        let mut out = to.vec();
        let compressed = self.lua.with_text(script, |text| {
            let mut stream = Deflate::new(self.zlib, 6)?;
            stream.write(text, &mut out)?;
            stream.finish(&mut out)
        });
        compressed??;
        Ok(out)
    }
}
