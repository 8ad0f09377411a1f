use memscope::scope;

fn main() {
    let total = std::thread::scope(|threads| {
        let worker = threads.spawn(|| {
            scope!(own);
            &*own.alloc(7)
        });
        *worker.join().unwrap()
    });
    println!("{total}");
}
