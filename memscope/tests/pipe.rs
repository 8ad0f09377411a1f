//! `pipe!`: which stage gets what, when each value is dropped, and that it is plain code of the function around it.

mod common;

use std::fmt::Display;
use std::num::ParseIntError;

use common::{Log, Loud, poll, turn, with_panic_at};
use memscope::{Kept, MemCx, pipe, scope, scoped, vec_in};

#[test]
fn kp14_a_stage_gets_the_value_before_it() {
    struct Point {
        x: i32,
        y: [i32; 2],
    }
    let double = |n: usize| 2 * n;
    let length = |text: &str| text.len();
    let grow = |text: &mut String| {
        text.push('!');
        text.len()
    };
    assert_eq!(pipe!(5), 5);
    assert_eq!(pipe!(5 | double(_)), 10);
    assert_eq!(pipe!(String::from("ab") | length(&_) | double(_) | _ + 1), 5);
    assert_eq!(pipe!(String::from("ab") | grow(&mut _)), 3);
    assert_eq!(pipe!(Point { x: 3, y: [4, 5] } | _.x + _.y[1]), 8);
    assert_eq!(pipe!([1, 2, 3] | _[1] << 1), 4);
    assert_eq!(pipe!("7" | _.parse::<i32>().unwrap() | -_), -7);
    assert_eq!(
        pipe!(
            Point { x: 3, y: [4, 5] }
                | {
                    _.x = 1;
                    _
                }
                | _.x
        ),
        1
    );
}

#[test]
fn kp14_a_type_may_be_known_by_the_next_stage_only() {
    fn square(n: u8) -> u8 {
        n * n
    }
    assert_eq!(pipe!("7" | _.parse().unwrap() | square(_)), 49);
    assert_eq!(pipe!(vec![3_u8, 4] | _.into_iter().map(square).collect() | Vec::<_>::len(&_)), 2);
    assert_eq!(pipe!(Default::default() | square(_)), 0);
}

#[test]
fn kp14_a_placeholder_stands_at_any_depth() {
    let words = || vec!["to", "be"];
    assert_eq!(pipe!(words() | (1, [_.len(), 5])), (1, [2, 5]));
    assert_eq!(pipe!(words() | if _.is_empty() { None } else { Some(_) }), Some(words()));
    assert_eq!(pipe!(words() | _.iter().enumerate().map(|(i, _)| (i, _.len())).next_back()), Some((1, 2)));
    assert_eq!(pipe!(words() | Some(_).map(|words: Vec<_>| words[0])), Some("to"));
}

#[test]
fn kp14_the_wildcards_of_a_stage_stay_what_they_are() {
    let matched = pipe!(
        5 | match _ {
            n if n == _ - 5 => "none",
            _ => "some",
        }
    );
    let assigned = pipe!(
        5 | {
            let n;
            (n, _) = (_, 1);
            let _ = 0;
            n
        }
    );
    let item = pipe!(
        5 | {
            fn double(n: i32) -> i32 {
                let _ = 0;
                2 * n
            }
            double(_)
        }
    );
    let closure = pipe!([5, 6] | _.map(|_| 1).len());
    let collected = pipe!([5, 6] | _.iter().collect::<Vec<_>>().len());
    assert_eq!((matched, assigned, item, closure, collected), ("some", 5, 10, 2, 2));
}

#[test]
fn kp14_a_placeholder_stands_in_the_arguments_of_macros() {
    macro_rules! twice {
        ($value:expr) => {
            2 * $value
        };
    }
    assert_eq!(pipe!(7 | format!("{}, {n}", _, n = _ + 1)), "7, 8");
    assert_eq!(pipe!(7 | vec![_; _]).len(), 7);
    assert_eq!(pipe!(7 | twice!(_)), 14);
    assert!(pipe!(Some(7) | matches!(_, Some(_) | None if true)));
    assert_eq!(
        pipe!(
            7 | {
                assert_eq!(_, 7);
                _
            }
        ),
        7
    );
    scope!(cx);
    assert_eq!(pipe!(7 | vec_in![cx; _, 8] | _.len()), 2);
}

