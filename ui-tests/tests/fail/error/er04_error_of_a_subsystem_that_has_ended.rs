use memscope::{MemCx, ScopedError, error_in, scope};

enum Failed<'storage, 'network> {
    Storage(ScopedError<'storage>),
    Network(ScopedError<'network>),
}

fn send<'s, 'n>(_storage: MemCx<'s>, network: MemCx<'n>) -> Failed<'s, 'n> {
    Failed::Network(error_in!(network, "the network is down"))
}

fn main() {
    scope!(storage);
    let failed = {
        scope!(network);
        send(storage, network)
    };
    match failed {
        Failed::Storage(error) | Failed::Network(error) => println!("{error}"),
    }
}
