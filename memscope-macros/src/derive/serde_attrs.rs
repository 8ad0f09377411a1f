//! What `#[serde(…)]` and `#[deserialize_in(…)]` say, to the derive of `DeserializeIn`.

use super::serde_names::Rule;
use crate::errors::Errors;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, ExprPath, LitStr, Path, Token, parenthesized};

/// What a field is that is not there.
#[derive(Clone)]
pub(super) enum Absent {
    Error,
    Default,
    Call(ExprPath),
}

/// How a field is read.
pub(super) enum How {
    Deep,
    Skip,
    /// A function of serde's form.
    Function(ExprPath),
    /// A function that takes a `Dest` too.
    InScope(ExprPath),
    Serde,
}

/// Of a type.
pub(super) struct TypeAttrs {
    pub(super) name: Option<String>,
    pub(super) rename_all: Option<Rule>,
    pub(super) rename_all_fields: Option<Rule>,
    pub(super) absent: Absent,
    pub(super) deny_unknown_fields: bool,
    pub(super) transparent: bool,
}

/// Of a variant.
#[derive(Default)]
pub(super) struct VariantAttrs {
    pub(super) names: Names,
    pub(super) rename_all: Option<Rule>,
}

/// Of a field.
pub(super) struct FieldAttrs {
    pub(super) names: Names,
    pub(super) absent: Absent,
    pub(super) how: How,
}

/// What a field or a variant is called, if its identifier is not its name.
#[derive(Default)]
pub(super) struct Names {
    pub(super) name: Option<String>,
    pub(super) aliases: Vec<String>,
}

impl Names {
    /// Whether the option was one of these.
    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<bool> {
        if meta.path.is_ident("rename") {
            self.name = read_name(meta)?.or(self.name.take());
        } else if meta.path.is_ident("alias") {
            self.aliases.push(string(meta)?.value());
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}

impl TypeAttrs {
    pub(super) fn new(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let mut this = Self {
            name: None,
            rename_all: None,
            rename_all_fields: None,
            absent: Absent::Error,
            deny_unknown_fields: false,
            transparent: false,
        };
        each("serde", attrs, errors, |meta| {
            if meta.path.is_ident("rename") {
                this.name = read_name(meta)?.or(this.name.take());
            } else if meta.path.is_ident("rename_all") {
                this.rename_all = rule(meta)?.or(this.rename_all);
            } else if meta.path.is_ident("rename_all_fields") {
                this.rename_all_fields = rule(meta)?.or(this.rename_all_fields);
            } else if meta.path.is_ident("default") {
                this.absent = absent(meta)?;
            } else if meta.path.is_ident("deny_unknown_fields") {
                this.deny_unknown_fields = true;
            } else if meta.path.is_ident("transparent") {
                this.transparent = true;
            } else {
                return passed_over(meta);
            }
            Ok(())
        });
        each("deserialize_in", attrs, errors, |meta| Err(meta.error("`#[deserialize_in(…)]` is for fields")));
        this
    }
}

impl VariantAttrs {
    pub(super) fn new(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let mut this = Self::default();
        each("serde", attrs, errors, |meta| {
            if meta.path.is_ident("rename_all") {
                this.rename_all = rule(meta)?.or(this.rename_all);
            } else if !this.names.take(meta)? {
                return passed_over(meta);
            }
            Ok(())
        });
        each("deserialize_in", attrs, errors, |meta| Err(meta.error("`#[deserialize_in(…)]` is for fields")));
        this
    }
}

impl FieldAttrs {
    pub(super) fn new(attrs: &[Attribute], errors: &mut Errors) -> Self {
        let mut this = Self { names: Names::default(), absent: Absent::Error, how: How::Deep };
        each("serde", attrs, errors, |meta| {
            if meta.path.is_ident("default") {
                this.absent = absent(meta)?;
            } else if meta.path.is_ident("skip") || meta.path.is_ident("skip_deserializing") {
                this.how = How::Skip;
            } else if meta.path.is_ident("deserialize_with") {
                this.how = How::Function(string(meta)?.parse()?);
            } else if meta.path.is_ident("with") {
                let mut path: ExprPath = string(meta)?.parse()?;
                path.path.segments.push(syn::parse_quote!(deserialize));
                this.how = How::Function(path);
            } else if !this.names.take(meta)? {
                return passed_over(meta);
            }
            Ok(())
        });
        each("deserialize_in", attrs, errors, |meta| {
            if meta.path.is_ident("serde") {
                this.how = How::Serde;
            } else if meta.path.is_ident("with") {
                this.how = How::InScope(meta.value()?.parse()?);
            } else {
                return Err(meta.error("the options of a field are `serde` and `with = path`"));
            }
            Ok(())
        });
        this
    }
}

/// Calls `read` for each option of the attributes of this name.
fn each(
    name: &str,
    attrs: &[Attribute],
    errors: &mut Errors,
    mut read: impl FnMut(&ParseNestedMeta<'_>) -> syn::Result<()>,
) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident(name)) {
        if let Err(error) = attr.parse_nested_meta(|meta| read(&meta)) {
            errors.add(error);
        }
    }
}

/// What concerns serialising, or serde's own derive only; anything else is refused.
fn passed_over(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    const OTHERS: [&str; 9] = [
        "borrow",
        "bound",
        "crate",
        "expecting",
        "getter",
        "into",
        "serialize_with",
        "skip_serializing",
        "skip_serializing_if",
    ];
    const UNTYPED: [&str; 4] = ["content", "flatten", "tag", "untagged"];
    let name = word(&meta.path);
    if UNTYPED.contains(&name.as_str()) {
        let message = format!(
            "`{name}` would have to hold a value in memory before its type is known; `DeserializeIn` reads enums as \
             `Variant` or `{{\"Variant\": …}}`, and each field by its name"
        );
        return Err(meta.error(message));
    }
    if !OTHERS.contains(&name.as_str()) {
        return Err(meta.error(format!("`{name}` is no option of `DeserializeIn` here")));
    }
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<LitStr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let inside;
        parenthesized!(inside in meta.input);
        inside.parse::<proc_macro2::TokenStream>()?;
    }
    Ok(())
}

fn word(path: &Path) -> String {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect::<Vec<_>>().join("::")
}

fn string(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    meta.value()?.parse()
}

/// `name = "…"`, or `name(deserialize = "…", serialize = "…")`, of which the latter is passed over.
fn read_name(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<String>> {
    Ok(read_string(meta)?.map(|name| name.value()))
}

fn read_string(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<LitStr>> {
    if meta.input.peek(Token![=]) {
        return string(meta).map(Some);
    }
    let mut found = None;
    meta.parse_nested_meta(|meta| {
        let value = string(&meta)?;
        if meta.path.is_ident("deserialize") {
            found = Some(value);
        } else if !meta.path.is_ident("serialize") {
            return Err(meta.error("expected `serialize` or `deserialize`"));
        }
        Ok(())
    })?;
    Ok(found)
}

fn rule(meta: &ParseNestedMeta<'_>) -> syn::Result<Option<Rule>> {
    let Some(name) = read_string(meta)? else { return Ok(None) };
    Rule::parse(&name.value()).map(Some).map_err(|message| syn::Error::new(name.span(), message))
}

fn absent(meta: &ParseNestedMeta<'_>) -> syn::Result<Absent> {
    Ok(if meta.input.peek(Token![=]) { Absent::Call(string(meta)?.parse()?) } else { Absent::Default })
}