#[test]
fn kp14_a_pipe_may_be_a_stage() {
    let double = |n: i32| 2 * n;
    assert_eq!(pipe!(1 | pipe!(_ + 1 | double(_)) | _ + 3), 7);
    assert_eq!(pipe!(1 | double(pipe!(4 | _ + 1)) + _), 11);
    assert_eq!(pipe!(pipe!(1 | double(_)) | double(_)), 4);
}

#[test]
fn kp14_a_place_is_moved_as_into_a_variable() {
    let (text, number) = (String::from("a"), 3);
    assert_eq!(pipe!(text | _ + "b"), "ab");
    assert_eq!(
        pipe!(
            number | {
                _ += 1;
                _
            }
        ) + number,
        7
    );
}

/// Makes a value out of another one, and says so.
fn made(log: &Log, number: u32, _from: &Loud) -> Loud {
    log.note(100 + number);
    log.loud(number)
}

#[test]
fn kp14_a_value_is_dropped_after_the_stage_that_uses_it() {
    let log = Log::default();
    let last = pipe!(log.loud(1) | made(&log, 2, &_) | made(&log, 3, &_) | made(&log, 4, &_));
    assert_eq!(log.take(), [102, 1, 103, 2, 104, 3]);
    drop(last);
    assert_eq!(log.take(), [4]);
}

#[test]
fn kp14_a_value_that_is_moved_is_the_next_stages() {
    let log = Log::default();
    pipe!(
        log.loud(1) | drop(_) | {
            log.note(2);
            _
        }
    );
    assert_eq!(log.take(), [1, 2]);
}

#[test]
fn kp14_temporaries_end_with_their_stage() {
    let log = Log::default();
    let id = |loud: &Loud| loud.id;
    let last = pipe!(
        id(&log.loud(1))
            | {
                log.note(10);
                _ + id(&log.loud(2))
            }
            | {
                log.note(11);
                _
            }
    );
    assert_eq!((last, log.take()), (3, vec![1, 10, 2, 11]));
    // As in a `let`, what a reference at the top of a stage refers to lives on, for the next stage.
    assert_eq!(
        pipe!(
            &log.loud(3)
                | {
                    log.note(12);
                    _.id
                }
                | {
                    log.note(13);
                    _
                }
        ),
        3
    );
    assert_eq!(log.take(), [12, 3, 13]);
}

#[test]
fn kp14_every_stage_is_evaluated_once_and_in_order() {
    let log = Log::default();
    let count = |n: u32| {
        log.note(n);
        n
    };
    assert_eq!(pipe!(count(1) | count(_ + 1) + _ + _ | count(_ * 10)), 40);
    assert_eq!(log.take(), [1, 2, 40]);
}

#[test]
fn kp14_what_is_kept_lives_to_the_end_of_the_pipe() {
    let log = Log::default();
    let last = pipe!(log.loud(1) | keep _ with result | made(&log, 2, &_) | made(&log, 3, &_) | made(&log, 4, &_));
    assert_eq!(log.take(), [102, 103, 2, 104, 3, 1]);
    drop(last);
    assert_eq!(log.take(), [4]);
}

#[test]
fn kp14_what_is_kept_beside_a_binding_lives_to_the_end_of_the_block() {
    let log = Log::default();
    {
        pipe! { let last = log.loud(1) | keep _ with last | made(&log, 2, &_) | made(&log, 3, &_) | keep _ with result | &_.id }
        assert_eq!((*last, log.take()), (3, vec![102, 103, 2]));
        log.note(200);
    }
    assert_eq!(log.take(), [200, 3, 1]);
}

