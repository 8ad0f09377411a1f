//! The derives: every form as a snapshot, every mistake as a message.

use super::mistakes::messages;
use super::{printed, tokens};
use crate::derive::{self, CARRIED, COPY_IN, COVARIANT, Derive, IN_SCOPE, KEEPABLE};
use expect_test::{Expect, expect};

#[track_caller]
pub(super) fn expands(derive: Derive, item: &str, expected: Expect) {
    expected.assert_eq(&printed(derive::expand(tokens(item), derive)));
}

#[track_caller]
pub(super) fn mistake(derive: Derive, item: &str, message: Expect) {
    message.assert_eq(&messages(derive::expand(tokens(item), derive)).join("\n"));
}

#[test]
fn keepable() {
    expands(
        KEEPABLE,
        "struct Ast<'src, 'mcx, T> { source: &'src str, words: &'mcx [T] }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'src, 'mcx, T> ::memscope::Family for Ast<'src, 'mcx, T> {
                type Rest = (&'src (), ::core::marker::PhantomData<T>);
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'m, 'src, 'mcx, T> ::memscope::Keepable<'m> for Ast<'src, 'mcx, T> {
                type At = Ast<'src, 'm, T>;
            }
        "#]],
    );
    expands(
        KEEPABLE,
        "#[memscope('a, crate = renamed)] enum Ast<'a, 'm, T: 'a + Visit<'a> = u8, const N: usize = 1> where &'a T: Debug + 'a, 'm: 'a, T: for<'b> Fn(&'b &'a str) { A(&'a &'m [T; N]) }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'a, 'm, T: 'a + for<'any> Visit<'any>, const N: usize> renamed::Family
            for Ast<'a, 'm, T, N>
            where
                for<'any> &'any T: Debug,
                'm: 'a,
                T: for<'any, 'b> Fn(&'b &'any str),
            {
                type Rest = (&'m (), ::core::marker::PhantomData<T>);
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'m_, 'a, 'm, T: 'a + for<'any> Visit<'any>, const N: usize> renamed::Keepable<'m_>
            for Ast<'a, 'm, T, N>
            where
                for<'any> &'any T: Debug,
                'm: 'a,
                T: for<'any, 'b> Fn(&'b &'any str),
            {
                type At = Ast<'m_, 'm, T, N>;
            }
        "#]],
    );
    expands(
        KEEPABLE,
        "struct Ast<'mcx, T: PartialEq<Self>>(&'mcx T) where Self: Debug;",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'mcx, T: for<'any> PartialEq<Ast<'any, T>>> ::memscope::Family for Ast<'mcx, T>
            where
                for<'any> Ast<'any, T>: Debug,
            {
                type Rest = (::core::marker::PhantomData<T>,);
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'m, 'mcx, T: for<'any> PartialEq<Ast<'any, T>>> ::memscope::Keepable<'m>
            for Ast<'mcx, T>
            where
                for<'any> Ast<'any, T>: Debug,
            {
                type At = Ast<'m, T>;
            }
        "#]],
    );
    expands(
        KEEPABLE,
        "struct Unit;",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl ::memscope::Family for Unit {
                type Rest = ();
            }
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'m> ::memscope::Keepable<'m> for Unit {
                type At = Unit;
            }
        "#]],
    );
}

#[test]
fn carried() {
    expands(
        CARRIED,
        "struct Ast<'src: 'mcx, 'mcx, T: ?Sized + Debug + 'mcx = u8, const N: usize = 1> where 'src: 'mcx, T: 'src, T: Visit<'mcx> + 'mcx { source: &'src str, node: &'mcx [T; N], of: Option<&'static Self>, number: u32 }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            unsafe impl<
                'src,
                'mcx,
                T: ?Sized + Debug + ::memscope::Carried,
                const N: usize,
            > ::memscope::Carried for Ast<'src, 'mcx, T, N>
            where
                T: Visit<'mcx>,
            {
                fn __fields_are_carried(&self) {
                    match *self {
                        Self {
                            source: ref field_0,
                            node: ref field_1,
                            of: ref field_2,
                            number: ref field_3,
                        } => {
                            let _: *const &'src str = field_0;
                            <&'src str as ::memscope::Carried>::__fields_are_carried(field_0);
                            let _: *const &'mcx [T; N] = field_1;
                            <&'mcx [T; N] as ::memscope::Carried>::__fields_are_carried(field_1);
                            let _: *const Option<&'static Self> = field_2;
                            <Option<
                                &'static Self,
                            > as ::memscope::Carried>::__fields_are_carried(field_2);
                            let _: *const u32 = field_3;
                            _ = <[&'static u32]>::len(&[]);
                        }
                    }
                }
            }
        "#]],
    );
    expands(
        CARRIED,
        "#[memscope(crate = renamed)] enum Either<'a, 'b> { A(&'a str), B { r#type: &'b str }, C }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            unsafe impl<'a, 'b> renamed::Carried for Either<'a, 'b> {
                fn __fields_are_carried(&self) {
                    match *self {
                        Self::A { 0: ref field_0 } => {
                            let _: *const &'a str = field_0;
                            <&'a str as renamed::Carried>::__fields_are_carried(field_0);
                        }
                        Self::B { r#type: ref field_0 } => {
                            let _: *const &'b str = field_0;
                            <&'b str as renamed::Carried>::__fields_are_carried(field_0);
                        }
                        Self::C {} => {}
                    }
                }
            }
        "#]],
    );
    expands(
        CARRIED,
        "struct Plain(Vec<u8>);",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            unsafe impl ::memscope::Carried for Plain {
                fn __fields_are_carried(&self) {
                    match *self {
                        Self { 0: ref field_0 } => {
                            let _: *const Vec<u8> = field_0;
                            _ = <[&'static Vec<u8>]>::len(&[]);
                        }
                    }
                }
            }
        "#]],
    );
    expands(
        CARRIED,
        "struct Unit;",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            unsafe impl ::memscope::Carried for Unit {
                fn __fields_are_carried(&self) {
                    match *self {
                        Self {} => {}
                    }
                }
            }
        "#]],
    );
    expands(
        CARRIED,
        "enum Never {}",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            unsafe impl ::memscope::Carried for Never {
                fn __fields_are_carried(&self) {
                    match *self {}
                }
            }
        "#]],
    );
}

#[test]
fn covariant() {
    expands(
        COVARIANT,
        "struct Ast<'src, 'mcx, T> { source: &'src str, words: &'mcx [T] }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'src, 'mcx, T> ::memscope::Covariant for Ast<'src, 'mcx, T> {
                #[inline(always)]
                fn shorten<'r, 'short, 'long: 'short>(
                    root: &'r Ast<'src, 'long, T>,
                ) -> &'r Ast<'src, 'short, T>
                where
                    Self: 'long,
                {
                    root
                }
            }
        "#]],
    );
    expands(
        COVARIANT,
        "#[memscope('r)] enum Names<'r, 'long> where &'r str: Visit<'r> { A(&'r &'long str) }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'r, 'long> ::memscope::Covariant for Names<'r, 'long>
            where
                for<'any> &'any str: Visit<'any>,
            {
                #[inline(always)]
                fn shorten<'r_, 'short, 'long_: 'short>(
                    root: &'r_ Names<'long_, 'long>,
                ) -> &'r_ Names<'short, 'long>
                where
                    Self: 'long_,
                {
                    root
                }
            }
        "#]],
    );
}

#[test]
fn in_scope() {
    expands(
        IN_SCOPE,
        "struct Parser<'src, 'mcx> { cx: MemCx<'mcx>, text: &'src str, list: MemVec<'mcx, u8> }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'src, 'mcx> ::memscope::InScope<'mcx> for Parser<'src, 'mcx> {
                #[inline]
                fn cx(&self) -> ::memscope::MemCx<'mcx> {
                    match *self {
                        Self { cx: ref field_0, .. } => ::memscope::InScope::cx(field_0),
                    }
                }
            }
        "#]],
    );
    expands(
        IN_SCOPE,
        "enum Text<'mcx, T> { Owned(MemString<'mcx>), Other { n: u8, #[memscope(scope)] of: T } }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'mcx, T> ::memscope::InScope<'mcx> for Text<'mcx, T>
            where
                T: ::memscope::InScope<'mcx>,
            {
                #[inline]
                fn cx(&self) -> ::memscope::MemCx<'mcx> {
                    match *self {
                        Self::Owned { 0: ref field_0, .. } => ::memscope::InScope::cx(field_0),
                        Self::Other { of: ref field_1, .. } => ::memscope::InScope::cx(field_1),
                    }
                }
            }
        "#]],
    );
}

#[test]
fn copy_in_fields() {
    expands(
        COPY_IN,
        "struct Token<'src, 'mcx, T: Debug, U> { value: &'mcx T, #[copy_in(share)] text: &'src str, #[copy_in(clone)] r#type: Vec<U>, #[copy_in(skip)] uses: U, of: PhantomData<fn(T)> }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'to, 'src, 'mcx, T: Debug, U> ::memscope::CopyIn<'to> for Token<'src, 'mcx, T, U>
            where
                'src: 'to,
                T: ::memscope::CopyIn<'to>,
                U: 'to,
                Vec<U>: ::core::clone::Clone,
                U: ::core::default::Default,
                <T as ::memscope::CopyIn<'to>>::Copy: Debug,
            {
                type Copy = Token<'src, 'to, <T as ::memscope::CopyIn<'to>>::Copy, U>;
                #[inline]
                fn try_copy_in(
                    &self,
                    cx: ::memscope::MemCx<'to>,
                ) -> ::core::result::Result<Self::Copy, ::memscope::AllocError> {
                    ::core::result::Result::Ok(
                        match *self {
                            Self {
                                value: ref field_0,
                                text: ref field_1,
                                r#type: ref field_2,
                                uses: _,
                                of: _,
                            } => {
                                Token::<'src, 'to, <T as ::memscope::CopyIn<'to>>::Copy, U> {
                                    value: ::memscope::CopyIn::try_copy_in(field_0, cx)?,
                                    text: ::memscope::__private::share(field_1),
                                    r#type: ::core::clone::Clone::clone(field_2),
                                    uses: ::core::default::Default::default(),
                                    of: ::core::marker::PhantomData,
                                }
                            }
                        },
                    )
                }
            }
        "#]],
    );
}

