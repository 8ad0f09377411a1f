//! `pipe!`: every form as a snapshot, every mistake as a message.

use super::mistakes::messages;
use super::{printed, tokens};
use expect_test::{Expect, expect};
use quote::quote;

/// `pipe!(source)` as a statement of a function.
#[track_caller]
fn expands(source: &str, expected: Expect) {
    let expansion = crate::pipe::call(tokens(source));
    expected.assert_eq(&printed(quote!(fn f() { #expansion })));
}

#[track_caller]
fn mistake(source: &str, message: Expect) {
    message.assert_eq(&messages(crate::pipe::call(tokens(source))).join("\n"));
}

#[test]
fn stages() {
    expands(
        "load(path)? | blur(&_, 3) | _.text[0] | (_, &mut _)",
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut text_without_keep = {
                    #[allow(unused_mut, unused_variables, non_snake_case)]
                    let mut blur_without_keep = {
                        #[allow(unused_mut, unused_variables, non_snake_case)]
                        let mut load_without_keep = load(path)?;
                        blur(&load_without_keep, 3)
                    };
                    blur_without_keep.text[0]
                };
                (text_without_keep, &mut text_without_keep)
            }
        }
    "#]],
    );
}

#[test]
fn one_stage() {
    expands(
        "load(path)?",
        expect![[r#"
        fn f() {
            load(path)?
        }
    "#]],
    );
}

#[test]
fn a_binding() {
    expands(
        "let n: usize = text | _.len();",
        expect![[r#"
        fn f() {
            let n: usize = {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut text_without_keep = text;
                text_without_keep.len()
            };
        }
    "#]],
    );
}

#[test]
fn kept_to_the_end_of_the_pipe() {
    expands(
        "load() | keep _ with result | words(&_) | keep _ with result | count(&_)",
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut load_kept_without_let = load();
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut words_kept_without_let = words(&load_kept_without_let);
                count(&words_kept_without_let)
            }
        }
    "#]],
    );
}

#[test]
fn kept_beside_the_result() {
    expands(
        "let mut found = load() | trim(&_) | keep _ with found | words(&_) | _.len()",
        expect![[r#"
        fn f() {
            #[allow(unused_mut, unused_variables, non_snake_case)]
            let mut trim_kept_with_result = {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut load_without_keep = load();
                trim(&load_without_keep)
            };
            let mut found = {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut words_without_keep = words(&trim_kept_with_result);
                words_without_keep.len()
            };
        }
    "#]],
    );
}

#[test]
fn a_binding_with_attributes() {
    expands(
        "/// Found.\n #[cfg(test)] #[allow(a)] let found = load() | keep _ with result | f(&_)",
        expect![[r#"
        fn f() {
            #[cfg(test)]
            #[allow(unused_mut, unused_variables, non_snake_case)]
            let mut load_kept_with_result = load();
            /// Found.
            #[cfg(test)]
            #[allow(a)]
            let found = f(&load_kept_with_result);
        }
    "#]],
    );
    expands(
        "#[allow(a)] (load()) | #[allow(b)] (_)",
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut load_without_keep = #[allow(a)] (load());
                #[allow(b)] (load_without_keep)
            }
        }
    "#]],
    );
    mistake("#[allow(a)] let = load()", expect!["`let` takes a pattern and a `=`; write `let result = load() | …`"]);
}

#[test]
fn kept_in_a_scope() {
    expands(
        "load() | keep _ with cx | _.field | keep _ with (a, self.b) | &_",
        expect![[r#"
            fn f() {
                {
                    #[allow(unused_mut, unused_variables, non_snake_case)]
                    let mut field_kept = {
                        #[allow(unused_mut, unused_variables, non_snake_case)]
                        let mut field_kept = {
                            #[allow(unused_mut, unused_variables, non_snake_case)]
                            let mut load_kept = {
                                #[allow(unused_mut, unused_variables, non_snake_case)]
                                let mut load_kept = load();
                                ::memscope::__private::keeper((&cx,).0).keep(load_kept)
                            };
                            (*load_kept).field
                        };
                        ::memscope::__private::keeper(((&a,).0, (&self.b,).0)).keep(field_kept)
                    };
                    &*field_kept
                }
            }
        "#]],
    );
}

#[test]
fn a_stage_that_looks_as_if_it_had_no_value() {
    expands(
        "load() | sharpen(&mut _) | _ + 1",
        expect![[r#"
            fn f() {
                {
                    #[allow(unused_mut, unused_variables, non_snake_case)]
                    let mut sharpen_without_keep = {
                        #[allow(unused_mut, unused_variables, non_snake_case)]
                        let mut load_without_keep = load();
                        match (sharpen(&mut load_without_keep),) {
                            stage => ::memscope::__private::stage(&stage.0).returned().value(stage.0),
                        }
                    };
                    sharpen_without_keep + 1
                }
            }
        "#]],
    );
}

#[test]
fn macros_that_have_no_value() {
    expands(
        "load() | std::println!(\"{}\", _) | { assert!(_) } | vec![_]",
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut stage_3_without_keep = {
                    #[allow(unused_mut, unused_variables, non_snake_case)]
                    let mut println_without_keep = {
                        #[allow(unused_mut, unused_variables, non_snake_case)]
                        let mut load_without_keep = load();
                        match (std::println!("{}", load_without_keep),) {
                            stage => {
                                ::memscope::__private::stage(&stage.0).returned().value(stage.0)
                            }
                        }
                    };
                    match ({ assert!(println_without_keep) },) {
                        stage => ::memscope::__private::stage(&stage.0).returned().value(stage.0),
                    }
                };
                vec![stage_3_without_keep]
            }
        }
    "#]],
    );
}

#[test]
fn another_crate() {
    expands(
        "crate = my::memscope; list() | { _.sort(); } | keep _ with cx | &_",
        expect![[r#"
            fn f() {
                {
                    #[allow(unused_mut, unused_variables, non_snake_case)]
                    let mut stage_2_kept = {
                        #[allow(unused_mut, unused_variables, non_snake_case)]
                        let mut stage_2_kept = {
                            #[allow(unused_mut, unused_variables, non_snake_case)]
                            let mut list_without_keep = list();
                            match (
                                {
                                    list_without_keep.sort();
                                },
                            ) {
                                stage => {
                                    my::memscope::__private::stage(&stage.0)
                                        .returned()
                                        .value(stage.0)
                                }
                            }
                        };
                        my::memscope::__private::keeper((&cx,).0).keep(stage_2_kept)
                    };
                    &*stage_2_kept
                }
            }
        "#]],
    );
}

#[test]
fn names() {
    expands(
        "a.b.await? | -_.c(1)[0] | &_ as u8 | match _ { n => n } | a::B(_) | r#try(_).0 | m![_]",
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut try_without_keep = {
                    #[allow(unused_mut, unused_variables, non_snake_case)]
                    let mut B_without_keep = {
                        #[allow(unused_mut, unused_variables, non_snake_case)]
                        let mut stage_4_without_keep = {
                            #[allow(unused_mut, unused_variables, non_snake_case)]
                            let mut stage_3_without_keep = {
                                #[allow(unused_mut, unused_variables, non_snake_case)]
                                let mut c_without_keep = {
                                    #[allow(unused_mut, unused_variables, non_snake_case)]
                                    let mut b_without_keep = a.b.await?;
                                    -b_without_keep.c(1)[0]
                                };
                                &c_without_keep as u8
                            };
                            match stage_3_without_keep {
                                n => n,
                            }
                        };
                        a::B(stage_4_without_keep)
                    };
                    r#try(B_without_keep).0
                };
                m![try_without_keep]
            }
        }
    "#]],
    );
}

#[test]
fn a_name_that_the_pipe_mentions_is_hygienic() {
    expands(
        "load() | load_without_keep + _",
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut load_without_keep = load();
                load_without_keep + load_without_keep
            }
        }
    "#]],
    );
}

#[test]
fn parentheses_and_blocks() {
    expands(
        "(a == b) | (|x| x)(_) | { _ } + 1 | ((_))",
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut stage_3_without_keep = {
                    #[allow(unused_mut, unused_variables, non_snake_case)]
                    let mut stage_2_without_keep = {
                        #[allow(unused_mut, unused_variables, non_snake_case)]
                        let mut stage_1_without_keep = a == b;
                        (|x| x)(stage_1_without_keep)
                    };
                    ({ stage_2_without_keep }) + 1
                };
                (stage_3_without_keep)
            }
        }
    "#]],
    );
}

#[test]
fn placeholders_in_macros() {
    expands(
        r#"x() | format!("{} {n}", _, n = &_) | vec![_; 3] | matches!(_, [_, ..] | _)"#,
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut vec_without_keep = {
                    #[allow(unused_mut, unused_variables, non_snake_case)]
                    let mut format_without_keep = {
                        #[allow(unused_mut, unused_variables, non_snake_case)]
                        let mut x_without_keep = x();
                        format!("{} {n}", x_without_keep, n = & x_without_keep)
                    };
                    vec![format_without_keep; 3]
                };
                matches!(vec_without_keep, [_, ..] | _)
            }
        }
    "#]],
    );
    expands(
        "x() | pipe!(f(&_) | g(_) | h(_)) | list![a; _, _;] | dbg! { let _ = _; f(_) }",
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut list_without_keep = {
                    #[allow(unused_mut, unused_variables, non_snake_case)]
                    let mut pipe_without_keep = {
                        #[allow(unused_mut, unused_variables, non_snake_case)]
                        let mut x_without_keep = x();
                        pipe!(f(& x_without_keep) | g(_) | h(_))
                    };
                    list![a; pipe_without_keep, pipe_without_keep;]
                };
                dbg! {
                    let _ = list_without_keep; f(list_without_keep)
                }
            }
        }
    "#]],
    );
}

