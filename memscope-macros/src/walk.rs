//! Walks over raw tokens, for what a name means where syntax trees are not read.

use proc_macro2::{Delimiter, Group, Ident, Spacing, Span, TokenStream, TokenTree};

/// Replaces the scope's lifetime by `'_`, for a local lifetime has no name in Rust.
///
/// Left alone: labels and the jumps to them, attributes, items (they do not see the lifetimes around them), and groups
/// that begin with `<'lifetime>`, which are headers of inner scopes. A `for<'lifetime>` would change its meaning; where
/// there is one is added to `rebound`.
pub(crate) fn elide(tokens: TokenStream, lifetime: &Ident, rebound: &mut Vec<Span>) -> TokenStream {
    let trees: Vec<_> = tokens.into_iter().collect();
    let mut rest = trees.as_slice();
    let mut elided = TokenStream::new();
    while let [first, tail @ ..] = rest {
        let binder = binder(rest);
        rebound.extend(mention(rest[..binder].iter().cloned().collect(), lifetime));
        let opaque = binder.max(opaque(rest));
        if opaque > 0 {
            elided.extend(rest[..opaque].iter().cloned());
            rest = &rest[opaque..];
            continue;
        }
        rest = tail;
        match (first, tail) {
            (TokenTree::Punct(quote), [TokenTree::Ident(name), after @ ..])
                if quote.as_char() == '\'' && name == lifetime =>
            {
                elided.extend([first.clone(), Ident::new("_", name.span()).into()]);
                rest = after;
            }
            // Another lifetime, which may be called like a keyword that begins an item.
            (TokenTree::Punct(quote), [name @ TokenTree::Ident(_), after @ ..]) if quote.as_char() == '\'' => {
                elided.extend([first.clone(), name.clone()]);
                rest = after;
            }
            (TokenTree::Group(group), _)
                if mention(group.stream(), lifetime).is_some() && !redeclares(group, lifetime) =>
            {
                let inner = elide(group.stream(), lifetime, rebound);
                let mut group = Group::new(group.delimiter(), inner);
                group.set_span(first.span());
                elided.extend([TokenTree::Group(group)]);
            }
            _ => elided.extend([first.clone()]),
        }
    }
    elided
}

/// Where `lifetime` first occurs, at any depth.
pub(crate) fn mention(tokens: TokenStream, lifetime: &Ident) -> Option<Span> {
    let mut after_quote = false;
    for tree in tokens {
        match &tree {
            TokenTree::Ident(ident) if after_quote && ident == lifetime => return Some(ident.span()),
            TokenTree::Group(group) => {
                if let Some(span) = mention(group.stream(), lifetime) {
                    return Some(span);
                }
            }
            _ => {}
        }
        after_quote = is_punct(&tree, '\'');
    }
    None
}

/// Where the pattern `tokens` binds `name`, as far as tokens can tell.
pub(crate) fn binding(tokens: TokenStream, name: &Ident) -> Option<Span> {
    let trees: Vec<_> = tokens.into_iter().collect();
    trees.iter().enumerate().find_map(|(i, tree)| match tree {
        TokenTree::Group(group) => binding(group.stream(), name),
        TokenTree::Ident(ident) if ident == name => {
            let in_path = matches!(trees[..i], [.., ref a, ref b] if is_joint_colon(a) && is_punct(b, ':'));
            let constructs = match trees.get(i + 1) {
                // A field (`cx: x`), a path (`cx::X`), a pattern of that name (`cx(x)`).
                Some(next) => is_punct(next, ':') || matches!(next, TokenTree::Group(_)),
                None => false,
            };
            (!in_path && !constructs).then(|| ident.span())
        }
        _ => None,
    })
}

/// Whether `keyword` occurs, at any depth.
pub(crate) fn holds(tokens: TokenStream, keyword: &str) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => holds(group.stream(), keyword),
        tree => is_ident(&tree, keyword),
    })
}

/// Where the tokens begin and end: inside the invisible group of a `macro_rules!` fragment, for the group itself stands
/// where that macro says `$fragment`.
pub(crate) fn ends(tokens: TokenStream) -> (Span, Span) {
    let ends_of = |tree: &TokenTree| match tree {
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => ends(group.stream()),
        TokenTree::Group(group) => (group.span_open(), group.span_close()),
        other => (other.span(), other.span()),
    };
    let mut trees = tokens.into_iter();
    let Some(first) = trees.next() else { return (Span::call_site(), Span::call_site()) };
    let (start, end) = ends_of(&first);
    (start, trees.last().map_or(end, |last| ends_of(&last).1))
}

/// How many of the leading trees are attributes.
pub(crate) fn attributes(trees: &[TokenTree]) -> usize {
    let is_attribute = |pair: &&[TokenTree]| {
        matches!(pair, [hash, TokenTree::Group(group)]
            if is_punct(hash, '#') && group.delimiter() == Delimiter::Bracket)
    };
    2 * trees.chunks(2).take_while(is_attribute).count()
}

/// How many of the leading trees the scope's lifetime does not reach.
fn opaque(trees: &[TokenTree]) -> usize {
    match trees {
        [hash, TokenTree::Group(_), ..] if is_punct(hash, '#') => 2,
        [hash, bang, TokenTree::Group(_), ..] if is_punct(hash, '#') && is_punct(bang, '!') => 3,
        [quote, TokenTree::Ident(_), colon, ..] if is_punct(quote, '\'') && is_punct(colon, ':') => 3,
        [jump, quote, TokenTree::Ident(_), ..]
            if (is_ident(jump, "break") || is_ident(jump, "continue")) && is_punct(quote, '\'') =>
        {
            3
        }
        _ => item(trees),
    }
}