#[test]
fn copy_in_shapes() {
    expands(
        COPY_IN,
        "enum Expr<'a, const N: usize> { Nothing, Number(f64), Call { callee: &'a Self, args: &'a [Expr<'a, N>; N] } }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'to, 'a, const N: usize> ::memscope::CopyIn<'to> for Expr<'a, N> {
                type Copy = Expr<'to, N>;
                #[inline]
                fn try_copy_in(
                    &self,
                    cx: ::memscope::MemCx<'to>,
                ) -> ::core::result::Result<Self::Copy, ::memscope::AllocError> {
                    ::core::result::Result::Ok(
                        match *self {
                            Self::Nothing {} => Expr::Nothing {},
                            Self::Number { 0: ref field_0 } => {
                                Expr::Number {
                                    0: ::memscope::CopyIn::try_copy_in(field_0, cx)?,
                                }
                            }
                            Self::Call { callee: ref field_0, args: ref field_1 } => {
                                Expr::Call {
                                    callee: ::memscope::CopyIn::try_copy_in(field_0, cx)?,
                                    args: ::memscope::CopyIn::try_copy_in(field_1, cx)?,
                                }
                            }
                        },
                    )
                }
            }
        "#]],
    );
    expands(
        COPY_IN,
        "enum Never {}",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'to> ::memscope::CopyIn<'to> for Never {
                type Copy = Never;
                #[inline]
                fn try_copy_in(
                    &self,
                    _: ::memscope::MemCx<'to>,
                ) -> ::core::result::Result<Self::Copy, ::memscope::AllocError> {
                    match *self {}
                }
            }
        "#]],
    );
    expands(
        COPY_IN,
        "struct Unit;",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'to> ::memscope::CopyIn<'to> for Unit {
                type Copy = Unit;
                #[inline]
                fn try_copy_in(
                    &self,
                    _: ::memscope::MemCx<'to>,
                ) -> ::core::result::Result<Self::Copy, ::memscope::AllocError> {
                    ::core::result::Result::Ok(
                        match *self {
                            Self {} => Unit {},
                        },
                    )
                }
            }
        "#]],
    );
}

