//! The rules, one function each. Every one of them adds its mistakes and goes on with what can be kept.

use crate::errors::Errors;
use crate::model::{Call, Form, Function, Handle, Header, HeaderOption, Kind, Memory, OptionValue, Scope};
use crate::output::Output;
use crate::{keep, names, walk};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit, FnArg, GenericParam, Ident, Lifetime, Lit, LitStr, Path, ReturnType, Signature, Token, Type};

const OPTIONS: &str =
    "the options are `name`, `ident`, `limit`, `from`, `inline`, `recycle`, `ambient`, `key`, `crate` and `try`";

pub(crate) fn call(call: Call<Header>, errors: &mut Errors) -> Call<Scope> {
    let Call { header, body } = call;
    if header.handle.is_none() && errors.is_empty() {
        errors.push(header.at, "the scope's handle needs a name; write `scope!(cx)`");
    }
    let default = Ident::new("cx", Span::call_site());
    let header = scope(header, default, errors, |parts, errors| form_of_block(parts, body.is_some(), errors));
    if let (Some(lifetime), Some(body)) = (&header.lifetime, &body) {
        not_rebound(&body.tokens, lifetime, errors);
    }
    let body = body.map(|body| keep::block(body, &header, errors));
    Call { header, body }
}

pub(crate) fn function(function: Function<Header>, errors: &mut Errors) -> Function<Scope> {
    let Function { header, attrs, vis, sig, body } = function;
    let default = names::default_handle(body.brace.span.join());
    let mut header =
        scope(header, default, errors, |parts, errors| form_of_function(parts, &sig, &body.tokens, errors));
    header.key = header.key.filter(|key| key_is_no_parameter(key, &sig, errors));
    if let Some(constness) = &sig.constness {
        let message = "a `const fn` cannot open a scope; remove `const`, or take a `MemCx` from the caller";
        errors.push(constness.span, message);
    }
    if let Some((span, ty)) = parameter(&sig, &header.handle) {
        let handle = &header.handle;
        let is_handle = walk::holds(ty.to_token_stream(), "MemCx");
        let parent = if is_handle { format!(" in {handle}") } else { String::new() };
        let message = format!(
            "`{handle}` is the name of the scope's handle and of a parameter; \
            name the handle differently, as in `#[scoped(tmp{parent})]`"
        );
        errors.push(span, message);
    }
    if let Some(lifetime) = &header.lifetime {
        signature_without(lifetime, &sig, &header.form, errors);
        not_rebound(&body.tokens, lifetime, errors);
    }
    keep::function(Function { header, attrs, vis, sig, body }, errors)
}