#[test]
fn kp14_the_result_borrows_what_is_kept() {
    fn words(text: &str) -> Vec<&str> {
        text.split(' ').collect()
    }
    pipe! { let mut found: Vec<&str> = String::from("to be") | keep _ with result | words(&_); }
    found.push("or");
    assert_eq!(found, ["to", "be", "or"]);
    let count = pipe!(String::from("to be") | keep _ with result | words(&_) | _.len());
    assert_eq!(count, 2);
    let text = String::from("a place");
    pipe! { let found = text | keep _ with result | { _.push('s'); words(&_) } }
    assert_eq!(found, ["a", "places"]);
}

#[test]
fn kp14_names_do_not_meet() {
    let load = |n: i32| n + 1;
    let load_without_keep = 10;
    assert_eq!(pipe!(load(1) | load(_) + load_without_keep | format!("{load_without_keep}{}", _)), "1013");
    pipe! { let a = load(1) | keep _ with result | &_ }
    pipe! { let b = load(2) | keep _ with result | &_ }
    assert_eq!((*a, *b), (2, 3));
    pipe! {
        let c = load(3) | keep _ with result | {
            pipe! { let inner = load(10) | keep _ with result | &_ }
            *inner + _
        }
    }
    assert_eq!(c, 15);
    let result = 5;
    pipe! { let keep = result | keep _ with result | _ + result }
    assert_eq!(pipe!(keep | _ + keep), 20);
}

#[test]
fn kp14_question_marks_leave_the_function() {
    fn sum(a: &str, b: &str) -> Result<i32, ParseIntError> {
        let sum = pipe!(a.parse::<i32>()? | keep _ with result | _ + b.parse::<i32>()? | _ + 1);
        Ok(sum)
    }
    fn first(text: &str) -> Option<char> {
        pipe!(text.split(' ').nth(1)? | _.chars().next()? | Some(_))
    }
    assert_eq!(sum("1", "2"), Ok(4));
    assert!(sum("x", "2").is_err() && sum("1", "x").is_err());
    assert_eq!((first("to be"), first("to")), (Some('b'), None));
}

