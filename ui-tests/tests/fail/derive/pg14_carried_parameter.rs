use memscope::{Carried, Keepable, MemCx, scope};

#[derive(Carried)]
struct Wrap<T>(T);

#[derive(Keepable, Carried)]
struct Row<'mcx>(Wrap<MemCx<'mcx>>);

fn main() {
    scope!(cx);
    println!("{}", Row(Wrap(cx)).0.0.name());
}
