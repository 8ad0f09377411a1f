//! Bytes from a reader, straight into the scope.

use std::io::{ErrorKind, Read, Result};

use super::MemCx;
use crate::vec::MemVec;

impl<'mcx> MemCx<'mcx> {
    /// Reads all that comes, up to the end, into the scope.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let bytes: &mut [u8] = cx.read_to_end(&b"\x7fELF"[..])?;
    /// assert_eq!(bytes, b"\x7fELF");
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// The buffer doubles, in place where it can; what is left over goes back if it is the newest of the scope.
    ///
    /// # Errors
    /// If the reader fails, or, of the kind `OutOfMemory`, if the memory cannot be had.
    ///
    /// # Panics
    /// If the reader claims to have read more than there was room for.
    pub fn read_to_end<'s>(self, mut reader: impl Read) -> Result<&'s mut [u8]>
    where
        'mcx: 's,
    {
        const FIRST: usize = 4096;
        let mut bytes: MemVec<'mcx, u8> = self.vec();
        let mut len = 0;
        loop {
            if len == bytes.len() {
                bytes.try_reserve(FIRST).map_err(|_| ErrorKind::OutOfMemory)?;
                // A reader may look at what it is to overwrite, so each byte is zeroed once.
                bytes.resize(bytes.capacity(), 0);
            }
            match reader.read(&mut bytes[len..]) {
                Ok(0) => break,
                Ok(n) => {
                    assert!(n <= bytes.len() - len, "a reader claims {n} bytes of a buffer of {}", bytes.len() - len);
                    len += n;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        bytes.truncate(len);
        Ok(bytes.into_slice())
    }

    /// As [`read_to_end`](Self::read_to_end), of text.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let text: &str = cx.read_to_string(&b"to be"[..])?;
    /// assert_eq!(text.split(' ').count(), 2);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    /// As `read_to_end`; of the kind `InvalidData` if the bytes are not UTF-8.
    pub fn read_to_string<'s>(self, reader: impl Read) -> Result<&'s mut str>
    where
        'mcx: 's,
    {
        str::from_utf8_mut(self.read_to_end(reader)?).map_err(|_| ErrorKind::InvalidData.into())
    }
}
