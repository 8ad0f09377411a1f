use memscope_postgres::Server;

fn needs_send<T: Send>(_: T) {}

fn call(server: Server<'_>) {
    needs_send(server);
}

fn main() {
    let _ = call;
}
