use memscope_postgres::Palloc;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Palloc<'static>>();
}