fn scope(
    header: Header,
    default: Ident,
    errors: &mut Errors,
    form: impl FnOnce(&mut Parts, &mut Errors) -> Form,
) -> Scope {
    let Header { lifetime, handle, options, output, .. } = header;
    let lifetime = lifetime.and_then(|lifetime| fresh(lifetime, errors));
    let options = Options::new(options, errors);
    let handle = handle.unwrap_or(Handle { mutability: None, ident: default, ty: None, parent: None });
    let mut parts = Parts { lifetime, handle, options, output };
    let form = form(&mut parts, errors);
    let Parts { lifetime, handle, options, .. } = parts;
    let Options { name, ident: about, limit, from, inline, recycle, ambient, key, krate, .. } = options;
    let Handle { mutability, ident, ty, parent } = handle;
    let key = key.and_then(|(option, name)| the_key(&option, name, &ident, &form, ty.is_some(), errors));
    let kind = match ty {
        Some(ty) => {
            let parent = parent.map(|(in_token, _)| in_token.span);
            untyped_only("parent; remove `in …`", parent, errors);
            untyped_only("name; remove `name`", name.map(|(key, _)| key.span()), errors);
            untyped_only("ident; remove `ident`", about.map(|(key, _)| key.span()), errors);
            untyped_only("limit; remove `limit`", limit.map(|(key, _)| key.span()), errors);
            untyped_only("source; remove `from`", from.map(|(key, _)| key.span()), errors);
            untyped_only("memory in the frame; remove `inline`", inline.map(|(key, _)| key.span()), errors);
            untyped_only("blocks to free; remove `recycle`", recycle.map(|key| key.span()), errors);
            untyped_only("handle to lend; remove `ambient`", ambient.map(|key| key.span()), errors);
            Kind::Typed { mutability, ty }
        }
        None => {
            mutable_only_typed(mutability, &ident, errors);
            let name = name.map_or_else(|| LitStr::new(&ident.unraw().to_string(), ident.span()), |(_, name)| name);
            if let Form::Plain = form {
                memory_of_its_own(parent.is_some(), from.as_ref(), inline.as_ref(), errors);
            }
            if let Some(ambient) = &ambient {
                ambient_borrows_nothing(ambient, &form, parent.is_some(), from.is_some(), errors);
            }
            let memory = Memory {
                parent: parent.map(|(_, parent)| parent),
                limit: limit.map(|(_, limit)| limit),
                from: from.map(|(_, from)| from),
                inline: inline.map(|(_, inline)| inline),
                recycle: recycle.is_some(),
                ambient: ambient.is_some(),
            };
            Kind::Region { name, ident: about.map(|(_, ident)| ident), memory }
        }
    };
    Scope { handle: ident, lifetime, krate: krate.map(|(_, path)| path), key, kind, form }
}

/// A header of which each part is right by itself.
struct Parts {
    lifetime: Option<Lifetime>,
    handle: Handle,
    options: Options,
    output: Option<(Token![->], Type)>,
}

impl Parts {
    /// The scope's lifetime in the type of an owner, which may also go without being declared.
    fn lifetime_in_owner(&self) -> Lifetime {
        self.lifetime.clone().unwrap_or_else(|| Lifetime::new("'mcx", self.handle.ident.span()))
    }
}

fn form_of_block(parts: &mut Parts, has_body: bool, errors: &mut Errors) -> Form {
    let tries = parts.options.tries.take();
    let Some((arrow, ty)) = parts.output.take() else {
        if let Some(tries) = tries
            && errors.is_empty()
        {
            errors.push(tries.span(), "a transaction has a type; write `try -> Result<…> => { … }`");
        }
        return Form::Plain;
    };
    if !has_body {
        errors.push(arrow.span(), "a scope that is a statement has no value, hence no type; write `-> … => { … }`");
        parts.lifetime = Some(parts.lifetime_in_owner());
        return Form::Owner(Output::unknown(&ty));
    }
    if let Some(tries) = tries {
        let output = Output::transaction(&ty, parts.lifetime.as_ref());
        return transaction(&tries, &ty, output, parts, errors);
    }
    let lifetime = parts.lifetime_in_owner();
    let Some(output) = Output::owner(&ty, &lifetime) else {
        if errors.is_empty() {
            let message = "a block with a type builds an owner (`-> Kept<…>`) or is a transaction \
                (`tx in cx, try -> Result<…>`); remove this type";
            errors.push(first_span(&ty), message);
        }
        parts.lifetime = Some(lifetime);
        return Form::Owner(Output::unknown(&ty));
    };
    // A lifetime that no header declares may be one of the function around the block.
    let outside = parts.lifetime.as_ref().and(output.outside);
    owner(output, lifetime, outside, parts, errors)
}

