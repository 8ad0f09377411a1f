//! A stage that changes its value in place hands nothing on: the error stands at that stage, and says so.
//!
//! The check asks for the type of a stage before the next one is read, so it would take a type for `()` that only the
//! next stage tells, as in `_.parse()? | square(_)`. Hence it is for stages that look as if they returned nothing.

use super::expand::Private;
use super::placeholder;
use crate::names;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::{Expr, Macro, Stmt};

/// What the standard library's containers do in place.
const IN_PLACE: &str = "append clear clone_from_slice copy_from_slice copy_within dedup dedup_by dedup_by_key extend \
    extend_from_slice fill fill_with make_ascii_lowercase make_ascii_uppercase push push_back push_front push_str resize \
    resize_with retain retain_mut reverse rotate_left rotate_right sort sort_by sort_by_key sort_unstable \
    sort_unstable_by sort_unstable_by_key truncate";

/// The standard library's macros that return nothing.
const WITHOUT_VALUE: &str = "assert assert_eq assert_ne debug_assert debug_assert_eq debug_assert_ne eprint eprintln print \
    println";

/// Whether the stage looks as if it had no value.
pub(super) fn is_plausible(stage: &Expr) -> bool {
    match stage {
        Expr::Await(x) => is_plausible(&x.base),
        Expr::Paren(x) => is_plausible(&x.expr),
        Expr::Block(x) => ends_without_value(&x.block.stmts),
        Expr::Unsafe(x) => ends_without_value(&x.block.stmts),
        Expr::If(x) => x.else_branch.is_none(),
        Expr::Assign(_) | Expr::ForLoop(_) | Expr::While(_) => true,
        Expr::Call(x) => x.args.iter().any(changes_value),
        Expr::Macro(x) => is_without_value(&x.mac),
        Expr::MethodCall(x) => x.args.iter().any(changes_value) || IN_PLACE.split(' ').any(|name| x.method == name),
        _ => false,
    }
}

fn is_without_value(mac: &Macro) -> bool {
    super::last(&mac.path).is_some_and(|name| WITHOUT_VALUE.split(' ').any(|found| name == found))
}

/// `&mut _`, or of a part of it.
fn changes_value(argument: &Expr) -> bool {
    matches!(argument, Expr::Reference(x) if x.mutability.is_some() && !placeholder::find(&x.expr).places.is_empty())
}

fn ends_without_value(stmts: &[Stmt]) -> bool {
    match stmts.last() {
        Some(Stmt::Expr(tail, None)) => is_plausible(tail),
        Some(Stmt::Macro(tail)) => tail.semi_token.is_some() || is_without_value(&tail.mac),
        _ => true,
    }
}

/// The `stage`, or the error `at` that place that its value is `()`.
///
/// In a tuple a stage that diverges is of type `!`; alone it would be of any type, `()` for one.
pub(super) fn checked(stage: &TokenStream, at: Span, private: &Private) -> TokenStream {
    let hidden = names::hidden_span(at);
    let private = private.at(hidden);
    let value = quote_spanned!(at=> value);
    quote_spanned!(hidden=> match (#stage,) { stage => #private::stage(&stage.0).returned().#value(stage.0) })
}