/// How many of the leading trees are an item.
pub(crate) fn item(trees: &[TokenTree]) -> usize {
    let [TokenTree::Ident(keyword), next, ..] = trees else { return 0 };
    let named = matches!(next, TokenTree::Ident(_));
    let third = trees.get(2);
    match keyword.to_string().as_str() {
        "impl" => until(trees, true),
        "fn" | "struct" | "enum" | "trait" | "mod" if named => until(trees, true),
        "union" if named && third.is_some_and(|t| is_punct(t, '<') || is_brace(t)) => until(trees, true),
        "type" | "static" if named => until(trees, false),
        "const" if named && third.is_some_and(|t| is_punct(t, ':')) => until(trees, false),
        _ => 0,
    }
}

/// Whether the trees begin with an item, with all that may stand before its keyword.
pub(crate) fn is_item(trees: &[TokenTree]) -> bool {
    let qualifies = |tree: &TokenTree| match tree {
        TokenTree::Ident(word) => {
            ["pub", "async", "unsafe", "extern", "const"].iter().any(|qualifier| word == qualifier)
        }
        TokenTree::Group(group) => group.delimiter() == Delimiter::Parenthesis,
        TokenTree::Literal(_) => true,
        TokenTree::Punct(_) => false,
    };
    item(trees) > 0 || trees.split_first().is_some_and(|(first, rest)| qualifies(first) && is_item(rest))
}

/// How many trees there are up to a `;`, or also up to a brace group outside of angle brackets.
fn until(trees: &[TokenTree], brace_ends: bool) -> usize {
    let mut angles = 0_i32;
    let mut arrow = false;
    for (i, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == ';' => return i + 1,
            TokenTree::Punct(punct) if punct.as_char() == '<' => angles += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' && !arrow => angles -= 1,
            tree if brace_ends && angles <= 0 && is_brace(tree) => return i + 1,
            _ => {}
        }
        arrow = is_punct(tree, '-') || is_punct(tree, '=');
    }
    trees.len()
}

/// Whether the group is a header (`<'lifetime> …`) of a scope that takes the same name.
fn redeclares(group: &Group, lifetime: &Ident) -> bool {
    let mut trees = group.stream().into_iter();
    let opening = [trees.next(), trees.next(), trees.next(), trees.next()];
    matches!(opening, [Some(open), Some(quote), Some(TokenTree::Ident(name)), Some(close)]
        if is_punct(&open, '<') && is_punct(&quote, '\'') && name == *lifetime && is_punct(&close, '>'))
}

/// How many of the leading trees are a binder, `for<'a, 'b, …>`.
fn binder(trees: &[TokenTree]) -> usize {
    let [keyword, open, lifetimes @ ..] = trees else { return 0 };
    if !is_ident(keyword, "for") || !is_punct(open, '<') {
        return 0;
    }
    let is_declared =
        |tree: &&TokenTree| matches!(tree, TokenTree::Ident(_)) || is_punct(tree, '\'') || is_punct(tree, ',');
    2 + lifetimes.iter().take_while(is_declared).count()
}

pub(crate) fn is_punct(tree: &TokenTree, char: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == char)
}

fn is_joint_colon(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
}

pub(crate) fn is_ident(tree: &TokenTree, text: &str) -> bool {
    matches!(tree, TokenTree::Ident(ident) if ident == text)
}

pub(crate) fn is_brace(tree: &TokenTree) -> bool {
    matches!(tree, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

#[cfg(test)]
mod tests {
    use super::elide;
    use proc_macro2::{Span, TokenStream};
    use syn::Ident;

    #[track_caller]
    fn elides(source: &str, expected: &str) {
        let parsed = |source: &str| source.parse::<TokenStream>().expect("tokens");
        let elided = elide(parsed(source), &Ident::new("m", Span::call_site()), &mut Vec::new());
        assert_eq!(elided.to_string(), parsed(expected).to_string());
    }

    #[test]
    fn types_and_arguments() {
        elides(
            "let x: &'m [V<'m, 'n>] = f::<'m>(|y: &'m str| y);",
            "let x: &'_ [V<'_, 'n>] = f::<'_>(|y: &'_ str| y);",
        );
    }

    #[test]
    fn labels_and_jumps_keep_their_names() {
        let labels = "'m: loop { 'm: { break 'm } continue 'm; }";
        elides(labels, labels);
    }

    #[test]
    fn items_do_not_see_the_lifetime() {
        for item in [
            "fn f<'m>(x: &'m str) -> &'m str where X<{ 1 }>: T<'m> { x }",
            "struct S<'m>(&'m u8);",
            "struct S<'m> { x: &'m u8 }",
            "enum E<'m> { A(&'m u8) }",
            "union U<'m> { x: &'m u8 }",
            "impl<'m> Trait<fn() -> u8> for S<'m> { fn f(x: &'m u8) {} }",
            "trait T<'m>: X<'m> { fn f(x: &'m u8); }",
            "type A<'m> = &'m u8;",
            "const C: &'m u8 = { &1 };",
            "#[scoped(<'m>)] fn f() {}",
            "#![doc = stringify!('m)]",
        ] {
            elides(&format!("{item} &'m u8"), &format!("{item} &'_ u8"));
        }
    }

    #[test]
    fn words_that_only_look_like_items() {
        elides("let f: fn(&'m u8) = union as *const &'m u8;", "let f: fn(&'_ u8) = union as *const &'_ u8;");
        elides("const { x::<'m>() }", "const { x::<'_>() }");
        elides("let x: (&'static str, &'m str);", "let x: (&'static str, &'_ str);");
    }

    #[test]
    fn inner_headers_declare_it_anew() {
        elides("scope!(<'m> x => { y::<'m>() }); z::<'m>()", "scope!(<'m> x => { y::<'m>() }); z::<'_>()");
    }
}