/// A function builds an owner if its return type names the scope's lifetime in there; else the owner is somebody else's.
fn form_of_function(parts: &mut Parts, sig: &Signature, body: &TokenStream, errors: &mut Errors) -> Form {
    if let Some((arrow, _)) = parts.output.take() {
        errors.push(arrow.span(), "the type of a `#[scoped]` function is in its signature; remove this one");
    }
    let ty = match &sig.output {
        ReturnType::Type(_, ty) => Some(&**ty),
        ReturnType::Default => None,
    };
    if let Some(tries) = parts.options.tries.take() {
        return tried_function(&tries, ty, sig, parts, errors);
    }
    let lifetime = parts.lifetime_in_owner();
    let Some(ty) = ty.filter(|_| !declares(sig, &lifetime)) else { return Form::Plain };
    let parameters = Signature { output: ReturnType::Default, ..sig.clone() };
    let in_parameters = lifetime_in_signature(&parameters, &lifetime);
    if let Some(output) = Output::owner(ty, &lifetime).filter(|output| output.inside.is_some()) {
        let outside = in_parameters.or(output.outside);
        return owner(output, lifetime, outside, parts, errors);
    }
    let elsewhere = in_parameters.is_some() || made_elsewhere(sig, body);
    match Output::misplaced(ty, &lifetime) {
        Some((output, name)) if !elsewhere => misplaced(output, &name, lifetime, parts, errors),
        Some((output, name)) if parts.lifetime.is_some() => {
            let output = Output { ownerless: output.written.clone(), ..output };
            misplaced(output, &name, lifetime, parts, errors)
        }
        _ => Form::Plain,
    }
}

