//! The rules by which serde makes names of identifiers.

/// What `rename_all` takes.
#[derive(Clone, Copy)]
pub(super) enum Rule {
    Lower,
    Upper,
    Pascal,
    Camel,
    Snake,
    ScreamingSnake,
    Kebab,
    ScreamingKebab,
}

/// In the words of the user, for messages too.
const RULES: [(&str, Rule); 8] = [
    ("lowercase", Rule::Lower),
    ("UPPERCASE", Rule::Upper),
    ("PascalCase", Rule::Pascal),
    ("camelCase", Rule::Camel),
    ("snake_case", Rule::Snake),
    ("SCREAMING_SNAKE_CASE", Rule::ScreamingSnake),
    ("kebab-case", Rule::Kebab),
    ("SCREAMING-KEBAB-CASE", Rule::ScreamingKebab),
];

impl Rule {
    /// # Errors
    /// A message that lists the rules.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let found = RULES.iter().find(|(name, _)| *name == text).map(|(_, rule)| *rule);
        found.ok_or_else(|| {
            let names = RULES.map(|(name, _)| format!("`{name}`")).join(", ");
            format!("`{text}` is no rule for names; there are {names}")
        })
    }

    /// Of a field's identifier, `in_this_form`.
    pub(super) fn of_field(self, ident: &str) -> String {
        match self {
            Self::Lower | Self::Snake => ident.to_owned(),
            Self::Upper | Self::ScreamingSnake => ident.to_ascii_uppercase(),
            Self::Pascal => ident.split('_').map(capitalised).collect(),
            Self::Camel => uncapitalised(&Self::Pascal.of_field(ident)),
            Self::Kebab => ident.replace('_', "-"),
            Self::ScreamingKebab => ident.to_ascii_uppercase().replace('_', "-"),
        }
    }

    /// Of a variant's identifier, `InThisForm`.
    pub(super) fn of_variant(self, ident: &str) -> String {
        match self {
            Self::Lower => ident.to_ascii_lowercase(),
            Self::Upper => ident.to_ascii_uppercase(),
            Self::Pascal => ident.to_owned(),
            Self::Camel => uncapitalised(ident),
            Self::Snake => snake(ident),
            rule => rule.of_field(&snake(ident)),
        }
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

fn uncapitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

fn snake(ident: &str) -> String {
    let mut snake = String::new();
    for c in ident.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}