#[test]
fn kp14_returns_and_breaks_go_where_they_say() {
    fn positive(n: i32, log: &Log) -> i32 {
        let n = pipe!(log.loud(1) | keep _ with result | (if n < 0 { return -1 } else { (_.id as i32, n) }) | _.1 + 1);
        log.note(2);
        n
    }
    let log = Log::default();
    assert_eq!((positive(-5, &log), log.take()), (-1, vec![1]));
    assert_eq!((positive(5, &log), log.take()), (6, vec![1, 2]));

    let mut taken = Vec::new();
    let found = 'search: loop {
        for n in 1.. {
            pipe!(n | match _ { 3 => continue, 6 => break 'search _, n => n } | taken.push(_));
        }
    };
    assert_eq!((found, taken), (6, vec![1, 2, 4, 5]));
}

#[test]
fn kp14_a_panic_drops_what_there_is() {
    let log = Log::default();
    for n in 0..3 {
        let (panicked, calls) = with_panic_at(n, || {
            let stage = |_: &Loud, id| {
                common::user_code();
                log.loud(id)
            };
            pipe!(log.loud(1) | keep _ with result | stage(&_, 2) | stage(&_, 3) | stage(&_, 4));
        });
        assert_eq!((panicked, calls), (true, n + 1));
        assert_eq!(log.take(), [vec![1], vec![2, 1], vec![2, 3, 1]][n]);
    }
}

#[test]
fn kp14_stages_await() {
    async fn next(n: u32) -> u32 {
        turn().await;
        n + 1
    }
    let log = Log::default();
    let work = async {
        let sum = pipe!(log.loud(1) | keep _ with result | next(_.id).await | next(_).await);
        log.note(sum);
    };
    let mut work = Box::pin(work);
    let turns = (1..).find(|_| poll(&mut work));
    assert_eq!((turns, log.take()), (Some(3), vec![1, 3]));
}

#[test]
fn kp14_generic_and_unsized_values_pass() {
    fn shown<T: Clone + Display, const N: usize>(values: &[T; N], change: impl Fn(&mut [T; N]) -> T) -> String {
        pipe!(values.clone() | keep _ with result | change(&mut _) | _.to_string())
    }
    fn longest(texts: &mut [String]) -> &mut str {
        texts.sort_by_key(String::len);
        texts.last_mut().unwrap()
    }
    assert_eq!(shown(&[1, 2], |values| values[1]), "2");
    let mut texts = [String::from("abc"), String::from("a")];
    assert_eq!(pipe!(&mut texts[..] | longest(_) | _.len()), 3);
    pipe! { let text = texts | keep _ with result | longest(&mut _) | { _.make_ascii_uppercase(); _ } }
    assert_eq!(text, "ABC");
}

#[test]
fn kp14_a_last_stage_may_have_no_value() {
    let mut shown = Vec::new();
    pipe!(
        vec![2, 1]
            | {
                _.sort();
                _
            }
            | shown.extend(_)
    );
    pipe!(3 | shown.push(_));
    assert_eq!(shown, [1, 2, 3]);
    let () = pipe!(shown | _.sort());
}

#[test]
#[expect(unreachable_code, reason = "some stages diverge")]
fn kp14_a_stage_may_diverge() {
    fn stop(n: &mut u32) -> ! {
        panic!("{n}")
    }
    fn shown<T>(_: T) {}
    fn early(n: u32) -> u32 {
        pipe!(n | { return _ + 1; } | shown(_));
    }
    fn never(n: u32) -> u32 {
        pipe!(n | stop(&mut _) | shown(_));
        n
    }
    assert_eq!(early(1), 2);
    assert_eq!(common::panic_text(|| never(7)), "7");
}

#[test]
fn kp14_a_value_is_kept_in_a_scope() {
    struct Name<'a>(&'a str);

    #[scoped(tmp in cx)]
    fn shout<'mcx>(cx: MemCx<'mcx>, text: &str) -> &'mcx Name<'mcx> {
        let copy = tmp.alloc_str(text);
        copy.make_ascii_uppercase();
        let name = Name(cx.alloc_str(copy));
        pipe!(name | keep _ with cx | &_)
    }
    scope!(cx);
    assert_eq!(shout(cx, "to be").0, "TO BE");

    let list = vec_in![cx; 1, 2];
    let number = pipe!(list.len() | _ * 10 | keep _ with list | { _ += 1; &_ });
    drop(list);
    assert_eq!(*number, 21);

    let outer = cx;
    scope!(inner in outer);
    let both: &u32 = pipe!(7_u32 | keep _ with (outer, inner) | &_ | keep _ with result | _);
    assert_eq!(*both, 7);
}

#[test]
fn kp14_a_value_is_kept_with_what_the_function_returns() {
    #[scoped(tmp in cx)]
    fn sum<'mcx>(cx: MemCx<'mcx>, numbers: &[u32]) -> Result<&'mcx u32, ParseIntError> {
        let numbers = tmp.alloc_slice_copy(numbers);
        Ok(pipe!(numbers.iter().sum::<u32>() | keep _ with return | { _ += "1".parse::<u32>()?; &_ }))
    }
    #[scoped]
    fn owner(text: &str) -> Kept<&'mcx [usize; 2]> {
        // The name of the pipe's own result may be the same.
        pipe! { let result = [text.len(), 0] | keep _ with return | { _[1] = 1; &_ } | keep _ with result | _ }
        result
    }
    scope!(cx);
    assert_eq!(sum(cx, &[1, 2]), Ok(&4));
    assert_eq!(owner("text").with(|numbers| **numbers), [4, 1]);
}

mod renamed {
    pub(crate) use memscope as memory;
}

#[test]
fn kp14_the_crate_may_be_elsewhere() {
    use renamed::memory as elsewhere;
    scope!(cx);
    let n = elsewhere::pipe!(crate = crate::renamed::memory; 1 | keep _ with cx | { _ += 1; _ });
    assert_eq!(n, 2);
    elsewhere::pipe! { crate = elsewhere; let n = vec![1] | { _.push(2); _ } | _.len() }
    assert_eq!(n, 2);
}