/// Whether an undeclared lifetime in the return type may be one of an `impl` around the function, as far as tokens can
/// tell: it says that there is one, or makes its owners itself.
fn made_elsewhere(sig: &Signature, body: &TokenStream) -> bool {
    let says_self = walk::holds(quote!(#sig), "Self") || walk::holds(body.clone(), "Self");
    sig.receiver().is_some() || says_self || walk::holds(body.clone(), "Kept")
}

fn misplaced(output: Output, name: &Ident, lifetime: Lifetime, parts: &mut Parts, errors: &mut Errors) -> Form {
    if name == "Kept" {
        let message = format!(
            "`{lifetime}` is the lifetime inside of an owner that the function returns, alone or in a `Result` or an \
            `Option`; return one of these, and wrap it at the caller"
        );
        errors.push(output.inside.unwrap_or_else(|| name.span()), message);
    } else {
        let into = if name == "KeptRc" { "into_rc" } else { "into_arc" };
        let message = format!("`#[scoped]` makes a `Kept`; return that, and call `{into}()` at the caller");
        errors.push(name.span(), message);
    }
    parts.lifetime = Some(lifetime);
    Form::Owner(output)
}

fn owner(output: Output, lifetime: Lifetime, outside: Option<Span>, parts: &mut Parts, errors: &mut Errors) -> Form {
    if let Some((in_token, _)) = &parts.handle.parent {
        errors.push(in_token.span, "an owner has memory of its own and no parent; remove `in …`");
    }
    if let Some((key, _)) = &parts.options.limit {
        errors.push(key.span(), "an owner has no limit; remove `limit`");
    }
    for key in parts.options.of_memory() {
        errors.push(key.span(), format!("an owner takes its memory from the heap; remove `{key}`"));
    }
    if let Some(ty) = &parts.handle.ty {
        errors.push(first_span(ty), "what an owner holds is made in a scope for values of all types; remove `: …`");
    }
    if let Some(at) = outside {
        let message = format!(
            "`{lifetime}` is the lifetime inside of the owner, so only what stands in `Kept<…>` can name it; \
            use another one here"
        );
        errors.push(at, message);
    }
    parts.lifetime = Some(lifetime);
    Form::Owner(output)
}

fn transaction(tries: &Ident, ty: &Type, output: Option<Output>, parts: &Parts, errors: &mut Errors) -> Form {
    if parts.handle.ty.is_some() {
        untyped_only("transaction; remove `try`", Some(tries.span()), errors);
    } else if parts.handle.parent.is_none() && errors.is_empty() {
        errors.push(tries.span(), "a transaction needs a scope to commit to; write `tx in cx, try`");
    }
    for key in parts.options.of_memory() {
        errors.push(key.span(), format!("a transaction takes memory as its parent does; remove `{key}`"));
    }
    let Some(output) = output else {
        errors.push(
            first_span(ty),
            "a transaction commits on `Ok` or `Some`; its type is a `Result<…>` or an `Option<…>`",
        );
        return Form::Transaction(Output::unknown(ty));
    };
    if let (Some(lifetime), Some(at)) = (&parts.lifetime, output.outside) {
        let message =
            format!("`{lifetime}` ends with the transaction, so only what it commits, the first argument, can name it");
        errors.push(at, message);
    }
    Form::Transaction(output)
}

fn tried_function(tries: &Ident, ty: Option<&Type>, sig: &Signature, parts: &Parts, errors: &mut Errors) -> Form {
    if let Some(asyncness) = &sig.asyncness {
        errors
            .push(asyncness.span, "a transaction cannot be `async`: await first, then commit; remove `async` or `try`");
    }
    let Some(ty) = ty else {
        errors.push(tries.span(), "a transaction commits on `Ok` or `Some`; return a `Result<…>` or an `Option<…>`");
        return Form::Plain;
    };
    // The type is in terms of the caller's lifetimes.
    transaction(tries, ty, Output::transaction(ty, None), parts, errors)
}

/// An ambient scope may belong to a future that is forgotten: what it borrows would end, and it would not.
fn ambient_borrows_nothing(ambient: &Ident, form: &Form, inner: bool, from: bool, errors: &mut Errors) {
    let message = match form {
        Form::Owner(_) | Form::Transaction(_) => "only a plain scope can be ambient; remove `ambient`",
        Form::Plain if inner => "an ambient scope has memory of its own, not its parent's; remove `in …`, or `ambient`",
        Form::Plain if from => "an ambient scope takes its memory from the heap; remove `from`, or `ambient`",
        Form::Plain => return,
    };
    errors.push(ambient.span(), message);
}

/// A key is for the cells of one scope, whose data nobody can reach in another way.
fn the_key(
    option: &Ident,
    name: Ident,
    handle: &Ident,
    form: &Form,
    typed: bool,
    errors: &mut Errors,
) -> Option<Ident> {
    match form {
        _ if typed => untyped_only("cells; remove `key`", Some(option.span()), errors),
        // Owners that are borrowed for ever have one lifetime.
        Form::Owner(_) => errors.push(
            option.span(),
            "a `Kept` has no key, since nothing would tell its cells from those of another that lives for ever; \
            remove `key`, or build a `Branded`, which has one",
        ),
        // What was got with a key of its own would live on beside the parent's, which opens the same cells.
        Form::Transaction(_) => errors.push(
            option.span(),
            "a transaction has no key, since the cells that it commits open with the key of its parent; remove `key`",
        ),
        _ if name == *handle => {
            let message = format!("`{name}` is the name of the scope's handle; give the key another one, `key = k`");
            errors.push(name.span(), message);
            return None;
        }
        _ => {}
    }
    Some(name)
}

fn key_is_no_parameter(key: &Ident, sig: &Signature, errors: &mut Errors) -> bool {
    let Some((span, _)) = parameter(sig, key) else { return true };
    errors.push(span, format!("`{key}` is the name of the scope's key and of a parameter; rename one of them"));
    false
}

/// The options, each with the key it was given by.
#[derive(Default)]
struct Options {
    name: Option<(Ident, LitStr)>,
    ident: Option<(Ident, Expr)>,
    limit: Option<(Ident, Expr)>,
    from: Option<(Ident, Expr)>,
    inline: Option<(Ident, Expr)>,
    recycle: Option<Ident>,
    ambient: Option<Ident>,
    key: Option<(Ident, Ident)>,
    krate: Option<(Ident, Path)>,
    tries: Option<Ident>,
}

impl Options {
    fn new(written: Vec<HeaderOption>, errors: &mut Errors) -> Self {
        let mut options = Self::default();
        for HeaderOption { key, value } in written {
            match key.to_string().as_str() {
                "name" => once(&mut options.name, key, value, string, errors),
                "ident" => once(&mut options.ident, key, value, Ok, errors),
                "limit" => once(&mut options.limit, key, value, Ok, errors),
                "from" => once(&mut options.from, key, value, Ok, errors),
                "inline" => once(&mut options.inline, key, value, Ok, errors),
                "recycle" => flag(&mut options.recycle, key, &value, errors),
                "ambient" => flag(&mut options.ambient, key, &value, errors),
                "key" => once(&mut options.key, key, value, name, errors),
                "crate" => once(&mut options.krate, key, value, path, errors),
                "try" => flag(&mut options.tries, key, &value, errors),
                _ => errors.push(key.span(), format!("unknown option `{key}`; {OPTIONS}")),
            }
        }
        options
    }

    /// Those that say where memory comes from, or goes to.
    fn of_memory(&self) -> impl Iterator<Item = &Ident> {
        let Self { from, inline, recycle, .. } = self;
        [from, inline].into_iter().flatten().map(|(key, _)| key).chain(recycle)
    }
}

/// An option is given once and has a value of its own kind.
fn once<T>(
    slot: &mut Option<(Ident, T)>,
    key: Ident,
    value: OptionValue,
    read: impl FnOnce(Expr) -> Result<T, (Span, &'static str)>,
    errors: &mut Errors,
) {
    if slot.is_some() {
        return twice(&key, errors);
    }
    let at = match value {
        OptionValue::Given(value) => match read(*value) {
            Ok(value) => return *slot = Some((key, value)),
            Err((at, message)) => return errors.push(at, message),
        },
        OptionValue::Malformed(at) => at,
        OptionValue::None => key.span(),
    };
    errors.push(at, format!("`{key}` takes its value after `=`; write `{key} = …`"));
}

/// An option that is there or not. What follows it is the mistake, whatever it is.
fn flag(slot: &mut Option<Ident>, key: Ident, value: &OptionValue, errors: &mut Errors) {
    if slot.is_some() {
        return twice(&key, errors);
    }
    match value {
        OptionValue::None => {}
        OptionValue::Malformed(at) => errors.push(*at, format!("`{key}` has no value; write `{key}` alone")),
        OptionValue::Given(value) => {
            errors.push(first_span(value), format!("`{key}` has no value; write `{key}` alone"))
        }
    }
    *slot = Some(key);
}

fn twice(key: &Ident, errors: &mut Errors) {
    errors.push(key.span(), format!("the option `{key}` is given twice; remove one of them"));
}

fn string(value: Expr) -> Result<LitStr, (Span, &'static str)> {
    match ungrouped(value) {
        Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) => Ok(name),
        other => Err((first_span(&other), "a scope's name is known at compile time; write a string, `name = \"…\"`")),
    }
}

fn name(value: Expr) -> Result<Ident, (Span, &'static str)> {
    let value = ungrouped(value);
    match &value {
        Expr::Path(path) if path.qself.is_none() => path.path.get_ident().filter(|name| is_free(name)).cloned(),
        _ => None,
    }
    .ok_or_else(|| (first_span(&value), "`key` takes a name for the scope's key; write `key = k`"))
}

/// Whether a variable can be called so.
fn is_free(name: &Ident) -> bool {
    !["self", "Self", "super", "crate"].iter().any(|taken| name == taken)
}

pub(crate) fn path(value: Expr) -> Result<Path, (Span, &'static str)> {
    match ungrouped(value) {
        Expr::Path(path) if path.qself.is_none() => Ok(path.path),
        other => Err((first_span(&other), "`crate` takes the path of memscope; write `crate = ::path::to::memscope`")),
    }
}

/// The expression inside the invisible groups that `macro_rules!` puts around its fragments.
fn ungrouped(mut value: Expr) -> Expr {
    while let Expr::Group(group) = value {
        value = *group.expr;
    }
    value
}

fn first_span(tokens: &impl ToTokens) -> Span {
    tokens.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// `'static` and `'_` have a meaning already.
fn fresh(lifetime: Lifetime, errors: &mut Errors) -> Option<Lifetime> {
    if lifetime.ident != "static" && lifetime.ident != "_" {
        return Some(lifetime);
    }
    let message = format!("`{lifetime}` cannot name a scope's lifetime; use a name of its own, such as `'mcx`");
    errors.push(lifetime.ident.span(), message);
    None
}

fn untyped_only(what: &str, at: Option<Span>, errors: &mut Errors) {
    if let Some(at) = at {
        errors.push(at, format!("a typed scope is an arena of its own and has no {what}"));
    }
}

/// A scope inside another goes on in that one's memory, on terms of its own at most.
fn memory_of_its_own(
    has_parent: bool,
    from: Option<&(Ident, Expr)>,
    inline: Option<&(Ident, Expr)>,
    errors: &mut Errors,
) {
    if !has_parent {
        return;
    }
    if let Some((key, _)) = from {
        let message = "a scope with a source of its own has no parent to lend it memory; remove `from` or `in …`";
        errors.push(key.span(), message);
    }
    if let Some((key, _)) = inline {
        let message = "a scope inside another begins in its parent's memory; remove `inline` or `in …`";
        errors.push(key.span(), message);
    }
}

fn mutable_only_typed(mutability: Option<Token![mut]>, ident: &Ident, errors: &mut Errors) {
    if let Some(mutability) = mutability {
        let message =
            format!("`mut` is for typed scopes (`mut {ident}: Node<'_>`), a handle is `Copy`; write `{ident}`");
        errors.push(mutability.span, message);
    }
}

/// A binder in the body may not take the scope's lifetime for its own, as rustc says of two parameters.
fn not_rebound(body: &TokenStream, lifetime: &Lifetime, errors: &mut Errors) {
    let mut rebound = Vec::new();
    walk::elide(body.clone(), &lifetime.ident, &mut rebound);
    for span in rebound {
        errors.push(span, format!("`{lifetime}` is the scope's lifetime here; give this binder another name"));
    }
}

fn signature_without(lifetime: &Lifetime, sig: &Signature, form: &Form, errors: &mut Errors) {
    let Some(span) = lifetime_in_signature(sig, lifetime) else { return };
    let message = match form {
        _ if declares(sig, lifetime) => {
            format!("`{lifetime}` is a parameter of the function; give the scope's lifetime another name")
        }
        Form::Plain => format!(
            "`{lifetime}` ends with the function's body, so its signature cannot name it; \
            take a `MemCx` from the caller, or return an owner"
        ),
        Form::Transaction(_) => format!(
            "`{lifetime}` ends with the function's body, so its signature cannot name it; \
            what is committed has the lifetime of the parent"
        ),
        // The rule of owners has its own words.
        Form::Owner(_) => return,
    };
    errors.push(span, message);
}

pub(crate) fn lifetime_in_signature(sig: &Signature, lifetime: &Lifetime) -> Option<Span> {
    walk::mention(quote!(#sig), &lifetime.ident)
}

pub(crate) fn declares(sig: &Signature, lifetime: &Lifetime) -> bool {
    sig.generics
        .params
        .iter()
        .any(|param| matches!(param, GenericParam::Lifetime(param) if param.lifetime == *lifetime))
}

/// Where a parameter is called like the handle, which would shadow it, and the parameter's type.
pub(crate) fn parameter<'a>(sig: &'a Signature, handle: &Ident) -> Option<(Span, &'a Type)> {
    sig.inputs.iter().find_map(|input| match input {
        FnArg::Typed(typed) => Some((walk::binding(typed.pat.to_token_stream(), handle)?, &*typed.ty)),
        FnArg::Receiver(_) => None,
    })
}