#[test]
fn wildcards_stay() {
    expands(
        "x() | match _ { Some(_) => Vec::<_>::from(_), _ if let _ = _ => [_; _] }",
        expect![[r#"
            fn f() {
                {
                    #[allow(unused_mut, unused_variables, non_snake_case)]
                    let mut x_without_keep = x();
                    match x_without_keep {
                        Some(_) => Vec::<_>::from(x_without_keep),
                        _ if let _ = x_without_keep => [x_without_keep; _],
                    }
                }
            }
        "#]],
    );
    expands(
        "x() | { let _: &'_ [u8; _] = _; (_, [_], S { a: _ }, V(_), _.b, a[_]) = _; }",
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut x_without_keep = x();
                {
                    let _: &'_ [u8; _] = x_without_keep;
                    (_, [_], S { a: _ }, V(_), x_without_keep.b, a[x_without_keep]) = x_without_keep;
                }
            }
        }
    "#]],
    );
    expands(
        "x() | { fn f() -> u8 { match 5 { _ => 5 } } |_: _| f(const { _ }, _) }",
        expect![[r#"
        fn f() {
            {
                #[allow(unused_mut, unused_variables, non_snake_case)]
                let mut x_without_keep = x();
                {
                    fn f() -> u8 {
                        match 5 {
                            _ => 5,
                        }
                    }
                    |_: _| f(const { _ }, x_without_keep)
                }
            }
        }
    "#]],
    );
}

#[test]
fn missing_stages() {
    mistake("", expect!["a pipe needs a value to begin with; write `pipe!(load() | show(&_))`"]);
    mistake("let x =", expect!["a pipe needs a value to begin with; write `pipe!(load() | show(&_))`"]);
    mistake("| f(_)", expect!["stage 1 is empty; write it, or if this is a closure, put the stage in parentheses"]);
    mistake("a |", expect!["stage 2 is empty; write it, or remove the `|`"]);
    mistake("a | | f(_)", expect!["stage 2 is empty; write it, or if this is a closure, put the stage in parentheses"]);
    mistake(
        "a || f(_)",
        expect!["stage 2 is empty, between the two `|`; if this is an *or*, put the stage in parentheses"],
    );
    mistake(
        "a | |x| x + 1",
        expect!["stage 2 is empty; write it, or if this is a closure, put the stage in parentheses"],
    );
    mistake("a | move |x| x + 1", expect!["stage 2, `move`, begins a closure; put the stage in parentheses"]);
    mistake(
        "a || b | move |x| x",
        expect!["stage 2 is empty, between the two `|`; if this is an *or*, put the stage in parentheses"],
    );
}

#[test]
fn placeholders_that_are_missing_or_too_many() {
    mistake(
        "a | f(b)",
        expect!["stage 2, `f (b)`, does not use the value of stage 1, `a`; write `_`, `&_` or `&mut _`"],
    );
    mistake(
        "a | f(b) | g(Vec::<_>::new(), |_| 1)",
        expect![[r#"
        stage 2, `f (b)`, does not use the value of stage 1, `a`; write `_`, `&_` or `&mut _`
        stage 3, `g (Vec ::< _ >:: new () , | _ | 1)`, does not use the value of stage 2, `f (b)`; write `_`, `&_` or `&mut _`"#]],
    );
    mistake("f(_) | g(_)", expect!["stage 1, `f (_)`, is the first, so `_` has no value; begin with the value"]);
    mistake("f(_)", expect!["stage 1, `f (_)`, is the first, so `_` has no value; begin with the value"]);
    mistake(
        "a | a_function_of_a_very_long_name(and, its, arguments)",
        expect![
            "stage 2, `a_function_of_a_very_long_name (and , it…`, does not use the value of stage 1, `a`; write `_`, `&_` or `&mut _`"
        ],
    );
    mistake(
        "a | select! { x = _ => 5 }",
        expect![
            "stage 2, `select ! { x = _ => 5 }`, has a `_` which only `select!` understands; write `{ let value = _; select!(…) }`"
        ],
    );
}

#[test]
fn operators_that_bind_looser() {
    for operator in ["==", "!=", "<", ">=", "&&", "..", "..=", "=", "+=", "<<="] {
        let source = format!("a | _ {operator} b | f(_)");
        let message = format!("`{operator}` binds looser than `|`; put stage 2 in parentheses");
        assert_eq!(messages(crate::pipe::call(tokens(&source))), [message]);
    }
    mistake("return a | f(_)", expect!["`return` binds looser than `|`; put stage 1 in parentheses"]);
    mistake("a | break _", expect!["`break` binds looser than `|`; put stage 2 in parentheses"]);
    mistake("a |= f(_)", expect!["`|=` binds looser than `|`; put stage 1 in parentheses"]);
}

#[test]
fn operators_that_bind_tighter() {
    for operator in ["+", "-", "*", "/", "%", "^", "&", "<<", ">>"] {
        let source = format!("a | _ {operator} b | f(_)");
        assert_eq!(messages(crate::pipe::call(tokens(&source))), [""; 0]);
    }
}

#[test]
fn stages_that_are_no_expressions() {
    mistake(
        "a | f(_) _ | g(_)",
        expect![
            "stage 2, `f (_) _`, is no expression: unexpected token; put parentheses around a `|` that does not end a stage"
        ],
    );
    mistake(
        "a | 1 + | g(_)",
        expect![
            "stage 2, `1 +`, is no expression: unexpected end of input, expected an expression; put parentheses around a `|` that does not end a stage"
        ],
    );
    mistake(
        "a | f(_) | if let A | B = _ { 1 } else { 2 }",
        expect![
            "stage 3, `if let A`, is no expression: expected `=`; put parentheses around a `|` that does not end a stage"
        ],
    );
}

#[test]
fn keeps() {
    mistake(
        "keep _ with result | f(_)",
        expect!["stage 1, `keep _ with result`, has no value to keep; begin with the value"],
    );
    mistake(
        "a | keep _ with result",
        expect![
            "stage 2, `keep _ with result`, is the last, so nothing uses what it keeps; add a stage that does, such as `| &_`"
        ],
    );
    mistake(
        "a | keep _ with cx | keep _ with result | f(_)",
        expect!["stage 3, `keep _ with result`, keeps what is kept already; remove one of the two"],
    );
    mistake(
        "a | keep &_ with result | f(_)",
        expect![
            "stage 2, `keep &_ with result`, is not how a value is kept; write `keep _ with result`, or a handle for `result`"
        ],
    );
    mistake(
        "a | keep _ | f(_)",
        expect!["stage 2, `keep _`, is not how a value is kept; write `keep _ with result`, or a handle for `result`"],
    );
    mistake(
        "a | keep with result | f(_)",
        expect![
            "stage 2, `keep with result`, is not how a value is kept; write `keep _ with result`, or a handle for `result`"
        ],
    );
    mistake(
        "a | keep _ with | f(_)",
        expect![
            "stage 2, `keep _ with`, is not how a value is kept; write `keep _ with result`, or a handle for `result`"
        ],
    );
    mistake(
        "a | keep _ for result | f(_)",
        expect![
            "stage 2, `keep _ for result`, is not how a value is kept; write `keep _ with result`, or a handle for `result`"
        ],
    );
    mistake(
        "a | keep _ with return | f(_)",
        expect![
            "stage 2, `keep _ with return`, speaks of the `return` of a function with `#[scoped]`, and there is none around this; write `keep _ with result`, or a handle for `result`"
        ],
    );
    mistake(
        "a | keep _ with (cx, return) | f(_)",
        expect![
            "stage 2, `keep _ with (cx , return)`, speaks of the `return` of a function with `#[scoped]`, and there is none around this; write `keep _ with result`, or a handle for `result`"
        ],
    );
    // A function and a variable of that name.
    mistake("a | keep(_) | keep + _ | keep.with(_)", expect![""]);
}

#[test]
fn mistakes_are_collected() {
    mistake(
        "a | f() | _ == 3 | keep _ with result",
        expect![[r#"
        stage 2, `f ()`, does not use the value of stage 1, `a`; write `_`, `&_` or `&mut _`
        `==` binds looser than `|`; put stage 3 in parentheses
        stage 4, `keep _ with result`, is the last, so nothing uses what it keeps; add a stage that does, such as `| &_`"#]],
    );
}

#[test]
fn what_surrounds_the_stages() {
    mistake(
        "let Some(x) = a | f(_) else { return }",
        expect![
            "stage 2, `f (_) else { return }`, is no expression: unexpected token; the `let` of a pipe has no `else`, bind the value first"
        ],
    );
    mistake("let x = a | f(_); x", expect!["unexpected `x` after the pipe; remove it"]);
    mistake("let = a | f(_)", expect!["`let` takes a pattern and a `=`; write `let result = load() | …`"]);
    mistake("let x | f(_)", expect!["`let` takes a pattern and a `=`; write `let result = load() | …`"]);
    mistake("crate = 5; a | f(_)", expect!["`crate` takes a path and a `;`; write `crate = path;`"]);
    mistake("crate = memscope, a | f(_)", expect!["`crate` takes a path and a `;`; write `crate = path;`"]);
}

#[test]
fn after_a_mistake() {
    expands(
        "a | f()",
        expect![[r#"
        fn f() {
            {
                ::core::compile_error! {
                    "stage 2, `f ()`, does not use the value of stage 1, `a`; write `_`, `&_` or `&mut _`"
                }
            }
        }
    "#]],
    );
    expands(
        "let x: u8 = a | f()",
        expect![[r#"
        fn f() {
            let x: u8 = {
                ::core::compile_error! {
                    "stage 2, `f ()`, does not use the value of stage 1, `a`; write `_`, `&_` or `&mut _`"
                }
            };
        }
    "#]],
    );
}
