use memscope::Keepable;

#[derive(Keepable)]
struct Ast<'src, 'node> {
    source: &'src str,
    words: &'node [&'src str],
}

fn main() {}