#[test]
fn copy_in_tails() {
    expands(
        COPY_IN,
        "struct Node<'mcx, T> { value: T, #[copy_in(tail)] next: Option<&'mcx Node<'mcx, T>> }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'to, 'mcx, T> ::memscope::CopyIn<'to> for Node<'mcx, T>
            where
                T: ::memscope::CopyIn<'to>,
            {
                type Copy = Node<'to, <T as ::memscope::CopyIn<'to>>::Copy>;
                #[inline]
                fn try_copy_in(
                    &self,
                    cx: ::memscope::MemCx<'to>,
                ) -> ::core::result::Result<Self::Copy, ::memscope::AllocError> {
                    ::memscope::__private::copy_chain(
                        self,
                        cx,
                        |node| match *node {
                            Self { next: ref field_1, .. } => {
                                ::core::option::Option::as_deref(field_1)
                            }
                        },
                        |node, rest| ::core::result::Result::Ok(
                            match *node {
                                Self { value: ref field_0, next: _ } => {
                                    Node::<'to, <T as ::memscope::CopyIn<'to>>::Copy> {
                                        value: ::memscope::CopyIn::try_copy_in(field_0, cx)?,
                                        next: ::core::option::Option::map(rest, |node| &*node),
                                    }
                                }
                            },
                        ),
                    )
                }
            }
        "#]],
    );
    expands(
        COPY_IN,
        "enum List<'mcx> { Empty, Cons(u32, #[copy_in(tail)] &'mcx List<'mcx>), Mutable { #[copy_in(tail)] next: Option<&'mcx mut Self> } }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'to, 'mcx> ::memscope::CopyIn<'to> for List<'mcx> {
                type Copy = List<'to>;
                #[inline]
                fn try_copy_in(
                    &self,
                    cx: ::memscope::MemCx<'to>,
                ) -> ::core::result::Result<Self::Copy, ::memscope::AllocError> {
                    ::memscope::__private::copy_chain(
                        self,
                        cx,
                        |node| match *node {
                            Self::Cons { 1: ref field_1, .. } => {
                                ::core::option::Option::Some(&**field_1)
                            }
                            Self::Mutable { next: ref field_0, .. } => {
                                ::core::option::Option::as_deref(field_0)
                            }
                            _ => ::core::option::Option::None,
                        },
                        |node, rest| ::core::result::Result::Ok(
                            match *node {
                                Self::Empty {} => List::Empty {},
                                Self::Cons { 0: ref field_0, 1: _ } => {
                                    List::Cons {
                                        0: ::memscope::CopyIn::try_copy_in(field_0, cx)?,
                                        1: match rest {
                                            ::core::option::Option::Some(node) => node,
                                            ::core::option::Option::None => ::core::unreachable!(),
                                        },
                                    }
                                }
                                Self::Mutable { next: _ } => List::Mutable { next: rest },
                            },
                        ),
                    )
                }
            }
        "#]],
    );
}

