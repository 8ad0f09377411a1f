// `crate = path` can lead anywhere, but the proof is the trait's own.
mod renamed {
    pub use memscope::Carried;

    pub mod __private {
        pub fn carried<T>() {}
    }
}

#[derive(memscope::Carried)]
#[memscope(crate = renamed)]
struct Row<'mcx>(memscope::MemCx<'mcx>);

fn main() {}
