use memscope::Keepable;

#[derive(Keepable)]
#[memscope('nodes)]
struct Ast<'src, 'node> {
    words: &'node [&'src str],
}

fn main() {}