#[test]
fn copy_in_whole() {
    expands(
        COPY_IN,
        "#[copy_in(share)] struct Point<'mcx, T> { x: T, name: &'mcx str }",
        expect![[r#"
            #[automatically_derived]
            #[allow(deprecated)]
            impl<'to, 'mcx, T> ::memscope::CopyIn<'to> for Point<'mcx, T>
            where
                'mcx: 'to,
                T: 'to,
                Self: ::core::marker::Copy,
            {
                type Copy = Self;
                #[inline(always)]
                fn try_copy_in(
                    &self,
                    _: ::memscope::MemCx<'to>,
                ) -> ::core::result::Result<Self, ::memscope::AllocError> {
                    ::core::result::Result::Ok(*self)
                }
                #[inline]
                fn try_copy_slice_in(
                    values: &[Self],
                    cx: ::memscope::MemCx<'to>,
                ) -> ::core::result::Result<::memscope::MemVec<'to, Self>, ::memscope::AllocError> {
                    ::memscope::__private::share_slice(values, cx)
                }
            }
        "#]],
    );
}

#[test]
fn which_lifetime() {
    mistake(
        KEEPABLE,
        "struct Ast<'a, 'b>(&'a &'b u8);",
        expect![
            "which of `'a`, `'b` is the scope's? Call it `'mcx`, or put `#[memscope('a)]` or `#[memscope('b)]` on the type"
        ],
    );
    mistake(
        COVARIANT,
        "struct Ast<'a, 'b, 'c>(&'a &'b &'c u8);",
        expect![
            "which of `'a`, `'b`, `'c` is the scope's? Call it `'mcx`, or put `#[memscope('a)]` or `#[memscope('b)]` on the type"
        ],
    );
    mistake(COPY_IN, "#[memscope('c)] struct Ast<'a, 'b>(&'a &'b u8);", expect!["`Ast` has no lifetime `'c`"]);
    mistake(
        KEEPABLE,
        "#[memscope(scope = 'a)] struct Ast<'a, 'b>(&'a &'b u8);",
        expect!["on a type `#[memscope(…)]` takes the scope's lifetime and `crate = path`"],
    );
    mistake(
        KEEPABLE,
        "#[memscope] struct Ast<'a, 'b>(&'a &'b u8);",
        expect!["expected attribute arguments in parentheses: #[memscope(...)]"],
    );
    mistake(KEEPABLE, "#[memscope('a 'b)] struct Ast<'a, 'b>(&'a &'b u8);", expect!["expected `,`"]);
    mistake(KEEPABLE, "#[memscope(crate = 5)] struct Ast<'a>(&'a u8);", expect!["expected identifier"]);
}

#[test]
fn unions() {
    mistake(
        KEEPABLE,
        "union U<'a> { a: &'a u8 }",
        expect!["which field of a union is alive, nobody knows; make it an `enum`"],
    );
    mistake(
        COVARIANT,
        "union U<'a> { a: &'a u8 }",
        expect!["which field of a union is alive, nobody knows; make it an `enum`"],
    );
    mistake(
        IN_SCOPE,
        "union U<'a> { a: &'a u8 }",
        expect!["which field of a union is alive, nobody knows; make it an `enum`"],
    );
    mistake(
        COPY_IN,
        "union U<'a> { a: &'a u8 }",
        expect!["which field of a union is alive, nobody knows; make it an `enum`"],
    );
    mistake(
        CARRIED,
        "union U<'a> { a: &'a u8 }",
        expect!["which field of a union is alive, nobody knows; make it an `enum`"],
    );
}

#[test]
fn scopes_that_last() {
    mistake(
        KEEPABLE,
        "struct Ast<'mcx: 'a, 'a>(&'a &'mcx u8);",
        expect!["the scope may end before `'a`, so `'mcx` cannot outlive it; remove the bound"],
    );
    mistake(
        KEEPABLE,
        "struct Ast<'mcx, 'a>(&'a &'mcx u8) where 'mcx: 'a + 'static;",
        expect!["the scope may end before `'a`, so `'mcx` cannot outlive it; remove the bound"],
    );
}

#[test]
fn fields_that_name_no_scope() {
    mistake(IN_SCOPE, "struct S(MemCx);", expect!["`S` has no lifetime, so it belongs to no scope; write `S<'mcx>`"]);
    mistake(
        IN_SCOPE,
        "struct S<'a>(&'a u8);",
        expect!["no field names the scope; add a `MemCx`, or mark a field with `#[memscope(scope)]`"],
    );
    mistake(
        IN_SCOPE,
        "enum E<'a> { A(MemCx<'a>), B, C }",
        expect![[r#"
        no field names the scope; add a `MemCx`, or mark a field with `#[memscope(scope)]`
        no field names the scope; add a `MemCx`, or mark a field with `#[memscope(scope)]`"#]],
    );
    mistake(
        IN_SCOPE,
        "struct S<'a>(MemVec<'a, u8>, MemString<'a>);",
        expect!["two fields can name the scope; mark one of them with `#[memscope(scope)]`"],
    );
    mistake(
        IN_SCOPE,
        "struct S<'a, 'mcx>(MemCx<'a>, &'mcx u8);",
        expect!["this is of the scope `'a`, but `S` of `'mcx`; put `#[memscope('a)]` on it"],
    );
    mistake(
        IN_SCOPE,
        "struct S<'a>(#[memscope(scope)] A<'a>, #[memscope(scope)] B<'a>);",
        expect!["two fields can name the scope; mark one of them with `#[memscope(scope)]`"],
    );
    mistake(
        IN_SCOPE,
        "struct S<'a>(#[memscope] MemCx<'a>, #[memscope(crate)] u8);",
        expect![[r#"
        on a field there is only `#[memscope(scope)]`
        on a field there is only `#[memscope(scope)]`"#]],
    );
}

#[test]
fn options_of_copy_in() {
    mistake(
        COPY_IN,
        "struct S<'a>(#[copy_in(deep)] &'a u8);",
        expect!["unknown option `deep`; a field has `share`, `clone`, `skip` or `tail`"],
    );
    mistake(COPY_IN, "struct S<'a>(#[copy_in] &'a u8);", expect!["expected one option, such as `#[copy_in(share)]`"]);
    mistake(
        COPY_IN,
        "struct S<'a>(#[copy_in(skip, clone)] &'a u8);",
        expect!["expected one option, such as `#[copy_in(share)]`"],
    );
    mistake(
        COPY_IN,
        "struct S<'a>(#[copy_in(skip)] #[copy_in(clone)] &'a u8);",
        expect!["a field is copied in one way; remove one of the two"],
    );
    mistake(
        COPY_IN,
        "#[copy_in(skip)] struct S<'a>(&'a u8);",
        expect!["`skip` is for fields; a type may have `#[copy_in(share)]`"],
    );
}

#[test]
fn what_stays_of_the_old_scope() {
    mistake(
        COPY_IN,
        "struct S<'a>(#[copy_in(share)] &'a u8);",
        expect!["`share` would keep what lives in the old scope, `'a`; without it, the field is copied"],
    );
    mistake(
        COPY_IN,
        "struct S<'a>(#[copy_in(clone)] Rc<Name<'a>>);",
        expect!["`clone` would keep what lives in the old scope, `'a`; without it, the field is copied"],
    );
    mistake(
        COPY_IN,
        "struct S<'src, 'mcx>(Option<&'src str>, &'mcx u8);",
        expect![
            "the copy of a reference lives in the new scope, but this one must live for `'src`; `#[copy_in(share)]` keeps the reference as it is"
        ],
    );
    mistake(
        COPY_IN,
        "struct S(&'static str);",
        expect![
            "the copy of a reference lives in the new scope, but this one must live for `'static`; `#[copy_in(share)]` keeps the reference as it is"
        ],
    );
    mistake(
        COPY_IN,
        "struct S<T>(T, #[copy_in(share)] (T, u8));",
        expect![
            "`share` keeps the field's type, but another field is copied, which makes another type of `T`; use a parameter of its own here"
        ],
    );
}

#[test]
fn tails() {
    mistake(
        COPY_IN,
        "struct S<'a>(#[copy_in(tail)] &'a u8);",
        expect!["a tail refers to the next `S`; it is a `&S` or an `Option<&S>`"],
    );
    mistake(
        COPY_IN,
        "struct S<'a>(#[copy_in(tail)] Option<MemBox<'a, S<'a>>>);",
        expect!["a tail refers to the next `S`; it is a `&S` or an `Option<&S>`"],
    );
    mistake(
        COPY_IN,
        "struct S<'a>(#[copy_in(tail)] &'a S<'a>, #[copy_in(tail)] &'a S<'a>);",
        expect!["a chain has one tail; remove `#[copy_in(tail)]` from the other field"],
    );
}
