use memscope::scope;

struct Query;

fn main() {
    scope!(cx, ident = Query);
    cx.alloc(1);
}
