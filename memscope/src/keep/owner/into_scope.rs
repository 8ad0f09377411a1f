//! An owner's memory goes to a scope.

use super::{At, Keepable, Kept, Shell};
use crate::cx::{Carried, MemCx, ok};
use crate::error::AllocError;

impl<F: for<'m> Keepable<'m>> Kept<F> {
    /// Hands the memory over to a scope, which frees it at its end. Nothing is copied or moved: the root comes out, with the
    /// lifetime of the scope.
    ///
    /// So what another thread or task has made becomes part of what the caller's scope holds. As with a
    /// [transaction](MemCx::transaction), the root must hold no handle, which [`Carried`] proves.
    ///
    /// ```
    /// use memscope::{scope, Kept};
    ///
    /// scope!(cx);
    /// let texts = ["to be", "or not"].map(|text| {
    ///     std::thread::spawn(move || Kept::<&'static str>::new(|cx| &*cx.alloc_str(&text.to_uppercase())))
    /// });
    /// let texts: [&str; 2] = texts.map(|thread| thread.join().unwrap().into_scope(cx));
    /// assert_eq!(cx.alloc_iter(texts).join(" "), "TO BE OR NOT");
    /// ```
    ///
    /// What the owner has [adopted](MemCx::adopt) is dropped in its turn, as if the scope had adopted it now. The scope's
    /// limits count the owner's memory from now on: its chunks, less what is free in the last one.
    ///
    /// **Cost.** Five words in the scope, and a look at each chunk if there is a limit.
    ///
    /// The idea is Postgres' `MemoryContextSetParent`.
    ///
    /// # Panics
    /// If the scope must not hold so much, or its source wants to [see every object](crate::source::Source::sees_objects).
    #[track_caller]
    pub fn into_scope<'cx>(self, cx: MemCx<'cx>) -> At<'cx, F>
    where
        for<'m> At<'m, F>: Carried,
        F::Rest: 'cx, // which the result's type implies, but not where this function is passed on as a value
    {
        ok(self.try_into_scope(cx))
    }

    /// As [`into_scope`](Self::into_scope).
    ///
    /// # Errors
    /// If the scope must not hold so much, or its source wants to [see every object](crate::source::Source::sees_objects);
    /// the owner is dropped.
    pub fn try_into_scope<'cx>(self, cx: MemCx<'cx>) -> Result<At<'cx, F>, AllocError>
    where
        for<'m> At<'m, F>: Carried,
        F::Rest: 'cx,
    {
        let scope = cx.region();
        let room = scope.room_at_exit::<Shell>()?;
        scope.charge_foreign(self.shell.header().region.bytes())?;
        let (shell, root) = self.into_shell();
        // SAFETY: the room is fresh. The root's memory is freed at the end of the scope, when `'cx` is over; on whichever
        // thread, since only memory is left then, and what is `Send` because it was adopted or kept.
        unsafe { scope.drop_at_exit(room, shell) };
        // SAFETY: the root is initialised, and its place is not looked at again. Whoever made or changed it took every
        // lifetime that the rest of `F` outlives, hence also `'cx`, and what it did is right for that, as the memory lives so
        // long. There is no handle in the root, since it is `Carried`: nothing will be allocated in that memory.
        Ok(unsafe { root.cast().read() })
    }
}
