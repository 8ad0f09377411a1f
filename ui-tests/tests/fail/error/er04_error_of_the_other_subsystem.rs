use memscope::{MemCx, ScopedError, error_in, scope};

enum Failed<'storage, 'network> {
    Storage(ScopedError<'storage>),
    Network(ScopedError<'network>),
}

fn send<'s, 'n>(_storage: MemCx<'s>, network: MemCx<'n>) -> Failed<'s, 'n> {
    Failed::Storage(error_in!(network, "the network is down"))
}

fn main() {
    scope!(storage);
    scope!(network);
    if let Failed::Network(error) = send(storage, network) {
        println!("{error}");
    }
}
