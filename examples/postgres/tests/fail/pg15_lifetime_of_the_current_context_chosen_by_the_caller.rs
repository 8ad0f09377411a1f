use memscope::with_scope_on;
use memscope_postgres::Server;

fn text<'x>(server: Server<'_>) -> &'x str {
    with_scope_on(server.objects(), |cx| &*cx.alloc_str("of this statement"))
}

fn main() {
    let _ = text;
}
