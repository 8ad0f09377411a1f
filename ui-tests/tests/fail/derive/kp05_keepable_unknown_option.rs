use memscope::Keepable;

#[derive(Keepable)]
#[memscope(lifetime = "'node")]
struct Ast<'src, 'mcx> {
    words: &'mcx [&'src str],
}

fn main() {}
